"""Load duration, and energy added up since the period's first day."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from energy_core.ui import palette
from energy_core.ui.axes import amount_axis, finished, themed
from energy_core.ui.charts.clock import day_wall
from energy_core.ui.charts.days import day_ticks
from energy_core.ui.charts.strips import strips, written
from energy_core.ui.charts.words import amount_words, date_words
from energy_core.ui.palette import Shade
from energy_core.ui.words import _

HEIGHT = 220
DAY_MS = 86_400_000.0
ROOM_AT_THE_LEFT = 0.3  # of the width: enough for a name
COVERED = {"kwh": "covered", "before_kwh": "before_covered"}
Look = tuple[str, str, Shade, float]
"""Field, name, colour and width of a line."""
UNDER = 20
SHARES = alt.Scale(domain=[0, 1], nice=False)


def duration_chart(frame: pd.DataFrame) -> alt.LayerChart:
    """During which share of the time the power was higher. `frame` as `shapes.duration` gives it:
    hours, share, kw; falling."""
    steps = frame.assign(
        end=frame["share"].shift(-1).fillna(1.0), hours_end=frame["hours"].shift(-1)
    )
    x = alt.X("share:Q", scale=SHARES, axis=_share_axis())
    base = alt.Chart(frame).encode(x=x, y=_y("kw:Q"))
    form: dict[str, Any] = {"interpolate": "step-after", "color": themed(palette.INK)}
    layers = [base.mark_area(opacity=0.06, **form), base.mark_line(strokeWidth=2, **form)]
    words = {
        "told": amount_words("kw", "kW", 2),
        "long": f"{amount_words('hours_end', 'h', 0)} + ', ' + format(100 * datum.end, '.1f')"
        " + '\\u00a0%'",
    }
    titles = [("told", _("At least")), ("long", _("During"))]
    layers.append(strips(steps.iloc[:-1], x, "end:Q", words, titles))
    return finished(alt.LayerChart(layer=layers), HEIGHT)


def cumulative_chart(frame: pd.DataFrame, name: str, before_name: str = "") -> alt.LayerChart:
    """Energy since the period's first day in ink, the other period's in grey under it.

    `frame` as `shapes.cumulative` gives it: day, kwh, covered, before_kwh, before_covered.
    """
    rows = _since_measured(frame).assign(clock=day_wall(frame["day"]))
    rows["end"] = rows["clock"] + DAY_MS
    domain = (rows["clock"].min(), rows["end"].max())
    x, x_end = day_ticks(*domain), day_ticks(*domain, "end:Q")
    looks: list[Look] = [
        ("before_kwh", before_name, palette.GREY, 1.5),
        ("kwh", name, palette.INK, 2.0),
    ]
    seen = [look for look in looks if rows[look[0]].notna().any()]
    layers = [
        alt.Chart(_from_zero(rows, field))
        .mark_line(strokeWidth=width, color=themed(shade))
        .encode(x=x_end, y=_y(f"{field}:Q"))
        for field, _word, shade, width in seen
    ]
    layers += _names(rows, seen, x_end, domain)
    words = {"when": date_words("datum.clock")} | {
        f"told_{field}": amount_words(field, "kWh", 0) for field, *_rest in seen
    }
    titles = [
        ("when", _("Until")),
        *((f"told_{field}", word) for field, word, *_rest in seen[::-1]),
    ]
    known = rows.dropna(subset=["kwh", "before_kwh"], how="all")
    layers.append(strips(known[["clock", "end", "kwh", "before_kwh"]], x, "end:Q", words, titles))
    return finished(alt.LayerChart(layer=layers), HEIGHT)


def _since_measured(frame: pd.DataFrame) -> pd.DataFrame:
    """What was not measured before the first measured day is no zero."""
    begun = {
        field: frame[field].where((frame[covered] > 0).cummax())
        for field, covered in COVERED.items()
    }
    return frame.assign(**begun)


def _from_zero(rows: pd.DataFrame, field: str) -> pd.DataFrame:
    """Each day's sum at its end, and nothing at the beginning of the first."""
    known = rows.dropna(subset=[field])
    begin = pd.DataFrame({"end": known["clock"].head(1), field: 0.0})
    return pd.concat([begin, known[["end", field]]], ignore_index=True)


def _names(
    rows: pd.DataFrame, seen: list[Look], x: alt.X, domain: tuple[float, float]
) -> list[alt.Chart]:
    """Of the higher line over its end, of the lower one under its middle: as both rise, neither
    name is crossed."""
    both = rows.dropna(subset=[field for field, *_rest in seen])
    ordered = sorted(seen, key=lambda look: -both[look[0]].max() if len(both) else 0)
    layers = []
    for place, (field, word, shade, _width) in enumerate(ordered):
        known = rows.dropna(subset=[field])
        if place == 0:
            layers += written(known, field, x, domain, word, shade, room_until=ROOM_AT_THE_LEFT)
        else:
            middle = known.iloc[[len(known) // 2]]
            layers += written(middle, field, x, domain, word, shade, dy=UNDER)
    return layers


def _y(field: str) -> alt.Y:
    return alt.Y(field, axis=amount_axis(), scale=alt.Scale(zero=True))


def _share_axis() -> alt.Axis:
    return alt.Axis(
        title=None, values=[0, 0.25, 0.5, 0.75, 1], ticks=False, domain=False, grid=False,
        labelExpr="format(100 * datum.value, '.0f') + '\\u00a0%'",
        labelColor=themed(palette.MUTED), labelFontSize=12, labelPadding=8, labelFlush=True,
    )  # fmt: skip
