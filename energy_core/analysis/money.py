"""What the use of a house cost and emitted, and what its own production saved. Frames as
`store.series` gives them, all of one resolution, in and out: `amount` is then money, or g of CO₂.

Each is None where it cannot be known: a price is unknown, or no meter tells what came from the grid.
"""

from __future__ import annotations

import pandas as pd

from energy_core.analysis.balance import SIGNS
from energy_core.analysis.sums import Series, added, used
from energy_core.model import Prices, Role

MONEY = ("cost", "saved")
"""Figures in the site's currency."""
CARBON = "g CO₂"
WH_PER_KWH = 1000.0


def bought(series: Series) -> pd.DataFrame | None:
    """What came from the grid [Wh]: by its meter; all that was used, where a meter of the house is
    the only one around it."""
    if Role.GRID_IMPORT in series:
        return series[Role.GRID_IMPORT]
    return None if any(role in series for role in SIGNS) else series.get(Role.CONSUMPTION)


def cost(series: Series, prices: Prices) -> pd.DataFrame | None:
    """What was paid for what was bought, less what was earned for what was sold; below zero where
    more was earned. The price of selling matters only where something was sold."""
    paid = _times(bought(series), prices.bought)
    sold = series.get(Role.GRID_EXPORT)
    if paid is None or sold is None or (prices.sold is None and not sold["amount"].any()):
        return paid
    earned = _times(sold, prices.sold)
    return None if earned is None else added([paid, earned], [1, -1])


def saved(series: Series, prices: Prices) -> pd.DataFrame | None:
    """What the same use would have cost had all of it come from the grid, less what it did cost
    (`cost`: what was sold counts). Below zero where a battery took more than it gave; what the
    panels cost themselves is left out. Only of a house that produces."""
    alone = _times(_used_beside_production(series), prices.bought)
    own = cost(series, prices)
    return None if alone is None or own is None else added([alone, own], [1, -1])


def carbon(series: Series, prices: Prices) -> pd.DataFrame | None:
    """Emitted for what was bought [g]."""
    return _times(bought(series), prices.carbon_bought)


def carbon_saved(series: Series, prices: Prices) -> pd.DataFrame | None:
    """What the same use would have emitted had all of it come from the grid, less what it did [g].
    What was sold counts nothing: nobody knows what it took the place of."""
    alone = _times(_used_beside_production(series), prices.carbon_bought)
    own = carbon(series, prices)
    return None if alone is None or own is None else added([alone, own], [1, -1])


def _used_beside_production(series: Series) -> pd.DataFrame | None:
    return used(series) if Role.PRODUCTION in series else None


def _times(energy: pd.DataFrame | None, per_kwh: float | None) -> pd.DataFrame | None:
    if energy is None or per_kwh is None:
        return None
    return energy.assign(amount=energy["amount"] * (per_kwh / WH_PER_KWH))
