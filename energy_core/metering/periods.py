"""Local hours, days and months as whole numbers, so that a database can group by them.

Between two changes of the clock the local time is UTC plus a constant, so the bucket of an
instant is `(utc + offset) // width` there. Days and months join across a change; an hour
does not: the repeated hour stays two, the skipped one is not invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from energy_core.metering.readings import HOUR, SECOND

DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Offset:
    """From `since` on [µs UTC], local = UTC + `shift` [µs]."""

    since: int
    shift: int


def micros(instant: datetime) -> int:
    """Whole µs since 1970 UTC of an aware instant."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def instant(us: int) -> datetime:
    return EPOCH + timedelta(microseconds=us)


def offsets(start: datetime, end: datetime, timezone: str) -> list[Offset]:
    """The zone's offsets in force from `start` to `end`, the first with `since` at `start`."""
    zone = ZoneInfo(timezone)
    out = [Offset(micros(start), _shift(start, zone))]
    day = start
    while day < end:
        after = min(day + timedelta(days=1), end)
        if _shift(after, zone) != out[-1].shift:
            change = _change(day, after, zone)
            out.append(Offset(micros(change), _shift(change, zone)))
        day = after
    return out


def _shift(at: datetime, zone: ZoneInfo) -> int:
    offset = at.astimezone(zone).utcoffset() or timedelta(0)
    return int(offset / timedelta(microseconds=1))


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The instant, to the second, in (low, high] at which the offset changes."""
    before = _shift(low, zone)
    a, b = micros(low) // SECOND, micros(high) // SECOND
    while b - a > 1:
        middle = (a + b) // 2
        if _shift(instant(middle * SECOND), zone) == before:
            a = middle
        else:
            b = middle
    return instant(b * SECOND)
