"""When the clocks of a zone were set forward or back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from energy_core.formats.table.stamp_calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    NAT,
    SECOND_US,
    Ints,
)

_LOOK_EVERY = timedelta(days=7)  # no zone changed and changed back within a week


@dataclass(frozen=True, slots=True)
class Change:
    """At the instant `utc` [µs] the zone's offset [µs] went from `before` to `after`."""

    utc: int
    before: int
    after: int

    @property
    def is_repeat(self) -> bool:
        """Whether clocks went back: the wall's times of [low, high) were shown twice."""
        return self.after < self.before

    @property
    def low(self) -> int:
        """First time on the wall [µs] that was shown twice, or never."""
        return self.utc + min(self.before, self.after)

    @property
    def high(self) -> int:
        return self.utc + max(self.before, self.after)


def changes(timezone: str, wall: Ints) -> list[Change]:
    """The changes around these times on the wall, in order."""
    found: list[Change] = []
    for year in _years(wall):
        found += _of_year(timezone, year)
    return found


def first_offset(timezone: str, wall: Ints) -> int:
    """The zone's offset [µs] at the beginning of the earliest year of these times."""
    years = _years(wall)
    return _offset(ZoneInfo(timezone), datetime(years[0], 1, 1, tzinfo=UTC)) if years else 0


def _years(wall: Ints) -> list[int]:
    """Every year that holds a time, and those beside it: a year begins at another instant there."""
    known = wall[wall != NAT]
    if not len(known):
        return []
    bounds = [np.datetime64(int(us), "us").astype("datetime64[Y]").astype(int) + 1970
              for us in (known.min(), known.max())]  # fmt: skip
    return list(range(max(bounds[0] - 1, FIRST_YEAR), min(bounds[1] + 1, LAST_YEAR) + 1))


@cache
def _of_year(timezone: str, year: int) -> tuple[Change, ...]:
    zone, found = ZoneInfo(timezone), []
    at, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while at < end:
        later = min(at + _LOOK_EVERY, end)
        if _offset(zone, at) != _offset(zone, later):
            found.append(_between(zone, at, later))
        at = later
    return tuple(found)


def _between(zone: ZoneInfo, early: datetime, late: datetime) -> Change:
    before, after = _offset(zone, early), _offset(zone, late)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if middle <= early:
            break
        early, late = (middle, late) if _offset(zone, middle) == before else (early, middle)
    return Change(round(late.timestamp()) * SECOND_US, before, after)


def _offset(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)
