"""Where stored readings meet the corrections: what the physics is given of a meter, and the quarter
hours that are rolled up again when a correction, an event's verdict or a reading changes it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import duckdb
import numpy as np

from energy_core.metering.corrections import Correction, applied
from energy_core.metering.counters import Found
from energy_core.metering.physics import REACH, segments
from energy_core.metering.plan import Plan, Span, cut, judged, needed, touched, union
from energy_core.metering.plan import extent as widened
from energy_core.metering.readings import QUARTER, Readings, empty, merged
from energy_core.metering.rollup import roll_up
from energy_core.metering.segments import Segments
from energy_core.model import CorrectionKind, EventKind, Meter, Quality
from energy_core.store import events, raw, rollups
from energy_core.store.context import EVER, Extent, Run

Rejected = tuple[int, EventKind, int, int]
"""Meter, kind, start and end [µs] of an event that a person rejected."""


@dataclass(frozen=True, slots=True)
class Book:
    """The plan of every meter that has one; a meter that lends has a plan too."""

    plans: Mapping[int, Plan]

    @classmethod
    def of(cls, active: Iterable[Correction], rejected: Iterable[Rejected]) -> Book:
        """`active`: the corrections that count, of all meters."""
        active = sorted(active, key=lambda c: c.id)
        mine: dict[int, list[Correction]] = {}
        lost: dict[int, list[Correction]] = {}
        turned: dict[int, list[tuple[EventKind, int, int]]] = {}
        for c in active:
            mine.setdefault(c.meter, []).append(c)
            if c.kind is CorrectionKind.MERGE:
                lost.setdefault(c.parameters["other"], []).append(_lent(c))
        for meter, kind, start, end in rejected:
            turned.setdefault(meter, []).append((kind, start, end))
        alone = {
            meter: Plan((*mine.get(meter, ()), *lost.get(meter, ())), (*turned.get(meter, ()),))
            for meter in {*mine, *lost, *turned}
        }
        return cls({meter: _with_lenders(plan, alone) for meter, plan in alone.items()})

    def changed_by(self, meter: int, spans: list[Span], since: int = 0) -> dict[int, list[Span]]:
        """By meter, where corrected readings change when those of `meter` change in `spans`;
        the corrections up to id `since` have been applied to them."""
        plan = self.plans.get(meter, Plan())
        changed = {meter: touched([c for c in plan.corrections if c.id > since], spans)}
        lent = touched([c for c in plan.lender.corrections if c.id > since], spans)
        for id, other in self.plans.items():
            for c in other.corrections:
                if c.kind is CorrectionKind.MERGE and c.parameters["other"] == meter:
                    later = [x for x in other.corrections if x.id > c.id]
                    more = touched(later, cut(lent, c.start, c.end))
                    changed[id] = union([*changed.get(id, []), *more])
        return changed


def _lent(c: Correction) -> Correction:
    """What a merge does to the meter whose readings it takes."""
    return Correction(c.parameters["other"], CorrectionKind.DELETE, c.start, c.end)


def _with_lenders(plan: Plan, alone: Mapping[int, Plan]) -> Plan:
    lenders = tuple(
        ((c.start, c.end - 1), alone.get(c.parameters["other"], Plan()).lender)
        for c in plan.corrections
        if c.kind is CorrectionKind.MERGE
    )
    return replace(plan, lenders=lenders)


Extents = Mapping[int, Extent]


def extent_of(book: Book, extents: Extents, meter: int) -> Extent | None:
    """First and last stamp of what counts as the meter's, and its pace; None without readings."""
    stored = extents.get(meter)
    plan = book.plans.get(meter)
    if plan is None:
        return stored
    first, last = (stored.first, stored.last) if stored else (EVER, -EVER)
    for c in plan.corrections:
        lender = _lender_extent(book, extents, c)
        if lender and (held := cut([lender], c.start, c.end)):
            first, last = min(first, held[0][0]), max(last, held[0][1])
        first, last = widened([c], first, last)
    return Extent(first, last, stored.pace if stored else 0) if first <= last else None


def _lender_extent(book: Book, extents: Extents, c: Correction) -> Span | None:
    if c.kind is not CorrectionKind.MERGE or (stored := extents.get(c.parameters["other"])) is None:
        return None
    lender = book.plans[c.parameters["other"]].lender
    return widened(lender.corrections, stored.first, stored.last)


def readings(
    cursor: duckdb.DuckDBPyConnection, plan: Plan | None, meter: int, low: int, high: int
) -> Readings:
    """What counts as the meter's readings within low..high [µs], sorted."""
    if plan is None or not plan.corrections:
        return raw.readings_between(cursor, meter, low, high)
    spans = needed(plan.corrections, low, high)
    known = merged([raw.readings_between(cursor, meter, *span) for span in spans])
    lenders = dict(zip(_merges(plan), (lender for _, lender in plan.lenders), strict=True))
    corrections = [
        replace(c, own=_borrowed(cursor, c, lenders[c.id], spans)) if c.id in lenders else c
        for c in plan.corrections
    ]
    known = applied(known, corrections)
    return known.take((known.ts >= low) & (known.ts <= high))


def _merges(plan: Plan) -> list[int]:
    return [c.id for c in plan.corrections if c.kind is CorrectionKind.MERGE]


def _borrowed(
    cursor: duckdb.DuckDBPyConnection, c: Correction, lender: Plan, spans: list[Span]
) -> Readings:
    """Another meter's readings in `spans`, as far as they count as this one's."""
    parts = [
        readings(cursor, lender, c.parameters["other"], *span)
        for span in cut(spans, c.start, c.end - 1)
    ]
    r = merged([empty(), *parts])
    mine = np.full(len(r), c.meter, np.int32)
    return Readings(mine, r.ts, r.value, np.full(len(r), Quality.CORRECTED, np.uint8))


@dataclass(frozen=True, slots=True)
class Near:
    """Readings of a stretch and enough around it, and what the physics makes of them."""

    known: Readings
    segments: Segments
    found: list[Found]


def near(
    cursor: duckdb.DuckDBPyConnection,
    book: Book,
    extents: Extents,
    meter: Meter,
    low: int,
    high: int,
) -> Near:
    """One meter's corrected readings in low..high, judged as all of its history would be."""
    plan = book.plans.get(meter.id)
    extent = extent_of(book, extents, meter.id) or Extent()
    read = partial(readings, cursor, plan, meter.id)
    known = raw.around(read, meter.kind, extent, low, high)
    made = segments(known, {meter.id: meter}) if plan is None else judged(known, meter, plan)
    return Near(known, *made)


def rebuild(
    cursor: duckdb.DuckDBPyConnection,
    book: Book,
    extents: Extents,
    meter: Meter,
    span: Span,
) -> Near:
    """Make the quarter hours and events of a meter what they are after its readings changed in
    `span`; returns what stands there now."""
    run = _run(near(cursor, book, extents, meter, *span).known.ts, meter, span)
    now = near(cursor, book, extents, meter, run.start, run.end)
    quarters = roll_up(now.segments)
    inside = (quarters.start >= run.start) & (quarters.start < run.end)
    rollups.write_quarters(cursor, [run], quarters.take(inside), lambda _: None)
    events.write_events(cursor, {meter.id: run}, now.found)
    return now


@dataclass(frozen=True, slots=True)
class Changed:
    """What stands now where a meter's readings changed last: these, and their segments."""

    readings: Readings
    segments: Segments


def follow(
    cursor: duckdb.DuckDBPyConnection,
    book: Book,
    extents: Extents,
    meter: Callable[[int], Meter],
    runs: Iterable[Run],
) -> dict[int, Changed]:
    """Roll up again what corrections make of readings that changed in `runs`, by meter."""
    runs = [run for run in runs if run.meter in book.plans]
    if not runs:
        return {}
    spans: dict[int, list[Span]] = {}
    for run in runs:
        for id, more in book.changed_by(run.meter, [(run.first, run.last)]).items():
            spans[id] = union([*spans.get(id, []), *more])
    grown = ChainMap(_grown(runs), dict(extents))
    now: dict[int, Changed] = {}
    for id, stretches in spans.items():
        for low, high in stretches:
            near = rebuild(cursor, book, grown, meter(id), (low, high))
            inside = (near.known.ts >= low) & (near.known.ts <= high)
            now[id] = Changed(near.known.take(inside), near.segments)
    return {id: changed for id, changed in now.items() if len(changed.readings)}


def _grown(runs: Iterable[Run]) -> dict[int, Extent]:
    """The extents of the runs' meters, with their readings."""
    grown: dict[int, Extent] = {}
    for run in runs:
        old = grown.get(run.meter, run.extent)
        first, last = min(old.first, run.first), max(old.last, run.last)
        grown[run.meter] = Extent(first, last, run.extent.pace)
    return grown


def _run(ts: np.ndarray, meter: Meter, span: Span) -> Run:
    """The quarter hours to write again, and the readings whose judgement may change."""
    low, high = span
    reach = REACH[meter.kind]
    a = max(int(np.searchsorted(ts, low)) - reach, 0)
    b = int(np.searchsorted(ts, high, "right")) + reach - 1
    first = min(low, int(ts[a])) if a < len(ts) else low
    last = max(high, int(ts[min(b, len(ts) - 1)])) if len(ts) else high
    end = -(-int(ts[b + 1]) // QUARTER) * QUARTER if b + 1 < len(ts) else EVER
    start = first // QUARTER * QUARTER
    return Run(meter.id, meter.kind, low, high, Extent(), 0, 0, start, end, (first, last))
