"""How often a threshold would have been passed: pure, on the quarter-hours' highest values."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

CHARGING_W = 500.0


@dataclass(frozen=True, slots=True)
class Replay:
    """`starts` are the quarter-hours [UTC] in which the power rose over the threshold."""

    starts: pd.DatetimeIndex
    while_charging: int

    @property
    def times(self) -> int:
        return len(self.starts)


def replay(highest: pd.Series, threshold_w: float, car: pd.Series | None = None) -> Replay:
    """Passes of `highest` [W, by start] over `threshold_w`: neighbouring quarter-hours are one.

    A quarter-hour without a measurement ends a pass and never makes one. `car` [W, by start] tells
    during how many of them the car was charging.
    """
    over = highest > threshold_w
    begins = over & ~over.shift(1, fill_value=False)
    starts = pd.DatetimeIndex(highest.index[begins])
    charging = 0 if car is None else int((car.reindex(starts) > CHARGING_W).sum())
    return Replay(starts, charging)


def daily_peaks(highest: pd.Series, timezone: str) -> pd.DataFrame:
    """Columns day (local date), peak [kW] of each local day that has a measurement."""
    known = highest.dropna()
    days = pd.DatetimeIndex(known.index).tz_convert(timezone).date
    peaks = (known / 1000).groupby(days).max()
    return peaks.rename_axis("day").rename("peak").reset_index()
