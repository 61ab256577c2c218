"""The first and the last days of a series as it stands in the file; a piece of a stored one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import altair as alt
import numpy as np
import pandas as pd

from energy_core.formats.document import Series
from energy_core.metering.periods import instant, micros
from energy_core.metering.readings import SECOND
from energy_core.model import Kind
from energy_core.services.thin import thinned
from energy_core.ui import palette
from energy_core.ui.axes import amount_axis, finished, themed
from energy_core.ui.numbers import month_names
from energy_core.ui.outlines import edge
from energy_core.ui.palette import Shade
from energy_core.ui.words import _, language

HEIGHT = 180
DAY = 86400 * SECOND
DAYS = 3
LEAST_STEPS = 30
MOST_POINTS = 1500
MILLI = 1000
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
Interval = Literal["day", "week", "month", "year"]
TICKS: tuple[tuple[int, Interval, int], ...] = (
    (DAY_MS, "day", 1), (2 * DAY_MS, "day", 2), (7 * DAY_MS, "week", 1), (31 * DAY_MS, "month", 1),
    (92 * DAY_MS, "month", 3),
)  # fmt: skip
"""Length [ms], and the interval and step of the ticks that are so far apart."""
MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """Stamps [µs UTC] and values; a NaN where readings are missing. `holes`: (from, to)."""

    ts: np.ndarray
    value: np.ndarray
    holes: list[tuple[int, int]]

    def shifted(self, timezone: str) -> Piece:
        """On the wall clock of its first moment, [ms]: the browser's own zone plays no part."""
        offset = instant(int(self.ts[0])).astimezone(ZoneInfo(timezone)).utcoffset()
        by = int(offset.total_seconds()) * MILLI if offset else 0
        holes = [(low // 1000 + by, high // 1000 + by) for low, high in self.holes]
        return Piece(self.ts // 1000 + by, self.value, holes)


def ends_of(series: Series) -> list[Piece]:
    """The first days and the last ones; one piece where they meet."""
    if len(series) == 0:
        return []
    width = DAYS * DAY
    if series.step_s:
        width = max(width, int(LEAST_STEPS * series.step_s * SECOND))
    first, last = int(series.ts[0]), int(series.ts[-1])
    step = int((series.step_s or 0) * SECOND)
    if last - first <= 2 * width:
        return [piece(series.ts, series.value, step)]
    edges = (first, first + width), (last - width, last + 1)
    cuts = [np.searchsorted(series.ts, each) for each in edges]
    return [piece(series.ts[a:b], series.value[a:b], step) for a, b in cuts]


def piece(ts: np.ndarray, value: np.ndarray, step: int) -> Piece:
    """`step` [µs]: what is wider than one and a half is a hole; 0 knows no holes."""
    between = np.diff(ts)
    usual = max(step, float(np.median(between))) if step and len(between) else np.inf
    at = np.flatnonzero(between > 1.5 * usual)
    holes = [(int(ts[n]) + step, int(ts[n + 1])) for n in at]
    if len(ts) > MOST_POINTS:
        pairs = thinned(list(zip(ts.tolist(), value.tolist(), strict=True)), MOST_POINTS)
        ts, value = np.array([t for t, _ in pairs], np.int64), np.array([v for _, v in pairs])
    starts = np.array([low for low, _ in holes], np.int64)
    after = np.repeat(np.searchsorted(ts, starts), 2)  # its own width, then nothing
    before = value[after[::2] - 1] if len(starts) else starts
    ends = np.column_stack([before, np.full(len(starts), np.nan)]).ravel()
    ts, value = (
        np.insert(ts, after, np.repeat(starts, 2)),
        np.insert(value.astype(float), after, ends),
    )
    if step and len(ts):  # the last step has its width
        ts, value = np.append(ts, ts[-1] + step), np.append(value, value[-1])
    return Piece(ts, value, holes)


def chart(
    part: Piece,
    kind: Kind,
    timezone: str,
    domain: tuple[float, float] | None = None,
    marked: tuple[datetime, datetime] | None = None,
) -> alt.LayerChart:
    """A line, with dotted outlines where nothing was measured. `domain`: the same for pieces that
    stand beside each other; `marked`: dotted rules at the start and the end of what matters."""
    local = part.shifted(timezone)
    stepped = kind in (Kind.POWER, Kind.INTERVAL)
    y = alt.Y(
        "value:Q",
        axis=amount_axis(),
        scale=alt.Scale(zero=stepped, domain=list(domain) if domain else alt.Undefined),
    )
    base = alt.Chart(pd.DataFrame({"at": local.ts, "value": local.value}))
    x = alt.X("at:T", scale=alt.Scale(type="utc", nice=False), axis=_time_axis(local))
    shape: Literal["step-after", "linear"] = "step-after" if stepped else "linear"
    line = base.mark_line(interpolate=shape, strokeWidth=1.5, color=themed(palette.INK))
    tips = [
        alt.Tooltip("told:N", title=_("Time")),
        alt.Tooltip("value:Q", title=_("Value"), format=",.6~g"),
    ]
    layers = [line.encode(x=x, y=y, tooltip=tips).transform_calculate(told=_told())]
    if stepped:
        area = base.mark_area(interpolate=shape, opacity=0.06, color=themed(palette.INK))
        layers.insert(0, area.encode(x=x, y=y))
    if local.holes:
        layers.append(_holes(local, x))
    if marked:
        layers.append(_marks(part, local, marked, x))
    return complete(layers)


def complete(layers: list[alt.Chart]) -> alt.LayerChart:
    """In the house's form; described as a whole."""
    chart = finished(alt.LayerChart(layer=layers), HEIGHT)
    return chart.configure_view(strokeWidth=0).configure_mark(aria=False)


def line(part: Piece, name: str, timezone: str, shade: Shade, width: float) -> alt.Chart:
    """One named line among others, of steps."""
    local = part.shifted(timezone)
    frame = pd.DataFrame({"at": local.ts, "value": local.value, "name": name})
    return (
        alt.Chart(frame)
        .mark_line(interpolate="step-after", strokeWidth=width, color=themed(shade))
        .encode(
            x=alt.X("at:T", scale=alt.Scale(type="utc", nice=False), axis=_time_axis(local)),
            y=alt.Y("value:Q", axis=amount_axis()),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("told:N", title=_("Time")),
                alt.Tooltip("value:Q", title=_("Value"), format=",.6~g"),
            ],
        )
        .transform_calculate(told=_told())
    )


def shared_domain(parts: list[Piece], kind: Kind) -> tuple[float, float] | None:
    """The extent of all values; from zero for what flows."""
    values = np.concatenate([part.value for part in parts])
    values = values[np.isfinite(values)]
    if len(values) == 0:
        return None
    low, high = float(values.min()), float(values.max())
    if kind in (Kind.POWER, Kind.INTERVAL):
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else None


def _holes(local: Piece, x: alt.X) -> alt.Chart:
    frame = pd.DataFrame(local.holes, columns=["at", "until"])
    return (
        alt.Chart(frame.assign(told=_("Nothing was measured here")))
        .mark_rect(fillOpacity=0, **edge("missing"))
        .encode(x=x, x2="until:T", tooltip=alt.Tooltip("told:N", title=" "))
    )


def _marks(part: Piece, local: Piece, marked: tuple[datetime, datetime], x: alt.X) -> alt.Chart:
    by = int(local.ts[0]) - int(part.ts[0]) // MILLI
    frame = pd.DataFrame({"at": [micros(moment) // MILLI + by for moment in dict.fromkeys(marked)]})
    rule = alt.Chart(frame).mark_rule(strokeDash=[1.5, 3], color=themed(palette.GREY))
    return rule.encode(x=x)


def _months() -> str:
    return (
        "["
        + ",".join(f"'{name[: 3 if language() == 'en' else 4]}'" for name in month_names())
        + "]"
    )


def _hour(value: str) -> str:
    padded = f"pad(utchours({value}), 2, '0', 'left')"
    minutes = f"pad(utcminutes({value}), 2, '0', 'left')"
    if language() == "fr":
        return f"utchours({value}) + '\u00a0h\u00a0' + {minutes}"
    return f"{padded} + ':' + {minutes}"


def _date(value: str) -> str:
    return f"utcdate({value}) + '\u00a0' + {_months()}[utcmonth({value})]"


def _told() -> str:
    return f"{_date('datum.at')} + ' ' + utcyear(datum.at) + ', ' + {_hour('datum.at')}"


def _time_axis(local: Piece) -> alt.Axis:
    """At midnights, months or years where the piece holds some, else at hours."""
    ticks = _ticks(int(local.ts[-1]) - int(local.ts[0]))
    label = _hour("datum.value") if ticks is None else _date("datum.value")
    if ticks and ticks[0] in ("month", "year"):
        label = f"{_months()}[utcmonth(datum.value)] + '\u00a0' + utcyear(datum.value)"
    return alt.Axis(
        title=None, ticks=False, domain=False, grid=False, labelExpr=label,
        tickCount=alt.TimeIntervalStep(interval=ticks[0], step=ticks[1]) if ticks else MOST_TICKS,
        labelColor=themed(palette.MUTED), labelFontSize=12, labelPadding=8, labelFlush=True,
        labelOverlap="greedy",
    )  # fmt: skip


def _ticks(length: int) -> tuple[Interval, int] | None:
    """About five of them in `length` [ms]; None within a day, where Vega counts by itself."""
    if length <= MOST_TICKS * HOUR_MS * 6:
        return None
    for size, interval, step in TICKS:
        if length <= MOST_TICKS * size:
            return interval, step
    return "year", 1 + length // (MOST_TICKS * 366 * DAY_MS)
