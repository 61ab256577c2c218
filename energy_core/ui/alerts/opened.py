"""An incident, opened: the readings in what is usual, and its day over days like it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from energy_core import units
from energy_core.analysis.balance import clock_hours
from energy_core.analysis.detectors.event import Anomaly
from energy_core.metering.local_days import day_bounds, local_date
from energy_core.model import Incident, Meter
from energy_core.services import running
from energy_core.store import Resolution
from energy_core.ui import charts
from energy_core.ui.alerts.figures import KILOWATT, fact
from energy_core.ui.alerts.past_days import past_days
from energy_core.ui.alerts.stake import LASTING
from energy_core.ui.charts.incident import (
    Found,
    incident_chart,
    lasting_chart,
    like_days_chart,
)
from energy_core.ui.charts.words import weekday_names
from energy_core.ui.layout import note
from energy_core.ui.numbers import day
from energy_core.ui.words import _

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_ROWS = 1500
LONGEST = 2 * DAY
"""Of an incident whose day is compared with others."""
WIDE, NARROW = 1.6, 1
WATT = charts.Unit("W", 1.0, 0)


def draw_opened(incident: Incident, timezone: str) -> None:
    if Anomaly(incident.kind) in LASTING:
        _draw_lasting(incident, timezone)
    around = running().detecting.around(incident)
    frame = as_series(around.frame)
    if frame.empty:
        note(_("No readings are stored around it any more."))
        return
    days = like_days(incident, around.days, timezone)
    left, right = st.columns([WIDE, NARROW], gap="large") if len(days) else (st.container(), None)
    with left:
        _draw_around(incident, frame, timezone)
    if right:
        with right:
            _draw_days(incident, days)


def _draw_lasting(incident: Incident, timezone: str) -> None:
    """Its days, or its nights, up to the last one, beside what they were before."""
    is_night = incident.kind == Anomaly.BASE_LOAD
    unit = WATT if is_night else charts.of_energy(incident.meter.unit)
    frame = past_days(incident, timezone)
    usual = fact(incident, "usual_w")
    if not is_night and usual is not None:
        usual *= 24
    note(_("30 nights, W") if is_night else _("30 days, {unit}").format(unit=unit.name))
    chart = lasting_chart(frame, usual, timezone, unit)
    words = _("The last thirty days, those of the incident in colour")
    st.altair_chart(chart, key=f"lasting_{incident.id}", alt=words)


def _draw_around(incident: Incident, frame: pd.DataFrame, timezone: str) -> None:
    unit = unit_of(incident.meter, frame)
    told = _("{unit} · grey band: usual at that hour; grey ground: the incident")
    note(told.format(unit=unit.name))
    end = frame["start"].iloc[-1] + timedelta(seconds=float(frame["length_s"].iloc[-1]))
    window = charts.Window(frame["start"].iloc[0].to_pydatetime(), end.to_pydatetime(), timezone)
    found = Found(
        max(incident.start, window.start), min(incident.end, window.end), incident.layer == 1
    )
    chart = incident_chart(frame, found, window, unit)
    words = _("Readings around the incident, in the band of what is usual")
    st.altair_chart(chart, key=f"around_{incident.id}", alt=words)


def unit_of(meter: Meter, frame: pd.DataFrame) -> charts.Unit:
    """As sentences say it: in W where nothing reaches a kilowatt."""
    unit = charts.of_power(meter.unit)
    is_small = unit is charts.of_power(units.POWER) and frame["mean"].abs().max() < KILOWATT
    return WATT if is_small else unit


def _draw_days(incident: Incident, days: pd.DataFrame) -> None:
    name = days.loc[days["is_own"], "day"].iloc[0]
    note(_("{day} in front, days like it in grey").format(day=name))
    chart = like_days_chart(days, unit_of(incident.meter, days), incident.layer == 1)
    words = _("The day of the incident over days like it")
    st.altair_chart(chart, key=f"days_{incident.id}", alt=words)


def as_series(frame: pd.DataFrame) -> pd.DataFrame:
    """With length_s; hours where quarter hours would be too many."""
    if len(frame) < 2:
        return frame.iloc[:0].assign(length_s=[])
    step = frame["start"].diff().median()
    if len(frame) > MOST_ROWS:
        step = max(step, HOUR)
        by_hour = frame.set_index("start")[["mean", "low", "high"]].resample(step).mean()
        frame = by_hour.reset_index()
    return frame.assign(length_s=step.total_seconds())


def like_days(incident: Incident, days: Sequence[date], timezone: str) -> pd.DataFrame:
    """Columns day, hour, mean, is_own; none of what lasts longer than a day or two."""
    if not days or incident.end - incident.start > LONGEST:
        return pd.DataFrame()
    own = local_date(incident.start, timezone)
    parts = [_day(incident.meter, each, timezone, each == own) for each in (*days, own)]
    return pd.concat(parts, ignore_index=True)


def _day(meter: Meter, local: date, timezone: str, is_own: bool) -> pd.DataFrame:
    bounds = day_bounds(local, timezone)
    frame = running().store.series(meter, *bounds, Resolution.QUARTER, timezone)
    hour = clock_hours(pd.DatetimeIndex(frame["start"]), timezone).to_numpy()
    name = f"{weekday_names()[local.weekday()]} {day(local)}"
    return pd.DataFrame(
        {"day": name, "hour": hour, "mean": frame["mean"].to_numpy(), "is_own": is_own}
    )
