"""Cumulative registers → segments, and what happened to the register.

A register should only rise. Where the next reading does not follow plausibly from the last
accepted one, the first of these that fits is taken:

| seen | taken for | energy |
|---|---|---|
| within PATIENCE readings (LONG_PATIENCE after a fall of at most 1 %) it is back at its height or above, after a fall of at most 10 %, or by a jump that no use of this meter explains | dip: noise | from the height before it |
| it stood within 1 % below its last digit and is now within 1 % above zero | roll-over | the rest to the digit, and the new reading |
| it is near zero (1 % of its height, or 1 kWh or m³) | reset | the new reading |
| it fell anywhere else, or rose faster than is plausible (across a gap: faster on average than three times the fastest rise nearby, and than 100 kW) | replaced | none: what flowed meanwhile is unknown |

No rule gives a negative energy or one above the plausible rate. A gap keeps its energy,
spread evenly over it and marked estimated. A live register is judged by the readings that
are there: what looks like a reset becomes a dip when it comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from energy_core.metering.habits import SLEEPERS
from energy_core.metering.readings import (
    FAR,
    HOUR,
    Flags,
    Floats,
    Readings,
    Stamps,
    ahead,
    declared_steps,
    of_each,
)
from energy_core.metering.segments import Segments, joined, trust
from energy_core.metering.steps import is_gap, nominal_steps
from energy_core.model import EventKind, Meter

PATIENCE = 6  # readings within which a register may come back
LONG_PATIENCE = 40  # the same, for a register that only slipped back a little
REACH = 2 * LONG_PATIENCE + 1  # readings on either side that a judgement may look at
SLIP = 0.01  # a fall of at most this share is a slip: what devices compute, they correct
NOISE = 0.10  # a fall of at most this share is noise if it comes back at all
USUAL = 3.0  # a use explains no rise faster than this many times the fastest nearby
EDGE = 0.01  # share of a register that is "near" its top or zero
SMALL = {"Wh": 1000.0, "m³": 1.0}  # always near zero
FEWEST_DIGITS = 4  # a register that shows fewer is not expected to roll over there
DIGIT = {"Wh": 1000.0, "m³": 1.0}  # stored units in one step of a register's last whole digit
LARGE_HOME = {"Wh": 100_000.0, "m³": 100.0}  # W or m³/h, believed of any meter across a gap
LONG_OFFLINE = HOUR  # a shorter gap opens no event
LONGEST_NIGHT = 24 * HOUR  # of a meter that rests without sun
EVENTS = (
    EventKind.DIP, EventKind.RESET, EventKind.ROLLOVER, EventKind.REPLACED, EventKind.OFFLINE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Something that happened to a register: stamps [µs] and readings on either side."""

    meter: int
    kind: EventKind
    start: int
    end: int
    before: float
    after: float


def of_counter(
    r: Readings, meters: Mapping[int, Meter], believed: Flags | None = None
) -> tuple[Segments, list[Found]]:
    """Segments between accepted readings, and events, of every counter in `r` [Wh or m³].

    `believed`: readings to which a rise counts, however fast, because a person said so.
    """
    gap = ahead(r)
    alone = is_gap(gap, nominal_steps(gap, declared_steps(r, meters)))
    limit = _limits(r, gap, alone, meters)
    if believed is not None:
        limit[:-1][believed[1:]] = np.inf
    rise = np.append(np.diff(r.value), 0.0)
    plausible = ((rise >= 0) & (rise <= limit)) | (gap == FAR)
    odd = np.unique(r.meter[~plausible])
    steps = np.flatnonzero((gap < FAR) & ~np.isin(r.meter, odd))
    parts = [_between(r, steps, steps + 1, r.value[steps + 1] - r.value[steps], alone[steps])]
    found = [
        _event(r, EventKind.OFFLINE, i, i + 1)
        for i in np.flatnonzero(alone & (gap > LONG_OFFLINE)).tolist()
        if not _sleeps(r, i, meters[int(r.meter[i])])
    ]
    for meter in odd.tolist():
        mine = np.flatnonzero(r.meter == meter)
        walk = _Walk(r.take(mine), alone[mine], limit[mine], meters[meter])
        parts.append(walk.segments())
        found += walk.found
    return joined(parts), sorted(found, key=lambda f: (f.meter, f.start, f.kind))


def _sleeps(r: Readings, i: int, meter: Meter) -> bool:
    """Whether the silence after reading `i` is a night without sun: the register of a producer, or
    a second one of it, comes back as high as it left within one of its steps, or began again."""
    rise = float(r.value[i + 1] - r.value[i])
    if meter.role not in SLEEPERS or r.ts[i + 1] - r.ts[i] >= LONGEST_NIGHT:
        return False
    if rise < 0:
        return 0 <= r.value[i + 1] <= SMALL.get(meter.unit, 0.0)
    near = np.r_[max(0, i - PATIENCE) : i, i + 1 : min(i + PATIENCE + 1, len(r) - 1)]
    near = near[(r.meter[near] == r.meter[i]) & (r.meter[near + 1] == r.meter[i])]
    return rise <= max((r.value[near + 1] - r.value[near]).tolist(), default=0.0)


def _limits(r: Readings, gap: Stamps, alone: Flags, meters: Mapping[int, Meter]) -> Floats:
    """The most that each register may rise to its next reading. Across a gap, where a long time
    would excuse any jump, the mean rate must be near those around it, or a home's."""
    rate = of_each(r.meter, meters, lambda m: m.plausible_rate)
    for i in np.flatnonzero(alone).tolist():
        meter = meters[int(r.meter[i])]
        if meter.max_rate is None:
            mine = r.meter == r.meter[i]
            near = USUAL * _fastest(r.take(mine), int(np.searchsorted(r.ts[mine], r.ts[i])))
            rate[i] = min(rate[i], max(near, LARGE_HOME.get(meter.unit, np.inf)))
    return rate * (gap / HOUR)


def _fastest(r: Readings, i: int) -> float:
    """The fastest rise among the readings around the step that follows reading `i`."""
    a, b = max(0, i - PATIENCE), min(i + PATIENCE + 1, len(r) - 1)
    rates = [
        float((r.value[n + 1] - r.value[n]) / ((r.ts[n + 1] - r.ts[n]) / HOUR))
        for n in range(a, b)
        if n != i
    ]
    return max(rates, default=0.0)


def _between(
    r: Readings, a: np.ndarray, b: np.ndarray, amount: Floats, estimated: Flags
) -> Segments:
    hours = (r.ts[b] - r.ts[a]) / HOUR
    guessed, corrected = trust(np.maximum(r.quality[a], r.quality[b]), estimated)
    return Segments(r.meter[a], r.ts[a], r.ts[b], amount, amount / hours, guessed, corrected)


def _event(r: Readings, kind: EventKind, i: int, j: int) -> Found:
    return Found(
        int(r.meter[i]), kind, int(r.ts[i]), int(r.ts[j]), float(r.value[i]), float(r.value[j])
    )


class _Walk:
    """From accepted reading to accepted reading through one register that does not only rise."""

    def __init__(self, r: Readings, alone: Flags, limit: Floats, meter: Meter) -> None:
        self.r, self.alone, self.limit, self.meter = r, alone, limit, meter
        self.found: list[Found] = []
        self._steps: list[tuple[int, int, float]] = []
        i = 0
        while i + 1 < len(r):
            i = self._next(i)

    def segments(self) -> Segments:
        a, b = (np.array([s[n] for s in self._steps], np.intp) for n in (0, 1))
        amount = np.array([s[2] for s in self._steps], np.float64)
        estimated = np.array([self.alone[i:j].any() for i, j, _ in self._steps], bool)
        return _between(self.r, a, b, amount, estimated)

    def _next(self, i: int) -> int:
        """Judge what follows reading `i`, note its energy, and return the next accepted one."""
        if self._follows(i, i + 1):
            return self._accept(i, i + 1, self.r.value[i + 1] - self.r.value[i])
        if (back := self._back(i)) is not None:
            self.found.append(_event(self.r, EventKind.DIP, i, i + 1))
            return self._accept(i, back, self.r.value[back] - self.r.value[i])
        kind, amount = self._judge(i)
        self.found.append(_event(self.r, kind, i, i + 1))
        if amount is not None and amount <= self._limit(i, i + 1):
            return self._accept(i, i + 1, amount)
        return i + 1

    def _accept(self, i: int, j: int, amount: float) -> int:
        self._steps.append((i, j, float(amount)))
        return j

    def _limit(self, i: int, j: int) -> float:
        if j == i + 1:
            return float(self.limit[i])
        return self.meter.plausible_rate * float(self.r.ts[j] - self.r.ts[i]) / HOUR

    def _follows(self, i: int, j: int) -> bool:
        return 0 <= self.r.value[j] - self.r.value[i] <= self._limit(i, j)

    def _back(self, i: int) -> int | None:
        """The reading at which a register that left at `i` is back, if it was only noise."""
        value = self.r.value
        slipped = value[i] * (1 - SLIP) <= value[i + 1] < value[i]
        patience = LONG_PATIENCE if slipped else PATIENCE
        for j in range(i + 2, min(i + 1 + patience, len(value) - 1) + 1):
            if self._follows(i, j):
                if value[i + 1] >= value[i]:
                    return j if value[i + 1] > value[j] else None
                slight = value[i + 1] >= value[i] * (1 - NOISE)
                return j if slight or self._jumps(i, j) else None
        return None

    def _jumps(self, i: int, j: int) -> bool:
        """Whether the rise into `j` covers most of the fall and is faster than any use nearby."""
        value, hours = self.r.value, np.diff(self.r.ts) / HOUR
        jump = value[j] - value[j - 1]
        near = np.r_[max(0, i - PATIENCE) : i, j : min(j + PATIENCE, len(value) - 1)]
        usual = max((float((value[n + 1] - value[n]) / hours[n]) for n in near), default=0.0)
        return jump >= (value[i] - value[i + 1]) / 2 and jump / hours[j - 1] > USUAL * usual

    def _judge(self, i: int) -> tuple[EventKind, float | None]:
        """What a break after reading `i` is, and the energy of the step across it, if known."""
        before, after = float(self.r.value[i]), float(self.r.value[i + 1])
        top = self._top(before)
        if before >= top * (1 - EDGE) and 0 <= after <= top * EDGE:
            return EventKind.ROLLOVER, top - before + after
        if before > after >= 0 and after <= max(before * EDGE, SMALL.get(self.meter.unit, 0.0)):
            return EventKind.RESET, after
        return EventKind.REPLACED, None

    def _top(self, height: float) -> float:
        digit = DIGIT.get(self.meter.unit, 1.0)
        digits = self.meter.digits or max(FEWEST_DIGITS, len(str(int(max(height, 0.0) / digit))))
        return float(10**digits * digit)
