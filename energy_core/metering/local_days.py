"""Local hours, days, months and years as exact UTC bounds: 23, 23.5, 24, 24.5 and 25 hours."""

from __future__ import annotations

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
