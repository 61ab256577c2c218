"""What a period is called, in the page's words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from energy_core.analysis.period import Compare, Period, Span
from energy_core.metering.local_days import local_date
from energy_core.ui.charts.words import weekday_names
from energy_core.ui.data.wording import sentence_case
from energy_core.ui.numbers import NO_BREAK, day, month_names
from energy_core.ui.words import _

WHOLE = (Span.WEEK, Span.MONTH, Span.YEAR)


def last_day(end: datetime, timezone: str) -> date:
    """The local day of the last moment before `end`."""
    return local_date(end - timedelta(microseconds=1), timezone)


def dated(local: date) -> str:
    """ "28 May 2026"."""
    return f"{day(local)}{NO_BREAK}{local.year}"


def spread(first: date, last: date) -> str:
    """ "3 – 20 May 2026", with no more said twice than must be."""
    if first == last:
        return dated(first)
    if (first.year, first.month) == (last.year, last.month):
        begin = _("1") if first.day == 1 else str(first.day)
    else:
        begin = day(first) if first.year == last.year else dated(first)
    return f"{begin} – {dated(last)}"


def title(period: Period) -> str:
    """The page's heading: "Thursday 28 May 2026", "Week 22 · 25 – 31 May 2026", "May 2026"."""
    first = period.first
    match period.span:
        case Span.DAY:
            return f"{sentence_case(weekday_names()[first.weekday()])} {dated(first)}"
        case Span.WEEK:
            number = _("Week {number}").format(number=first.isocalendar().week)
            return f"{number} · {spread(first, period.last)}"
        case Span.MONTH:
            return sentence_case(f"{month_names()[first.month - 1]} {first.year}")
        case Span.YEAR:
            return str(first.year)
        case Span.ALL:
            return _("All of it")
    return spread(first, period.last)


def named(period: Period) -> str:
    """The period within a sentence: "May 2026", "week 22 of 2026", "2025"."""
    match period.span:
        case Span.WEEK:
            year, week, _day = period.first.isocalendar()
            return _("week {number} of {year}").format(number=week, year=year)
        case Span.MONTH:
            return f"{month_names()[period.first.month - 1]} {period.first.year}"
        case Span.DAY | Span.RANGE:
            return spread(period.first, period.last)
    return title(period)


def span_names() -> dict[Span, str]:
    return {
        Span.DAY: _("Day"), Span.WEEK: _("Week"), Span.MONTH: _("Month"), Span.YEAR: _("Year"),
        Span.ALL: _("All"), Span.RANGE: _("Custom"),
    }  # fmt: skip


def compare_names(span: Span) -> dict[Compare, str]:
    """What may be compared with, of a period of this span."""
    before = {
        Span.DAY: _("the day before"), Span.WEEK: _("the week before"),
        Span.MONTH: _("the month before"), Span.YEAR: _("the year before"),
    }  # fmt: skip
    if span is Span.ALL:
        return {Compare.NONE: _("nothing")}
    years = {} if span is Span.YEAR else {Compare.LAST_YEAR: _("the same of last year")}
    return {
        Compare.PREVIOUS: before.get(span, _("the days before")),
        **years,
        Compare.RANGE: _("another one"),
        Compare.NONE: _("nothing"),
    }


def than(before: Period, own: Period) -> str:
    """What stands after "less": "than in the 28 days before" where the two touch, else by name.
    Of one that is cut to what has passed of the other, that it is."""
    touches = (own.first - before.last).days == 1
    name = named(Period.of(before.span, before.first)) if before.span in WHOLE else named(before)
    if is_cut(before):
        return _("than in {period} by the same day").format(period=name)
    if touches and before.days == 1:
        return _("than on the day before")
    if touches and before.span is Span.WEEK:
        return _("than in the week before")
    if touches and before.span in (Span.MONTH, Span.RANGE):
        return _("than in the {days} days before").format(days=before.days)
    if before.span in (Span.DAY, Span.RANGE):
        return _("than in the time of {period}").format(period=name)
    return _("than in {period}").format(period=name)


def is_cut(before: Period) -> bool:
    """Whether it ends before its calendar's own end."""
    return before.span in WHOLE and before.last < Period.of(before.span, before.first).last
