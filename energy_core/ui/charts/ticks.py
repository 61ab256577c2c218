"""What a time axis names: hours, days, months or years of the site's clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from energy_core.metering.local_days import day_bounds, midnight
from energy_core.ui.charts.words import hour_name, month_shorts, weekday_shorts

HOURS_UNTIL, WEEKDAYS_UNTIL, NUMBERS_UNTIL, MONTHS_UNTIL = (
    timedelta(hours=50), timedelta(days=10), timedelta(days=63), timedelta(days=800),
)  # fmt: skip
NUMBERED_DAYS = {1, 5, 10, 15, 20, 25}
STEPS_MIN, MOST_HOURS = (1, 5, 15, 60, 360), 12

Span = tuple[date, date, str]  # first and last day, and what they are called
Tick = tuple[datetime, str]


def ticks(start: datetime, end: datetime, timezone: str, centred: bool) -> list[Tick]:
    """Instant and name, in order. `centred`: days, months and years are named in their middle."""
    if end - start <= HOURS_UNTIL:
        return _clock_times(start, end, timezone)
    return [
        (at, name)
        for span in _spans(start, end, timezone)
        if (at := _place(span, start, end, timezone, centred)) is not None
        for name in [span[2]]
    ]


def local_days(start: datetime, end: datetime, timezone: str) -> list[date]:
    """The local days that begin or go on in [start, end)."""
    zone = ZoneInfo(timezone)
    first = start.astimezone(zone).date()
    last = (end - timedelta(microseconds=1)).astimezone(zone).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _spans(start: datetime, end: datetime, timezone: str) -> list[Span]:
    days, length = local_days(start, end, timezone), end - start
    if length <= WEEKDAYS_UNTIL:
        shorts = weekday_shorts()
        return [(day, day, f"{shorts[day.weekday()]} {day.day}") for day in days]
    if length <= NUMBERS_UNTIL:
        return [(day, day, str(day.day)) for day in days if day.day in NUMBERED_DAYS]
    return _months(days) if length <= MONTHS_UNTIL else _years(days)


def _place(
    span: Span, start: datetime, end: datetime, timezone: str, centred: bool
) -> datetime | None:
    first, last = day_bounds(span[0], timezone)[0], day_bounds(span[1], timezone)[1]
    if centred:
        first, last = max(first, start), min(last, end)
        return first + (last - first) / 2
    return first if start <= first < end else None


def _clock_times(start: datetime, end: datetime, timezone: str) -> list[Tick]:
    """Round times of the clock; also the midnight that ends the window."""
    length = (end - start) / timedelta(minutes=1)
    step = next((step for step in STEPS_MIN if length / step <= MOST_HOURS), STEPS_MIN[-1])
    zone = ZoneInfo(timezone)
    minutes = [
        (day, minute)
        for day in local_days(start, end, timezone)
        for minute in range(0, 24 * 60, step)
    ]
    found = [
        (
            datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(start.tzinfo),
            hour_name(minute),
        )
        for day, minute in minutes
    ]
    after = local_days(start, end, timezone)[-1] + timedelta(days=1)
    found.append((midnight(after, timezone), hour_name(24 * 60)))
    return [(at, name) for at, name in found if start <= at <= end]


def _months(days: list[date]) -> list[Span]:
    """Each month by its short name; in more than a year, January by the year's number."""
    found: dict[tuple[int, int], list[date]] = {}
    for day in days:
        found.setdefault((day.year, day.month), []).append(day)
    shorts = month_shorts()
    return [
        (own[0], own[-1], str(year) if month == 1 and len(found) > 12 else shorts[month - 1])
        for (year, month), own in found.items()
    ]


def _years(days: list[date]) -> list[Span]:
    found: dict[int, list[date]] = {}
    for day in days:
        found.setdefault(day.year, []).append(day)
    return [(own[0], own[-1], str(year)) for year, own in found.items()]
