"""Normalise what a format read, and hand it to the store: known meters, stored units, one
sign a meter. What cannot be taken is returned with its reason; the rest is kept."""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from energy_core import units
from energy_core.errors import Contradiction, Refusal, TooManyMeters
from energy_core.formats.incoming import Incoming, Sender
from energy_core.formats.words import conversion, spec
from energy_core.metering.periods import micros
from energy_core.metering.readings import SECOND, Readings
from energy_core.metering.steps import LONGEST_STEP
from energy_core.model import SIGNED_ROLES, Meter, MeterSpec, Role
from energy_core.store import Store
from energy_core.store.group import NOTHING
from energy_core.units import Unit

EARLIEST = micros(datetime(1990, 1, 1, tzinfo=UTC))
AHEAD = 24 * 3600 * SECOND
LARGEST = 1e15
LONGEST_NAME = 300
LONGEST_STEP_S = LONGEST_STEP / SECOND
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a request: `accepted` rows are on the disk (`known` of them were there
    before); `refused` names the others; `conflicts` had another value than the stored one."""

    accepted: int
    known: int
    conflicts: int
    refused: list[Refusal]


@dataclass(frozen=True, slots=True)
class Way:
    """Where a sender's values go: into `meter`, and their negative part into `opposite`."""

    meter: int = NOWHERE
    opposite: int = NOWHERE
    unit: Unit = Unit(units.OTHER)
    reason: str = ""


class Intake:
    """The one door for readings of every source."""

    def __init__(self, store: Store, keep_first: bool) -> None:
        self._store, self._keep_first = store, keep_first

    def take(self, incoming: Incoming, source: str) -> Pending:
        """Queue the good rows. Raises StoreBusy or StoreUnavailable: then nothing is stored."""
        ways = self._ways(incoming.series)
        reasons = [way.reason for way in ways]
        refused = [Refusal(p.row, p.reason) for p in incoming.problems]
        good = _usable(incoming, ways, reasons, refused)
        readings, rows = _directed(incoming, ways, good)
        done = self._store.ingest(readings, source) if len(readings) else None
        return Pending(incoming.sent, refused, rows, done, self._keep_first)

    def _ways(self, series: list[Sender]) -> list[Way]:
        """Make the meters that are new, then say where every sender's values go."""
        new: dict[str, MeterSpec] = {}
        reasons: dict[int, str] = {}
        for n, sender in enumerate(series):
            if self._store.find(sender.meter) is None and sender.meter not in new:
                try:
                    new[sender.meter] = self._free(_sound(spec(sender)))
                except Contradiction as reason:
                    reasons[n] = str(reason)
        if new:
            try:
                self._store.create_meters([part for s in new.values() for part in _parts(s)])
            except TooManyMeters as reason:
                reasons |= {n: str(reason) for n, s in enumerate(series) if s.meter in new}
        return [
            Way(reason=reasons[n]) if n in reasons else self._way(sender)
            for n, sender in enumerate(series)
        ]

    def _way(self, sender: Sender) -> Way:
        meter = self._store.meter(sender.meter)
        try:
            unit = conversion(sender.unit, meter.sent_unit, meter.unit)
        except Contradiction as reason:
            return Way(reason=str(reason))
        if meter.role not in SIGNED_ROLES:
            return Way(meter.id, NOWHERE, unit)
        parts = [self._store.meter(slug) for slug, _ in _directions(meter)]
        for part, (_, role) in zip(parts, _directions(meter), strict=True):
            if not _is_part(part, meter, role):
                return Way(reason=f"{part.slug} exists and is no part of {meter.slug}")
        return Way(parts[0].id, parts[1].id, unit)

    def _free(self, spec: MeterSpec) -> MeterSpec:
        """The spec itself; Contradiction where a direction's name is another meter's already."""
        for slug, role in _directions(spec):
            there = self._store.find(slug)
            if there is not None and not _is_part(there, spec, role):
                raise Contradiction(f"{slug} exists and is no part of {spec.slug}")
        return spec


class Pending:
    """Rows handed to the store. `done` ends with their transaction (None: no row was good)."""

    def __init__(
        self, sent: int, refused: list[Refusal], rows: np.ndarray, done: Future | None, keep: bool
    ) -> None:
        self._sent, self._refused, self._rows, self._keep = sent, refused, rows, keep
        self.done = done

    def receipt(self) -> Receipt:
        """Waits for the commit; raises StoreUnavailable if it failed."""
        outcome = self.done.result() if self.done else NOTHING
        clashes = np.unique(self._rows[outcome.conflicts]).tolist()
        refused = list(self._refused)
        if self._keep:
            refused += [Refusal(row, "another value is stored for this stamp") for row in clashes]
        refused.sort(key=lambda r: r.index)
        return Receipt(self._sent - len(refused), outcome.known, len(clashes), refused)


def _sound(spec: MeterSpec) -> MeterSpec:
    """The spec itself; Contradiction where no meter can be made from it."""
    if len(spec.slug) > LONGEST_NAME:
        raise Contradiction(f"the meter's name is longer than {LONGEST_NAME} characters")
    if any("\ud800" <= letter <= "\udfff" for letter in spec.slug):
        raise Contradiction("the meter's name has letters that are none")
    if spec.step_s is not None and not 0 < spec.step_s <= LONGEST_STEP_S:
        raise Contradiction(f"a step must be above 0 and at most {LONGEST_STEP_S:.0f} s")
    return spec


def _directions(meter: Meter | MeterSpec) -> list[tuple[str, Role]]:
    """Slug and role of each direction of a meter with a sign; none of any other."""
    return [(f"{meter.slug}.{suffix}", role) for suffix, role in SIGNED_ROLES.get(meter.role, ())]


def _is_part(part: Meter, whole: Meter | MeterSpec, role: Role) -> bool:
    return (part.kind, part.unit, part.role) == (whole.kind, whole.unit, role)


def _parts(spec: MeterSpec) -> list[MeterSpec]:
    """A meter with a sign is kept as such, beside one meter for each direction."""
    parts = _directions(spec)
    return [spec, *(replace(spec, slug=s, role=role, sent_unit=spec.unit) for s, role in parts)]


def _usable(
    incoming: Incoming, ways: list[Way], reasons: list[str], refused: list[Refusal]
) -> np.ndarray:
    """True for rows that can be stored; the others are added to `refused`."""
    ts, value = incoming.ts, incoming.value
    latest = time.time_ns() // 1000 + AHEAD
    nowhere = np.array([way.meter == NOWHERE for way in ways], bool)
    tests = [
        (nowhere[incoming.which] if len(ways) else np.zeros(0, bool), None),
        (~np.isfinite(value), "value is not a finite number"),
        (np.abs(value) > LARGEST, "value is too large"),
        (ts < EARLIEST, "ts is before 1990"),
        (ts > latest, "ts is more than a day ahead"),
    ]
    good = np.ones(len(ts), bool)
    for bad, reason in tests:
        for i in np.flatnonzero(bad & good).tolist():
            refused.append(Refusal(int(incoming.row[i]), reason or reasons[incoming.which[i]]))
        good &= ~bad
    return good


def _directed(incoming: Incoming, ways: list[Way], good: np.ndarray) -> tuple[Readings, np.ndarray]:
    """Good rows as readings in stored units, and the sent row of each."""
    which, ts, row = incoming.which[good], incoming.ts[good], incoming.row[good]
    value = _converted(incoming.value[good], which, ways) + 0.0  # -0.0 is 0
    there = np.array([way.meter for way in ways], np.int32)[which]
    back = np.array([way.opposite for way in ways], np.int32)[which]
    signed = back != NOWHERE
    if not signed.any():
        return Readings(there, ts, value), row
    positive = np.where(signed, np.maximum(value, 0.0), value)
    return (
        Readings(
            np.r_[there, back[signed]],
            np.r_[ts, ts[signed]],
            np.r_[positive, np.maximum(-value[signed], 0.0)],
        ),
        np.r_[row, row[signed]],
    )


def _converted(value: np.ndarray, which: np.ndarray, ways: list[Way]) -> np.ndarray:
    for unit in {way.unit for way in ways}:
        if unit.factor == 1.0 and unit.offset == 0.0:
            continue
        mine = np.array([way.unit == unit for way in ways])[which]
        value = np.where(mine, units.to_stored(value, unit), value)
    return value
