"""A period of the past as a page shows it: read once, for every section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from energy_core.analysis.figures import UNPRICED, Rates
from energy_core.analysis.period import (
    Bounds,
    Compare,
    Period,
    Span,
    compared,
    resolution,
    side_by_side,
)
from energy_core.analysis.period.span import months_later
from energy_core.metering.local_days import local_date, midnight
from energy_core.model import Meter
from energy_core.services.history.looked import Looked, looked
from energy_core.services.history.marks import Marks, marks
from energy_core.services.history.selection import Selection, What
from energy_core.services.history.side import Side, side
from energy_core.store import Resolution, Store

CALENDAR_MONTHS = 12
MOST_RAW = 20_000  # readings of a line that are read at once
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class View:
    """`now` is the period, up to now where it still goes on; `before` the one compared with, cut
    to the same part of it, None where there is none. `other` is that one's days. `rates`: of a
    house; a part of it has no price of its own, since nobody knows which part the sun served."""

    period: Period
    other: Period | None
    looked: Looked
    resolution: Resolution
    timezone: str
    now: Side
    before: Side | None
    marks: Marks
    rates: Rates


def view(
    store: Store,
    period: Period,
    compare: Compare,
    selection: Selection,
    timezone: str,
    now: datetime,
    other: date | None = None,
    estimated: bool = True,
) -> View:
    """`other`: a day of the period to compare with, where that is chosen freely; `estimated`:
    whether what was estimated counts, or is missing."""
    what = looked(store, selection, estimated)
    step = Resolution(resolution(period, _step_s(store, what)))
    before = compared(period, compare, other, local_date(now, timezone))
    own, others = _bounds(period, before, timezone, now)
    return View(
        period=period,
        other=before,
        looked=what,
        resolution=step,
        timezone=timezone,
        now=side(store, what, *own, step, timezone),
        before=side(store, what, *others, step, timezone) if others else None,
        marks=marks(store, what, *own),
        rates=_rates(store) if what.house else UNPRICED,
    )


def _step_s(store: Store, what: Looked) -> float:
    """Of the coarsest meter whose readings are drawn as bars."""
    drawn = [*(what.house or what.whole or what.meters)]
    if what.selection.what is What.SUBMETERS:
        drawn += what.parts
    return max((store.step_s(meter) or 0.0 for meter in drawn), default=0.0)


def _rates(store: Store) -> Rates:
    return Rates(store.prices.get(), store.site().currency)


def _bounds(
    period: Period, before: Period | None, timezone: str, now: datetime
) -> tuple[Bounds, Bounds | None]:
    if before is not None:
        own, others = side_by_side(period, before, timezone, now)
        return own, others if others[1] > others[0] else None
    start, end = period.bounds(timezone)
    return (start, max(start, min(end, now)) if start < now else end), None


def held(
    store: Store, timezone: str, meters: Sequence[Meter] | None = None
) -> tuple[date, date] | None:
    """First and last local day of all that is stored (of these meters): the period "all"."""
    asked = store.meters() if meters is None else meters
    known = [e for meter in asked if (e := store.extent(meter)) is not None]
    if not known:
        return None
    first, last = min(a for a, _ in known), max(b for _, b in known)
    return local_date(first, timezone), local_date(last, timezone)


def everything(store: Store, timezone: str, today: date) -> Period:
    first, last = held(store, timezone) or (today, today)
    return Period(Span.ALL, first, last)


def nearest(store: Store, what: Looked, period: Period, timezone: str) -> date | None:
    """The day, before the period or after it, on which what is looked at was measured nearest to
    it; None where it never was."""
    found = store.nearest(what.meters, *period.bounds(timezone))
    return None if found is None else local_date(found, timezone)


def twelve_months(
    store: Store, what: Looked, period: Period, timezone: str, now: datetime
) -> pd.DataFrame | None:
    """All of what is looked at by day, of the twelve calendar months of which the last is that of
    the period's end or of now, for the calendar; None where it has no sum."""
    if not what.whole:
        return None
    end = min(period.bounds(timezone)[1], now)
    first = months_later(local_date(end - INSTANT, timezone), 1 - CALENDAR_MONTHS)
    start = midnight(first, timezone)
    days = store.grid(what.whole, start, end, Resolution.DAY, timezone, what.estimated)
    return what.total(days)


def line(
    store: Store, what: Looked, start: datetime, end: datetime, timezone: str
) -> tuple[pd.DataFrame | None, Resolution]:
    """All of what is looked at as finely as it is stored: single readings where one meter is it
    and they are not too many; None where it has no sum. For a picture that was zoomed into."""
    if not what.whole:
        return None, Resolution.QUARTER
    grid = store.grid(what.whole, start, end, Resolution.QUARTER, timezone, what.estimated)
    if len(what.whole) == 1 and what.tells(grid):
        step_s = store.step_s(what.whole[0]) or 60.0
        if (end - start).total_seconds() / step_s <= MOST_RAW:
            return _readings(store, what, start, end, timezone), Resolution.RAW
    return what.total(grid), Resolution.QUARTER


def _readings(
    store: Store, what: Looked, start: datetime, end: datetime, timezone: str
) -> pd.DataFrame:
    frame = store.series(what.whole[0], start, end, Resolution.RAW, timezone)
    if what.estimated:
        return frame
    return frame[frame["estimated_s"] <= 0].reset_index(drop=True)
