"""An axis of local days without a clock: one that neither leaves out nor repeats an hour."""

from __future__ import annotations

from datetime import UTC, datetime

import altair as alt

from energy_core.ui import palette
from energy_core.ui.axes import themed
from energy_core.ui.charts.clock import MILLIS, naming
from energy_core.ui.charts.ticks import ticks


def day_ticks(first_ms: float, end_ms: float, field: str = "clock:Q") -> alt.X:
    """From the first day to the end of the last, in milliseconds as though days began in UTC."""
    scale = alt.Scale(domain=[first_ms, end_ms], nice=False, zero=False, padding=0)
    return alt.X(field, scale=scale, axis=_axis(first_ms, end_ms))


def _axis(first_ms: float, end_ms: float) -> alt.Axis:
    start, end = (datetime.fromtimestamp(ms / MILLIS, UTC) for ms in (first_ms, end_ms))
    marks = ticks(start, end, "UTC", centred=True)
    places = [at.timestamp() * MILLIS for at, _name in marks]
    return alt.Axis(
        title=None, values=places, labelExpr=naming(places, [name for _at, name in marks]),
        ticks=False, domain=False, grid=False, labelColor=themed(palette.MUTED),
        labelFontSize=12, labelPadding=8, labelOverlap="greedy", labelSeparation=6,
    )  # fmt: skip
