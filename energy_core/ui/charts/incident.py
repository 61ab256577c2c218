"""An incident beside what is usual: the band of like days, the line that was measured, and of that
the part that was found. A fault of the data is an outlined ground, never a colour of consumption."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import altair as alt
import pandas as pd

from energy_core.ui import outlines, palette
from energy_core.ui.axes import amount_axis, finished, hour_axis, themed
from energy_core.ui.charts.clock import MILLIS, Window, placed, same_x, time_x
from energy_core.ui.charts.segments import unmeasured
from energy_core.ui.charts.strips import strips, written
from energy_core.ui.charts.units import KW, Unit
from energy_core.ui.charts.words import amount_words, date_words, moment_words
from energy_core.ui.words import _

HEIGHT, DAYS_HEIGHT, HISTORY_HEIGHT = 240, 200, 56
BAND = 0.13


@dataclass(frozen=True, slots=True)
class Found:
    """[start, end) UTC of an incident; `is_fault`: of the data, not of consumption."""

    start: datetime
    end: datetime
    is_fault: bool = False


def incident_chart(
    frame: pd.DataFrame, found: Found, window: Window, unit: Unit = KW
) -> alt.LayerChart:
    """`frame`: start (UTC), length_s, mean and the usual low, high, NaN where nothing is known."""
    points = _points(frame, window, unit)
    known = frame[frame["mean"].notna()].assign(covered=1.0)
    layers = [*_ground(found, window), *unmeasured(known, window)]
    layers += [_band(points, window), *_line(points, found, window)]
    layers += written(points, "high", same_x(window), window.edges, _("Usual"), palette.GREY)
    layers.append(_answers(points, window, unit))
    return finished(alt.LayerChart(layer=layers), HEIGHT)


def _points(frame: pd.DataFrame, window: Window, unit: Unit) -> pd.DataFrame:
    points = placed(frame, window.timezone)
    for name in ("mean", "low", "high"):
        points[name] = frame[name].astype(float) / unit.size
    return points


def _closed(points: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Each run of rows without a gap in one of `columns` has a `run` of its own, and a last point
    at its end, so that its last step has its width."""
    known = points.dropna(subset=list(columns))
    apart = known["start"] > known["end"].shift() + 1
    known = known.assign(run=apart.cumsum())
    ends = known.groupby("run").tail(1)
    both = pd.concat([known, ends.assign(start=ends["end"])])
    return both.sort_values(["run", "start"], kind="stable")[["start", "run", *columns]]


def _y(field: str) -> alt.Y:
    return alt.Y(field, axis=amount_axis(), scale=alt.Scale(zero=True))


def _ground(found: Found, window: Window) -> list[alt.Chart]:
    """Where the incident lies."""
    span = pd.DataFrame(
        {"start": [found.start.timestamp() * MILLIS], "end": [found.end.timestamp() * MILLIS]}
    )
    form = outlines.edge("missing") if found.is_fault else {}
    form |= {"fillOpacity": 0.06, "fill": themed(palette.MUTED)}
    return [alt.Chart(span).mark_rect(clip=True, **form).encode(x=time_x(window), x2="end:Q")]


def _band(points: pd.DataFrame, window: Window) -> alt.Chart:
    return (
        alt.Chart(_closed(points, "low", "high"))
        .mark_area(opacity=BAND, interpolate="step-after", color=themed(palette.GREY))
        .encode(x=same_x(window), y=_y("low:Q"), y2=alt.Y2("high:Q"), detail="run:N")
    )


def _line(points: pd.DataFrame, found: Found, window: Window) -> list[alt.Chart]:
    """Ink, and what is unusual in it as a warning; a fault of the data is no consumption."""
    first, last = found.start.timestamp() * MILLIS, found.end.timestamp() * MILLIS
    within = (points["end"] > first) & (points["start"] < last)
    parts = [(points, palette.INK, 1.5)]
    if found.is_fault:
        parts = [(points[~within], palette.INK, 1.5), (points[within], palette.MUTED, 1.5)]
    elif within.any():
        parts.append((points[within], palette.WARNING, 2.5))
    return [
        alt.Chart(_closed(part, "mean"))
        .mark_line(interpolate="step-after", strokeWidth=width, color=themed(shade))
        .encode(x=same_x(window), y=_y("mean:Q"), detail="run:N")
        for part, shade, width in parts
    ]


def _answers(points: pd.DataFrame, window: Window, unit: Unit) -> alt.Chart:
    low, high = (amount_words(name, unit.name, unit.decimals) for name in ("low", "high"))
    words = {
        "when": moment_words("datum.clock"),
        "told": amount_words("mean", unit.name, unit.decimals),
        "usual": f"{low} + ' … ' + {high}",
    }
    titles = [("when", _("When")), ("told", _("Measured")), ("usual", _("Usual"))]
    columns = ["start", "end", "clock", "mean", "low", "high"]
    return strips(points[columns], same_x(window), "end:Q", words, titles)


def like_days_chart(frame: pd.DataFrame, unit: Unit = KW, is_fault: bool = False) -> alt.LayerChart:
    """The incident's day over days like it. `frame`: day (its name), hour (of the day), mean,
    is_own; each day by rising hour."""
    rows = frame.assign(mean=frame["mean"].astype(float) / unit.size)
    x = alt.X("hour:Q", scale=alt.Scale(domain=[0, 24], nice=False), axis=hour_axis())
    layers: list[alt.Chart] = []
    for is_own, shade, width, opacity in (
        (False, palette.GREY, 1.25, 0.55), (True, palette.INK if is_fault else palette.WARNING, 2.25, 1.0),
    ):  # fmt: skip
        part = rows[rows["is_own"] == is_own]
        layers.append(
            alt.Chart(part[["hour", "mean", "day"]])
            .mark_line(
                interpolate="step-after", strokeWidth=width, opacity=opacity, color=themed(shade)
            )
            .encode(
                x=x, y=_y("mean:Q"), detail="day:N",
                tooltip=[alt.Tooltip("day:N", title=_("Day")), alt.Tooltip("told:N", title=" ")],
            )
            .transform_calculate(told=amount_words("mean", unit.name, unit.decimals))
        )  # fmt: skip
    return finished(alt.LayerChart(layer=layers), DAYS_HEIGHT)


def history_chart(frame: pd.DataFrame) -> alt.LayerChart:
    """A small row of bars. `frame`: value, is_own (of the incident), by rising day."""
    rows = frame[["value", "is_own"]].assign(place=range(len(frame)))
    base = alt.Chart(rows).encode(
        x=alt.X("place:O", axis=None, scale=alt.Scale(paddingInner=0.25)),
        y=alt.Y("value:Q", axis=None, scale=alt.Scale(zero=True)),
    )
    layers = [
        base.transform_filter(f"datum.is_own == {str(is_own).lower()}").mark_bar(
            color=themed(shade), tooltip=None
        )
        for is_own, shade in ((False, palette.GREY), (True, palette.WARNING))
    ]
    chart = finished(alt.LayerChart(layer=layers), HISTORY_HEIGHT)
    chart.padding = 0
    return chart


def lasting_chart(
    frame: pd.DataFrame, usual: float | None, timezone: str, unit: Unit = KW
) -> alt.LayerChart:
    """Day after day, beside what was usual. `frame`: start (UTC), length_s, value and is_own, by
    rising day; `usual` like `value`, in the stored unit."""
    edges = frame["start"].iloc[0], frame["start"].iloc[-1] + pd.Timedelta(days=1)
    window = Window(edges[0].to_pydatetime(), edges[1].to_pydatetime(), timezone)
    bars = placed(frame, timezone, inner=0.72).assign(value=frame["value"] / unit.size)
    words = {"when": date_words("datum.clock"),
             "told": amount_words("value", unit.name, unit.decimals)}  # fmt: skip
    titles = [alt.Tooltip("when:N", title=_("Day")), alt.Tooltip("told:N", title=" ")]
    layers = [
        alt.Chart(bars[bars["is_own"] == is_own][["start", "end", "clock", "value"]])
        .mark_bar(color=themed(shade))
        .encode(x=time_x(window), x2="end:Q", y=_y("value:Q"), y2=alt.Y2Datum(0), tooltip=titles)
        .transform_calculate(**words)
        for is_own, shade in ((False, palette.GREY), (True, palette.WARNING))
    ]
    if usual is not None:
        layers += _usual_line(usual / unit.size, window)
    return finished(alt.LayerChart(layer=layers), HEIGHT)


def _usual_line(usual: float, window: Window) -> list[alt.Chart]:
    line = pd.DataFrame({"value": [usual], "start": [window.edges[0]], "word": [_("Usual")]})
    base = alt.Chart(line).encode(y=_y("value:Q"))
    return [
        base.mark_rule(strokeDash=[5, 4], strokeWidth=1.25, color=themed(palette.INK)),
        base.mark_text(
            align="left", dx=4, dy=-8, fontSize=12, color=themed(palette.INK)
        ).encode(x=same_x(window), text="word:N"),
    ]  # fmt: skip
