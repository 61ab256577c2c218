"""An incident with what was usual around it: what its picture shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from energy_core.analysis.band import alike_days, past, with_band
from energy_core.analysis.detectors.calendar import country_of
from energy_core.metering.local_days import day_bounds, local_date
from energy_core.model import Incident, Verdict
from energy_core.store import Store
from energy_core.store.series import Resolution

BESIDE = timedelta(days=1)
LONGEST = timedelta(days=40)
BEFORE = timedelta(days=42)


@dataclass(frozen=True, slots=True)
class Around:
    """frame: a row a quarter hour of the incident (its first 40 days) and a day on either side:
    start [UTC], mean [W, m³/h], low and high of what was usual then (NaN where that is unknown).
    days: local days before it that are like its first one, the newest first."""

    frame: pd.DataFrame
    days: tuple[date, ...]


def around(store: Store, incident: Incident, others: Sequence[Incident]) -> Around:
    """`others`: incidents of this and other meters; what is odd is no example, unless it was called
    normal."""
    zone = store.site().timezone
    country = country_of(zone)
    midnight, _ = day_bounds(local_date(incident.start, zone), zone)
    odd = [
        (one.start, one.end) for one in others
        if one.meter.id == incident.meter.id and one.verdict is not Verdict.NORMAL
    ]  # fmt: skip
    before = past(_quarters(store, incident, midnight - BEFORE, midnight), zone, odd)
    end = min(incident.end, incident.start + LONGEST) + BESIDE
    shown = _quarters(store, incident, incident.start - BESIDE, end)
    return Around(
        with_band(shown, before, zone, country), alike_days(before, incident.start, zone, country)
    )


def _quarters(store: Store, incident: Incident, start: datetime, end: datetime) -> pd.DataFrame:
    zone = store.site().timezone
    return store.series(incident.meter, start, end, Resolution.QUARTER, zone)
