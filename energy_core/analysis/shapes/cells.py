"""Energy as cells of a picture: day by hour, and day by day. What was not measured stays a cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from energy_core.analysis.clock import Numbers, dates, day_numbers, wall

QUARTER_S = 900
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Bounds = tuple[datetime, datetime]
Key = Callable[[pd.DatetimeIndex], npt.ArrayLike]
"""UTC starts → the number of the cell that each lies in, rising."""


def carpet(frame: pd.DataFrame, timezone: str, bounds: Bounds | None = None) -> pd.DataFrame:
    """Columns day (midnight without a zone), hour (0..23), kw, covered, estimated (shares of the
    cell), missing (nothing was measured: kw is NaN).

    `frame`: a series of quarter hours or hours. There is a cell for every hour of the wall clock
    within `bounds` (UTC; else from the frame's first to its last row); the repeated hour of autumn
    is one cell, the skipped hour of spring is none.
    """
    cells = _cells(frame, partial(_hours_of_the_wall, timezone), bounds)
    hours = cells["covered_s"] / 3600
    return pd.DataFrame(
        {
            "day": dates(cells.index.to_numpy() // 24),
            "hour": cells.index.to_numpy() % 24,
            "kw": (cells["amount"] / hours.where(hours > 0) / 1000).to_numpy(),
            **_shares(cells),
        }
    )


def calendar(frame: pd.DataFrame, timezone: str, bounds: Bounds | None = None) -> pd.DataFrame:
    """Columns day (midnight without a zone), kwh, covered, estimated (shares of the day), missing
    (nothing was measured: kwh is NaN). `frame`: a series of days, or of anything finer."""
    cells = _cells(frame, partial(_days, timezone), bounds)
    kwh = (cells["amount"] / 1000).where(cells["covered_s"] > 0)
    return pd.DataFrame(
        {"day": dates(cells.index.to_numpy()), "kwh": kwh.to_numpy(), **_shares(cells)}
    )


def by_day(frame: pd.DataFrame, timezone: str, bounds: Bounds | None = None) -> pd.DataFrame:
    """Columns start (UTC), length_s, amount, covered_s, estimated_s of every local day within
    `bounds` (UTC; else from the frame's first to its last row), cut to it. What was not measured
    is as long as what was. `frame`: a series of days, or of anything finer."""
    return _cells(frame, partial(_days, timezone), bounds).reset_index(drop=True)


def by_hour(frame: pd.DataFrame, timezone: str, bounds: Bounds | None = None) -> pd.DataFrame:
    """As `by_day`, of every hour of the wall clock; the two of autumn stay two. `frame`: a series
    of hours or quarter hours."""
    return _cells(frame, partial(_hours, timezone), bounds).reset_index(drop=True)


def _days(timezone: str, starts: pd.DatetimeIndex) -> npt.ArrayLike:
    return day_numbers(wall(starts, timezone))


def _hours_of_the_wall(timezone: str, starts: pd.DatetimeIndex) -> npt.ArrayLike:
    """The two of autumn are one."""
    clock = wall(starts, timezone)
    return day_numbers(clock) * 24 + clock.hour


def _hours(timezone: str, starts: pd.DatetimeIndex) -> npt.ArrayLike:
    """The quarter hour with which each hour began."""
    quarters = pd.DatetimeIndex(starts).to_numpy("datetime64[s]").astype(np.int64) // QUARTER_S
    return quarters - wall(starts, timezone).minute // 15


def _cells(frame: pd.DataFrame, key: Key, bounds: Bounds | None) -> pd.DataFrame:
    """By the cell's number: start, length_s, amount, covered_s, estimated_s."""
    start, end = bounds or _extent(frame)
    quarters = pd.date_range(start, end, freq="15min", inclusive="left", unit="us")
    of_quarters: Numbers = np.asarray(key(quarters))
    inside = frame[(frame["start"] >= start) & (frame["start"] < end)]
    of_rows: Numbers = np.asarray(key(pd.DatetimeIndex(inside["start"])))
    (numbers, at), first = np.unique(of_quarters, return_index=True), of_quarters.min(initial=0)
    size = int(of_quarters.max(initial=0) - first + 1)

    def summed(at: Numbers, weights: npt.ArrayLike) -> npt.NDArray[np.float64]:
        return np.bincount(at - first, np.asarray(weights, float), size)[numbers - first]

    sums = {name: summed(of_rows, inside[name]) for name in ("amount", "covered_s", "estimated_s")}
    length = summed(of_quarters, np.full(len(quarters), QUARTER_S))
    return pd.DataFrame({"start": quarters[at], "length_s": length, **sums}, index=numbers)


def _extent(frame: pd.DataFrame) -> Bounds:
    if frame.empty:
        return EPOCH, EPOCH
    last = frame.iloc[-1]
    return frame["start"].iloc[0], last["start"] + pd.Timedelta(seconds=last["length_s"])


def _shares(cells: pd.DataFrame) -> dict[str, npt.NDArray]:
    """The last quarter hour may lie beyond the cell's own end."""
    length = cells["length_s"]
    return {
        "covered": (cells["covered_s"] / length).clip(0, 1).to_numpy(),
        "estimated": (cells["estimated_s"] / length).clip(0, 1).to_numpy(),
        "missing": (cells["covered_s"] <= 0).to_numpy(),
    }
