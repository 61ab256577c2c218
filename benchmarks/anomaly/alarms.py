"""An alarm, whoever raised it, and the incidents that alarms make together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.anomaly.meters import DAY_S

QUIET_S = DAY_S
"""An incident is over when nothing was raised for so long."""


@dataclass(frozen=True)
class Alarm:
    """About [start, end), first raised with what was known at `detected` [epoch s]; `score` is
    over 1."""

    kind: str
    layer: int
    start: int
    end: int
    detected: int
    score: float = 1.0


Incident = tuple[Alarm, ...]


def incidents(alarms: Iterable[Alarm]) -> list[Incident]:
    """Alarms raised with less than a day between them are one incident, whatever their kinds: how
    often a person is told anew. How long an alarm lasts does not matter: one that lasts for weeks
    must not hide others that are raised meanwhile."""
    found: list[Incident] = []
    for alarm in sorted(alarms, key=lambda one: one.detected):
        if found and alarm.detected - found[-1][-1].detected < QUIET_S:
            found[-1] = (*found[-1], alarm)
        else:
            found.append((alarm,))
    return found
