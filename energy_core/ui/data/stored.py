"""A stretch of a meter's stored readings, as a picture."""

from __future__ import annotations

from datetime import datetime, timedelta

import altair as alt
import pandas as pd

from energy_core.metering.readings import SECOND, Stamps
from energy_core.model import Meter
from energy_core.services import running
from energy_core.ui.data.pieces import piece
from energy_core.ui.data.traces import trace

MOST = timedelta(days=400)
SHOWN = {"W": (1000, "kW"), "Wh": (1000, "kWh")}
"""Stored unit → divisor and the unit to show."""


def shown_unit(unit: str) -> str:
    return SHOWN.get(unit, (1, unit))[1]


def shown_value(value: float, unit: str) -> float:
    return value / SHOWN.get(unit, (1, unit))[0]


def stretch(
    meter: Meter, start: datetime, end: datetime, timezone: str, marked: tuple[datetime, datetime]
) -> alt.LayerChart | None:
    """The readings of [start, end]; `marked` is the part that matters. None without readings."""
    frame = running().store.readings(meter, start, min(end, start + MOST))
    if frame.empty:
        return None
    step = int((running().store.step_s(meter) or 0) * SECOND)
    value = frame["value"].to_numpy(float) / SHOWN.get(meter.unit, (1, ""))[0]
    part = piece(micros_of(frame["ts"]), value, step)
    return trace(part, meter.kind, timezone, marked=marked)


def micros_of(column: pd.Series) -> Stamps:
    """[µs UTC] of a column of instants."""
    return column.to_numpy("datetime64[us]").astype("int64")
