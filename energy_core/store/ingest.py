"""The write path of readings: once, with their roll-ups, in one transaction.

Idempotent and bounded: only the stored readings around the batch are looked at, what is
stored already is left alone, and only the quarter hours that change are written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import duckdb
import numpy as np

from energy_core.metering.physics import figures, segments
from energy_core.metering.readings import SECOND, Flags, Readings, by_meter, empty, merged
from energy_core.metering.rollup import Quarters, roll_up
from energy_core.metering.segments import Segments
from energy_core.model import Meter, Quality
from energy_core.store import raw, rollups
from energy_core.store.context import EVER, Extent, Run, Surroundings, surroundings
from energy_core.store.tables import reading_table
from energy_core.store.tail import Tail


@dataclass(frozen=True, slots=True)
class Batch:
    """Readings of one request in stored units, in any order; `source`: id of their batch."""

    readings: Readings
    source: int
    quality: Quality = Quality.MEASURED


@dataclass(frozen=True, slots=True)
class Outcome:
    """stored: readings that are new in the file; known: already there, with the same value;
    conflicts: positions in the batch whose stamp is there with another value."""

    stored: int
    known: int
    conflicts: np.ndarray


@dataclass(frozen=True, slots=True)
class Committed:
    """What one transaction added: the new readings, sorted by meter and stamp, and the
    segments around them (their `meter` is an index into `run_meters`)."""

    readings: Readings
    segments: Segments
    run_meters: np.ndarray

    def figures(self, meter: Meter, window_s: float) -> list[tuple[float, float]]:
        """(epoch s, rate or level) of the meter's last `window_s` seconds around the new readings."""
        a, b = np.searchsorted(self.readings.meter, [meter.id, meter.id + 1])
        since = int(self.readings.ts[b - 1]) - int(window_s * SECOND)
        late = self.segments.end > since
        mine = self.run_meters[self.segments.meter[late]] == meter.id
        return figures(
            meter, self.readings.take(slice(a, b)), self.segments.keep(late).keep(mine), since
        )


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The distinct readings of a group, sorted, and for every row of the group which it is."""

    readings: Readings
    source: np.ndarray
    quality: np.ndarray
    candidate_of: np.ndarray
    chosen: Flags
    value: np.ndarray


class Ingest:
    """Called by the writer with the batches of a group; keeps each meter's extent."""

    def __init__(
        self,
        meter: Callable[[int], Meter],
        extents: dict[int, Extent],
        on_commit: Callable[[Committed], None],
        replace: bool,
    ) -> None:
        self._meter, self._extents = meter, extents
        self._on_commit, self._replace = on_commit, replace
        self._tail = Tail()

    def forget(self) -> None:
        """Ask the file again, for what was remembered of it."""
        self._tail = Tail()

    def __call__(
        self, cursor: duckdb.DuckDBPyConnection, batches: Sequence[Batch]
    ) -> tuple[list[Outcome], Callable[[], None]]:
        group = _candidates(batches, self._replace)
        around = surroundings(
            lambda runs: self._fetch(cursor, runs),
            self._tail.since,
            group.readings,
            self._extents,
            lambda m: self._meter(m).kind,
            self._replace,
        )
        outcomes = _outcomes(batches, group, around)
        new = ~around.stored
        if not (new.any() or (self._replace and around.differs.any())):
            return outcomes, _nothing
        self._store(cursor, group, around, new)
        quarters, parts = self._roll_up(cursor, around)
        runs = np.array([run.meter for run in around.runs], np.int32)
        committed = Committed(group.readings.take(new), parts, runs)
        return outcomes, lambda: self._committed(committed, around, quarters)

    def _fetch(self, cursor: duckdb.DuckDBPyConnection, runs: list[Run]) -> Readings:
        """Stored readings around the runs, from memory where it reaches far enough back."""
        kept = {n: r for n, run in enumerate(runs) if (r := self._tail.readings(run)) is not None}
        rest = [run for n, run in enumerate(runs) if n not in kept]
        parts = [r for r in (raw.readings_around(cursor, rest), *kept.values()) if len(r)]
        return merged(parts) if parts else empty()

    def _store(
        self,
        cursor: duckdb.DuckDBPyConnection,
        group: _Candidates,
        around: Surroundings,
        new: Flags,
    ) -> None:
        if new.any():
            cursor.register(
                "batch",
                reading_table(group.readings.take(new), group.quality[new], group.source[new]),
            )
            cursor.execute("INSERT INTO energy.readings SELECT * FROM batch")
        changed = around.differs
        if self._replace and changed.any():
            rows = group.readings.take(changed)
            cursor.register(
                "batch", reading_table(rows, group.quality[changed], group.source[changed])
            )
            cursor.execute(
                """
                UPDATE energy.readings r SET value = b.value, quality = b.quality, batch = b.batch
                FROM batch b WHERE r.meter = b.meter AND r.ts = b.ts
                  AND r.ts BETWEEN make_timestamptz(?) AND make_timestamptz(?)
                """,
                [int(rows.ts.min()), int(rows.ts.max())],
            )

    def _roll_up(
        self, cursor: duckdb.DuckDBPyConnection, around: Surroundings
    ) -> tuple[Quarters, Segments]:
        by_run = {n: self._meter(run.meter) for n, run in enumerate(around.runs)}
        parts, found = segments(around.known, by_run)
        quarters = _within(around.runs, roll_up(parts))
        rollups.write_quarters(cursor, around.runs, quarters, self._tail.quarters)
        rollups.write_events(cursor, dict(enumerate(around.runs)), found)
        return quarters, parts

    def _committed(self, committed: Committed, around: Surroundings, quarters: Quarters) -> None:
        self._tail.update(around, quarters)  # first: what a run looked at hangs on the extents
        for run, known in zip(around.runs, around.by_run(), strict=True):
            ts = known.ts
            extent = self._extents.setdefault(run.meter, Extent())
            extent.first, extent.last = min(extent.first, int(ts[0])), max(extent.last, int(ts[-1]))
            if len(ts) > 1 and run.end == EVER:
                extent.pace = int(np.median(np.diff(ts[-6:])))
        self._on_commit(committed)


def _nothing() -> None:
    return None


def _candidates(batches: Sequence[Batch], replace: bool) -> _Candidates:
    """The rows of all batches; of rows with one stamp the first (or, to replace, the last)."""
    meter = np.concatenate([b.readings.meter for b in batches])
    ts = np.concatenate([b.readings.ts for b in batches])
    value = np.concatenate([b.readings.value for b in batches])
    counts = [len(b.readings) for b in batches]
    order = by_meter(meter, ts)
    meter, ts, value = meter[order], ts[order], value[order]
    edge = np.ones(len(order), bool)
    edge[1:] = (meter[1:] != meter[:-1]) | (ts[1:] != ts[:-1])
    chosen = np.r_[edge[1:], True] if replace and len(order) else edge
    number = np.cumsum(edge) - 1
    candidate_of, is_chosen = np.empty(len(order), np.intp), np.empty(len(order), bool)
    candidate_of[order], is_chosen[order] = number, chosen
    source = np.repeat(np.array([b.source for b in batches], np.int32), counts)[order]
    quality = np.repeat(np.array([b.quality for b in batches], np.uint8), counts)[order]
    return _Candidates(
        Readings(meter[chosen], ts[chosen], value[chosen]),
        source[chosen],
        quality[chosen],
        candidate_of,
        is_chosen,
        value[np.argsort(order, kind="stable")],
    )


def _outcomes(batches: Sequence[Batch], group: _Candidates, around: Surroundings) -> list[Outcome]:
    """What became of each batch's rows."""
    of = group.candidate_of
    other_value = group.value != group.readings.value[of]
    conflict = around.differs[of] | other_value
    stored = group.chosen & ~around.stored[of]
    ends = np.cumsum([len(b.readings) for b in batches])
    outcomes = []
    for start, end in zip(np.r_[0, ends[:-1]], ends, strict=True):
        clash, fresh = conflict[start:end], stored[start:end]
        outcomes.append(
            Outcome(int(fresh.sum()), int((~clash & ~fresh).sum()), np.flatnonzero(clash & ~fresh))
        )
    return outcomes


def _within(runs: list[Run], q: Quarters) -> Quarters:
    """The quarters that the runs are to write again, by meter instead of run."""
    start = np.array([run.start for run in runs])[q.meter]
    end = np.array([run.end for run in runs])[q.meter]
    kept = q.take((q.start >= start) & (q.start < end))
    meter = np.array([run.meter for run in runs], np.int32)[kept.meter]
    return replace(kept, meter=meter)
