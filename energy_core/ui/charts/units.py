"""The unit that a chart speaks in, and how many stored units make one of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from energy_core import units


@dataclass(frozen=True, slots=True)
class Unit:
    """`size`: how many of the stored unit (Wh, W, m³, …) are one."""

    name: str
    size: float
    decimals: int


KWH, KW = Unit("kWh", 1000.0, 1), Unit("kW", 1000.0, 2)
LEAST_SHARE = 1e-6  # of a unit other than these, in which anything may be much
THOUSAND = 1000.0
"""Stored units in one of the shapes' `kw` and `kwh`."""


def of_energy(stored: str, greatest: float = 0.0) -> Unit:
    """For amounts of a meter whose unit is `stored` ("W", "Wh", "m³", …); megawatt hours where the
    `greatest` of them would have six digits."""
    if stored in {"W", "Wh"}:
        return Unit("MWh", 1e6, 1) if greatest >= 1e8 else KWH
    return Unit(stored.removesuffix("/h"), 1.0, 2)


def of_power(stored: str) -> Unit:
    """For the means of a meter whose unit is `stored`: of a volume, what flows in an hour."""
    if stored in {"W", "Wh"}:
        return KW
    return Unit(f"{stored}/h", 1.0, 3) if stored == units.VOLUME else Unit(stored, 1.0, 2)


def sized(thousands: pd.Series, unit: Unit) -> pd.Series:
    """A shape's `kw` or `kwh` in the unit."""
    return thousands if unit.size == THOUSAND else thousands * (THOUSAND / unit.size)
