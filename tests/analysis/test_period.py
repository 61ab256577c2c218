"""Which days a period holds, what it is compared with, and how an address names it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from energy_core.analysis.period import (
    Compare,
    Period,
    Span,
    compared,
    from_query,
    parsed,
    resolution,
    side_by_side,
    to_query,
)

TODAY = date(2026, 5, 28)  # a Thursday
MAY = Period.of(Span.MONTH, TODAY)


def dates(period: Period | None) -> tuple[str, str] | None:
    return period and (period.first.isoformat(), period.last.isoformat())


@pytest.mark.parametrize(
    ("span", "first", "last", "days"),
    [
        (Span.DAY, "2026-05-28", "2026-05-28", 1),
        (Span.WEEK, "2026-05-25", "2026-05-31", 7),
        (Span.MONTH, "2026-05-01", "2026-05-31", 31),
        (Span.YEAR, "2026-01-01", "2026-12-31", 365),
    ],
)
def test_a_day_lies_in_its_period(span: Span, first: str, last: str, days: int) -> None:
    period = Period.of(span, TODAY)
    assert dates(period) == (first, last)
    assert period.days == days
    assert period.is_current(TODAY)
    assert not period.stepped(1).is_current(TODAY)


def test_the_calendar_ends_somewhere_and_a_step_beyond_it_stays() -> None:
    last = Period.of(Span.YEAR, date(2199, 6, 1))
    assert last.stepped(1) == last
    assert last.stepped(10**12) == last
    assert last.stepped(-1) == Period.of(Span.YEAR, date(2198, 1, 1))
    everything = Period(Span.ALL, date(2020, 1, 1), TODAY)
    assert everything.stepped(-1) == everything


@pytest.mark.parametrize(
    ("period", "compare", "other"),
    [
        pytest.param(Period.of(Span.DAY, TODAY), Compare.LAST_YEAR, ("2025-05-29", "2025-05-29"),
                     id="a Thursday with a Thursday"),
        pytest.param(Period.of(Span.WEEK, date(2027, 1, 1)), Compare.LAST_YEAR,
                     ("2025-12-29", "2026-01-04"), id="week 53 with the week 52 weeks earlier"),
        pytest.param(MAY, Compare.LAST_YEAR, ("2025-05-01", "2025-05-31"), id="May with May"),
        pytest.param(MAY, Compare.PREVIOUS, ("2026-04-01", "2026-04-30"), id="May with April"),
        pytest.param(Period.of(Span.MONTH, date(2024, 2, 9)), Compare.LAST_YEAR,
                     ("2023-02-01", "2023-02-28"), id="the leap February with a plain one"),
        pytest.param(Period.of(Span.YEAR, TODAY), Compare.PREVIOUS, ("2025-01-01", "2025-12-31"),
                     id="year"),
        pytest.param(Period.range(date(2026, 1, 1), date(2026, 3, 31)), Compare.LAST_YEAR,
                     ("2025-01-01", "2025-03-31"), id="a quarter of the year by the calendar"),
        pytest.param(Period.range(date(2026, 5, 4), date(2026, 5, 10)), Compare.PREVIOUS,
                     ("2026-04-27", "2026-05-03"), id="a range with what lies before it"),
        pytest.param(Period(Span.ALL, date(2020, 1, 1), TODAY), Compare.PREVIOUS, None,
                     id="all with nothing"),
        pytest.param(MAY, Compare.NONE, None, id="nothing"),
        pytest.param(MAY, Compare.RANGE, None, id="with a day that is not told"),
    ],
)  # fmt: skip
def test_a_period_is_compared_with(
    period: Period, compare: Compare, other: tuple[str, str] | None
) -> None:
    assert dates(compared(period, compare)) == other


def test_any_other_day_names_the_period_to_compare_with() -> None:
    assert dates(compared(MAY, Compare.RANGE, date(2023, 2, 14))) == ("2023-02-01", "2023-02-28")
    days = Period.range(date(2026, 5, 1), date(2026, 5, 3))
    assert dates(compared(days, Compare.RANGE, date(2023, 2, 27))) == ("2023-02-27", "2023-03-01")
    assert compared(MAY, Compare.RANGE, TODAY) is None


@pytest.mark.parametrize(
    ("period", "today", "last"),
    [
        pytest.param(MAY, date(2026, 5, 28), "2026-04-28", id="28 days of May"),
        pytest.param(MAY, date(2026, 5, 31), "2026-04-30", id="all of the shorter month"),
        pytest.param(Period.of(Span.YEAR, TODAY), TODAY, "2025-05-28", id="until the same date"),
        pytest.param(Period.of(Span.YEAR, date(2028, 1, 1)), date(2028, 2, 29), "2027-03-01",
                     id="the 60th day"),
        pytest.param(Period.of(Span.WEEK, TODAY), TODAY, "2026-05-21", id="until Thursday"),
        pytest.param(MAY, date(2026, 6, 1), "2026-04-30", id="over: the whole"),
    ],
)  # fmt: skip
def test_what_still_goes_on_is_compared_with_as_many_days(
    period: Period, today: date, last: str
) -> None:
    before = compared(period, Compare.PREVIOUS, today=today)
    assert before is not None and before.last.isoformat() == last


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_today_is_compared_with_yesterday_until_the_same_time_on_the_clock() -> None:
    """The clock went forward at night: 10:30 was an hour later in UTC the day before."""
    day = Period.of(Span.DAY, date(2026, 3, 29))
    before = day.stepped(-1)
    own, others = side_by_side(day, before, "Europe/Paris", utc("2026-03-29T08:30"))
    assert own == (utc("2026-03-28T23:00"), utc("2026-03-29T08:30"))
    assert others == (utc("2026-03-27T23:00"), utc("2026-03-28T09:30"))


def test_the_31st_is_compared_with_the_whole_of_a_shorter_month() -> None:
    before = compared(MAY, Compare.PREVIOUS, today=date(2026, 5, 31))
    assert before is not None
    _, others = side_by_side(MAY, before, "UTC", utc("2026-05-31T06:00"))
    assert others == (utc("2026-04-01T00:00"), utc("2026-05-01T00:00"))


def test_what_is_over_is_compared_as_a_whole() -> None:
    april = MAY.stepped(-1)
    own, others = side_by_side(april, april.stepped(-1), "UTC", utc("2026-05-31T06:00"))
    assert own == april.bounds("UTC")
    assert others == april.stepped(-1).bounds("UTC")


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period.of(Span.DAY, TODAY), "2026-05-28"),
        (Period.of(Span.WEEK, date(2027, 1, 1)), "2026-W53"),
        (MAY, "2026-05"),
        (Period.of(Span.YEAR, TODAY), "2026"),
        (Period.range(date(2026, 5, 3), date(2026, 5, 20)), "2026-05-03..2026-05-20"),
    ],
)
def test_an_address_names_a_period_as_people_write_it(period: Period, text: str) -> None:
    assert to_query(period) == {"period": text}
    assert from_query({"period": text}, date(2000, 1, 1)).period == period


def test_all_is_what_is_held() -> None:
    held = date(2019, 2, 3), date(2026, 1, 1)
    assert from_query({"period": "all"}, TODAY, held).period == Period(Span.ALL, *held)
    assert dates(from_query({"period": "all"}, TODAY).period) == ("2026-01-01", "2026-12-31")


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "2026-13", "2026-02-30", "2026-W54", "0000", "9999", "2026-05-20..2026-05-03",
     "..", "2026-05-01..", "٢٠٢٦", "2026-05-28T00:00", "-1"],
)  # fmt: skip
def test_an_address_that_cannot_be_read_shows_the_current_month(text: str) -> None:
    asked = from_query({"period": text, "compare": "sideways", "other": "never"}, TODAY)
    assert asked == (MAY, Compare.PREVIOUS, None)
    assert parsed(text) is None


def test_of_an_address_only_what_is_not_usual_is_written() -> None:
    assert to_query(MAY, Compare.PREVIOUS) == {"period": "2026-05"}
    assert to_query(MAY, Compare.NONE) == {"period": "2026-05", "compare": "none"}
    assert from_query({"period": "2026-05", "compare": "none"}, TODAY).compare is Compare.NONE


@pytest.mark.parametrize(
    ("period", "step_s", "expected"),
    [
        (Period.of(Span.DAY, TODAY), 60, "15m"),
        (Period.of(Span.WEEK, TODAY), 60, "1h"),
        (MAY, 60, "1d"),
        (Period.of(Span.YEAR, TODAY), 60, "1mo"),
        (Period.range(TODAY, TODAY), 60, "15m"),
        (Period.range(date(2026, 5, 1), date(2026, 5, 14)), 60, "1h"),
        (Period.range(date(2026, 2, 1), date(2026, 5, 14)), 60, "1d"),
        (Period.range(date(2020, 2, 1), date(2026, 5, 14)), 60, "1mo"),
        (Period(Span.ALL, date(2026, 5, 1), date(2026, 5, 30)), 60, "1d"),
        (Period(Span.ALL, date(2020, 2, 1), date(2026, 5, 14)), 60, "1mo"),
        (Period.of(Span.DAY, TODAY), 901, "15m"),
        (Period.of(Span.DAY, TODAY), 1800, "1h"),
        (Period.of(Span.DAY, TODAY), 3600, "1h"),
        (Period.of(Span.DAY, TODAY), 86_400, "1d"),
        (MAY, 3600, "1d"),
        (MAY, 30 * 86_400, "1mo"),
        (Period.of(Span.YEAR, TODAY), 400 * 86_400, "1mo"),
    ],
)
def test_a_bar_stands_for(period: Period, step_s: float, expected: str) -> None:
    assert resolution(period, step_s) == expected
