"""UTC instants on the site's wall clock, as arrays: days and months as whole numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.int64]


def wall(starts: pd.Series | pd.Index, timezone: str) -> pd.DatetimeIndex:
    """What the clock on the wall shows; the repeated hour of autumn is shown twice."""
    return pd.DatetimeIndex(starts).tz_convert(timezone).tz_localize(None)


def day_numbers(clock: pd.DatetimeIndex) -> Numbers:
    """Days since 1970-01-01."""
    return clock.to_numpy("datetime64[D]").astype(np.int64)


def month_numbers(clock: pd.DatetimeIndex) -> Numbers:
    """Months since January 1970."""
    return clock.to_numpy("datetime64[M]").astype(np.int64)


def dates(numbers: Numbers) -> pd.DatetimeIndex:
    """Midnights without a zone, for the days of these numbers."""
    return pd.DatetimeIndex(numbers.astype("datetime64[D]").astype("datetime64[s]"))


def midnights(days: npt.NDArray[np.datetime64], timezone: str) -> pd.DatetimeIndex:
    """The instants at which these local days begin."""
    local = pd.DatetimeIndex(days.astype("datetime64[s]"))
    return local.tz_localize(timezone, ambiguous=True, nonexistent="shift_forward")
