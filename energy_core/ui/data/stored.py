"""A stretch of a meter's stored readings, as a picture."""

from __future__ import annotations

from datetime import datetime, timedelta

import altair as alt
import pandas as pd

from energy_core import units
from energy_core.metering.readings import SECOND, Stamps
from energy_core.model import Meter
from energy_core.services import running
from energy_core.ui.charts import Unit, of_energy, of_power
from energy_core.ui.data.pieces import piece
from energy_core.ui.data.traces import trace

MOST = timedelta(days=400)


def shown_as(stored: str) -> Unit:
    """In what a reading kept in `stored` is shown: kW, kWh, else as it is kept."""
    return of_power(stored) if stored == units.POWER else of_energy(stored)


def stretch(
    meter: Meter, start: datetime, end: datetime, timezone: str, marked: tuple[datetime, datetime]
) -> alt.LayerChart | None:
    """The readings of [start, end]; `marked` is the part that matters. None without readings."""
    frame = running().store.readings(meter, start, min(end, start + MOST))
    if frame.empty:
        return None
    step = int((running().store.step_s(meter) or 0) * SECOND)
    value = frame["value"].to_numpy(float) / shown_as(meter.unit).size
    part = piece(micros_of(frame["ts"]), value, step)
    return trace(part, meter.kind, timezone, marked=marked)


def micros_of(column: pd.Series) -> Stamps:
    """[µs UTC] of a column of instants."""
    return column.to_numpy("datetime64[us]").astype("int64")
