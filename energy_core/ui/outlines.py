"""What is outlined in a chart, never filled: energy that is unaccounted for, and what no meter
measured. The first has a solid edge, the other a dotted one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from energy_core.analysis.balance import OPEN, SOURCES
from energy_core.analysis.uses import LEAST_KWH
from energy_core.ui import palette
from energy_core.ui.axes import themed
from energy_core.ui.words import _

LEAST_KW = 0.01  # what the last decimal can show
UNSEEN_KWH = 0.005  # too little of a bar to be drawn
DASHES = {"unaccounted": [1, 0], "missing": [1.5, 3]}


def names() -> dict[str, str]:
    return {"unaccounted": _("unaccounted"), "missing": _("not measured")}


def of_day(day: pd.DataFrame) -> list[str]:
    """Which kinds of outline the chart of a day needs."""
    seen = {kind: day[kind] >= LEAST_KW for kind in OPEN}
    seen["missing"] |= _never_known(day)
    return [kind for kind in OPEN if seen[kind].any()]


def of_uses(table: pd.DataFrame) -> list[str]:
    """Which kinds the bars of the uses need."""
    return [kind for kind in OPEN if (table["kwh"][table["source"] == kind] >= LEAST_KWH).any()]


def with_key(measures: str, kinds: Iterable[str]) -> str:
    """The line under a heading, and what the outlines below it mean."""
    words = {"unaccounted": _("outlined: unaccounted"), "missing": _("dotted: not measured")}
    return " · ".join([measures, *(words[kind] for kind in kinds)])


def _never_known(day: pd.DataFrame) -> pd.Series:
    """The quarter-hours without a measurement; the last one still goes on."""
    unknown = day["used"].isna()
    unknown.iloc[-1:] = False
    return unknown


def runs(day: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """Columns hour, end: the neighbouring quarter-hours that are `kept`, together."""
    number = (kept & ~kept.shift(1, fill_value=False)).cumsum()
    hours = day.loc[kept, "hour"].groupby(number[kept])
    return pd.DataFrame({"hour": hours.first(), "end": hours.last() + 0.25})


def closed(day: pd.DataFrame, column: str) -> pd.DataFrame:
    """`day` with the end of each run in which `column` is known, so that a last step has its
    width."""
    known = day[column].notna()
    ends = day[known & ~known.shift(-1, fill_value=False)]
    whole = pd.concat([day, ends.assign(hour=ends["hour"] + 0.25)])
    return whole.sort_index(kind="stable", ignore_index=True)


def band(day: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Columns hour, low, high, kw: one kind of outline, on top of what the sources served."""
    size = day[kind].where(day[kind] >= LEAST_KW)
    low = day[list(SOURCES)].sum(axis=1).where(size.notna())
    frame = pd.DataFrame({"hour": day["hour"], "low": low, "high": low + size, "kw": size})
    return closed(frame, "kw")


def day_layers(day: pd.DataFrame, scale: alt.Scale, clock: str) -> list[alt.Chart]:
    """The outlines that a day needs. `clock`: a Vega expression of the hour in words."""
    unknown = runs(day, _never_known(day))
    layers = [_band(day, kind, scale, clock) for kind in OPEN if (day[kind] >= LEAST_KW).any()]
    return [*layers, _unknown(unknown, scale)] if len(unknown) else layers


def _band(day: pd.DataFrame, kind: str, scale: alt.Scale, clock: str) -> alt.Chart:
    name = names()[kind]
    return (
        alt.Chart(band(day, kind))
        .mark_area(interpolate="step-after", fillOpacity=0, **edge(kind))
        .encode(
            x=alt.X("hour:Q", scale=scale),
            y="low:Q",
            y2="high:Q",
            tooltip=[
                alt.Tooltip("clock:N", title=_("Time")),
                alt.Tooltip("kw:Q", title=f"{name}, kW", format=".2f"),
            ],
        )
        .transform_calculate(clock=clock)
    )


def _unknown(spans: pd.DataFrame, scale: alt.Scale) -> alt.Chart:
    """Of unknown height: the whole height, dotted."""
    return (
        alt.Chart(spans.assign(told=_("Nothing was measured here")))
        .mark_rect(fillOpacity=0, **edge("missing"))
        .encode(
            x=alt.X("hour:Q", scale=scale), x2="end:Q", tooltip=alt.Tooltip("told:N", title=" ")
        )
    )


def edge(kind: str) -> dict[str, Any]:
    return {
        "stroke": themed(palette.MUTED), "strokeWidth": 1.25, "strokeDash": DASHES[kind],
    }  # fmt: skip
