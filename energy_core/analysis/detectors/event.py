"""What a detector found: the words of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Fact = float | str
STAYS = "stays"
"""Fact of a lasting change that did not end."""


class Anomaly(StrEnum):
    MISSING = "missing"  # no readings for longer than the meter's habit
    REPEATED = "repeated"  # a stamp with two values, or a day that copies an earlier one
    COUNTER_RESET = "counter_reset"  # the register fell: reset, roll-over or replacement
    NEGATIVE = "negative"  # below zero where it never was
    STUCK = "stuck"  # the same value, again and again
    INTERPOLATED = "interpolated"  # a straight line: nobody measured this
    CLOCK_SHIFTED = "clock_shift"  # the day's shape comes earlier or later
    UNIT_CHANGE = "unit_change"  # a thousand times greater or smaller
    NIGHT_PRODUCTION = "night_production"  # the sun does not shine
    SPIKE = "spike"
    DROP_OUT = "drop_out"
    UNUSUAL_HOURS = "unusual_hours"
    UNUSUAL_DAY = "unusual_day"
    LEVEL_SHIFT = "level_shift"
    JUMP = "jump"  # what has inertia, such as a temperature, moved at once
    DRIFT = "drift"
    BASE_LOAD = "base_load"
    PV_OUTAGE = "pv_outage"
    PV_LOSS = "pv_loss"


class Severity(StrEnum):
    """From the energy at stake, not from the statistic."""

    INFO = "info"
    WARNING = "warning"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding of one detector, before neighbours are joined. Stamps are µs UTC.

    detected: end of the reading that made it possible. score: value over threshold, above 1.
    side: +1 above what is usual, -1 below, 0 neither. excess_wh: energy above (below: negative)
    what is usual, None where none can be told. family: marks of one family join.
    """

    kind: Anomaly
    layer: int
    start: int
    end: int
    detected: int
    score: float
    side: int = 0
    excess_wh: float | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    family: str = ""
    whole_day: bool = False  # all of the day stays out of the baseline


@dataclass(frozen=True, slots=True)
class Event:
    """What deserves a look. As readings come, kind, start, detected, score and facts are those of
    the moment it was detected and never change; `end`, `excess_wh` and `severity` grow while it
    lasts. With hindsight all is told at its end, by its strongest mark."""

    kind: Anomaly
    layer: int
    severity: Severity
    start: datetime  # UTC
    end: datetime  # UTC
    detected: datetime  # UTC, end of the reading with which it could first be raised
    score: float
    excess_wh: float | None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    stayed: bool = False  # of a lasting change: it is the new normal, and did not end
