"""Readings as they came, as lines over time: of a file, around an event, under a correction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from energy_core.metering.periods import instant
from energy_core.model import Kind
from energy_core.ui import palette
from energy_core.ui.axes import amount_axis, finished, themed
from energy_core.ui.charts.clock import Window, instants, same_x, time_x, wall
from energy_core.ui.charts.words import moment_words
from energy_core.ui.data.pieces import FLOWS, Piece
from energy_core.ui.outlines import edge
from energy_core.ui.palette import Shade
from energy_core.ui.words import _

HEIGHT = 180
LEAST = timedelta(minutes=1)  # a single reading has no width of its own
Shape = Literal["step-after", "linear"]


def trace(
    part: Piece,
    kind: Kind,
    timezone: str,
    domain: tuple[float, float] | None = None,
    marked: Sequence[datetime] = (),
) -> alt.LayerChart:
    """A line, with dotted outlines where nothing was measured. `domain`: the same for pieces that
    stand beside each other; `marked`: dotted rules at instants that matter."""
    window, flows = _window([part], timezone), kind in FLOWS
    shape: Shape = "step-after" if flows else "linear"
    scale = alt.Scale(zero=flows, domain=list(domain) if domain else alt.Undefined)
    y = alt.Y("value:Q", axis=amount_axis(), scale=scale)
    base = _points(part, window)
    layers = [base.mark_line(interpolate=shape, strokeWidth=1.5, color=themed(palette.INK))]
    if flows:
        area = base.mark_area(interpolate=shape, opacity=0.06, color=themed(palette.INK))
        layers.insert(0, area)
    layers = [layer.encode(y=y) for layer in layers]
    if part.holes:
        layers.append(_holes(part, window))
    if marked:
        layers.append(_rules(marked, window))
    return finished(alt.LayerChart(layer=layers), HEIGHT)


def both(parts: dict[str, Piece], timezone: str) -> alt.LayerChart:
    """Two named lines of steps, the second one in front."""
    window = _window(list(parts.values()), timezone)
    forms = ((palette.GREY, 1.25), (palette.INK, 2.0))
    layers = [
        _named(name, part, window, *form)
        for (name, part), form in zip(parts.items(), forms, strict=True)
        if len(part.ts)
    ]
    return finished(alt.LayerChart(layer=layers), HEIGHT)


def _window(parts: Sequence[Piece], timezone: str) -> Window:
    stamps = np.concatenate([part.ts for part in parts])
    start, end = instant(int(stamps.min())), instant(int(stamps.max()))
    return Window(start, max(end, start + LEAST), timezone)


def _points(part: Piece, window: Window) -> alt.Chart:
    at = _stamps(part.ts)
    clock = wall(at, window.timezone)
    frame = pd.DataFrame({"start": instants(at), "clock": clock, "value": part.value})
    tips = [
        alt.Tooltip("told:N", title=_("Time")),
        alt.Tooltip("value:Q", title=_("Value"), format=",.6~g"),
    ]
    chart = alt.Chart(frame).encode(x=time_x(window), tooltip=tips)
    return chart.transform_calculate(told=moment_words("datum.clock"))


def _named(name: str, part: Piece, window: Window, shade: Shade, width: float) -> alt.Chart:
    line = _points(part, window).mark_line(
        interpolate="step-after", strokeWidth=width, color=themed(shade)
    )
    own = alt.Tooltip("name:N", title=" ")
    named = line.encode(
        y=alt.Y("value:Q", axis=amount_axis()), tooltip=[own, *line.encoding.tooltip]
    )
    return named.properties(data=line.data.assign(name=name))


def _holes(part: Piece, window: Window) -> alt.Chart:
    low, high = (instants(_stamps(np.array(each))) for each in zip(*part.holes, strict=True))
    frame = pd.DataFrame({"start": low, "end": high, "told": _("Nothing was measured here")})
    outline = alt.Chart(frame).mark_rect(fillOpacity=0, **edge("missing"))
    tip = alt.Tooltip("told:N", title=" ")
    return outline.encode(x=same_x(window), x2="end:Q", tooltip=tip)


def _rules(marked: Sequence[datetime], window: Window) -> alt.Chart:
    frame = pd.DataFrame({"start": instants(pd.Series([*dict.fromkeys(marked)]))})
    rule = alt.Chart(frame).mark_rule(
        strokeDash=[1.5, 3], color=themed(palette.GREY), clip=True
    )  # what goes on beyond the readings that are drawn
    return rule.encode(x=same_x(window))


def _stamps(ts: np.ndarray) -> pd.Series:
    """[µs UTC] as a column of instants."""
    return pd.Series(pd.to_datetime(ts, unit="us", utc=True))
