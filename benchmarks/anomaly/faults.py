"""What is done to a meter's readings, kind by kind.

An effect gets the readings of the fault's span alone and gives what stands there instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.anomaly.meters import HOUR_S, SLOT_S, Floats, Meter


@dataclass(frozen=True)
class Fault:
    """`kind` of KINDS happens to the readings that begin in [start, end) [epoch s]."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Span:
    """What an effect may look at: readings `first` to `last` (exclusive) of `meter`."""

    meter: Meter
    first: int
    last: int
    hour: Floats  # local, of each reading of the span
    rng: np.random.Generator

    @property
    def value(self) -> Floats:
        return self.meter.value[self.first : self.last]

    @property
    def mean(self) -> float:
        return float(self.meter.value.mean())


Effect = Callable[[Span], Floats]
"""The values that the span has now; NaN where no reading arrives."""


@dataclass(frozen=True)
class Kind:
    """hours: shortest and longest. whole_days: from midnight to midnight, local. in_flow: only
    where at least half the mean flows, else nobody could see it."""

    effect: Effect
    hours: tuple[float, float]
    loads: bool = True
    production: bool = True
    whole_days: bool = False
    in_flow: bool = False

    def befalls(self, meter: Meter) -> bool:
        return self.production if meter.is_production else self.loads


ONE_SLOT = (0.0, 0.0)  # one reading, or the readings of a quarter hour


def spike(span: Span) -> Floats:
    """One quarter hour, or one longer reading, far above all that the meter ever shows."""
    top = np.quantile(span.meter.value, 0.999)
    return np.full(len(span.value), top * span.rng.uniform(1.5, 3))


def stuck(span: Span) -> Floats:
    return np.full(len(span.value), span.value[0])


def zero(span: Span) -> Floats:
    return np.zeros(len(span.value))


def missing(span: Span) -> Floats:
    return np.full(len(span.value), np.nan)


def negative(span: Span) -> Floats:
    return -span.value


def level(span: Span) -> Floats:
    return span.value * 1.4


def offset(span: Span) -> Floats:
    return span.value + 0.3 * span.mean


def night_load(span: Span) -> Floats:
    """The meter's mean on top between midnight and six."""
    return span.value + span.mean * (span.hour < 6)


def drift(span: Span) -> Floats:
    """Up to 30 % more, of a production 30 % less, at the end."""
    most = -0.3 if span.meter.is_production else 0.3
    return span.value * (1 + most * np.linspace(0, 1, len(span.value)))


def shifted_day(span: Span) -> Floats:
    """What the day had in its hours, six to ten hours later; the last come first."""
    return np.roll(span.value, _readings(span, int(span.rng.integers(6, 11))))


def clock_shift(span: Span) -> Floats:
    """Values an hour late or early; the stamps betray nothing."""
    by = _readings(span, 1) * (1 if span.rng.random() < 0.5 else -1)
    at = np.clip(np.arange(span.first, span.last) - by, 0, len(span.meter.value) - 1)
    return span.meter.value[at]


def string_loss(span: Span) -> Floats:
    return span.value * 0.5


def _readings(span: Span, hours: int) -> int:
    return hours * HOUR_S // span.meter.step_s


DAY = 24.0
KINDS: dict[str, Kind] = {
    "missing": Kind(missing, (3, 12)),
    "negative": Kind(negative, (1, 3), in_flow=True),
    "stuck": Kind(stuck, (6, 24), in_flow=True),
    "spike": Kind(spike, ONE_SLOT),
    "drop_out": Kind(zero, (3, 12), in_flow=True),
    "level": Kind(level, (7 * DAY, 7 * DAY)),
    "offset": Kind(offset, (5 * DAY, 5 * DAY), production=False),
    "night_load": Kind(night_load, (3 * DAY, 3 * DAY), whole_days=True),
    "drift": Kind(drift, (21 * DAY, 21 * DAY)),
    "shifted_day": Kind(shifted_day, (DAY, DAY), production=False, whole_days=True),
    "clock_shift": Kind(clock_shift, (7 * DAY, 7 * DAY)),
    "pv_outage": Kind(zero, (DAY, 3 * DAY), loads=False, in_flow=True),
    "string_loss": Kind(string_loss, (10 * DAY, 10 * DAY), loads=False),
}
OBVIOUS = ("missing", "negative", "stuck")
"""Kinds that a look at single readings finds: recall is also told without them."""

RIGHT_NAMES: dict[str, frozenset[str]] = {
    "missing": frozenset({"missing"}),
    "negative": frozenset({"negative"}),
    "stuck": frozenset({"stuck"}),
    "spike": frozenset({"spike"}),
    "drop_out": frozenset({"drop_out", "stuck", "pv_outage"}),
    "level": frozenset({"level_shift", "unusual_day"}),
    "offset": frozenset({"level_shift", "base_load", "unusual_day"}),
    "night_load": frozenset({"unusual_hours", "base_load", "night_production"}),
    "drift": frozenset({"drift", "level_shift", "pv_loss"}),
    "shifted_day": frozenset({"unusual_day", "unusual_hours", "clock_shift"}),
    "clock_shift": frozenset({"clock_shift"}),
    "pv_outage": frozenset({"pv_outage"}),
    "string_loss": frozenset({"pv_loss", "level_shift"}),
    "level_shift": frozenset({"level_shift", "jump"}),  # the simulator's, of a thermometer
}
"""What a person would accept as the alarm's kind; of other faults their own name."""


def length_s(kind: Kind, step_s: int, rng: np.random.Generator) -> int:
    """A length for one fault [s]: whole readings, at least one quarter hour of them."""
    wanted = rng.uniform(*kind.hours) * HOUR_S
    least = max(step_s, SLOT_S)
    return max(least, int(wanted) // step_s * step_s)


def of_role(meter: Meter) -> list[str]:
    return [name for name, kind in KINDS.items() if kind.befalls(meter)]
