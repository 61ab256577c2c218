"""Going through what a meter's readings were, a few days at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from energy_core.metering.periods import DAY, instant
from energy_core.metering.readings import Readings
from energy_core.services.detecting.lane import Lane

LONGEST = 400 * DAY  # of the past that is gone through
STRETCH = 10 * DAY  # at once: live readings wait for it

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

    def advance(self, last: int) -> bool:
        """Take the next days; True when all readings up to `last` [µs] are judged."""
        high = min(self.at + STRETCH - 1, last)
        self.lane.judge(self._read(self.at, high))
        self.at = high + 1
        return self.at > last
