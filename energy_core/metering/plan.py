"""How one meter's readings are to be read: its corrections and its rejected events, and what of
the past each of them touches. Pure.

An event that a person rejects is read so:

| rejected | read as |
|---|---|
| dip | the register did fall: it is another one from the low reading on |
| reset, roll-over | it did not begin at zero: what flowed across is unknown, and does not count |
| replaced | it is the same register: the difference counts, if it is a rise |
| others | nothing: they do not change how readings are read |

A confirmed one is read as found, and stays listed whatever comes later.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from energy_core.metering.corrections import Correction
from energy_core.metering.counters import Found
from energy_core.metering.physics import segments
from energy_core.metering.readings import Readings, Stamps
from energy_core.metering.segments import Segments
from energy_core.model import CorrectionKind, EventKind, Kind, Meter

Span = tuple[int, int]
"""A stretch of time, both ends included [µs]."""

MOST_SPANS = 32

_MERGE = CorrectionKind.MERGE
_PARTS = (EventKind.DIP, EventKind.RESET, EventKind.ROLLOVER)


@dataclass(frozen=True, slots=True)
class Plan:
    """Active corrections in order, the (kind, start, end) of rejected events [µs], and how the
    meters are read that lend to this one, each for a stretch."""

    corrections: tuple[Correction, ...] = ()
    rejected: tuple[tuple[EventKind, int, int], ...] = ()
    lenders: tuple[tuple[Span, Plan], ...] = ()

    @property
    def breaks(self) -> Stamps:
        """Instants from which on a counter's register is another, sorted."""
        own = [at for c in self.corrections for at in breaks(c)]
        own += [end for kind, _, end in self.rejected if kind in _PARTS]
        lent = [at for (a, b), of in self.lenders for at in of.breaks.tolist() if a <= at <= b]
        return np.array(sorted([*own, *lent]), np.int64)

    @property
    def believed(self) -> list[Span]:
        """Stretches whose rises count however fast they are."""
        own = [span for c in self.corrections for span in believed(c)]
        own += [(end, end) for kind, _, end in self.rejected if kind is EventKind.REPLACED]
        return own + [span for bounds, of in self.lenders for span in cut(of.believed, *bounds)]

    @property
    def lender(self) -> Plan:
        """Of what it lends to another meter: as it is read without what it borrows or lends."""
        own = tuple(c for c in self.corrections if c.id and c.kind is not _MERGE)
        return Plan(own, self.rejected)


def judged(r: Readings, meter: Meter, plan: Plan) -> tuple[Segments, list[Found]]:
    """`physics.segments` of one meter's corrected readings."""
    if meter.kind is not Kind.COUNTER:
        return segments(r, {meter.id: meter})
    life = np.searchsorted(plan.breaks, r.ts, "right").astype(np.int32)
    sure = np.zeros(len(r), bool)
    for low, high in plan.believed:
        sure |= (r.ts >= low) & (r.ts <= high)
    lives = dict.fromkeys(range(len(plan.breaks) + 1), meter)
    parts, found = segments(Readings(life, r.ts, r.value, r.quality), lives, sure)
    return (
        replace(parts, meter=np.full(len(parts), meter.id, np.int32)),
        [replace(f, meter=meter.id) for f in found],
    )


def zones(c: Correction) -> list[Span]:
    """Where the correction changes what is read."""
    moved = [(c.start + c.by, c.end + c.by)] if c.by else []
    first = c.start - 1 if c.kind is CorrectionKind.SPLIT else c.start
    last = c.start if c.kind is CorrectionKind.SPLIT else c.end
    return [(first, last), *moved]


def needed(corrections: Sequence[Correction], low: int, high: int) -> list[Span]:
    """The stretches of readings that must be known to correct those of low..high."""
    spans = [(low, high)]
    for c in reversed(corrections):
        spans = _bounded([*spans, *(more for span in spans for more in _reads(c, *span))])
    return spans


def touched(corrections: Sequence[Correction], spans: Iterable[Span]) -> list[Span]:
    """Where corrected readings may change when others than before are read in `spans`."""
    spans = union(spans)
    for c in corrections:
        spans = _bounded([*spans, *(more for span in spans for more in _moves(c, *span))])
    return spans


def extent(corrections: Iterable[Correction], first: int, last: int) -> Span:
    """First and last stamp that corrected readings may have, of readings in first..last."""
    for c in corrections:
        moved = [at for span in _moves(c, first, last) for at in span] if c.by else []
        own = [int(c.own.ts[0]), int(c.own.ts[-1])] if len(c.own) else []
        first, last = min([first, *moved, *own]), max([last, *moved, *own])
    return first, last


def union(spans: Iterable[Span]) -> list[Span]:
    """The same stretches, sorted, none touching another."""
    out: list[Span] = []
    for low, high in sorted(spans):
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def _bounded(spans: Iterable[Span]) -> list[Span]:
    """Their union, joined across the shortest gaps to MOST_SPANS at most: each shift may double
    the stretches, and to look at more than is needed does no harm."""
    apart = union(spans)
    if len(apart) <= MOST_SPANS:
        return apart
    gaps = np.array([b[0] - a[1] for a, b in pairwise(apart)])
    kept = np.sort(np.argsort(gaps, kind="stable")[-(MOST_SPANS - 1) :])
    edges = [0, *(int(n) + 1 for n in kept), len(apart)]
    return [(apart[a][0], apart[b - 1][1]) for a, b in pairwise(edges)]


def cut(spans: Iterable[Span], low: int, high: int) -> list[Span]:
    """What of the stretches lies in low..high."""
    return [(max(a, low), min(b, high)) for a, b in spans if a <= high and b >= low]


def _reads(c: Correction, low: int, high: int) -> list[Span]:
    if c.kind is CorrectionKind.FILL:
        return [(c.start, c.end)] if cut([(low, high)], c.start, c.end) else []
    return cut([(low - c.by, high - c.by)], c.start, c.end) if c.by else []


def _moves(c: Correction, low: int, high: int) -> list[Span]:
    here = cut([(low, high)], c.start, c.end)
    if c.kind is CorrectionKind.FILL:
        return [(c.start, c.end)] if here else []
    return [(a + c.by, b + c.by) for a, b in here] if c.by else []


def breaks(c: Correction) -> list[int]:
    """Instants from which on a counter's register is another [µs]."""
    if c.kind is CorrectionKind.SPLIT:
        return [c.start]
    if c.gives_total:
        return [c.end - 1]
    declared = c.kind is CorrectionKind.FILL and c.parameters["how"] == "missing"
    merges = c.kind is CorrectionKind.MERGE and not c.parameters.get("joined")
    rescales = c.kind is CorrectionKind.SCALE and not _power_of_ten(c.parameters["factor"])
    return [c.start, c.end] if declared or merges or rescales else []


def believed(c: Correction) -> list[Span]:
    """Stretches in which a counter's rises count however fast they are."""
    if c.kind is CorrectionKind.SPLIT and len(c.own):
        return [(c.start - 1, c.start - 1)]
    return [(c.start + 1, c.end - 2)] if c.gives_total else []


def _power_of_ten(factor: float) -> bool:
    return math.log10(abs(factor)).is_integer()
