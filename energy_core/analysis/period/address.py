"""A period and its comparison as the query of an address, and back; the resolution it is shown at.

Written as ISO 8601 does: `2026-05-28`, `2026-W22`, `2026-05`, `2026`, `2026-05-03..2026-05-20`;
`all` is all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from math import inf
from typing import NamedTuple

from energy_core.analysis.period.compare import Compare
from energy_core.analysis.period.span import EARLIEST, LATEST, Period, Span

LONGEST_STEPS = {"15m": 1000.0, "1h": 4000.0, "1d": 1e5, "1mo": inf}
"""Resolution as `store.Resolution` names it → seconds between readings for which it is fine enough:
a little more than its own, since no meter is punctual."""
USUAL = {Span.DAY: "15m", Span.WEEK: "1h", Span.MONTH: "1d", Span.YEAR: "1mo"}
LONGEST_DAYS = {"15m": 2, "1h": 14, "1d": 120}  # of a range, or of all


class Asked(NamedTuple):
    period: Period
    compare: Compare
    other: date | None  # a day of the period to compare with, where that is chosen freely


def to_query(
    period: Period, compare: Compare = Compare.PREVIOUS, other: date | None = None
) -> dict[str, str]:
    """What is as it is by default is left out: compared with the one before."""
    query = {"period": _written(period)}
    if compare is not Compare.PREVIOUS:
        query["compare"] = compare.value
    if compare is Compare.RANGE and other is not None:
        query["other"] = other.isoformat()
    return query


def from_query(
    query: Mapping[str, str], today: date, held: tuple[date, date] | None = None
) -> Asked:
    """What `to_query` wrote. `held`: first and last day of all that is stored.

    What cannot be read is left at its default, the month of `today` and the one before it: an
    address that somebody mistyped still shows something.
    """
    text = query.get("period", "")
    found = _all(today, held) if text == "all" else parsed(text)
    period = found or Period.of(Span.MONTH, today)
    other = _date(query.get("other", ""))
    known = {one.value: one for one in Compare}
    compare = known.get(query.get("compare", ""), Compare.PREVIOUS)
    if compare is Compare.RANGE and other is None:
        compare = Compare.PREVIOUS
    return Asked(period, compare, other if compare is Compare.RANGE else None)


def resolution(period: Period, step_s: float = 0.0) -> str:
    """What a bar or a point stands for: "15m", "1h", "1d" or "1mo", a value of `store.Resolution`.
    `step_s`: seconds between readings; a bar never stands for less."""
    usual = USUAL.get(period.span) or _by_length(period.days)
    names = [*LONGEST_STEPS]
    return next(n for n in names[names.index(usual) :] if step_s <= LONGEST_STEPS[n])


def _by_length(days: int) -> str:
    return next((name for name, most in LONGEST_DAYS.items() if days <= most), "1mo")


def _written(period: Period) -> str:
    first = period.first
    match period.span:
        case Span.DAY:
            return first.isoformat()
        case Span.WEEK:
            year, week, _ = first.isocalendar()
            return f"{year:04}-W{week:02}"
        case Span.MONTH:
            return f"{first:%Y-%m}"
        case Span.YEAR:
            return f"{first:%Y}"
        case Span.ALL:
            return "all"
    return f"{first.isoformat()}..{period.last.isoformat()}"


def _all(today: date, held: tuple[date, date] | None) -> Period:
    year = Period.of(Span.YEAR, today)
    return Period(Span.ALL, *(held or (year.first, year.last)))


def parsed(text: str) -> Period | None:
    """The days, week, month or year that is written so; None where it is none of them."""
    if ".." in text:
        first, last = map(_date, text.split("..", 1))
        return Period.range(first, last) if first and last and first <= last else None
    for span, ending, pattern in (
        (Span.DAY, "", r"\d{4}-\d\d-\d\d"), (Span.WEEK, "-1", r"\d{4}-W\d\d"),
        (Span.MONTH, "-01", r"\d{4}-\d\d"), (Span.YEAR, "-01-01", r"\d{4}"),
    ):  # fmt: skip
        if re.fullmatch(pattern, text, re.ASCII):
            day = _date(text + ending)
            return Period.of(span, day) if day else None
    return None


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
