"""Going through what a meter's readings were, a few days at a time.

Twice: as if they came now, which gives the state to go on from, then with both sides of each day
that was over, which is what is told of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np

from energy_core.analysis.detectors.hindsight import Steps
from energy_core.analysis.detectors.slots import MINUTE
from energy_core.metering.periods import DAY, instant
from energy_core.metering.readings import Readings
from energy_core.model import Kind
from energy_core.services.detecting.lane import Lane

LONGEST = 400 * DAY  # of the past that is gone through
STRETCH = 10 * DAY  # at once: live readings wait for it
DAYS_BACK = 20  # at once, the same

Read = Callable[[int, int], Readings]
"""Readings of a meter between two stamps [µs], both included."""


class Pass:
    """since: what a new lane finds from there on stands for all that was found before; None where
    a lane only goes on."""

    def __init__(self, lane: Lane, first: int, last: int, read: Read) -> None:
        """`lane`: a new one, or one that is far behind; first, last: of the meter's stamps [µs]."""
        self.lane, self._read = lane, read
        self.is_new = lane.state is None
        self.at = max(first, last - LONGEST) if self.is_new else lane.until
        self.since: datetime | None = instant(self.at) if self.is_new else None
        self._seen: list[Readings] = []
        self._back: Steps | None = None
        self._looked_back = not self.is_new

    def advance(self, last: int) -> bool:
        """Take the next days; True when all readings up to `last` [µs] are judged."""
        if self._back is not None:
            self._look_back(self._back)
        elif self.at <= last:
            self._go_on(last)
        elif not self._looked_back:
            self._back = self.lane.looking_back(_together(self._seen))
        return self.at > last and self._looked_back

    def _go_on(self, last: int) -> None:
        high = min(self.at + STRETCH - 1, last)
        readings = self._read(self.at, high)
        self.lane.judge(readings)
        if not self._looked_back:
            self._seen.append(_by_minute(readings, self.lane.meter.kind))
        self.at = high + 1

    def _look_back(self, steps: Steps) -> None:
        try:
            for _ in range(DAYS_BACK):
                next(steps)
        except StopIteration as done:
            self.lane.looked_back(done.value.events)
            self._back, self._seen, self._looked_back = None, [], True


def _by_minute(readings: Readings, kind: Kind) -> Readings:
    """What is read more than once a minute: the mean (a counter: the last) of each minute; a year
    of seconds would not fit."""
    minute, first, count = np.unique(readings.ts // MINUTE, return_index=True, return_counts=True)
    if len(minute) == len(readings):
        return readings
    if kind is Kind.COUNTER:
        value = readings.value[first + count - 1]
    else:
        value = np.add.reduceat(readings.value, first) / count
    return Readings(readings.meter[first], minute * MINUTE, value)


def _together(parts: list[Readings]) -> Readings:
    """A minute that was cut is told by its first part."""
    whole = Readings(
        np.concatenate([part.meter for part in parts]),
        np.concatenate([part.ts for part in parts]),
        np.concatenate([part.value for part in parts]),
    )
    return whole.take(np.unique(whole.ts, return_index=True)[1])
