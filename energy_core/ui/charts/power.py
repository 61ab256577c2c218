"""Power over time: the means as steps, and from the least to the highest reading as a band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from energy_core.analysis.lines import thinned
from energy_core.ui import palette
from energy_core.ui.axes import amount_axis, finished, themed
from energy_core.ui.charts import segments
from energy_core.ui.charts.clock import Window, instants, placed, same_x
from energy_core.ui.charts.strips import strips, written
from energy_core.ui.charts.units import KW, Unit
from energy_core.ui.charts.words import amount_words, moment_words
from energy_core.ui.charts.zoom import zoomable
from energy_core.ui.palette import Shade
from energy_core.ui.words import _

HEIGHT = 260
PIXELS = 1000
BAND = 0.16
NEAR = 120  # square pixels
DASHES = ([1, 0], [5, 3], [2, 2], [8, 3, 2, 3])
"""Of several lines of one colour: by more than colour they are told apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """`frame`: a series (`start` UTC, length_s, mean, min, max, estimated_s), thinned to the
    pixels of the chart, each row drawn `until` (UTC) then; one without a mean breaks the line."""

    name: str
    frame: pd.DataFrame
    shade: Shade = palette.INK

    @classmethod
    def of(cls, name: str, series: pd.DataFrame, shade: Shade = palette.INK) -> Line:
        """All of a series that can be seen: what was thinned out is not missing, so that each row
        is drawn until the next one begins."""
        kept = thinned(series, PIXELS)
        last = series.tail(1)
        ends = last["start"] + pd.to_timedelta(last["length_s"], unit="s")
        until = [*kept["start"].iloc[1:], *ends]
        return cls(name, kept.assign(until=pd.DatetimeIndex(until, tz="UTC").as_unit("us")), shade)


def power_chart(lines: Sequence[Line], window: Window, unit: Unit = KW) -> alt.LayerChart:
    """One meter with its band, or several as lines with their names."""
    drawn = [line for line in lines if line.frame["mean"].notna().any()]
    layers: list[alt.Chart] = []
    for number, line in enumerate(drawn):
        points = _points(line.frame, window, unit)
        if len(drawn) == 1:
            layers += [_band(points, window, line.shade)] if _spreads(points) else []
            layers += segments.unmeasured(_whole(line.frame), window)
        dashes = DASHES[_same_before(drawn, number) % len(DASHES)]
        layers += [*_steps(points, window, line.shade, dashes)]
        if len(drawn) > 1:
            layers += written(
                points, "mean", same_x(window), window.edges, line.name, line.shade, dy=-6
            )
        layers.append(_answers(points, window, unit, line.name, alone=len(drawn) == 1))
    return finished(zoomable(layers, window, centred=False), HEIGHT)


def _same_before(lines: Sequence[Line], number: int) -> int:
    return sum(line.shade == lines[number].shade for line in lines[:number])


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """What is drawn, as start and length_s."""
    known = frame[frame["mean"].notna()]
    lengths = (known["until"] - known["start"]).dt.total_seconds()
    return known[["start"]].assign(length_s=lengths, covered=1.0)


def _points(frame: pd.DataFrame, window: Window, unit: Unit) -> pd.DataFrame:
    points = placed(frame, window.timezone).assign(end=instants(frame["until"]))
    for name in ("mean", "min", "max"):
        points[name] = frame[name] / unit.size
    guessed = frame["estimated_s"].fillna(0.0) > frame["length_s"] * segments.HALF
    points["sure"] = points["mean"].where(~guessed)
    points["guess"] = points["mean"].where(guessed)
    return points


def _spreads(points: pd.DataFrame) -> bool:
    return bool((points["max"] - points["min"] > 0).any())


def _closed(points: pd.DataFrame, column: str) -> pd.DataFrame:
    """With the end of each run in which `column` is known, so that a last step has its width."""
    known = points[column].notna()
    ends = points[known & ~known.shift(-1, fill_value=False)]
    whole = pd.concat([points, ends.assign(start=ends["end"])])
    return whole.sort_index(kind="stable", ignore_index=True)


def _y(field: str) -> alt.Y:
    return alt.Y(field, axis=amount_axis(), scale=alt.Scale(zero=True))


def _band(points: pd.DataFrame, window: Window, shade: Shade) -> alt.Chart:
    return (
        alt.Chart(_closed(points, "max")[["start", "min", "max"]])
        .mark_area(opacity=BAND, interpolate="step-after", color=themed(shade), line=False)
        .encode(x=same_x(window), y=_y("min:Q"), y2=alt.Y2("max:Q"))
    )


def _steps(
    points: pd.DataFrame, window: Window, shade: Shade, dashes: list[int]
) -> list[alt.Chart]:
    """What was measured, and what was estimated at half the ink, dotted."""
    forms: dict[str, dict[str, Any]] = {
        "sure": {"strokeWidth": 1.75, "strokeDash": dashes},
        "guess": {"strokeWidth": 1.75, "strokeDash": [1.5, 3], "opacity": segments.HALF},
    }
    return [
        alt.Chart(_closed(points, column)[["start", column]].rename(columns={column: "mean"}))
        .mark_line(interpolate="step-after", color=themed(shade), **form)
        .encode(x=same_x(window), y=_y("mean:Q"))
        for column, form in forms.items()
        if points[column].notna().any()
    ]


def _answers(points: pd.DataFrame, window: Window, unit: Unit, name: str, alone: bool) -> alt.Chart:
    """Over the whole height for one line; near the line where there are several."""
    known = points[points["mean"].notna()]
    words = {
        "when": moment_words("datum.clock"),
        "told": amount_words("mean", unit.name, unit.decimals),
        "spread": f"{amount_words('min', unit.name, unit.decimals)} + ' … ' + "
        f"{amount_words('max', unit.name, unit.decimals)}",
    }
    titles = [("when", _("When")), ("told", name)]
    if _spreads(known):
        titles.append(("spread", _("Lowest … highest")))
    columns = ["start", "end", "clock", "mean", "min", "max"]
    if alone:
        return strips(known[columns], same_x(window), "end:Q", words, titles)
    return (
        alt.Chart(known[columns])
        .mark_point(size=NEAR, opacity=0, filled=True)
        .encode(
            x=same_x(window),
            y=_y("mean:Q"),
            tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in titles],
        )
        .transform_calculate(**words)
    )
