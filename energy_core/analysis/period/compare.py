"""What a period is compared with: the one before it, last year's, or another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from energy_core.analysis.period.span import (
    DAY,
    EARLIEST,
    Bounds,
    Period,
    Span,
    month_end,
    months_later,
)
from energy_core.metering.local_days import local_date

ALIGNED_YEAR = timedelta(days=364)  # the same weekday, a year ago


class Compare(StrEnum):
    NONE = "none"
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"
    RANGE = "range"  # with the period of another day


def compared(
    period: Period, compare: Compare, other: date | None = None, today: date | None = None
) -> Period | None:
    """The period to compare with, or None. `other`: a day of it where it is chosen freely.

    Days, weeks and ranges of last year lie 364 days back, so that weekdays meet; months, years and
    ranges of whole months go by the calendar. With `today`, a period that still goes on is
    compared with the same days of the other.
    """
    before = _counterpart(period, compare, other)
    if before is None or today is None or not period.is_current(today):
        return before
    return replace(before, last=min(before.last, _same_place(today, period, before)))


def side_by_side(
    period: Period, before: Period, timezone: str, now: datetime
) -> tuple[Bounds, Bounds]:
    """Of both what is comparable: a period that still goes on ends now, and the other at the same
    time of its day, as the clock on the wall tells it."""
    own, others = period.bounds(timezone), before.bounds(timezone)
    today = local_date(now, timezone)
    if not period.is_current(today):
        return own, others
    place = _same_place(today, period, before)
    if place <= before.last:
        clock = now.astimezone(ZoneInfo(timezone))
        same = clock.replace(year=place.year, month=place.month, day=place.day).astimezone(UTC)
        others = (others[0], min(max(same, others[0]), others[1]))
    return (own[0], now.astimezone(UTC)), others


def _counterpart(period: Period, compare: Compare, other: date | None) -> Period | None:
    if period.span is Span.ALL:
        return None
    match compare:
        case Compare.PREVIOUS:
            found = period.stepped(-1)
        case Compare.LAST_YEAR:
            found = _last_year(period)
        case Compare.RANGE if other is not None:
            found = _beginning(period, other)
        case _:
            return None
    return found if found.first >= EARLIEST and found != period else None


def _beginning(period: Period, day: date) -> Period:
    if period.span is Span.RANGE:
        return Period.range(day, day + (period.days - 1) * DAY)
    return Period.of(period.span, day)


def _last_year(period: Period) -> Period:
    whole = period.first.day == 1 and period.last == month_end(period.last)
    if not whole or period.span is Span.WEEK:
        return replace(period, first=period.first - ALIGNED_YEAR, last=period.last - ALIGNED_YEAR)
    last = months_later(period.last, -12)
    return replace(period, first=months_later(period.first, -12), last=month_end(last))


def _same_place(today: date, period: Period, before: Period) -> date:
    """The day of `before` that is as far into it as `today` is into its own period; where that
    has fewer days, one beyond it."""
    if period.span is Span.YEAR and (today.month, today.day) != (2, 29):
        return today.replace(year=before.first.year)
    return before.first + (today - period.first)
