"""Which faults were found, how soon, and by chance: what the alarms of a run are worth.

A fault is found by an alarm that is about some of its time and that was raised within it, or
within a day after: a verdict about a day comes when the day is over. Long faults are also "found"
by an alarm that would have been there anyway; how often that happens is told beside each recall,
counted by the same rule on the series without faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.anomaly.alarms import Alarm, incidents
from benchmarks.anomaly.faults import OBVIOUS, RIGHT_NAMES, Fault
from benchmarks.anomaly.meters import DAY_S, HOUR_S, Meter

GRACE_S = DAY_S
LASTING = ("level", "offset")
LASTING_NAMES = ("level_shift", "base_load")
MONTH_S = 365.25 / 12 * DAY_S
WEEK_S = 7 * DAY_S


@dataclass(frozen=True)
class Outcome:
    """One fault; `alarm` is the first that found it, `chance` that of the series without it."""

    meter: str
    fault: Fault
    alarm: Alarm | None
    named: bool  # one of the alarms about it says what it is
    chance: bool

    @property
    def is_found(self) -> bool:
        return self.alarm is not None

    @property
    def delay_h(self) -> float:
        """Hours from the fault's start to its alarm; infinite where there is none."""
        return (self.alarm.detected - self.fault.start) / HOUR_S if self.alarm else np.inf


def outcome(
    meter: str,
    fault: Fault,
    alarms: Sequence[Alarm],
    clean: Sequence[Alarm],
    in_time: bool = True,
) -> Outcome:
    mine = finders(fault, alarms, in_time)
    named = any(alarm.kind in RIGHT_NAMES.get(fault.kind, {fault.kind}) for alarm in mine)
    chance = bool(finders(fault, clean, in_time))
    return Outcome(meter, fault, mine[0] if mine else None, named, chance)


def finders(fault: Fault, alarms: Iterable[Alarm], in_time: bool = True) -> list[Alarm]:
    """The alarms that find the fault, the earliest first; `in_time` False: whenever raised."""
    about = [one for one in alarms if one.start < fault.end and one.end > fault.start]
    found = [one for one in about if not in_time or _is_in_time(one, fault)]
    return sorted(found, key=lambda alarm: alarm.detected)


def _is_in_time(alarm: Alarm, fault: Fault) -> bool:
    return fault.start < alarm.detected <= fault.end + GRACE_S


def days_off(raised: Iterable[tuple[Fault, Sequence[Alarm]]]) -> list[float]:
    """Of each lasting change that an alarm of one is about: the days between their beginnings, of
    the alarm that begins nearest."""
    near = [
        [abs(one.start - fault.start) / DAY_S for one in finders(fault, alarms, in_time=False)
         if one.kind in LASTING_NAMES]
        for fault, alarms in raised
        if fault.kind in LASTING
    ]  # fmt: skip
    return [min(off) for off in near if off]


@dataclass(frozen=True)
class Recall:
    faults: int
    found: int
    named: int
    by_chance: int
    only_so: int  # found, and not found in the series without it
    delay_h: float  # median of those found; NaN where none was

    @property
    def share(self) -> float:
        return self.found / self.faults if self.faults else float("nan")


def recall(outcomes: Iterable[Outcome]) -> Recall:
    every = list(outcomes)
    found = [one for one in every if one.is_found]
    return Recall(
        len(every),
        len(found),
        sum(one.named for one in found),
        sum(one.chance for one in every),
        sum(not one.chance for one in found),
        float(np.median([one.delay_h for one in found])) if found else float("nan"),
    )


def hard(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.fault.kind not in OBVIOUS]


def obvious(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.fault.kind in OBVIOUS]


def a_month(alarms: Iterable[Alarm], meter: Meter) -> float:
    """Incidents a month of the series."""
    return len(incidents(alarms)) * MONTH_S / meter.span_s


def false_a_week(alarms: Iterable[Alarm], meter: Meter) -> float:
    """Incidents a week that are no data faults, of a series without injected faults."""
    return len(incidents(alarm for alarm in alarms if alarm.layer > 1)) * WEEK_S / meter.span_s
