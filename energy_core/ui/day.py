"""Days of the house, as the charts want them: kW by the hour of the site's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import streamlit as st

from energy_core.analysis.balance import (
    HOUSE_ROLES,
    Energies,
    Powers,
    by_source,
    clock_hours,
    summed,
    together,
    usual_band,
)
from energy_core.metering.local_days import day_bounds, local_date
from energy_core.model import Role
from energy_core.services import running
from energy_core.store import Resolution

COLUMNS = ("used", "sun", "battery", "grid")
USUAL_DAYS = 28
PAST_KEPT = timedelta(minutes=10)


def today(timezone: str) -> date:
    return local_date(datetime.now(UTC), timezone)


def house_powers(start: datetime, end: datetime, timezone: str) -> Powers:
    """Mean power [W] of each role of the house that has a meter, for every quarter-hour that has
    begun; NaN where nothing was measured."""
    begun = quarters(start, min(end, datetime.now(UTC)))
    series = _house_series(start, end, timezone)
    return {role: summed(frames).reindex(begun) for role, frames in series.items()}


def house_energies(start: datetime, end: datetime, timezone: str) -> Energies:
    """Energy of the same, and how much of each quarter-hour was measured."""
    begun = quarters(start, min(end, datetime.now(UTC)))
    series = _house_series(start, end, timezone)
    return {role: together(frames, begun) for role, frames in series.items()}


def _house_series(start: datetime, end: datetime, timezone: str) -> dict[Role, list[pd.DataFrame]]:
    store = running().store
    by_role: dict[Role, list[pd.DataFrame]] = {}
    for meter in store.meters():
        if meter.role in HOUSE_ROLES:
            frame = store.series(meter, start, end, Resolution.QUARTER, timezone)
            by_role.setdefault(meter.role, []).append(frame)
    return by_role


def quarters(start: datetime, end: datetime) -> pd.DatetimeIndex:
    return pd.date_range(start, end, freq="15min", inclusive="left", name="start")


def clocked(powers: Powers, timezone: str) -> pd.DataFrame:
    """Columns start, hour and used, sun, battery, grid [kW]."""
    frame = by_source(powers) / 1000
    frame.insert(0, "hour", clock_hours(frame.index, timezone) if len(frame) else 0.0)
    return frame.rename_axis("start").reset_index()


def day_frame(day: date, timezone: str) -> pd.DataFrame:
    """One local day of the house: start, hour, used, sun, battery, grid [kW]."""
    start, end = day_bounds(day, timezone)
    return clocked(house_powers(start, end, timezone), timezone)


@st.cache_data(ttl=PAST_KEPT, show_spinner=False)
def past_day(day: date, timezone: str) -> pd.DataFrame:
    return day_frame(day, timezone)


@st.cache_data(ttl=PAST_KEPT, show_spinner=False)
def usual_day(before: date, timezone: str) -> pd.DataFrame:
    """hour, low, mid, high [kW] of the last four weeks' days of the same kind: the working days
    or the weekend's. Empty while there are fewer than five."""
    start, _ = day_bounds(before - timedelta(days=USUAL_DAYS), timezone)
    end, _ = day_bounds(before, timezone)
    frame = clocked(house_powers(start, end, timezone), timezone)
    if frame.empty:
        return usual_band([])
    local = frame["start"].dt.tz_convert(timezone)
    same_kind = (local.dt.dayofweek >= 5) == (before.weekday() >= 5)
    kept = frame[same_kind]
    days = [part.set_index("hour")["used"] for _, part in kept.groupby(local[same_kind].dt.date)]
    return usual_band(days)
