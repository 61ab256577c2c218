"""What a meter usually shows at an hour of the week: the shape that gaps are filled with. Pure."""

from __future__ import annotations

import numpy as np

from energy_core.metering.periods import instant, offsets
from energy_core.metering.readings import HOUR, Floats, Stamps

WEEK = 168


def usual_rates(
    start: Stamps, amount: Floats, covered_s: Floats, at: Stamps, timezone: str
) -> Floats:
    """Mean rate [amount per hour] at each stamp `at` [µs UTC], of the quarter hours that begin at
    `start` in the same local hour of the same weekday; where there are none in the same hour of
    any day, or of all. Zeros where nothing is covered."""
    hour, asked = _hour_of_week(start, timezone), _hour_of_week(at, timezone)
    week = _means(hour, amount, covered_s, WEEK)
    day = _means(hour % 24, amount, covered_s, 24)
    (whole,) = _means(hour * 0, amount, covered_s, 1)
    rate = np.where(np.isnan(week[asked]), day[asked % 24], week[asked])
    return np.nan_to_num(np.where(np.isnan(rate), whole, rate))


def _means(group: Stamps, amount: Floats, covered_s: Floats, count: int) -> Floats:
    """Amount per hour covered, by group; NaN where none is covered."""
    hours = np.bincount(group, covered_s, count) / 3600
    total = np.bincount(group, amount, count)
    return np.divide(total, hours, out=np.full(count, np.nan), where=hours > 0)


def _hour_of_week(ts: Stamps, timezone: str) -> Stamps:
    if len(ts) == 0:
        return ts
    zone = offsets(instant(int(ts.min())), instant(int(ts.max()) + 1), timezone)
    since = np.array([o.since for o in zone])
    shift = np.array([o.shift for o in zone])
    local = ts + shift[np.searchsorted(since, ts, "right").clip(min=1) - 1]
    return (local // HOUR) % WEEK
