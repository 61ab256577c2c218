"""When what is stored was last changed, day by day: what was read of a period and kept is still
true as long as its number stays the same."""

from __future__ import annotations

from threading import Lock

from energy_core.metering.periods import DAY

MOST_DAYS = 40_000  # noted one by one; a century


class Changes:
    """Counts changes. Written by the writing thread, after each commit; read by any."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = self._everything = 0
        self._days: dict[int, int] = {}

    def everywhere(self) -> None:
        """Anything may be different now."""
        with self._lock:
            self._count += 1
            self._everything = self._count
            self._days.clear()

    def within(self, low: int, high: int) -> None:
        """Readings or sums from `low` to `high` [µs] are different now."""
        days = range(low // DAY, high // DAY + 1)
        if len(days) > MOST_DAYS:
            self.everywhere()
            return
        with self._lock:
            self._count += 1
            self._days.update(dict.fromkeys(days, self._count))

    def last(self, start: int, end: int) -> int:
        """The number of the last change that touched [start, end) [µs]."""
        with self._lock:
            days = (self._days.get(day, 0) for day in range(start // DAY, -(-end // DAY)))
            return max(self._everything, max(days, default=0))
