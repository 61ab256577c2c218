"""What a meter usually does at each quarter hour of a day like this one; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from energy_core.analysis.detectors.calendar import WORKDAY, date_of, day_type
from energy_core.metering.readings import QUARTER

SLOTS = 96
FEWEST = 4  # days that tell what is usual
LOW, HIGH = 0.1, 0.9  # quantiles
MOST_ALIKE = 5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Past:
    """Days before something happened. number: since 1970-01-01, rising; value: mean of each local
    quarter hour, (days, 96), NaN where unknown."""

    number: npt.NDArray[np.int64]
    value: Floats

    def alike(self, type_: int, country: str | None) -> npt.NDArray[np.intp]:
        """Rows of the days of this type; where there are too few, of any weekend, else of all."""
        types = np.array([day_type(int(n), country) for n in self.number])
        for chosen in (types == type_, (types > WORKDAY) == (type_ > WORKDAY)):
            if chosen.sum() >= FEWEST:
                return np.flatnonzero(chosen)
        return np.arange(len(types))


def past(quarters: pd.DataFrame, timezone: str, skip: Iterable[tuple[datetime, datetime]]) -> Past:
    """`quarters`: start [UTC], mean; `skip`: stretches that are no example."""
    start, value = quarters["start"], quarters["mean"].to_numpy(np.float64)
    for a, b in skip:
        value = np.where(((start >= a) & (start < b)).to_numpy(), np.nan, value)
    number, slot = clock(start, timezone)
    days = np.unique(number[~np.isnan(value)])
    table = np.full((len(days), SLOTS), np.nan)
    known = np.isin(number, days)
    table[np.searchsorted(days, number[known]), slot[known]] = value[known]
    return Past(days, table)


def with_band(
    quarters: pd.DataFrame, before: Past, timezone: str, country: str | None
) -> pd.DataFrame:
    """start, mean, and low and high of what was usual at that hour; NaN where it is not known."""
    number, slot = clock(quarters["start"], timezone)
    low, high = np.full((2, len(quarters)), np.nan)
    for day in np.unique(number):
        here = number == day
        rows = before.alike(day_type(int(day), country), country)
        if len(rows) >= FEWEST:
            edges = _edges(before.value[rows])
            low[here], high[here] = edges[0, slot[here]], edges[1, slot[here]]
    return pd.DataFrame(
        {"start": quarters["start"], "mean": quarters["mean"], "low": low, "high": high}
    )


def alike_days(before: Past, at: datetime, timezone: str, country: str | None) -> tuple[date, ...]:
    """The last days that are like the one of `at`, the newest first."""
    number, _ = clock(pd.Series([at]), timezone)
    rows = before.alike(day_type(int(number[0]), country), country)
    days = before.number[rows][::-1][:MOST_ALIKE]
    return tuple(date_of(int(n)) for n in days)


def clock(start: pd.Series, timezone: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Local day since 1970-01-01, and quarter hour on its clock, of each instant."""
    local = pd.DatetimeIndex(start).tz_convert(timezone).tz_localize(None).as_unit("us").asi8
    quarter = local // QUARTER
    return quarter // SLOTS, quarter % SLOTS


def _edges(value: Floats) -> Floats:
    """Low and high of each slot over days and the slots beside it; (2, 96)."""
    beside = np.concatenate([np.roll(value, 1, 1), value, np.roll(value, -1, 1)])
    edges = np.full((2, SLOTS), np.nan)
    known = ~np.isnan(beside).all(axis=0)
    edges[:, known] = np.nanquantile(beside[:, known], [LOW, HIGH], axis=0)
    return edges
