"""The thirty days up to an incident, as a small row of bars beside its words."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from energy_core.analysis.detectors.event import Anomaly
from energy_core.metering.local_days import day_bounds, local_date
from energy_core.model import Incident
from energy_core.services import running
from energy_core.store import Resolution
from energy_core.ui.charts import of_energy
from energy_core.ui.charts.incident import history_chart
from energy_core.ui.layout import note
from energy_core.ui.words import _

DAYS = 30
FEWEST = 7


def draw_past_days(incident: Incident, timezone: str) -> None:
    """Nothing where there are too few of them."""
    is_night = incident.kind == Anomaly.BASE_LOAD
    frame = past_days(incident, "min" if is_night else "amount", timezone)
    if len(frame) < FEWEST:
        return
    with st.container(gap=None):
        _draw(incident, frame, is_night)


def _draw(incident: Incident, frame: pd.DataFrame, is_night: bool) -> None:
    words = _("The last thirty days, those of the incident in colour")
    st.altair_chart(history_chart(frame), key=f"past_{incident.id}", alt=words)
    unit = of_energy(incident.meter.unit).name
    note(_("30 nights, W") if is_night else _("30 days, {unit}").format(unit=unit))


def past_days(incident: Incident, column: str, timezone: str) -> pd.DataFrame:
    """start, length_s, value, is_own of the local days up to the incident's last one."""
    _start, until = day_bounds(local_date(incident.end - timedelta(seconds=1), timezone), timezone)
    since = until - timedelta(days=DAYS)
    frame = running().store.series(incident.meter, since, until, Resolution.DAY, timezone)
    begins, length = frame["start"], pd.to_timedelta(frame["length_s"], unit="s")
    is_own = (begins < incident.end) & (begins + length > incident.start)
    return frame[["start", "length_s"]].assign(value=frame[column], is_own=is_own)
