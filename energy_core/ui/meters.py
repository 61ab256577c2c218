"""What the server knows of each meter for the table and the problems: its last 24 hours, the share
measured, its last reading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import streamlit as st

from energy_core.model import Meter
from energy_core.services import running
from energy_core.store import Resolution
from energy_core.ui.day import quarters
from energy_core.ui.problems import Seen

SPARK = timedelta(hours=24)
MONTH = timedelta(days=30)


def _spark(meter: Meter, end: datetime) -> list[float | None]:
    """The means of the last 96 whole quarter-hours; None where nothing was measured."""
    start = end - SPARK
    frame = running().store.series(meter, start, end, Resolution.QUARTER, "UTC")
    means = frame.set_index("start")["mean"].reindex(quarters(start, end))
    return [None if np.isnan(mean) else round(float(mean), 3) for mean in means]


def _measured(meter: Meter, end: datetime) -> float | None:
    """Share of the last 30 days, or of the time since the first reading, that is measured.

    None where that cannot be said: for a level, and in a meter's first hour.
    """
    extent = running().store.extent(meter)
    if extent is None or not meter.measures_flow:
        return None
    start = max(end - MONTH, extent[0])
    if end - start < timedelta(hours=1):
        return None
    frame = running().store.series(meter, start, end, Resolution.DAY, "UTC")
    return min(1.0, float(frame["covered_s"].sum()) / (end - start).total_seconds())


def _whole_quarter(now: datetime) -> datetime:
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)


@st.cache_data(ttl=timedelta(minutes=2), show_spinner=False)
def details(until: datetime, count: int) -> dict[str, dict[str, Any]]:
    """slug → spark, measured. `until`: a whole quarter-hour; `count` of meters: a new one renews
    what is kept."""
    return {meter.slug: _details(meter, until) for meter in running().store.meters()}


def _details(meter: Meter, until: datetime) -> dict[str, Any]:
    """Of what ended in a file, nothing is missing now."""
    last = _last(meter)
    if not running().live.is_sent(meter) and last and last < until - SPARK:
        return {"spark": [], "measured": None}
    return {"spark": _spark(meter, until), "measured": _measured(meter, until)}


def known_details() -> dict[str, dict[str, Any]]:
    return details(_whole_quarter(datetime.now(UTC)), len(running().store.meters()))


def seen_meters() -> list[Seen]:
    store = running().store
    known = known_details()
    return [
        Seen(
            meter,
            _last(meter),
            store.step_s(meter),
            known[meter.slug]["measured"],
            running().live.is_sent(meter),
        )
        for meter in store.meters()
        if meter.slug in known
    ]


def _last(meter: Meter) -> datetime | None:
    extent = running().store.extent(meter)
    return extent[1] if extent else None
