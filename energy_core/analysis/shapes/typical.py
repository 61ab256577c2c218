"""The day as it usually goes: by working day and weekend, and by season."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from energy_core.analysis.clock import dates, day_numbers, wall
from energy_core.analysis.sums import WELL_MEASURED, kilowatts

SEASONS = ("winter", "spring", "summer", "autumn")  # December begins the northern winter
ALL = "all"
KINDS = ("workday", "weekend")
FEWEST_DAYS = 5  # fewer make no habit
WHOLE = 0.9
QUANTILES = (0.1, 0.5, 0.9)
Grid = npt.NDArray[np.float64]


def typical_day(frame: pd.DataFrame, timezone: str, southern: bool = False) -> pd.DataFrame:
    """Columns kind ("workday", "weekend"), season (one of SEASONS, or "all"), days, hour (of the
    wall clock), low, mid, high [kW]: between low and high lie 4 days in 5, mid is the median.

    `frame`: a series of quarter hours or hours. Days of which less than 90 % is measured are left
    out; so is what fewer than five days would stand for.
    """
    step_s = float(frame["length_s"].median()) if len(frame) else 900.0
    days, grid = _day_by_hour(frame, timezone, step_s)
    hours = np.arange(grid.shape[1]) * step_s / 3600
    parts = [
        pd.DataFrame({"kind": kind, "season": season, "days": len(chosen), "hour": hours}).assign(
            **dict(zip(("low", "mid", "high"), _quantiles(chosen), strict=True))
        )
        for kind, season, chosen in _groups(days, grid, southern)
    ]
    columns = ["kind", "season", "days", "hour", "low", "mid", "high"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _day_by_hour(
    frame: pd.DataFrame, timezone: str, step_s: float
) -> tuple[pd.DatetimeIndex, Grid]:
    """Whole days, and their kW by step of the wall clock; the repeated hour falls on itself."""
    steps = round(86_400 / step_s)
    good = frame[frame["covered_s"] >= WELL_MEASURED * frame["length_s"]]
    if good.empty:
        return dates(np.zeros(0, np.int64)), np.zeros((0, steps))
    clock = wall(good["start"], timezone)
    numbers, row = np.unique(day_numbers(clock), return_inverse=True)
    seconds = (clock - clock.normalize()).total_seconds().to_numpy()
    at = row * steps + (seconds // step_s).astype(np.int64)
    size = len(numbers) * steps
    count = np.bincount(at, minlength=size)
    total = np.bincount(at, kilowatts(good).to_numpy(), size)
    grid = np.divide(total, count, out=np.full(size, np.nan), where=count > 0).reshape(-1, steps)
    whole = np.isfinite(grid).mean(axis=1) > WHOLE
    return dates(numbers[whole]), grid[whole]


def _groups(days: pd.DatetimeIndex, grid: Grid, southern: bool) -> Iterator[tuple[str, str, Grid]]:
    weekend = days.day_of_week.to_numpy() >= 5
    season = (days.month.to_numpy() % 12 // 3 + 2 * southern) % 4
    for kind, of_kind in zip(KINDS, (~weekend, weekend), strict=True):
        for name in (ALL, *SEASONS):
            of_season = True if name == ALL else season == SEASONS.index(name)
            chosen = grid[of_kind & of_season]
            if len(chosen) >= FEWEST_DAYS:
                yield kind, name, chosen


def _quantiles(grid: Grid) -> list[Grid]:
    """By column, of what is known there; NaN where nothing is. (NumPy's own is ten times slower
    where anything is missing.)"""
    ordered = np.sort(grid, axis=0)  # NaN last
    count = np.isfinite(grid).sum(axis=0)
    columns, most = np.arange(grid.shape[1]), len(grid) - 1
    out = []
    for quantile in QUANTILES:
        place = quantile * np.maximum(count - 1, 0)
        low = place.astype(np.int64)
        below, above = (
            ordered[np.minimum(row, most), columns]
            for row in (low, np.ceil(place).astype(np.int64))
        )
        out.append(below + (place - low) * (above - below))
    return out
