"""Around the lines of a chart: unseen strips of full height that answer the pointer, and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from energy_core.ui.axes import themed
from energy_core.ui.charts.shades import text_of
from energy_core.ui.palette import Shade

ROOM_UNTIL = 0.75  # of the width


def strips(
    frame: pd.DataFrame,
    x: alt.X,
    x2: str,
    words: Mapping[str, str],
    titles: Sequence[tuple[str, str]],
) -> alt.Chart:
    """`words`: new field → Vega expression; `titles`: field → what stands before its words."""
    return (
        alt.Chart(frame)
        .mark_rect(opacity=0)
        .encode(x=x, x2=alt.X2(x2), tooltip=[alt.Tooltip(f"{f}:N", title=t) for f, t in titles])
        .transform_calculate(**words)
    )


def written(
    rows: pd.DataFrame,
    value: str,
    x: alt.X,
    domain: tuple[float, float],
    word: str,
    shade: Shade,
    dy: int = -8,
    room_until: float = ROOM_UNTIL,
) -> list[alt.Chart]:
    """A line's name where the line is highest, on the side where there is room for it. `rows` have
    `value` and the field of `x`, which spans `domain`; further on than `room_until` of it, the name
    stands to the left."""
    where = str(x.shorthand).removesuffix(":Q")
    known = rows.dropna(subset=[value])
    if known.empty or not word:
        return []
    top = known.loc[[known[value].idxmax()], [where, value]]
    low, high = domain
    at_the_right = float(top[where].iloc[0]) > low + room_until * (high - low)
    return [
        alt.Chart(top.assign(word=word))
        .mark_text(
            align="right" if at_the_right else "left", dx=-6 if at_the_right else 8, dy=dy,
            fontSize=12, color=themed(text_of(shade)),
        )
        .encode(x=x, y=alt.Y(f"{value}:Q"), text=alt.Text("word:N"))
    ]  # fmt: skip
