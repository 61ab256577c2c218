"""The day as it usually goes, working day beside weekend."""

from __future__ import annotations

import altair as alt
import pandas as pd

from energy_core.ui import palette
from energy_core.ui.axes import amount_axis, finished, hour_axis, themed
from energy_core.ui.charts.strips import ROOM_UNTIL, strips, written
from energy_core.ui.charts.words import amount_words, kind_names, time_words
from energy_core.ui.palette import Shade
from energy_core.ui.words import _

HEIGHT = 220
HOUR_MS = 3_600_000.0
DAY = (0.0, 24.0)
LOOKS = {"weekend": (palette.GREY, 1.5), "workday": (palette.INK, 2.0)}
"""Kind → colour and width of its line."""
OVER, UNDER = -8, 18
CLEARLY = 0.25  # of how far the lines are apart anywhere
REACH_H = 4.5  # as wide is a name on a phone


def typical_chart(frame: pd.DataFrame, top_kw: float | None = None) -> alt.LayerChart:
    """The usual working day in ink and the weekend in grey, each in the band of 4 days in 5.

    `frame`: one season of what `shapes.typical_day` gives: kind, hour, low, mid, high. `top_kw`:
    where the axis ends, so that seasons side by side have one scale.
    """
    scale = alt.Scale(zero=True) if top_kw is None else alt.Scale(domain=[0, top_kw])
    parts = {kind: own for kind in LOOKS if len(own := _to_midnight(frame, kind))}
    if not parts:
        nowhere = alt.Chart(pd.DataFrame({"hour": [0.0]}))
        return finished(
            alt.LayerChart(layer=[nowhere.mark_point(opacity=0).encode(x=_x())]), HEIGHT
        )
    layers = [_band(own, LOOKS[kind][0], scale) for kind, own in parts.items()]
    layers += [_line(own, *LOOKS[kind], scale) for kind, own in parts.items()]
    for kind, own in parts.items():
        row, dy = _free(own, next((parts[one] for one in parts if one != kind), None))
        layers += written(row, "mid", _x(), DAY, kind_names()[kind], LOOKS[kind][0], dy)
    return finished(alt.LayerChart(layer=[*layers, _answers(parts)]), HEIGHT)


def _x() -> alt.X:
    return alt.X("hour:Q", scale=alt.Scale(domain=list(DAY), nice=False), axis=hour_axis())


def _to_midnight(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Its rows, the first again at 24 h: the day closes."""
    own = frame[frame["kind"] == kind].sort_values("hour")
    return pd.concat([own, own.head(1).assign(hour=DAY[1])], ignore_index=True)


def _band(own: pd.DataFrame, shade: Shade, scale: alt.Scale) -> alt.Chart:
    return (
        alt.Chart(own[["hour", "low", "high"]])
        .mark_area(opacity=0.13, interpolate="monotone", color=themed(shade))
        .encode(x=_x(), y=alt.Y("low:Q", axis=amount_axis(), scale=scale), y2=alt.Y2("high:Q"))
    )


def _line(own: pd.DataFrame, shade: Shade, width: float, scale: alt.Scale) -> alt.Chart:
    return (
        alt.Chart(own[["hour", "mid"]])
        .mark_line(interpolate="monotone", strokeWidth=width, color=themed(shade))
        .encode(x=_x(), y=alt.Y("mid:Q", axis=amount_axis(), scale=scale))
    )


def _free(own: pd.DataFrame, other: pd.DataFrame | None) -> tuple[pd.DataFrame, int]:
    """Where a line's name is crossed by neither: over its height where it runs clearly above the
    other one, else under its depth where it runs below."""
    if other is None:
        return own, OVER
    both = own.assign(other=other.set_index("hour")["mid"].reindex(own["hour"]).to_numpy())
    higher = (both["mid"] - both["other"]).fillna(0)
    if higher.max() > 0 and higher.max() >= CLEARLY * higher.abs().max():
        row = own[higher >= higher.max() / 2].nlargest(1, "mid")
        return row.assign(mid=_along(both, row)[["mid", "other"]].max(axis=None)), OVER
    row = own[higher <= higher.min() / 2].nsmallest(1, "mid")
    return row.assign(mid=_along(both, row)[["mid", "other"]].min(axis=None)), UNDER


def _along(both: pd.DataFrame, row: pd.DataFrame) -> pd.DataFrame:
    """Both lines where the name that begins (or, at the right, ends) at `row` is written."""
    hour = float(row["hour"].iloc[0])
    first = hour - REACH_H if hour > ROOM_UNTIL * DAY[1] else hour
    return both[both["hour"].between(first, first + REACH_H)]


def _answers(parts: dict[str, pd.DataFrame]) -> alt.Chart:
    """One strip an hour tells of both kinds."""
    sides = [
        own.set_index("hour")[["low", "mid", "high"]].add_prefix(f"{kind}_")
        for kind, own in parts.items()
    ]
    both = pd.concat(sides, axis=1).sort_index().reset_index()
    both = both.assign(end=both["hour"].shift(-1), clock=both["hour"] * HOUR_MS)
    kinds = sorted(parts, reverse=True)
    words = {"when": time_words("datum.clock"), **{kind: _told(kind) for kind in kinds}}
    titles = [("when", _("Time")), *((kind, kind_names()[kind]) for kind in kinds)]
    return strips(both.iloc[:-1], _x(), "end:Q", words, titles)


def _told(kind: str) -> str:
    """Vega expression: "0.42 kW (0.31 … 0.55 kW)"."""
    middle, low, high = (f"{kind}_{part}" for part in ("mid", "low", "high"))
    least = amount_words(low, "", 2)
    return f"{amount_words(middle, 'kW', 2)} + ' (' + {least} + ' … ' + {amount_words(high, 'kW', 2)} + ')'"
