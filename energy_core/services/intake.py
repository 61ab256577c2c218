"""Normalise what a format read, and hand it to the store: known meters, stored units, one
sign a meter. What cannot be taken is returned with its reason; the rest is kept."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from energy_core.errors import Contradiction, Refusal, TooManyMeters
from energy_core.formats.incoming import Incoming, Sender
from energy_core.formats.words import spec
from energy_core.metering.readings import Readings
from energy_core.model import MeterSpec
from energy_core.services.ways import (
    NOWHERE,
    Rows,
    Way,
    directed,
    sound,
    unusable,
    way_to,
    with_parts,
)
from energy_core.store import Store
from energy_core.store.group import NOTHING


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a request: `accepted` rows are on the disk (`known` of them were there
    before); `refused` names the others; `conflicts` had another value than the stored one."""

    accepted: int
    known: int
    conflicts: int
    refused: list[Refusal]


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
                    new[sender.meter] = sound(spec(sender), self._store)
                except Contradiction as reason:
                    reasons[n] = str(reason)
        if new:
            try:
                self._store.create_meters([part for s in new.values() for part in with_parts(s)])
            except TooManyMeters as reason:
                reasons |= {n: str(reason) for n, s in enumerate(series) if s.meter in new}
        return [
            Way(reason=reasons[n]) if n in reasons else self._way(sender)
            for n, sender in enumerate(series)
        ]

    def _way(self, sender: Sender) -> Way:
        try:
            return way_to(self._store, self._store.meter(sender.meter), sender.unit)
        except Contradiction as reason:
            return Way(reason=str(reason))


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


def _usable(
    incoming: Incoming, ways: Sequence[Way], reasons: list[str], refused: list[Refusal]
) -> np.ndarray:
    """True for rows that can be stored; the others are added to `refused`."""
    nowhere = np.array([way.meter == NOWHERE for way in ways], bool)
    lost = nowhere[incoming.which] if len(ways) else np.zeros(0, bool)
    good = np.ones(len(incoming.ts), bool)
    for bad, reason in [(lost, ""), *unusable(incoming.ts, incoming.value)]:
        for i in np.flatnonzero(bad & good).tolist():
            refused.append(Refusal(int(incoming.row[i]), reason or reasons[incoming.which[i]]))
        good &= ~bad
    return good


def _directed(
    incoming: Incoming, ways: Sequence[Way], good: np.ndarray
) -> tuple[Readings, np.ndarray]:
    """Good rows as readings in stored units, and the sent row of each."""
    measured = np.zeros(int(good.sum()), np.uint8)
    which, ts, value = incoming.which[good], incoming.ts[good], incoming.value[good]
    return directed(Rows(which, ts, value, measured, incoming.row[good]), ways)
