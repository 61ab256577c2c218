"""Series as `store.series` gives them, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from energy_core.metering.local_days import day_bounds


def by_day(first: date, kwh: Sequence[float], timezone: str) -> pd.DataFrame:
    """One row a local day, of its true length, wholly measured."""
    bounds = [day_bounds(first + timedelta(days=n), timezone) for n in range(len(kwh))]
    lengths = [(end - start).total_seconds() for start, end in bounds]
    return series([start for start, _end in bounds], lengths, [1000 * each for each in kwh])


def by_quarter(start: str, watts: Sequence[float]) -> pd.DataFrame:
    """One row a quarter-hour from `start` (UTC), wholly measured."""
    starts = pd.date_range(start, periods=len(watts), freq="15min", tz="UTC")
    return series(list(starts), [900.0] * len(watts), [w / 4 for w in watts])


def series(starts: Sequence, lengths: Sequence[float], amounts: Sequence[float]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"start": pd.DatetimeIndex(starts).as_unit("us"), "length_s": lengths, "amount": amounts}
    )
    mean = frame["amount"] / frame["length_s"] * 3600
    return frame.assign(
        mean=mean, min=mean, max=mean, covered_s=frame["length_s"], estimated_s=0.0, corrected_s=0.0
    )
