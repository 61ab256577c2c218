"""STUMPY left discords: distance of the last 24 hours to the most similar 24 hours before them,
in raw values (neither shifted nor scaled)."""

from __future__ import annotations

import numpy as np
import stumpy
from numpy.lib.stride_tricks import sliding_window_view

from benchmarks.anomaly.grid import Grid
from benchmarks.anomaly.meters import Floats

NAME = "STUMPY left discords"


def scores(grid: Grid, clean: Grid) -> Floats:
    """At the last slot of each 24 hours, once there is a week to compare with."""
    window = grid.a_day
    nearest = stumpy.aamp(grid.value, window)[:, 2].astype(np.int64)
    days = sliding_window_view(grid.value, window)
    distance = np.sqrt(((days - days[np.maximum(nearest, 0)]) ** 2).sum(axis=1))
    distance[(nearest < 0) | (np.arange(len(distance)) < 7 * window)] = np.nan
    return np.concatenate([np.full(window - 1, np.nan), distance])
