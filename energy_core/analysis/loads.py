"""Figures of power, from quarter hours of the house. Only those that are well measured count:
one minute of a kettle is not a quarter hour of it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from energy_core.analysis import balance
from energy_core.analysis.balance import QUARTER_S, House
from energy_core.analysis.clock import day_numbers, month_numbers, wall
from energy_core.analysis.sums import WELL_MEASURED, tells_use
from energy_core.model import Role

NIGHT_QUARTERS = 20  # from midnight to 5 h
BASE_QUANTILE = 0.1


class Peak(NamedTuple):
    watts: float
    start: datetime  # UTC, of its quarter hour


def used_w(house: House) -> pd.Series:
    """Mean power [W] that the house used, by start; NaN where a quarter hour is not well
    measured; empty where the meters do not tell it, and of anything coarser than quarter hours."""
    if not tells_use(house.energies) or not _is_by_quarter(house):
        return pd.Series(dtype=float)
    covered = balance.used_energy(house.energies)["covered_s"]
    return balance.used(house.powers).where(covered >= WELL_MEASURED * QUARTER_S)


def peak(quarters: pd.Series) -> Peak | None:
    """The highest quarter hour, the earliest of equals."""
    known = quarters.dropna()
    return Peak(float(known.max()), known.idxmax().to_pydatetime()) if len(known) else None


def month_peak(house: House, timezone: str) -> float | None:
    """Highest quarter hour [W] of each local month, the mean of the months: what a tariff by
    capacity counts. Of what was bought where a meter tells it, else of what was used."""
    is_bought = Role.GRID_IMPORT in house.powers and _is_by_quarter(house)
    quarters = _bought_w(house) if is_bought else used_w(house)
    known = quarters.dropna()
    if known.empty:
        return None
    return float(known.groupby(month_numbers(wall(known.index, timezone))).max().mean())


def base_load(quarters: pd.Series, timezone: str) -> float | None:
    """What is always on [W]: of each wholly measured night from 0 to 5 h the power that a tenth of
    its quarter hours stays below, and of the nights the median. A night of guests or of a silent
    meter does not move it. None without such a night."""
    nights = _nights(quarters, timezone)
    return float(np.median(nights)) if len(nights) else None


def _nights(quarters: pd.Series, timezone: str) -> np.ndarray:
    """The low quantile of each night."""
    clock = wall(quarters.index, timezone)
    at = clock.hour * 4 + clock.minute // 15
    night = np.asarray(at < NIGHT_QUARTERS)
    table = pd.DataFrame(
        {"day": day_numbers(clock)[night], "at": at[night], "w": quarters.to_numpy()[night]}
    )
    by_day = table.groupby("day")
    ends = by_day["at"].agg(["min", "max"])
    whole = (ends["min"] == 0) & (ends["max"] == NIGHT_QUARTERS - 1)
    known = by_day["w"].count() == by_day["w"].size()
    return by_day["w"].quantile(BASE_QUANTILE)[whole & known].to_numpy()


def load_factor(quarters: pd.Series) -> float | None:
    """Mean power as a share of the highest quarter hour."""
    known = quarters.dropna()
    highest = float(known.max()) if len(known) else 0.0
    return float(known.mean()) / highest if highest > 0 else None


def _bought_w(house: House) -> pd.Series:
    covered = house.energies[Role.GRID_IMPORT]["covered_s"]
    bought = house.powers[Role.GRID_IMPORT].sum(axis=1, skipna=False)
    return bought.where(covered >= WELL_MEASURED * QUARTER_S)


def _is_by_quarter(house: House) -> bool:
    """The peak of an hour is not that of a quarter hour."""
    starts = pd.DatetimeIndex(next(iter(house.energies.values())).index)
    return len(starts) < 2 or (starts[1] - starts[0]).total_seconds() == QUARTER_S
