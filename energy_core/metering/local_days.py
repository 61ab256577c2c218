"""Local hours, days, months and years as exact UTC bounds: 23, 23.5, 24, 24.5 and 25 hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_bounds(day: date, timezone: str) -> tuple[datetime, datetime]:
    """UTC instants at which the local day starts and ends."""
    return midnight(day, timezone), midnight(day + timedelta(days=1), timezone)


def midnight(day: date, timezone: str) -> datetime:
    """UTC instant of the day's first moment; where the clock skips midnight, of what follows."""
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)


def local_date(instant: datetime, timezone: str) -> date:
    return instant.astimezone(ZoneInfo(timezone)).date()


def hours_in_day(day: date, timezone: str) -> float:
    start, end = day_bounds(day, timezone)
    return (end - start) / timedelta(hours=1)


def day_edges(start: datetime, end: datetime, timezone: str) -> list[datetime]:
    """Midnights from the one at or before `start` to the one at or after `end` [UTC]."""
    return _edges(_days(local_date(start, timezone)), end, timezone)


def month_edges(start: datetime, end: datetime, timezone: str) -> list[datetime]:
    """First midnights of months from the one at or before `start` to the one at or after `end`."""
    return _edges(_months(local_date(start, timezone)), end, timezone)


def hour_edges(start: datetime, end: datetime, timezone: str) -> list[datetime]:
    """Starts of local clock hours around [start, end); the repeated hour counts twice.

    Where the clock moves by half an hour, the hour in which it does so has 30 or 90 minutes.
    """
    first = start.astimezone(UTC) - _past_the_hour(start, timezone)
    edges = [first]
    while edges[-1] < end:
        nxt = edges[-1] + timedelta(hours=1)
        off = _past_the_hour(nxt, timezone)
        edges.append(
            nxt
            if not off
            else nxt - off
            if off < timedelta(minutes=30)
            else nxt + (timedelta(hours=1) - off)
        )
    return edges


def _past_the_hour(instant: datetime, timezone: str) -> timedelta:
    local = instant.astimezone(ZoneInfo(timezone))
    return timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def _edges(days: Iterator[date], end: datetime, timezone: str) -> list[datetime]:
    edges = [midnight(next(days), timezone)]
    while edges[-1] < end:
        edges.append(midnight(next(days), timezone))
    return edges


def _days(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)


def _months(day: date) -> Iterator[date]:
    day = day.replace(day=1)
    while True:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)
