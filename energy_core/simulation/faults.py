"""Labelled faults: when each happens, and what it does to the readings of its meter.

A fault's time depends on the seed alone: every kind happens once in each period of fifteen
days, at a slot of its own, so that no two ever touch one meter at the same time. All but the
rise of the base load are faults of a device; that one is a real load, and all meters see it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np

from energy_core.simulation.day import Load
from energy_core.simulation.home import Home
from energy_core.simulation.meters import SimMeter, Stream, sampled
from energy_core.simulation.noise import Channel, Flags, generator

MINUTE, HOUR, DAY = 60, 3600, 86400
PERIOD = 15 * DAY


class FaultKind(StrEnum):
    SPIKE = "spike"
    STUCK = "stuck"
    DROP_OUT = "drop_out"
    COUNTER_RESET = "counter_reset"
    BASE_LOAD_RISE = "base_load_rise"
    LEVEL_SHIFT = "level_shift"
    DRIFT = "drift"
    CLOCK_SHIFT = "clock_shift"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a meter from `start` to `end` [epoch s].

    A drift reaches its magnitude at the end; a counter reset lasts for ever, its span is the
    minute in which it happens.
    """

    meter: str
    kind: FaultKind
    start: int
    end: int
    magnitude: float
    unit: str  # of the magnitude: that of the meter, `share` or `s`


@dataclass(frozen=True, slots=True)
class _Slot:
    """Which meter a kind befalls, on which day of the period, for how long, and how much."""

    meter: str
    day: int
    length_s: int
    magnitude: float
    unit: str


_SLOTS: dict[FaultKind, _Slot] = {
    FaultKind.SPIKE: _Slot("home", 2, MINUTE, 25_000.0, "W"),
    FaultKind.STUCK: _Slot("temperature.outdoor", 4, 14 * HOUR, 0.0, "°C"),
    FaultKind.DROP_OUT: _Slot("heatpump", 6, 9 * HOUR, 0.0, "W"),
    FaultKind.COUNTER_RESET: _Slot("water", 8, MINUTE, 0.0, "m3"),
    FaultKind.BASE_LOAD_RISE: _Slot("home", 5, 5 * DAY, 180.0, "W"),
    FaultKind.LEVEL_SHIFT: _Slot("temperature.indoor", 10, 3 * DAY, -3.0, "°C"),
    FaultKind.DRIFT: _Slot("pv", 0, 6 * DAY, -0.3, "share"),
    # An odd number of seconds: a shifted stamp hides no true one of a meter that is read by the
    # minute or every two seconds.
    FaultKind.CLOCK_SHIFT: _Slot("pv", 9, 2 * DAY, 437.0, "s"),
}


def schedule(seed: int, kinds: Sequence[FaultKind], start: int, end: int) -> list[Fault]:
    """The faults of these kinds that touch [start, end) [epoch s], in order of their start."""
    periods = range(start // PERIOD - 1, end // PERIOD + 1)
    faults = [_fault(seed, kind, period) for period in periods for kind in kinds]
    return sorted((f for f in faults if touches(f, start, end)), key=lambda f: f.start)


def touches(fault: Fault, start: int, end: int) -> bool:
    return fault.start < end and fault.end > start


def _fault(seed: int, kind: FaultKind, period: int) -> Fault:
    slot, position = _SLOTS[kind], list(FaultKind).index(kind)
    rng = generator(seed, Channel.FAULTS, period * len(FaultKind) + position)
    begin = period * PERIOD + slot.day * DAY + int(rng.integers(DAY // MINUTE)) * MINUTE
    return Fault(slot.meter, kind, begin, begin + slot.length_s, slot.magnitude, slot.unit)


def loads(faults: Sequence[Fault]) -> list[Load]:
    """The faults that are real loads in the house."""
    rises = [f for f in faults if f.kind is FaultKind.BASE_LOAD_RISE]
    return [Load(f.start, f.end, round(f.magnitude)) for f in rises]


def apply(faults: Sequence[Fault], home: Home, meter: SimMeter, true: Stream) -> Stream:
    """The readings that arrive from `meter` when these faults, in order of start, befall it."""
    mine = [f for f in faults if f.meter == meter.slug]
    shown = _restarted([f for f in mine if f.kind is FaultKind.COUNTER_RESET], home, meter, true)
    for fault in mine:
        if (effect := _EFFECTS.get(fault.kind)) and _during(fault, shown).any():
            shown = effect(fault, home, meter, shown)
    return replace(shown, values=np.round(shown.values, meter.decimals))


def _during(fault: Fault, s: Stream) -> Flags:
    return (s.t >= fault.start) & (s.t < fault.end)


def _restarted(resets: list[Fault], home: Home, meter: SimMeter, s: Stream) -> Stream:
    """A register that counts from its last reset on."""
    last = np.searchsorted([f.start for f in resets], s.t, side="right")
    counted = np.zeros(len(s.t))
    for n in np.unique(last[last > 0]):
        counted[last == n] = _at_start(resets[n - 1], home, meter)
    return replace(s, values=s.values - counted)


def _shift(fault: Fault, home: Home, meter: SimMeter, s: Stream) -> Stream:
    return replace(s, values=s.values + fault.magnitude * _during(fault, s))


def _stick(fault: Fault, home: Home, meter: SimMeter, s: Stream) -> Stream:
    return replace(s, values=np.where(_during(fault, s), _at_start(fault, home, meter), s.values))


def _drop(fault: Fault, home: Home, meter: SimMeter, s: Stream) -> Stream:
    left = ~_during(fault, s)
    return Stream(s.t[left], s.values[left])


def _drift(fault: Fault, home: Home, meter: SimMeter, s: Stream) -> Stream:
    way = (s.t - fault.start) / (fault.end - fault.start) * _during(fault, s)
    return replace(s, values=s.values * (1 + fault.magnitude * way))


def _shift_clock(fault: Fault, home: Home, meter: SimMeter, s: Stream) -> Stream:
    return replace(s, t=s.t + round(fault.magnitude) * _during(fault, s))


@lru_cache(maxsize=256)
def _at_start(fault: Fault, home: Home, meter: SimMeter) -> float:
    """What the meter truly showed when the fault began."""
    return float(sampled(home, meter, np.array([fault.start]), meter.every_s)[0])


_EFFECTS: dict[FaultKind, Callable[[Fault, Home, SimMeter, Stream], Stream]] = {
    FaultKind.SPIKE: _shift,
    FaultKind.STUCK: _stick,
    FaultKind.DROP_OUT: _drop,
    FaultKind.LEVEL_SHIFT: _shift,
    FaultKind.DRIFT: _drift,
    FaultKind.CLOCK_SHIFT: _shift_clock,
}
