"""A period of the past as a page shows it: read once, for every section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from energy_core.analysis.figures import UNPRICED, Rates
from energy_core.analysis.period import Compare, Period, Span, compared, resolution, side_by_side
from energy_core.metering.corrections import FOREVER, Correction
from energy_core.metering.local_days import local_date, midnight
from energy_core.metering.periods import micros
from energy_core.model import Commodity, Kind, Meter, MeterEvent, Note, Role
from energy_core.services.history.selection import Selection
from energy_core.services.history.side import Looked, Side, looked, side
from energy_core.store import Resolution, Store

CALENDAR_DAYS = 365
HEATING_YEARS = 3
MOST_RAW = 20_000  # readings of a line that are read at once


@dataclass(frozen=True, slots=True)
class Marks:
    """What happened or was said within a period, the earliest first: drawn on the time axis."""

    notes: list[Note]
    events: list[MeterEvent]
    corrections: list[Correction]


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
) -> View:
    """`other`: a day of the period to compare with, where that is chosen freely."""
    what = looked(store, selection)
    step = Resolution(resolution(period))
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
        rates=_rates(store) if what.is_house else UNPRICED,
    )


def _rates(store: Store) -> Rates:
    return Rates(store.prices.get(), store.site().currency)


Bounds = tuple[datetime, datetime]


def _bounds(
    period: Period, before: Period | None, timezone: str, now: datetime
) -> tuple[Bounds, Bounds | None]:
    if before is not None:
        own, others = side_by_side(period, before, timezone, now)
        return own, others if others[1] > others[0] else None
    start, end = period.bounds(timezone)
    return (start, max(start, min(end, now)) if start < now else end), None


def marks(store: Store, what: Looked, start: datetime, end: datetime) -> Marks:
    """Of the meters that are looked at; notes about the house belong to all."""
    seen = {meter.id for meter in what.meters}
    low, high = micros(start), micros(end)
    return Marks(
        [n for n in store.notes.between(start, end) if n.meter is None or n.meter in seen],
        [
            e
            for e in reversed(store.events())
            if e.meter in seen and e.start < end and e.end > start
        ],
        [
            c
            for c in reversed(store.corrections.all())
            if c.meter in seen and c.undone is None and c.start < high and _end(c) > low
        ],
    )


def _end(correction: Correction) -> int:
    return min(correction.end, FOREVER)


def held(store: Store, timezone: str) -> tuple[date, date] | None:
    """First and last local day of all that is stored: the period "all"."""
    known = [e for meter in store.meters() if (e := store.extent(meter)) is not None]
    if not known:
        return None
    first, last = min(a for a, _ in known), max(b for _, b in known)
    return local_date(first, timezone), local_date(last, timezone)


def everything(store: Store, timezone: str, today: date) -> Period:
    first, last = held(store, timezone) or (today, today)
    return Period(Span.ALL, first, last)


def twelve_months(
    store: Store, what: Looked, period: Period, timezone: str, now: datetime
) -> pd.DataFrame | None:
    """All of what is looked at by day, of the year that ends with the period or now, for the
    calendar; None where it has no sum."""
    if not what.whole:
        return None
    end = min(period.bounds(timezone)[1], now)
    first = local_date(end, timezone) - timedelta(days=CALENDAR_DAYS)
    days = store.grid(what.whole, midnight(first, timezone), end, Resolution.DAY, timezone)
    return what.total(days)


@dataclass(frozen=True, slots=True)
class Heating:
    """Days of what may heat the house (by its meter) and of the weather, of up to three years
    until the period's end."""

    meter: Meter
    energy: pd.DataFrame
    temperature: pd.DataFrame


def heating(store: Store, period: Period, timezone: str, now: datetime) -> Heating | None:
    """For the building's signature: delivered heat where it is measured, else gas, else the heat
    pump's electricity; None without such a meter or a thermometer outside."""
    meters = store.meters()
    heater, thermometer = _heater(meters), _thermometer(meters)
    if heater is None or thermometer is None:
        return None
    end = min(period.bounds(timezone)[1], now)
    start = end - timedelta(days=365.25 * HEATING_YEARS)
    days = store.grid([heater, thermometer], start, end, Resolution.DAY, timezone)
    return Heating(heater, days.frame(heater), days.frame(thermometer))


def _heater(meters: Sequence[Meter]) -> Meter | None:
    pumps = [m for m in meters if m.role is Role.SUBMETER and "heat" in m.slug.lower()]
    heat = [m for m in meters if m.role is Role.HEAT]
    gas = [m for m in meters if m.commodity is Commodity.GAS and m.role is Role.GAS]
    return next(iter((*heat, *gas, *pumps)), None)


def _thermometer(meters: Sequence[Meter]) -> Meter | None:
    """The one outside: by its name where there are several."""
    known = [m for m in meters if m.role is Role.TEMPERATURE and m.kind is Kind.LEVEL]
    outside = [m for m in known if "out" in m.slug.lower() or "ext" in m.slug.lower()]
    inside = [m for m in known if "in" in m.slug.lower().split(".")[-1][:2]]
    left = [m for m in known if m not in inside]
    return next(iter((*outside, *left)), None)


def line(
    store: Store, what: Looked, start: datetime, end: datetime, timezone: str
) -> tuple[pd.DataFrame | None, Resolution]:
    """All of what is looked at as finely as it is stored: single readings where one meter is it
    and they are not too many. For a picture that was zoomed into."""
    if not what.whole:
        return None, Resolution.QUARTER
    if len(what.whole) == 1:
        step_s = store.step_s(what.whole[0]) or 60.0
        if (end - start).total_seconds() / step_s <= MOST_RAW:
            return store.series(what.whole[0], start, end, Resolution.RAW, timezone), Resolution.RAW
    grid = store.grid(what.whole, start, end, Resolution.QUARTER, timezone)
    return what.total(grid), Resolution.QUARTER
