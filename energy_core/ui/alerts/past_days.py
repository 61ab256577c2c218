"""The thirty days up to an incident, as a small row of bars beside its words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from energy_core.analysis.detectors.base import base_of
from energy_core.analysis.detectors.event import STAYS, Anomaly
from energy_core.metering.local_days import day_bounds, local_date
from energy_core.model import Incident
from energy_core.services import running
from energy_core.store import Resolution
from energy_core.ui.alerts.figures import fact
from energy_core.ui.charts import of_energy
from energy_core.ui.charts.incident import history_chart
from energy_core.ui.layout import note
from energy_core.ui.words import _

DAYS = 30
FEWEST = 7


def draw_past_days(incident: Incident, timezone: str) -> None:
    """Nothing where there are too few of them."""
    is_night = incident.kind == Anomaly.BASE_LOAD
    frame = past_days(incident, timezone)
    if len(frame) < FEWEST:
        return
    with st.container(gap=None):
        _draw(incident, frame, is_night)


def _draw(incident: Incident, frame: pd.DataFrame, is_night: bool) -> None:
    words = _("The last thirty days, those of the incident in colour")
    st.altair_chart(history_chart(frame), key=f"past_{incident.id}", alt=words)
    unit = of_energy(incident.meter.unit).name
    note(_("30 nights, W") if is_night else _("30 days, {unit}").format(unit=unit))


def past_days(incident: Incident, timezone: str) -> pd.DataFrame:
    """start, length_s, value, is_own of the local days up to the incident's last one, and after it
    those of a change that stayed: what flowed, or of a standby what its detector compared [W]."""
    last = datetime.now(UTC) if fact(incident, STAYS) else incident.end - timedelta(seconds=1)
    _start, until = day_bounds(local_date(last, timezone), timezone)
    since = until - timedelta(days=DAYS)
    frame = running().store.series(incident.meter, since, until, Resolution.DAY, timezone)
    begins, length = frame["start"], pd.to_timedelta(frame["length_s"], unit="s")
    is_own = (begins < incident.end) & (begins + length > incident.start)
    value = frame["amount"]
    if incident.kind == Anomaly.BASE_LOAD:
        value = _standby(incident, since, until, timezone).reindex(begins).to_numpy()
    return frame[["start", "length_s"]].assign(value=value, is_own=is_own).dropna()


def _standby(incident: Incident, since: datetime, until: datetime, timezone: str) -> pd.Series:
    """By the start of the day."""
    quarters = (
        running()
        .store.series(incident.meter, since, until, Resolution.QUARTER, timezone)
        .dropna(subset="mean")
    )
    day = quarters["start"].dt.tz_convert(timezone).dt.normalize().dt.tz_convert("UTC")
    return quarters["mean"].groupby(day.to_numpy()).agg(lambda w: base_of(w.to_numpy()))
