"""The ledger of corrections: kept for ever, active until undone, together with what people said of
events. Every change rolls up again what it touches, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import duckdb
import numpy as np

from energy_core.errors import BadRequest, UnknownCorrection
from energy_core.metering.corrections import FOREVER, Correction
from energy_core.metering.counters import Found
from energy_core.metering.periods import micros
from energy_core.metering.plan import Span, union, zones
from energy_core.metering.readings import Floats, Readings, Stamps
from energy_core.metering.segments import Segments
from energy_core.model import CorrectionKind, EventKind, EventState, Meter, MeterEvent, Quality
from energy_core.store import events, ledger, overlay
from energy_core.store.database import Database
from energy_core.store.ledger import Ledger
from energy_core.store.overlay import Book, Extents
from energy_core.store.registry import Registry
from energy_core.store.writer import After, Writer

Spans = dict[int, list[Span]]
Result = TypeVar("Result")


class Corrections:
    """`store.corrections`. Any thread may call it."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        extents: Extents,
        forget: Callable[[], None],
        on_change: Callable[[int], None],
    ) -> None:
        """`forget` is called in the writing thread after a change: what it remembers of quarter
        hours is no longer so. `on_change` hears of which meter readings count otherwise."""
        self._database, self._registry, self._extents = database, registry, extents
        self._forget, self._on_change = forget, on_change
        self._touched: Spans = {}  # in the transaction that runs
        self.load(database.writer)

    def load(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take the ledger from the file."""
        self._ledger = Ledger.load(cursor)

    def use(self, writer: Writer) -> None:
        self._writer = writer

    def reread(self, cursor: duckdb.DuckDBPyConnection) -> Ledger:
        """The ledger without the rejected events that went in this transaction: to `adopt` once it
        is committed."""
        rejected = ledger.rejected(cursor)
        if rejected == self._ledger.rejected:
            return self._ledger
        return Ledger.of(self._ledger.corrections, rejected)

    def adopt(self, now: Ledger) -> None:
        """In the writing thread, after a commit."""
        self._ledger = now

    @property
    def book(self) -> Book:
        """How each meter is to be read, as of the last commit."""
        return self._ledger.book

    def all(self, meter: Meter | None = None) -> list[Correction]:
        """Every correction, undone ones too, the newest first."""
        kept = sorted(self._ledger.corrections.values(), key=lambda c: -c.id)
        return [c for c in kept if meter is None or c.meter == meter.id]

    def get(self, id: int) -> Correction:
        """Raises UnknownCorrection."""
        if (found := self._ledger.corrections.get(id)) is None:
            raise UnknownCorrection(f"no correction has the number {id}")
        return found

    def add(self, new: Correction) -> Correction:
        """Keep a correction and apply it; returns it with its id."""

        def change(cursor: duckdb.DuckDBPyConnection) -> tuple[Ledger, Correction]:
            made = self._numbered(new)
            ledger.insert(cursor, made)
            return self._put(cursor, [made]), made

        return self._write(change)

    def undo(self, id: int) -> Correction:
        """Take a correction back; it stays in the ledger. Raises UnknownCorrection, and BadRequest
        for one that is undone already."""

        def change(cursor: duckdb.DuckDBPyConnection) -> tuple[Ledger, Correction]:
            if (old := self.get(id)).undone is not None:
                raise BadRequest(f"correction {id} is undone already")
            after, (gone,) = self._taken_back(cursor, [old])
            return after, gone

        return self._write(change)

    def undo_batch(self, batch: int) -> list[Correction]:
        """Take back, at once, all that the import `batch` made and nobody took back yet."""

        def change(cursor: duckdb.DuckDBPyConnection) -> tuple[Ledger, list[Correction]]:
            known = self._ledger.corrections.values()
            left = [c for c in known if c.batch == batch and c.undone is None]
            return self._taken_back(cursor, left)

        return self._write(change)

    def replace(
        self,
        meter: Meter,
        ts: Stamps,
        values: Floats,
        reason: str,
        author: str,
        batch: int | None = None,
    ) -> Correction:
        """Let `values` [stored unit] stand at stamps `ts` [µs UTC], whatever was or will be read;
        `batch`: the import that says so."""
        ts, last = np.unique(np.asarray(ts, np.int64)[::-1], return_index=True)
        if len(ts) == 0:
            raise BadRequest("there are no values to put in place of others")
        own = own_readings(meter, ts, np.asarray(values, np.float64)[::-1][last])
        kind, start, end = CorrectionKind.REPLACE, int(ts[0]), int(ts[-1]) + 1
        new = Correction(meter.id, kind, start, end, {}, reason, author, own, batch=batch)
        return self.add(new)

    def judge(self, event: MeterEvent, state: EventState) -> MeterEvent:
        """Say whether an event is so; raises BadRequest where there is none such."""
        span = (micros(event.start), micros(event.end))
        turned = {(event.meter, event.kind, *span)}

        def change(cursor: duckdb.DuckDBPyConnection) -> tuple[Ledger, MeterEvent]:
            if not events.mark(cursor, event, state):
                raise BadRequest("there is no such event any more")
            before = self._ledger
            others = before.rejected - turned
            rejected = others | turned if state is EventState.REJECTED else others
            after = Ledger.of(before.corrections, rejected)
            if rejected != before.rejected:
                self._rebuild(cursor, after.book, {event.meter: [span]})
            return after, replace(event, state=state)

        return self._write(change)

    def sampled(self, meter: Meter, since: int) -> Readings:
        """A stored reading a minute from `since` [µs] on, uncorrected."""
        with self._database.cursor() as cursor:
            return events.sampled(cursor, meter.id, since)

    def note(
        self, meter: Meter, since: int, kinds: Sequence[EventKind], found: Sequence[Found]
    ) -> None:
        """Let `found` be the events of these kinds of a meter from `since` [µs] on."""
        span = (meter.id, since, FOREVER)
        meters = [meter.id] * len(found)
        self._writer.call(lambda cursor: events.put(cursor, [span], kinds, meters, found))

    def preview(self, new: Correction, low: int, high: int) -> tuple[Segments, Segments]:
        """What the physics makes of the meter's readings in low..high [µs], without and with a
        correction that is not kept."""
        book = self._ledger.put(self._numbered(new)).book
        meter = self._registry.by_id(new.meter)
        with self._database.cursor() as cursor:
            before, after = (
                overlay.near(cursor, b, self._extents, meter, low, high).segments
                for b in (self.book, book)
            )
        return before, after

    def extent(self, meter: Meter) -> Span | None:
        """First and last stamp [µs] that the meter's readings may have, corrected or as they came;
        None where it has none."""
        found = overlay.extent_of(self.book, self._extents, meter.id)
        return (found.first, found.last) if found else None

    def readings(self, meter: Meter, low: int, high: int) -> Readings:
        """What counts as the meter's readings in low..high [µs]."""
        with self._database.cursor() as cursor:
            return overlay.readings(cursor, self.book.plans.get(meter.id), meter.id, low, high)

    def around(self, meter: Meter, low: int, high: int) -> Readings:
        """What counts as the meter's readings in low..high [µs], and some on either side."""
        with self._database.cursor() as cursor:
            return overlay.near(cursor, self.book, self._extents, meter, low, high).known

    def _numbered(self, new: Correction) -> Correction:
        id = max(self._ledger.corrections, default=0) + 1
        return replace(new, id=id, created=datetime.now(UTC))

    def _write(
        self, change: Callable[[duckdb.DuckDBPyConnection], tuple[Ledger, Result]]
    ) -> Result:
        """Run `change` in the writing thread, which alone changes the ledger."""

        def run(cursor: duckdb.DuckDBPyConnection) -> tuple[Result, After]:
            self._touched = {}
            after, result = change(cursor)

            touched = self._touched

            def follow() -> None:
                self.adopt(after)
                self._forget()
                for meter in touched:
                    self._on_change(meter)

            return result, follow

        return self._writer.change(run)

    def _taken_back(
        self, cursor: duckdb.DuckDBPyConnection, old: Iterable[Correction]
    ) -> tuple[Ledger, list[Correction]]:
        now = datetime.now(UTC)
        gone = [replace(c, undone=now) for c in old]
        for c in gone:
            ledger.mark_undone(cursor, c)
        return self._put(cursor, gone), gone

    def _put(self, cursor: duckdb.DuckDBPyConnection, changed: Sequence[Correction]) -> Ledger:
        """The ledger with `changed`, and the quarter hours as it has them."""
        before, after = self._ledger, self._ledger.put(*changed)
        self._rebuild(cursor, after.book, _changed(before.book, after.book, changed))
        return after

    def _rebuild(self, cursor: duckdb.DuckDBPyConnection, book: Book, spans: Spans) -> None:
        self._touched = {meter: of for meter, of in spans.items() if of}
        for meter in self._registry.all():
            for span in spans.get(meter.id, ()):
                overlay.rebuild(cursor, book, self._extents, meter, span)


def own_readings(meter: Meter, ts: Stamps, value: Floats) -> Readings:
    """Readings that a correction brings."""
    return Readings(
        np.full(len(ts), meter.id, np.int32),
        ts,
        value,
        np.full(len(ts), Quality.CORRECTED, np.uint8),
    )


def _changed(before: Book, after: Book, changed: Sequence[Correction]) -> Spans:
    """Where adding or undoing corrections changes corrected readings, by meter."""
    spans: Spans = {}
    touched = [(c.meter, zones(c), c.id) for c in changed]
    touched += [
        (c.parameters["other"], [(c.start, c.end)], 0)
        for c in changed
        if c.kind is CorrectionKind.MERGE
    ]
    for meter, where, since in touched:
        for book in (before, after):
            for id, more in book.changed_by(meter, where, since).items():
                spans[id] = union([*spans.get(id, []), *more])
    return spans
