"""One meter's readings on their way through the detectors, from where they stopped."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from energy_core.analysis.detectors.about import About
from energy_core.analysis.detectors.baseline import LEARNING
from energy_core.analysis.detectors.detect import detect
from energy_core.analysis.detectors.event import STAYS, Event
from energy_core.analysis.detectors.hindsight import Steps, looking_back
from energy_core.analysis.detectors.sensitivity import Sensitivity
from energy_core.analysis.detectors.slots import MINUTE
from energy_core.analysis.detectors.state import State
from energy_core.metering.periods import instant
from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Incident, Meter
from energy_core.store.anomalies import Kept
from energy_core.units import VOLUME

LITRES = (
    1000.0  # a volume is judged in litres: thresholds are in W, and a home's m³/h are below all
)
AMOUNTS = ("value", "usual", "other", "before", "after")

Key = tuple[str, float, float]


@dataclass(slots=True)
class Lane:
    """Stamps below `until` [µs] are in `state`. unsaved: incidents that are not stored as they
    are now. saved, grown: monotonic s of the last time the state, an incident was stored.
    back_to: from where on [µs] readings were judged again, all of whose incidents are unsaved."""

    meter: Meter
    timezone: str
    asked: Sensitivity
    state: State | None = None
    until: int = 0
    level: Sensitivity = Sensitivity.LOW
    kept_until: int = 0
    unsaved: dict[Key, Event] = field(default_factory=dict)
    back_to: int | None = None
    saved: float = field(default_factory=time.monotonic)
    grown: float = 0.0
    _told: dict[Key, tuple[object, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, meter: Meter, timezone: str, asked: Sensitivity, kept: Kept) -> Lane:
        """Raises ValueError for a state of another version."""
        state = State.from_bytes(kept.state)
        return cls(
            meter, timezone, asked, state, kept.until, Sensitivity(kept.level), kept.until
        )  # fmt: skip

    @property
    def _about(self) -> About:
        meter = self.meter
        return About(
            self.timezone, role=meter.role, kind=meter.kind, step_s=meter.step_s,
            sensitivity=self.asked,
        )  # fmt: skip

    def judge(self, readings: Readings) -> bool:
        """Take readings from `until` on; True where they raise an incident or make one severer, and
        where some may be gone.

        What an exception leaves behind is of no use any more.
        """
        if not len(readings):
            return False
        found = detect(_frame(readings, self.meter), self._about, self.state)
        self.state, self.level = found.state, found.sensitivity
        self.until = int(readings.ts[-1]) + 1
        return self._note(found.events) or self.back_to is not None

    def _note(self, events: tuple[Event, ...]) -> bool:
        told: dict[Key, tuple[object, ...]] = {}
        fresh = False
        for event in events:
            key = _key(event)
            told[key] = (event.severity, event.end, event.excess_wh)
            before = self._told.get(key)
            if before != told[key]:
                self.unsaved[key] = event
            fresh = fresh or before is None or before[0] != event.severity
        self._told = told
        return fresh

    def reopen(self, since: int) -> bool:
        """Go back to the beginning of the running day, for a reading at `since` [µs] that came
        late; False where it lies before that."""
        state = self.state
        if state is None or not state.step or not len(state.ts) or since < int(state.ts[0]):
            return False
        self.until = self.back_to = int(state.ts[0])
        self.kept_until = 0
        self._told = {}
        self.state = replace(
            state, ts=state.ts[:0], power=state.power[:0], marks=[], tail=[], last=None, seen=0,
            readings=state.readings - len(state.ts),
        )  # fmt: skip
        return True

    def looking_back(self, readings: Readings) -> Steps:
        """The same readings with hindsight, a day at a time."""
        about = self._about
        if about.step_s is not None:
            about = replace(about, step_s=max(about.step_s, MINUTE / SECOND))
        return looking_back(_frame(readings, self.meter), about)

    def looked_back(self, events: tuple[Event, ...]) -> None:
        """Of the days that are over tell what hindsight found; what may still grow, and the running
        day, as it was raised."""
        state = self.state
        if state is None or not len(state.ts):
            return
        midnight = instant(int(state.ts[0]))
        growing = {_key(one.event()) for one in state.open}
        now = {key: e for key, e in self.unsaved.items() if key in growing or e.end > midnight}
        past = [e for e in events if e.end <= midnight and not _is_among(e, now.values())]
        self.unsaved = {_key(event): event for event in past} | now

    def waits(self, high: int) -> bool:
        """Whether readings up to `high` end no minute of a meter that is judged by minutes."""
        if self.state is None or not self.state.fine:
            return False
        return (high + self.state.fine) // MINUTE <= self.until // MINUTE

    @property
    def days_learned(self) -> int:
        return self.state.past.days if self.state else 0

    @property
    def is_learning(self) -> bool:
        return self.days_learned < LEARNING

    def kept(self) -> Kept | None:
        if self.state is None:
            return None
        return Kept(self.state.to_bytes(), self.until, str(self.level))

    def incidents(self) -> list[Incident]:
        """Those that are to be stored."""
        return [incident_of(event, self.meter) for event in self.unsaved.values()]

    def was_saved(self, kept: Kept | None) -> None:
        self.unsaved.clear()
        self.back_to = None
        self.grown = time.monotonic()
        if kept is not None:
            self.kept_until, self.saved = kept.until, self.grown


def incident_of(event: Event, meter: Meter) -> Incident:
    """An incident without a number yet."""
    excess, facts = event.excess_wh, dict(event.facts)
    if event.stayed:
        facts[STAYS] = 1.0
    if meter.unit == VOLUME:
        facts = _in_volume(facts) | ({} if excess is None else {"excess_m3": excess / LITRES})
        excess = None
    return Incident(
        0, meter, str(event.kind), event.layer, str(event.severity), event.start, event.end,
        event.detected, float(event.score), excess, facts, is_open=True,
    )  # fmt: skip


def _in_volume(facts: Mapping[str, float | str]) -> dict[str, float | str]:
    return {
        name: value / LITRES
        if isinstance(value, float) and (name.endswith("_w") or name in AMOUNTS)
        else value
        for name, value in facts.items()
    }


def _is_among(event: Event, others: Iterable[Event]) -> bool:
    return any(
        event.layer == other.layer and event.start < other.end and other.start < event.end
        for other in others
    )


def _frame(readings: Readings, meter: Meter) -> pd.DataFrame:
    scale = LITRES if meter.unit == VOLUME else 1.0
    ts = pd.DatetimeIndex(readings.ts.view("M8[us]"), tz="UTC")
    return pd.DataFrame({"ts": ts, "value": np.asarray(readings.value, np.float64) * scale})


def _key(event: Event) -> Key:
    return (str(event.kind), event.start.timestamp(), event.detected.timestamp())
