"""Which source fed which use: the links of a Sankey picture. No energy is made or lost in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from energy_core.analysis.balance import SUPPLY, Energies, House, used_energy
from energy_core.analysis.sums import tells_use
from energy_core.model import Role

HOME, REST, UNACCOUNTED = "home", "rest", "unaccounted"
OUTLETS = {"charged": Role.BATTERY_CHARGE, "sold": Role.GRID_EXPORT}
ORDER = (
    ("sun", "sold"), ("battery", "sold"), ("battery", HOME), ("sun", HOME), ("sun", "charged"),
    ("grid", HOME), ("grid", "charged"),
)  # fmt: skip
"""Within a quarter hour, the least free first: only sun and battery can be sold, a battery is not
charged from itself, and the grid gives what is left. What was bought is not sold again."""
FEWEST_KWH = 1e-9


def flows(house: House, uses: Mapping[str, pd.Series] | None = None) -> pd.DataFrame:
    """Columns source, target, kwh.

    Sources are "sun", "battery", "grid"; targets "home", "charged", "sold"; each quarter hour is
    matched for itself. What came in and is seen going nowhere goes to "unaccounted", what went out
    and came from nowhere known comes from there. Where the meters do not tell what the house used,
    "home" is what was bought. `uses` (name → Wh by start) divides "home" further, down to "rest".

    Each source's links add up to what its meters say, and each target's too (a meter at rest that
    reads below zero counts as zero).
    """
    energies = house.energies
    if not energies:
        return _links([])
    at_home = _at_home(energies)
    wanted = {HOME: at_home} | {
        name: _of(energies, role, at_home.index) for name, role in OUTLETS.items()
    }
    left = {name: _of(energies, role, at_home.index) for role, name in SUPPLY.items()}
    links = []
    for source, target in ORDER:
        given = np.minimum(left[source], wanted[target])
        left[source], wanted[target] = left[source] - given, wanted[target] - given
        links.append((source, target, given.sum()))
    links += [(source, UNACCOUNTED, unseen.sum()) for source, unseen in left.items()]
    links += [(UNACCOUNTED, target, unmet.sum()) for target, unmet in wanted.items()]
    return _links([*links, *_within(float(at_home.sum()), uses or {})])


def _at_home(energies: Energies) -> pd.Series:
    """Wh by start that the house took."""
    amount = used_energy(energies)["amount"]
    if tells_use(energies):
        return amount.clip(lower=0)
    return _of(energies, Role.GRID_IMPORT, amount.index)


def _of(energies: Energies, role: Role, starts: pd.Index) -> pd.Series:
    """Wh by start; zeros where there is no such meter."""
    if role not in energies:
        return pd.Series(0.0, index=starts)
    return energies[role]["amount"].clip(lower=0).reindex(starts).fillna(0.0)


def _within(home_wh: float, uses: Mapping[str, pd.Series]) -> Iterable[tuple[str, str, float]]:
    """The house's own uses; where they come to more than the house, the rest of it is unknown."""
    if not uses:
        return
    amounts = {name: float(amount.clip(lower=0).sum()) for name, amount in uses.items()}
    for name, wh in amounts.items():
        yield HOME, name, wh
    rest = home_wh - sum(amounts.values())
    yield (HOME, REST, rest) if rest >= 0 else (UNACCOUNTED, HOME, -rest)


def _links(links: Iterable[tuple[str, str, float]]) -> pd.DataFrame:
    table = pd.DataFrame(links, columns=["source", "target", "kwh"])
    table["kwh"] = table["kwh"].astype(float) / 1000
    merged = table.groupby(["source", "target"], sort=False, as_index=False)["kwh"].sum()
    return merged[merged["kwh"] > FEWEST_KWH].reset_index(drop=True)
