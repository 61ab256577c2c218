"""What happened or was said within a period: drawn on the time axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from energy_core.metering.corrections import Correction
from energy_core.metering.periods import micros
from energy_core.model import Incident, MeterEvent, Note, Verdict
from energy_core.services.detecting.taught import muted
from energy_core.services.history.looked import Looked
from energy_core.store import Store


@dataclass(frozen=True, slots=True)
class Marks:
    """The earliest first of each."""

    notes: list[Note]
    events: list[MeterEvent]
    corrections: list[Correction]
    incidents: list[Incident]  # but for what people called normal


def marks(store: Store, what: Looked, start: datetime, end: datetime) -> Marks:
    """Of the meters that are looked at; notes about the house belong to all."""
    seen = {meter.id for meter in what.meters}
    low, high = micros(start), micros(end)
    return Marks(
        [n for n in store.notes.between(start, end) if n.meter is None or n.meter in seen],
        [
            e
            for e in reversed(store.events())
            if e.meter in seen and e.start < end and e.end > start
        ],
        [
            c
            for c in sorted(store.corrections.all(), key=lambda each: each.start)
            if c.meter in seen and c.undone is None and c.start < high and c.end > low
        ],
        [
            one
            for one in sorted(_believed(store), key=lambda each: each.start)
            if one.meter.id in seen and one.start < end and one.end > start
        ],
    )


def _believed(store: Store) -> list[Incident]:
    found = muted(store.anomalies.all(), store.site().timezone)
    return [one for one in found if not one.muted and one.verdict is not Verdict.NORMAL]
