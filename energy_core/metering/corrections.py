"""What people say of readings that are wrong or missing: overlays, applied before the physics.

Readings never change. A correction is one small function from readings to readings; adding a kind
is adding one function to `KINDS`. Corrections apply in the order in which they were made, each to
what the earlier ones left. What they touch is of quality CORRECTED, and so are the quarter hours
made of it. A deleted reading is as if it had never come: a counter then keeps the energy across
the hole, as across any gap.

A counter's register is another (no difference is taken across) from where it is split, at both
ends of a stretch that is declared missing, merged, or scaled by what is no power of ten. Rises
that a person gave count however fast they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from energy_core.metering.readings import SECOND, Flags, Readings, empty, merged
from energy_core.model import CorrectionKind, Quality

FOREVER = 253_402_300_799 * SECOND  # the end of a correction that has none: year 9999


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """`start`, `end`: [start, end) in µs UTC. `own`: readings that it brings, in stored units.

    Parameters by kind. scale: `factor`; shift: `seconds`, added to the stamps; merge: `other`, the
    other meter's id, and `joined` where its register goes on with this one's; fill: `how`, in a
    word of `FILLS`, and `register` where it is a counter's. The id is 0 until it is kept. `batch`: the imported file that made it, if one did.
    """

    meter: int
    kind: CorrectionKind
    start: int
    end: int
    parameters: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    author: str = ""
    own: Readings = field(default_factory=empty)
    id: int = 0
    created: datetime | None = None
    undone: datetime | None = None
    batch: int | None = None

    @property
    def by(self) -> int:
        """How far stamps are moved [µs]."""
        moves = self.kind is CorrectionKind.SHIFT
        return round(self.parameters["seconds"] * SECOND) if moves else 0

    @property
    def fills_register(self) -> bool:
        return bool(self.parameters.get("register"))

    @property
    def gives_total(self) -> bool:
        """Whether it says by how much a counter's register rose."""
        is_fill = self.kind is CorrectionKind.FILL and self.parameters["how"] == "total"
        return is_fill and self.fills_register


def deleted(r: Readings, c: Correction) -> Readings:
    return r.take(~_within(r, c))


def scaled(r: Readings, c: Correction) -> Readings:
    inside = _within(r, c)
    value = np.where(inside, r.value * c.parameters["factor"], r.value)
    return Readings(r.meter, r.ts, value, np.where(inside, _CORRECTED, r.quality))


def overlaid(r: Readings, c: Correction) -> Readings:
    """Its own readings beside the others, and in place of those with the same stamp."""
    return merged([r.take(~np.isin(r.ts, c.own.ts)), c.own])


def instead(r: Readings, c: Correction) -> Readings:
    """Its own readings in place of all others."""
    return merged([deleted(r, c), c.own])


def shifted(r: Readings, c: Correction) -> Readings:
    """Stamps moved; where one falls on a reading that stays, that one counts."""
    inside = _within(r, c)
    stays, moves = r.take(~inside), r.take(inside)
    moved = Readings(moves.meter, moves.ts + c.by, moves.value, _corrected(len(moves)))
    return merged([stays, moved.take(~np.isin(moved.ts, stays.ts))])


def filled(r: Readings, c: Correction) -> Readings:
    return FILLS[c.parameters["how"], c.fills_register](r, c)


def where_missing(r: Readings, c: Correction) -> Readings:
    """Its own readings where none is nearer than half of their step."""
    step = int(np.diff(c.own.ts).min()) if len(c.own) > 1 else c.end - c.start
    inside = r.take(_within(r, c)).ts
    if len(inside) == 0:
        return merged([r, c.own])
    after = np.searchsorted(inside, c.own.ts).clip(max=len(inside) - 1)
    near = np.minimum(
        np.abs(inside[after] - c.own.ts), np.abs(inside[(after - 1).clip(min=0)] - c.own.ts)
    )
    return merged([r, c.own.take(2 * near >= step)])


def along(r: Readings, c: Correction) -> Readings:
    """A counter's register between the readings that are there, by the shares of the whole rise
    (0..1) that its own readings hold. It begins and ends at a reading."""
    anchors = r.take(_within(r, c))
    after = np.searchsorted(anchors.ts, c.own.ts)
    kept = (after > 0) & (after < len(anchors)) & ~np.isin(c.own.ts, anchors.ts)
    own, b = c.own.take(kept), after[kept]
    low, high = anchors.value[b - 1], anchors.value[b]
    share = np.interp(anchors.ts, [c.start, *c.own.ts, c.end - 1], [0.0, *c.own.value, 1.0])
    part = share[b] - share[b - 1]
    rises = (high >= low) & (part > 0)
    way = np.divide(own.value - share[b - 1], part, out=np.zeros(len(own)), where=rises)
    path = Readings(own.meter, own.ts, low + (high - low) * way, own.quality)
    return merged([r, path.take(rises)])


def counted(r: Readings, c: Correction) -> Readings:
    """A counter's register raised from the reading at `start` by what its own readings hold; the
    one at the end begins another register."""
    first = np.flatnonzero(r.ts == c.start)
    if len(first) == 0:
        return r
    own = Readings(c.own.meter, c.own.ts, c.own.value + r.value[first[0]], c.own.quality)
    between = _within(r, c) & (r.ts > c.start) & (r.ts < c.end - 1)
    return merged([r.take(~between), own])


def unchanged(r: Readings, c: Correction) -> Readings:
    return r


KINDS: dict[CorrectionKind, Callable[[Readings, Correction], Readings]] = {
    CorrectionKind.DELETE: deleted,
    CorrectionKind.SCALE: scaled,
    CorrectionKind.REPLACE: overlaid,
    CorrectionKind.FILL: filled,
    CorrectionKind.SHIFT: shifted,
    CorrectionKind.SPLIT: overlaid,
    CorrectionKind.MERGE: instead,
}

FILLS: dict[tuple[str, bool], Callable[[Readings, Correction], Readings]] = {
    ("profile", False): where_missing,  # what is read there counts, its own readings beside it
    ("total", False): instead,  # the total is known, whatever is read there
    ("profile", True): along,  # its rise, spread over a profile
    ("total", True): counted,  # a known total, spread over a profile
    ("missing", False): unchanged,  # nothing is known, and nothing is to be made up
}
"""(`how`, of a counter) → what becomes of the readings."""


def applied(r: Readings, corrections: Iterable[Correction]) -> Readings:
    """One meter's readings as the corrections leave them, in their order."""
    for c in corrections:
        r = KINDS[c.kind](r, c)
    return r


def _within(r: Readings, c: Correction) -> Flags:
    return (r.ts >= c.start) & (r.ts < c.end)


def _corrected(count: int) -> np.ndarray:
    return np.full(count, _CORRECTED)


_CORRECTED = np.uint8(Quality.CORRECTED)
