"""What stands around a batch: for every run of new readings, the stored ones near it that
its physics looks at, and the quarter hours that may change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from energy_core.metering.physics import REACH, SETTLE
from energy_core.metering.readings import (
    QUARTER,
    Flags,
    Readings,
    empty,
    merged,
)
from energy_core.model import Kind

APART = 24 * 4 * QUARTER  # new readings of a meter that are further apart are looked at apart
WIDEN = 4
EVER = 1 << 60


@dataclass(slots=True)
class Extent:
    """First and last stored stamp of a meter, and its present pace [µs]."""

    first: int = EVER
    last: int = -EVER
    pace: int = 0


@dataclass(slots=True)
class Run:
    """Neighbouring new readings of one meter, with stamps and bounds in µs.

    first..last: the new readings; look: how far beyond them the stored ones are fetched,
    usual: at first;
    start..end: the quarter hours to write again; changed: the readings (first and last
    stamp) whose judgement may change.
    """

    meter: int
    kind: Kind
    first: int
    last: int
    extent: Extent
    usual: int
    look: int
    start: int = 0
    end: int = EVER
    changed: tuple[int, int] = (0, 0)

    @property
    def since(self) -> int:
        return min(self.first, max(self.extent.last, -EVER)) - self.look

    @property
    def until(self) -> int:
        return max(self.last, min(self.extent.first, EVER)) + self.look


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`known`: old and new readings by RUN (its `meter` is the run's number), sorted;
    `stored`: which candidates are in the file; `differs`: of these, with another value."""

    runs: list[Run]
    known: Readings
    stored: Flags
    differs: Flags

    def by_run(self) -> list[Readings]:
        """What is known of each run."""
        edges = np.searchsorted(self.known.meter, np.arange(len(self.runs) + 1)).tolist()
        return [self.known.take(slice(a, b)) for a, b in pairwise(edges)]


def surroundings(
    fetch: Callable[[list[Run]], Readings],
    remembered: Callable[[Run], int | None],
    batch: Readings,
    runs: list[Run],
    replace: bool,
) -> Surroundings:
    """Fetch around `batch` (sorted, each stamp once) until every run of it is settled.

    `fetch` gives the stored readings within since..until of the runs, sorted by meter and stamp;
    `remembered` the stamp from which on it needs no file for that. Runs of an empty batch are
    stretches whose readings changed in the file already.
    """
    while True:
        runs = _joined(runs)
        old = fetch(runs)
        stored, differs = _match(batch, old, replace) if _may_be_stored(runs) else _none(batch)
        added = batch.take(~stored | differs) if replace else batch.take(~stored)
        known = _by_run(runs, old, added, replace)
        around = Surroundings(runs, known, stored, differs)
        unsettled = [
            run
            for run, part in zip(runs, around.by_run(), strict=True)
            if not _settle(run, part.ts)
        ]
        if not unsettled:
            return around
        for run in unsettled:
            run.look = _wider(run, remembered(run))


def _wider(run: Run, remembered: int | None) -> int:
    """How far to look next: as far as memory reaches, else some times further. After an outage
    the readings before it are far in time, but still in memory."""
    if remembered is not None and remembered < run.since:
        return run.look + run.since - remembered
    return run.look * WIDEN


def runs_of(
    batch: Readings, extents: Mapping[int, Extent], kind: Callable[[int], Kind]
) -> list[Run]:
    """The runs of `batch` (sorted), each as far as its meter's readings lie close together."""
    if len(batch) == 0:
        return []
    cut = np.flatnonzero((batch.meter[1:] != batch.meter[:-1]) | (np.diff(batch.ts) > APART))
    starts, ends = np.r_[0, cut + 1], np.r_[cut, len(batch) - 1]
    return [
        run_of(int(batch.meter[a]), batch.ts[a : b + 1], extents, kind)
        for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def run_of(
    meter: int, ts: np.ndarray, extents: Mapping[int, Extent], kind: Callable[[int], Kind]
) -> Run:
    """The run of one meter's stamps `ts` [µs], rising."""
    extent, which = extents.get(meter) or Extent(), kind(meter)
    pace = extent.pace or (int(np.median(np.diff(ts[-64:]))) if len(ts) > 1 else QUARTER)
    look = QUARTER + (2 * REACH[which] + SETTLE[which] + 2) * pace
    return Run(meter, which, int(ts[0]), int(ts[-1]), extent, look, look)


def _joined(runs: list[Run]) -> list[Run]:
    """Runs of one meter whose surroundings overlap become one, which looks as far as the two."""
    out: list[Run] = []
    for run in runs:
        while out and out[-1].meter == run.meter and run.since <= out[-1].until:
            before = out.pop()
            before.last, before.look = run.last, max(before.look, run.look)
            run = before
        out.append(run)
    return out


def _may_be_stored(runs: list[Run]) -> bool:
    return any(run.first <= run.extent.last for run in runs)


def _none(batch: Readings) -> tuple[Flags, Flags]:
    return np.zeros(len(batch), bool), np.zeros(len(batch), bool)


def _match(batch: Readings, old: Readings, quality_too: bool) -> tuple[Flags, Flags]:
    """For each reading of `batch`: is its stamp in `old`, and with another value (or quality)?"""
    both = np.lexsort(
        (
            np.r_[np.ones(len(batch), bool), np.zeros(len(old), bool)],
            np.r_[batch.ts, old.ts],
            np.r_[batch.meter, old.meter],
        )
    )
    meter, ts = np.r_[batch.meter, old.meter][both], np.r_[batch.ts, old.ts][both]
    value = np.r_[batch.value, old.value][both]
    twin = np.zeros(len(both), bool)
    twin[1:] = (meter[1:] == meter[:-1]) & (ts[1:] == ts[:-1])
    other = np.zeros(len(both), bool)
    other[1:] = twin[1:] & (value[1:] != value[:-1])
    if quality_too:
        quality = np.r_[batch.quality, old.quality][both]
        other[1:] |= twin[1:] & (quality[1:] != quality[:-1])
    mine = both < len(batch)
    stored, differs = np.zeros(len(batch), bool), np.zeros(len(batch), bool)
    stored[both[mine]], differs[both[mine]] = twin[mine], other[mine]
    return stored, differs


def _by_run(runs: list[Run], old: Readings, added: Readings, replace: bool) -> Readings:
    """Old and added readings together, numbered by run; where both hold a stamp, the added one."""
    parts = [r for r in (_numbered(runs, old), _numbered(runs, added)) if len(r)]
    if not parts:
        return empty()
    whole = merged(parts) if len(parts) > 1 else parts[0]
    if not replace:
        return whole
    last = np.ones(len(whole), bool)
    last[:-1] = (whole.meter[1:] != whole.meter[:-1]) | (whole.ts[1:] != whole.ts[:-1])
    return whole.take(last)


def _numbered(runs: list[Run], r: Readings) -> Readings:
    """Rows of sorted `r` that lie in a run's surroundings, with the run's number as meter."""
    number = np.full(len(r), -1, np.int32)
    bounds = {
        m: (int(np.searchsorted(r.meter, m)), int(np.searchsorted(r.meter, m, "right")))
        for m in {x.meter for x in runs}
    }
    for n, run in enumerate(runs):
        a, b = bounds[run.meter]
        ts = r.ts[a:b]
        number[a + np.searchsorted(ts, run.since) : a + np.searchsorted(ts, run.until, "right")] = n
    inside = number >= 0
    return Readings(number[inside], r.ts[inside], r.value[inside], r.quality[inside])


def _settle(run: Run, ts: np.ndarray) -> bool:
    """Set what `run` changes; False when more must be fetched to know."""
    reach, need = REACH[run.kind], REACH[run.kind] + SETTLE[run.kind] + 1
    a = max(int(np.searchsorted(ts, run.first)) - reach, 0)
    b = min(int(np.searchsorted(ts, run.last)) + reach, len(ts) - 1)
    near = ts[a : b + 1]
    run.changed = (int(min([run.first, *near[:1]])), int(max([run.last, *near[-1:]])))
    run.start = run.changed[0] // QUARTER * QUARTER
    run.end = -(-int(ts[b + 1]) // QUARTER) * QUARTER if b + 1 < len(ts) else EVER
    enough_before = np.searchsorted(ts, run.start) >= need or run.since <= run.extent.first
    enough_after = len(ts) - np.searchsorted(ts, run.end) >= need or run.until >= run.extent.last
    return bool(enough_before and enough_after)
