"""Quarter hours as hours and days of the site's clock."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_core.analysis.clock import wall

DAY_S, HOUR_S = 86_400, 3600
SUMMED = ["length_s", "amount", "covered_s", "estimated_s", "corrected_s"]


def days_of(frame: pd.DataFrame, timezone: str) -> pd.DataFrame:
    """`frame`, a series of quarter hours or hours, by local day."""
    return _grouped(frame, _local_s(frame, timezone) // DAY_S)


def hours_of(frame: pd.DataFrame, timezone: str) -> pd.DataFrame:
    """By local hour; the two of autumn stay two."""
    local = _local_s(frame, timezone)
    ahead = local - _utc_s(frame)
    changes = np.r_[0, np.cumsum(ahead[1:] != ahead[:-1])] if len(ahead) else ahead
    return _grouped(frame, local // HOUR_S + (changes << 40))


def _utc_s(frame: pd.DataFrame) -> np.ndarray:
    return frame["start"].to_numpy("datetime64[s]").astype(np.int64)


def _local_s(frame: pd.DataFrame, timezone: str) -> np.ndarray:
    return wall(frame["start"], timezone).to_numpy("datetime64[s]").astype(np.int64)


def _grouped(frame: pd.DataFrame, number: np.ndarray) -> pd.DataFrame:
    """Rows of one number together, from the first one's start."""
    groups = frame.groupby(number, sort=True)
    return groups[SUMMED].sum().assign(start=groups["start"].first()).reset_index(drop=True)
