"""Series as `store.series` gives them, made up in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pandas as pd
from hypothesis import settings

from energy_core.analysis.balance import House, house_of
from energy_core.model import Role

any_time = settings(deadline=None, database=None)
"""However slow the machine is."""


def series(
    start: datetime,
    watts: Sequence[float] | np.ndarray,
    step_s: float = 900.0,
    covered: Sequence[float] | float = 1.0,
    estimated: Sequence[float] | float = 0.0,
) -> pd.DataFrame:
    """Neighbouring periods of `step_s` from `start` on; `covered`, `estimated`: shares of each.
    Those of which nothing is covered have no row, as in the store."""
    watts = np.asarray(watts, float)
    share = np.broadcast_to(np.asarray(covered, float), watts.shape)
    starts = pd.date_range(start, periods=len(watts), freq=pd.Timedelta(seconds=step_s), unit="us")
    frame = pd.DataFrame(
        {
            "start": starts,
            "length_s": step_s,
            "amount": watts * share * step_s / 3600,
            "mean": watts,
            "min": watts,
            "max": watts,
            "covered_s": share * step_s,
            "estimated_s": np.broadcast_to(np.asarray(estimated, float), watts.shape) * step_s,
            "corrected_s": 0.0,
        }
    )
    return frame[share > 0].reset_index(drop=True)


def house(start: datetime, quarters: int, **frames: pd.DataFrame) -> House:
    """`frames`: role → a series of quarter hours of its one meter."""
    index = pd.date_range(start, periods=quarters, freq="15min", name="start", unit="us")
    return house_of({Role(role): [frame] for role, frame in frames.items()}, index)
