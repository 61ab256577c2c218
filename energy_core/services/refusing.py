"""Which corrections are refused for what they would do: leave the calendar or the numbers, go round
in a circle, change nothing, be one too many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from energy_core.errors import BadRequest
from energy_core.metering.corrections import Correction
from energy_core.metering.periods import micros
from energy_core.metering.plan import Span, cut, touched, union
from energy_core.model import CorrectionKind
from energy_core.store import Store

CALENDAR = (micros(datetime(1970, 1, 1, tzinfo=UTC)), micros(datetime(2100, 1, 1, tzinfo=UTC)))
LARGEST_FACTOR = 1e9
MOST_ACTIVE = 200  # corrections of one meter
_OF_READINGS = (CorrectionKind.DELETE, CorrectionKind.SCALE, CorrectionKind.SHIFT)


def check(store: Store, made: Correction) -> None:
    """Raises BadRequest where a correction cannot stand beside those that count already."""
    active = [c for c in store.corrections.all() if c.undone is None]
    mine = [c for c in active if c.meter == made.meter]
    if len(mine) >= MOST_ACTIVE:
        raise BadRequest(f"a meter has {MOST_ACTIVE} corrections at most; undo some first")
    if any(not CALENDAR[0] <= at <= CALENDAR[1] for at in _new_places(store, made)):
        raise BadRequest("readings must stay within the years 1970 to 2100")
    if made.kind is CorrectionKind.MERGE and _borrows(active, made):
        other = store.meter_by_id(made.parameters["other"])
        raise BadRequest(f"{other.slug} counts readings of this meter as its own")
    if made.kind is CorrectionKind.SCALE and _factor(mine, made) > LARGEST_FACTOR:
        raise BadRequest("the factors of these readings come to more than a thousand million")
    if made.kind in _OF_READINGS and not _has_readings(store, made):
        raise BadRequest("there are no readings there")


def _new_places(store: Store, made: Correction) -> list[int]:
    """The outermost stamps that it brings, or moves readings to."""
    own = [int(made.own.ts.min()), int(made.own.ts.max())] if len(made.own) else []
    held = store.corrections.extent(store.meter_by_id(made.meter))
    moves = cut([held], made.start, made.end - 1) if held and made.by else []
    return own + [at + made.by for span in moves for at in span]


def _borrows(active: Sequence[Correction], made: Correction) -> bool:
    """Whether what the merge takes, its lender takes from this meter: directly, or from another
    that does so."""
    lender = made.parameters["other"]
    reached: dict[int, list[Span]] = {lender: [(made.start, made.end - 1)]}
    waiting = [lender]
    while waiting:
        taker = waiting.pop()
        for c in active:
            if c.kind is CorrectionKind.MERGE and c.meter == taker:
                known = reached.get(other := c.parameters["other"], [])
                grown = union([*known, *cut(reached[taker], c.start, c.end - 1)])
                if grown != known:
                    reached[other] = grown
                    waiting.append(other)
    return made.meter in reached


def _factor(mine: Sequence[Correction], made: Correction) -> float:
    """What readings of its range may be multiplied by, with the factors that they have already."""
    factors = [
        abs(c.parameters["factor"])
        for c in mine
        if c.kind is CorrectionKind.SCALE
        and cut(touched(mine, [(c.start, c.end - 1)]), made.start, made.end - 1)
    ]
    return float(np.prod([abs(made.parameters["factor"]), *(max(f, 1.0) for f in factors)]))


def _has_readings(store: Store, made: Correction) -> bool:
    meter = store.meter_by_id(made.meter)
    held = store.corrections.extent(meter)
    spans = cut([held], made.start, made.end - 1) if held else []
    return any(len(store.corrections.readings(meter, *span)) for span in spans)
