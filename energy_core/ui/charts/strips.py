"""What answers the pointer in a chart of lines: unseen strips of full height, one a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd


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
        .encode(x=x, x2=x2, tooltip=[alt.Tooltip(f"{f}:N", title=t) for f, t in titles])
        .transform_calculate(**words)
    )


def at_highest(
    frame: pd.DataFrame, value: str, where: str, domain: tuple[float, float]
) -> dict | None:
    """Where to write a line's name: its highest point, and on which side there is room for it."""
    known = frame.dropna(subset=[value])
    if known.empty:
        return None
    top = known.loc[known[value].idxmax()]
    low, high = domain
    right = float(top[where]) > low + 0.75 * (high - low)
    return {"point": known.loc[[known[value].idxmax()]], "align": "right" if right else "left",
            "dx": -6 if right else 8}  # fmt: skip
