"""Readings that are committed together: whose they are, which of them count, what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from energy_core.metering.readings import Flags, Readings, by_meter
from energy_core.store.claims import Told
from energy_core.store.context import Surroundings


@dataclass(frozen=True, slots=True)
class Batch:
    """Readings of one request in stored units, in any order; `source`: id of their batch."""

    readings: Readings
    source: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of each reading of a batch: `fresh`: it is new in the file; `clash`: its stamp is there
    with another value. What is neither was there already."""

    fresh: Flags
    clash: Flags

    @property
    def stored(self) -> int:
        return int(self.fresh.sum())

    @property
    def known(self) -> int:
        return int((~self.clash & ~self.fresh).sum())

    @property
    def conflicts(self) -> np.ndarray:
        """Positions in the batch."""
        return np.flatnonzero(self.clash)


NOTHING = Outcome(np.empty(0, bool), np.empty(0, bool))


@dataclass(frozen=True, slots=True)
class Candidates:
    """`chosen`: the distinct readings of a group, sorted; `told`: all its rows, as they came;
    for each of these, which candidate it is, and whether that is itself."""

    chosen: Told
    told: Told
    candidate_of: np.ndarray
    is_chosen: Flags

    @property
    def readings(self) -> Readings:
        return self.chosen.readings


def candidates(batches: Sequence[Batch], replace: bool) -> Candidates:
    """The rows of all batches; of rows with one stamp the first (or, to replace, the last)."""
    told = _all(batches)
    order = by_meter(told.readings.meter, told.readings.ts)
    meter, ts = told.readings.meter[order], told.readings.ts[order]
    edge = np.ones(len(order), bool)
    edge[1:] = (meter[1:] != meter[:-1]) | (ts[1:] != ts[:-1])
    chosen = np.r_[edge[1:], True] if replace and len(order) else edge
    candidate_of, is_chosen = np.empty(len(order), np.intp), np.empty(len(order), bool)
    candidate_of[order], is_chosen[order] = np.cumsum(edge) - 1, chosen
    return Candidates(told.take(order[chosen]), told, candidate_of, is_chosen)


def _all(batches: Sequence[Batch]) -> Told:
    parts = [b.readings for b in batches]
    source = np.repeat(np.array([b.source for b in batches], np.int32), [len(p) for p in parts])
    return Told(
        Readings(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Readings))),
        source,
    )


def outcomes(batches: Sequence[Batch], group: Candidates, around: Surroundings) -> list[Outcome]:
    """What became of each batch's rows."""
    of = group.candidate_of
    fresh = group.is_chosen & ~around.stored[of]
    clash = ~fresh & (around.differs[of] | (group.told.readings.value != group.readings.value[of]))
    ends = np.cumsum([len(b.readings) for b in batches])
    return [
        Outcome(fresh[start:end], clash[start:end])
        for start, end in zip(np.r_[0, ends[:-1]], ends, strict=True)
    ]
