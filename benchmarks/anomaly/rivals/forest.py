"""scikit-learn's IsolationForest over value, its change, the mean of the last day, hour and
weekday, fitted on the whole of the series without faults."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest

from benchmarks.anomaly.grid import Grid
from benchmarks.anomaly.meters import Floats

NAME = "IsolationForest"
SEED = 0


def scores(grid: Grid, clean: Grid) -> Floats:
    forest = IsolationForest(n_estimators=100, random_state=SEED).fit(_features(clean))
    return -forest.score_samples(_features(grid))


def _features(grid: Grid) -> Floats:
    value, local = pd.Series(grid.value), grid.local
    hour = 2 * np.pi * (local.hour + local.minute / 60) / 24
    return np.column_stack([
        value,
        value.diff().fillna(0),
        value.rolling(grid.a_day, min_periods=1).mean(),
        np.sin(hour),
        np.cos(hour),
        local.day_of_week >= 5,
    ])  # fmt: skip
