"""Days, weeks, months, years and ranges of the local calendar."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from energy_core.metering.local_days import midnight

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
DAY = timedelta(days=1)
Bounds = tuple[datetime, datetime]
"""UTC, the end excluded."""


class Span(StrEnum):
    DAY = "day"
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"
    YEAR = "year"
    ALL = "all"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Period:
    """Local dates, both included."""

    span: Span
    first: date
    last: date

    @classmethod
    def of(cls, span: Span, day: date) -> Period:
        """The period that `day` lies in; of ALL and RANGE, which no day tells, the day itself."""
        if span is Span.WEEK:
            monday = day - day.weekday() * DAY
            return cls(span, monday, monday + 6 * DAY)
        if span is Span.MONTH:
            return cls(span, day.replace(day=1), month_end(day))
        if span is Span.YEAR:
            return cls(span, date(day.year, 1, 1), date(day.year, 12, 31))
        return cls(span, day, day)

    @classmethod
    def range(cls, first: date, last: date) -> Period:
        return cls(Span.RANGE, first, last)

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def stepped(self, steps: int) -> Period:
        """So many periods later, or earlier; itself where there is none within the calendar."""
        moved = _moved(self, steps)
        return moved if moved and moved.first >= EARLIEST and moved.last <= LATEST else self

    def bounds(self, timezone: str) -> Bounds:
        return midnight(self.first, timezone), midnight(self.last + DAY, timezone)

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    def is_current(self, today: date) -> bool:
        """Whether it still goes on."""
        return self.contains(today)


def _moved(period: Period, steps: int) -> Period | None:
    try:
        match period.span:
            case Span.ALL:
                return period
            case Span.MONTH:
                return Period.of(Span.MONTH, months_later(period.first, steps))
            case Span.YEAR:
                return Period.of(Span.YEAR, months_later(period.first, 12 * steps))
        shift = steps * period.days * DAY
        return replace(period, first=period.first + shift, last=period.last + shift)
    except (ValueError, OverflowError):  # beyond the calendar
        return None


def months_later(day: date, months: int) -> date:
    """The first of the month that lies so many months after `day`'s."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
