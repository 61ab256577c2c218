"""How a building answers to the cold: energy of a day = base + slope × degree days.

The balance temperature is the outside temperature above which nothing is heated; a day's degree
days are what its mean lies below it. Fitted by least squares at each of the candidate balance
temperatures, of which the best is kept, as in PRISM (Fels, Energy and Buildings 9 (1986) 5–18).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from energy_core.analysis.sums import WELL_MEASURED

FEWEST_DAYS, FEWEST_COLD_DAYS = 30, 10
LEAST_R2 = 0.3  # below it the weather explains too little to be used
BALANCES_C = np.arange(8.0, 22.01, 0.5)
Floats = npt.NDArray[np.float64]


class Refusal(StrEnum):
    """Why there is no signature."""

    FEW_DAYS = "few_days"  # fewer than 30 on which both were measured
    NO_COLD = "no_cold"  # hardly a day on which there was anything to heat
    NO_RELATION = "no_relation"  # the weather does not explain what was used


@dataclass(frozen=True, slots=True)
class Signature:
    """`base` a day and `slope` a degree day, in the unit of the energy (Wh, m³)."""

    base: float
    slope: float
    balance_c: float
    r2: float
    days: int

    def expected(self, temperature_c: Floats) -> Floats:
        """What days of these mean temperatures use."""
        return self.base + self.slope * degree_days(temperature_c, self.balance_c)

    def normalised(self, amount: float, own_c: Floats, reference_c: Floats) -> float:
        """What a period that used `amount` would have used, had its days been as cold as those of
        the reference (as many days): the difference of degree days at the building's slope."""
        own, reference = (degree_days(t, self.balance_c).sum() for t in (own_c, reference_c))
        return float(amount + self.slope * (reference - own))


@dataclass(frozen=True, slots=True)
class Fit:
    """`days` on which energy and temperature were both measured; a signature or the reason why
    there is none. `points`: columns start, temperature_c, amount of these days."""

    signature: Signature | None
    refusal: Refusal | None
    days: int
    points: pd.DataFrame


def degree_days(temperature_c: Floats, balance_c: float) -> Floats:
    """Kelvin that each day's mean lies below the balance temperature."""
    return np.clip(balance_c - np.asarray(temperature_c, float), 0.0, None)


def signature(energy: pd.DataFrame, temperature: pd.DataFrame) -> Fit:
    """The building's, from series of local days: of heat, gas or electricity, and of a thermometer
    outside (`mean` [°C]). Days of which less than 98 % is measured are left out."""
    points = _points(energy, temperature)
    amount, celsius = points["amount"].to_numpy(), points["temperature_c"].to_numpy()
    if len(points) < FEWEST_DAYS:
        return Fit(None, Refusal.FEW_DAYS, len(points), points)
    fits = [_fitted(amount, celsius, balance) for balance in BALANCES_C]
    known = [fit for fit in fits if fit is not None]
    if not known:
        return Fit(None, Refusal.NO_COLD, len(points), points)
    best = max(known, key=lambda fit: fit.r2)
    if best.r2 < LEAST_R2 or best.slope <= 0:
        return Fit(None, Refusal.NO_RELATION, len(points), points)
    return Fit(best, None, len(points), points)


def _points(energy: pd.DataFrame, temperature: pd.DataFrame) -> pd.DataFrame:
    """Days that both know well; the two may be cut to different ranges."""
    good = [f[f["covered_s"] >= WELL_MEASURED * f["length_s"]] for f in (energy, temperature)]
    warmth = good[1][["start", "mean"]].rename(columns={"mean": "temperature_c"})
    return good[0][["start", "amount"]].merge(warmth, on="start").dropna()


def _fitted(amount: Floats, celsius: Floats, balance_c: float) -> Signature | None:
    """The best line for this balance temperature; None where hardly a day was cold enough."""
    cold = degree_days(celsius, balance_c)
    if np.count_nonzero(cold) < FEWEST_COLD_DAYS:
        return None
    spread = cold - cold.mean()
    variance = float(spread @ spread)
    slope = float(spread @ amount) / variance if variance > 0 else 0.0
    base = float(amount.mean() - slope * cold.mean())
    if base < 0:  # a house does not give energy back on a warm day
        base, slope = 0.0, float(cold @ amount) / float(cold @ cold)
    return Signature(base, slope, balance_c, _r2(amount, base + slope * cold), len(amount))


def _r2(amount: Floats, expected: Floats) -> float:
    """Share of the variance that is explained; 0 where nothing varies."""
    total = float(((amount - amount.mean()) ** 2).sum())
    return 1.0 - float(((amount - expected) ** 2).sum()) / total if total > 0 else 0.0
