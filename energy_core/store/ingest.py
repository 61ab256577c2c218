"""The write path of readings: once, with their roll-ups, in one transaction.

Idempotent and bounded: only the stored readings around the batch are looked at, what is
stored already is left alone, and only the quarter hours that change are written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import duckdb
import numpy as np

from energy_core.metering.periods import DAY
from energy_core.metering.physics import figures, segments
from energy_core.metering.readings import SECOND, Flags, Readings, empty, merged
from energy_core.metering.rollup import Quarters, roll_up
from energy_core.metering.segments import Segments, joined
from energy_core.model import Meter
from energy_core.store import events, extents, overlay, raw, rollups
from energy_core.store.changes import Changes
from energy_core.store.claims import Claims, Told
from energy_core.store.context import EVER, Extent, Run, Surroundings, run_of, runs_of, surroundings
from energy_core.store.corrections import Corrections
from energy_core.store.group import Batch, Candidates, Outcome, candidates, outcomes
from energy_core.store.overlay import Book
from energy_core.store.tables import WITHIN, reading_table, within
from energy_core.store.tail import Tail


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


class Ingest:
    """Called by the writer with the batches of a group; keeps each meter's extent."""

    def __init__(
        self,
        meter: Callable[[int], Meter],
        extents: dict[int, Extent],
        on_commit: Callable[[Committed], None],
        on_change: Callable[[int], None],
        claims: Claims,
        corrections: Corrections,
        tail: Tail,
        changes: Changes,
    ) -> None:
        self._meter, self._extents = meter, extents
        self._on_commit, self._on_change, self._claims = on_commit, on_change, claims
        self._corrections, self._tail = corrections, tail
        self._changes = changes

    def __call__(
        self, cursor: duckdb.DuckDBPyConnection, batches: Sequence[Batch], replace: bool
    ) -> tuple[list[Outcome], Callable[[], None]]:
        """Store the readings of `batches` (to replace: of one source)."""
        group = candidates(batches, replace)
        shared = self._claims.widen(group.told) if len(group.told) else False
        runs = runs_of(group.readings, self._extents, lambda m: self._meter(m).kind)
        around = surroundings(
            lambda runs: self._fetch(cursor, runs), self._tail.since, group.readings, runs, replace
        )
        results = outcomes(batches, group, around)
        new, changed = ~around.stored, around.differs & replace
        if shared:
            self._claim(cursor, group, around, replace)
        if new.any() or changed.any():
            return results, self._change(cursor, group, around, changed)
        return results, _nothing

    def _claim(
        self,
        cursor: duckdb.DuckDBPyConnection,
        group: Candidates,
        around: Surroundings,
        replace: bool,
    ) -> None:
        """Note what is not shown, of what the group says or replaces."""
        if replace:
            self._claims.replaced(cursor, group.chosen.take(around.differs))
            self._claims.agreed(cursor, group.chosen.take(around.stored & ~around.differs))
        else:
            shown = group.is_chosen & ~around.stored[group.candidate_of]
            self._claims.late(cursor, group.told.take(~shown))

    def _change(
        self,
        cursor: duckdb.DuckDBPyConnection,
        group: Candidates,
        around: Surroundings,
        changed: Flags,
    ) -> Callable[[], None]:
        """Write the readings that are new or changed, with their roll-ups; what follows a commit."""
        new = ~around.stored
        self._insert(cursor, group.chosen.take(new))
        self._update(cursor, group.chosen.take(changed))
        quarters, parts = self._roll_up(cursor, around, self._corrections.book)
        runs = np.array([run.meter for run in around.runs], np.int32)
        committed = Committed(group.readings.take(new), parts, runs)
        committed = self._corrected(cursor, around.runs, committed)
        replaced = group.readings.take(changed)
        return lambda: self._committed(committed, around, quarters, replaced)

    def again(
        self, cursor: duckdb.DuckDBPyConnection, meter: int, first: int, last: int, book: Book
    ) -> Callable[[], None]:
        """Roll up again, as `book` says, where readings of a meter from `first` to `last` [µs] were
        changed in the file; returns what follows the commit."""
        extent = extents.extent(cursor, meter, self._extents.get(meter))
        run = run_of(meter, np.array([first]), {meter: extent}, lambda m: self._meter(m).kind)
        run.last = last
        around = surroundings(
            lambda runs: raw.readings_around(cursor, runs), lambda _: None, empty(), [run], False
        )
        self._roll_up(cursor, around, book)
        overlay.follow(cursor, book, self._extents, self._meter, [run])
        return lambda: self._changed(run, around)

    def _changed(self, run: Run, around: Surroundings) -> None:
        self._tail.forget(run.meter)
        self._on_change(run.meter)
        if run.extent.last < run.extent.first:
            self._extents.pop(run.meter, None)
            return
        (known,) = around.by_run()
        run.extent.pace = _pace(run, known) or run.extent.pace
        self._extents[run.meter] = run.extent

    def _fetch(self, cursor: duckdb.DuckDBPyConnection, runs: list[Run]) -> Readings:
        """Stored readings around the runs, from memory where it reaches far enough back."""
        kept = {n: r for n, run in enumerate(runs) if (r := self._tail.readings(run)) is not None}
        rest = [run for n, run in enumerate(runs) if n not in kept]
        parts = [r for r in (raw.readings_around(cursor, rest), *kept.values()) if len(r)]
        return merged(parts) if parts else empty()

    @staticmethod
    def _insert(cursor: duckdb.DuckDBPyConnection, new: Told) -> None:
        if len(new):
            cursor.register("batch", reading_table(new.readings, new.batch))
            cursor.execute("INSERT INTO energy.readings SELECT * FROM batch")

    @staticmethod
    def _update(cursor: duckdb.DuckDBPyConnection, changed: Told) -> None:
        if len(changed):
            cursor.register("batch", reading_table(changed.readings, changed.batch))
            cursor.execute(
                f"""
                UPDATE energy.readings r SET value = b.value, quality = b.quality, batch = b.batch
                FROM batch b WHERE r.meter = b.meter AND r.ts = b.ts AND r.ts {WITHIN}
                """,
                within(changed.readings.ts),
            )

    def _roll_up(
        self, cursor: duckdb.DuckDBPyConnection, around: Surroundings, book: Book
    ) -> tuple[Quarters, Segments]:
        plain = {n: run for n, run in enumerate(around.runs) if run.meter not in book.plans}
        known = around.known
        if len(plain) < len(around.runs):
            known = known.take(np.isin(known.meter, [*plain]))
        parts, found = segments(known, {n: self._meter(run.meter) for n, run in plain.items()})
        quarters = _within(around.runs, roll_up(parts))
        rollups.write_quarters(cursor, [*plain.values()], quarters, self._tail.quarters)
        events.write_events(cursor, plain, found)
        return quarters, parts

    def _corrected(
        self, cursor: duckdb.DuckDBPyConnection, runs: list[Run], committed: Committed
    ) -> Committed:
        """Roll up what corrections make of new readings, which then count instead of these."""
        book = self._corrections.book
        if not any(run.meter in book.plans for run in runs):
            return committed
        plain = ~np.isin(committed.readings.meter, [*book.plans])
        now = overlay.follow(cursor, book, self._extents, self._meter, runs)
        parts = [
            replace(n.segments, meter=np.full(len(n.segments), len(runs) + k, np.int32))
            for k, n in enumerate(now.values())
        ]
        return Committed(
            merged([committed.readings.take(plain), *(n.readings for n in now.values())]),
            joined([committed.segments, *parts]),
            np.r_[committed.run_meters, np.array([*now], np.int32)],
        )

    def _committed(
        self, committed: Committed, around: Surroundings, quarters: Quarters, replaced: Readings
    ) -> None:
        self._tail.update(around, quarters)  # first: what a run looked at hangs on the extents
        for run, known in zip(around.runs, around.by_run(), strict=True):
            ts = known.ts
            extent = self._extents.get(run.meter, Extent())
            extent.first, extent.last = min(extent.first, int(ts[0])), max(extent.last, int(ts[-1]))
            extent.pace = _pace(run, known) or extent.pace
            self._extents[run.meter] = extent  # last: a new one is read by others at once
        self._note(around)
        self._on_commit(committed)
        for meter in np.unique(replaced.meter).tolist():
            self._on_change(meter)

    def _note(self, around: Surroundings) -> None:
        """What was written, for those who keep what they have read."""
        if any(run.meter in self._corrections.book.plans for run in around.runs):
            self._changes.everywhere()  # corrections reach further than the readings do
            return
        for run, known in zip(around.runs, around.by_run(), strict=True):
            gaps = np.diff(known.ts, append=known.ts[-1])
            reach = int(known.ts[-1]) + max(DAY, 4 * int(gaps.max()))  # a last reading holds for 3
            self._changes.within(run.start, min(run.end, reach))


def _pace(run: Run, known: Readings) -> int:
    """The present distance between readings [µs], where the run reaches the last; else 0."""
    if len(known) < 2 or run.end < EVER:
        return 0
    return int(np.median(np.diff(known.ts[-6:])))


def _nothing() -> None:
    return None


def _within(runs: list[Run], q: Quarters) -> Quarters:
    """The quarters that the runs are to write again, by meter instead of run."""
    start = np.array([run.start for run in runs])[q.meter]
    end = np.array([run.end for run in runs])[q.meter]
    kept = q.take((q.start >= start) & (q.start < end))
    meter = np.array([run.meter for run in runs], np.int32)[kept.meter]
    return replace(kept, meter=meter)
