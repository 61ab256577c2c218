"""Days of the house, as the charts want them: kW by the hour of the site's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import streamlit as st

from energy_core.analysis.balance import (
    HOUSE_ROLES,
    House,
    Powers,
    by_source,
    clock_hours,
    house_of,
    usual_band,
)
from energy_core.metering.local_days import day_bounds, local_date
from energy_core.model import Role
from energy_core.services import running
from energy_core.store import Resolution

USUAL_DAYS = 28
PAST_KEPT = timedelta(minutes=10)
PRESENT_KEPT = timedelta(seconds=2)  # one reading for all that is drawn at a time


def today(timezone: str) -> date:
    return local_date(datetime.now(UTC), timezone)


def read(start: datetime, end: datetime, timezone: str) -> House:
    """The house in every quarter-hour that has begun."""
    store = running().store
    series: dict[Role, list[pd.DataFrame]] = {}
    for meter in store.meters():
        if meter.role in HOUSE_ROLES:
            frame = store.series(meter, start, end, Resolution.QUARTER, timezone)
            series.setdefault(meter.role, []).append(frame)
    return house_of(series, quarters(start, min(end, datetime.now(UTC))))


def quarters(start: datetime, end: datetime) -> pd.DatetimeIndex:
    return pd.date_range(start, end, freq="15min", inclusive="left", name="start")


@st.cache_data(ttl=PRESENT_KEPT, show_spinner=False)
def present(day: date, timezone: str) -> House:
    """The house on a day that still goes on."""
    return read(*day_bounds(day, timezone), timezone)


@st.cache_data(ttl=PAST_KEPT, show_spinner=False)
def past(day: date, timezone: str) -> House:
    """The house on a day that is over."""
    return read(*day_bounds(day, timezone), timezone)


def clocked(powers: Powers, timezone: str) -> pd.DataFrame:
    """Columns start, hour and `by_source`'s: used, sun, battery, grid, … [kW]."""
    frame = by_source(powers) / 1000
    frame.insert(0, "hour", clock_hours(frame.index, timezone) if len(frame) else 0.0)
    return frame.rename_axis("start").reset_index()


@st.cache_data(ttl=PAST_KEPT, show_spinner=False)
def past_day(day: date, timezone: str) -> pd.DataFrame:
    """`clocked` of a day that is over."""
    return clocked(past(day, timezone).powers, timezone)


@st.cache_data(ttl=PAST_KEPT, show_spinner=False)
def usual_day(before: date, timezone: str) -> pd.DataFrame:
    """hour, low, mid, high [kW] of the last four weeks' days of the same kind: the working days
    or the weekend's. Empty while there are fewer than five."""
    start, _ = day_bounds(before - timedelta(days=USUAL_DAYS), timezone)
    end, _ = day_bounds(before, timezone)
    frame = clocked(read(start, end, timezone).powers, timezone)
    if frame.empty:
        return usual_band([])
    local = frame["start"].dt.tz_convert(timezone)
    same_kind = (local.dt.dayofweek >= 5) == (before.weekday() >= 5)
    kept = frame[same_kind]
    days = [part.set_index("hour")["used"] for _, part in kept.groupby(local[same_kind].dt.date)]
    return usual_band(days)
