"""An alarm, whoever raised it, and the incidents that alarms make together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.anomaly.meters import DAY_S

QUIET_S = DAY_S
"""An incident is over when nothing was wrong for so long."""


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

    def is_as(self, other: Alarm) -> bool:
        """The same alarm, found in another copy of the series."""
        return (self.kind, self.start) == (other.kind, other.start)


@dataclass(frozen=True)
class Incident:
    alarms: tuple[Alarm, ...]

    @property
    def start(self) -> int:
        return min(alarm.start for alarm in self.alarms)

    @property
    def end(self) -> int:
        return max(alarm.end for alarm in self.alarms)


def incidents(alarms: Iterable[Alarm]) -> list[Incident]:
    """Alarms with less than a quiet day between them are one incident, whatever their kinds."""
    found: list[Incident] = []
    for alarm in sorted(alarms, key=lambda one: one.start):
        if found and alarm.start - found[-1].end < QUIET_S:
            found[-1] = Incident((*found[-1].alarms, alarm))
        else:
            found.append(Incident((alarm,)))
    return found
