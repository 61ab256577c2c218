"""What was drawn over with the pointer becomes what is looked at: months, days, or hours of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import streamlit as st

from energy_core.analysis.period import Period, Span
from energy_core.metering.local_days import local_date
from energy_core.store import Resolution
from energy_core.ui.charts import chosen_event, chosen_span
from energy_core.ui.history.address import Shown, go
from energy_core.ui.history.titles import last_day

OPENED_KEY = "history_opened"
WHOLE_DAYS = timedelta(days=2)  # what is longer is a choice of days
SHORTEST = timedelta(seconds=10)


def act(shown: Shown, resolution: Resolution, selection: Mapping[str, Any]) -> None:
    """A mark was clicked, or a span drawn over in a picture of this resolution."""
    event = chosen_event(dict(selection))
    span = chosen_span(dict(selection))
    if event is not None:
        st.session_state[OPENED_KEY] = str(event)
    elif span is not None:
        low, high = (datetime.fromtimestamp(round(edge), UTC) for edge in span)
        go(closer(shown, low, high, resolution))


def closer(shown: Shown, low: datetime, high: datetime, resolution: Resolution) -> Shown:
    """`shown` for [low, high): as whole months or days where its bars are those."""
    start, end = shown.period.bounds(shown.timezone)
    low, high = max(low, start), min(high, end)
    if high - low < SHORTEST:
        return shown
    first = local_date(low, shown.timezone)
    last = last_day(high, shown.timezone)
    if resolution is Resolution.MONTH:
        return shown.but(period=_months(first, last))
    period = _days(first, last)
    is_part = resolution is not Resolution.DAY and high - low < WHOLE_DAYS
    return shown.but(period=period, zoom=(low, high) if is_part else None)


def _days(first: date, last: date) -> Period:
    return Period.of(Span.DAY, first) if first == last else Period.range(first, last)


def _months(first: date, last: date) -> Period:
    begin, end = Period.of(Span.MONTH, first), Period.of(Span.MONTH, last)
    if begin == end:
        return begin
    year = Period.of(Span.YEAR, first)
    days = Period.range(begin.first, end.last)
    return year if (year.first, year.last) == (days.first, days.last) else days
