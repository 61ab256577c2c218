"""Seasonal z-score: distance from the mean of the last 28 days at this time of day, workdays and
weekends apart, in their standard deviations."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.anomaly.grid import Grid
from benchmarks.anomaly.meters import Floats

NAME = "seasonal z-score"
WORKDAYS, WEEKEND_DAYS = 20, 8  # of four weeks
LEAST_DAYS = 4


def scores(grid: Grid, clean: Grid) -> Floats:
    local = grid.local
    weekend = local.day_of_week >= 5
    series = pd.Series(grid.value)
    out = np.full(len(series), np.nan)
    for is_weekend, days in ((False, WORKDAYS), (True, WEEKEND_DAYS)):
        of_type = series[weekend == is_weekend]
        groups = of_type.groupby(local[of_type.index].strftime("%H:%M"))
        before = groups.transform(lambda one, days=days: _z(one, days))
        out[before.index] = before
    return out


def _z(values: pd.Series, days: int) -> pd.Series:
    past = values.shift(1).rolling(days, min_periods=LEAST_DAYS)
    spread = past.std()
    return ((values - past.mean()) / spread.where(spread > 0)).abs()
