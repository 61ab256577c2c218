"""Readings → segments: stretches of time over which a rate is known.

Each kind of register has one named function, here or in `counters`; all give one shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from energy_core.metering.readings import (
    HOUR,
    SECOND,
    Flags,
    Floats,
    Ids,
    Qualities,
    Readings,
    Stamps,
    ahead,
    by_meter,
    declared_steps,
)
from energy_core.metering.steps import held, nominal_steps
from energy_core.model import Meter, Quality

LONE_INTERVAL = 900 * SECOND  # of an interval register whose only reading tells no step
INTERVAL_STRETCH = 1.5  # an interval reaches the next stamp if that is nearer than this many steps


@dataclass(frozen=True, slots=True)
class Segments:
    """Parallel arrays, sorted by meter and start, not overlapping within a meter.

    start, end: µs UTC; amount: Wh, m³ or level·h in the segment; rate: W, m³/h or the level;
    estimated: the amount is a guess, or is known, but not how it was spread over the segment;
    corrected: a person's correction made it; it is not counted as estimated then.
    """

    meter: Ids
    start: Stamps
    end: Stamps
    amount: Floats
    rate: Floats
    estimated: Flags
    corrected: Flags

    def __len__(self) -> int:
        return len(self.start)

    def keep(self, which: Flags) -> Segments:
        return Segments(*(getattr(self, f.name)[which] for f in fields(self)))


def joined(parts: Sequence[Segments]) -> Segments:
    """The segments of all parts, sorted by meter and start; each part must be so."""
    if len(parts) == 1:
        return parts[0]
    whole = Segments(
        *(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Segments))
    )
    order = by_meter(whole.meter, whole.start)
    return Segments(*(getattr(whole, f.name)[order] for f in fields(whole)))


def of_rate(r: Readings, meters: Mapping[int, Meter]) -> Segments:
    """A power [W] or a level: each value holds until the next one.

    This time-weighted integral is exact for mean powers stamped at their start, and for senders
    that report on change at least every five minutes (or five of their declared steps). Before a gap a value stands for its own step alone; the
    rest of the gap is missing, not interpolated.
    """
    span = held(r, declared_steps(r, meters))
    guessed, corrected = trust(r.quality)
    whole = Segments(
        r.meter, r.ts, r.ts + span, r.value * (span / HOUR), r.value, guessed, corrected
    )
    return whole.keep(span > 0)


def of_interval(r: Readings, meters: Mapping[int, Meter]) -> Segments:
    """Energy or volume [Wh or m³] of the interval that starts at each stamp."""
    gap = ahead(r)
    step = nominal_steps(gap, declared_steps(r, meters))
    lone = step == 0
    step = np.where(lone, LONE_INTERVAL, step)
    span = np.where(gap < step * INTERVAL_STRETCH, gap, step)
    guessed, corrected = trust(r.quality, lone)
    rate = r.value / (span / HOUR)
    return Segments(r.meter, r.ts, r.ts + span, r.value, rate, guessed, corrected)


def trust(quality: Qualities, guessed: Flags | bool = False) -> tuple[Flags, Flags]:
    """(estimated, corrected) of what is made from readings of this quality; `guessed`: estimated
    whatever they are. What is corrected is not estimated too."""
    corrected = quality == Quality.CORRECTED
    return ((quality == Quality.ESTIMATED) | guessed) & ~corrected, corrected
