"""Where the energy went: each use by the sources that fed the house at that hour. Frames only."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from energy_core.analysis.balance import SOURCES

MOST_USES = 6
HOURS_A_QUARTER = 0.25


def energy_by_source(uses: Mapping[str, pd.Series], house: pd.DataFrame, rest: str) -> pd.DataFrame:
    """Columns use, source, kwh, total, the largest use first.

    `uses`: name → power [W] by start; `house`: used, sun, battery, grid [W] by start. Each
    quarter-hour of a use is split as the house was fed then. What no use explains is `rest`, and
    so are the uses beyond the first five.
    """
    if house.empty:
        return pd.DataFrame(columns=["use", "source", "kwh", "total"])
    shares = house[list(SOURCES)].div(house["used"].where(house["used"] > 0), axis=0).fillna(0)
    powers = {name: power.reindex(house.index).fillna(0) for name, power in uses.items()}
    explained = sum(powers.values(), start=house["used"] * 0)
    remainder = (house["used"] - explained).clip(lower=0).fillna(0)
    totals = {name: _energies(power, shares) for name, power in powers.items()}
    largest = sorted(totals, key=lambda name: -totals[name].sum())[: MOST_USES - 1]
    others = [totals[name] for name in totals if name not in largest]
    last = _energies(remainder, shares) + sum(others, start=shares.sum() * 0)
    rows = [*((name, totals[name]) for name in largest), (rest, last)]
    return _long(rows)


def _energies(power: pd.Series, shares: pd.DataFrame) -> pd.Series:
    """kWh by source."""
    return shares.mul(power, axis=0).sum() * HOURS_A_QUARTER / 1000


def _long(rows: list[tuple[str, pd.Series]]) -> pd.DataFrame:
    table = pd.DataFrame(
        [
            {"use": name, "source": source, "kwh": float(kwh), "total": float(energies.sum())}
            for name, energies in rows
            for source, kwh in energies.items()
        ]
    )
    return table[table["total"] >= 0.05].reset_index(drop=True)
