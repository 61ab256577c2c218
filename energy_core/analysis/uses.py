"""Where the energy went: each use by the sources that fed the house at that hour. Frames only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from energy_core.analysis.balance import OPEN, PARTS, SOURCES
from energy_core.model import Commodity, Meter, Role

MOST_USES = 6
LEAST_KWH = 0.05
USES = {Role.EV, Role.SUBMETER}


@dataclass(frozen=True, slots=True)
class Words:
    """What the last two rows are called."""

    rest: str  # used, and measured by no use's meter
    elsewhere: str  # passed the house by, and one of its ends was not measured


def outermost(meters: Sequence[Meter]) -> list[Meter]:
    """The electrical uses that are no part of another use: together they count nothing twice."""
    by_id = {meter.id: meter for meter in meters}
    uses = [m for m in meters if m.role in USES and m.commodity is Commodity.ELECTRICITY]
    return [meter for meter in uses if not any(one.role in USES for one in _around(meter, by_id))]


def _around(meter: Meter, by_id: Mapping[int, Meter]) -> list[Meter]:
    """The meters that a meter lies behind, the nearest first."""
    found: list[Meter] = []
    outer = by_id.get(meter.parent or 0)
    while outer is not None and outer not in found:
        found.append(outer)
        outer = by_id.get(outer.parent or 0)
    return found


def energy_by_source(
    uses: Mapping[str, pd.Series], house: pd.DataFrame, energy: pd.DataFrame, words: Words
) -> pd.DataFrame:
    """Columns use, source, kwh, total, the largest use first.

    `uses`: name → energy [Wh] by start; `house`: its power as `balance.by_source` gives it;
    `energy`: `amount` [Wh] and `covered_s` of what it used. Each quarter-hour of a use is split as
    the house was fed then; `source` is one of `balance.PARTS`. What no use explains is the rest,
    and so are the uses beyond the first five.
    """
    if house.empty:
        return pd.DataFrame(columns=["use", "source", "kwh", "total"])
    shares = _shares(house)
    amounts = {name: amount.reindex(house.index).fillna(0) for name, amount in uses.items()}
    explained = sum(amounts.values(), start=house["used"] * 0)
    remainder = (energy["amount"] - explained).clip(lower=0).fillna(0)
    totals = {name: _energies(amount, shares) for name, amount in amounts.items()}
    largest = sorted(totals, key=lambda name: -totals[name].sum())[: MOST_USES - 1]
    others = [totals[name] for name in totals if name not in largest]
    rest = _energies(remainder, shares) + sum(others, start=shares.sum() * 0)
    elsewhere = _elsewhere(house, energy["covered_s"] / 3600)
    rows = [*((name, totals[name]) for name in largest), (words.rest, rest)]
    return _long([*rows, (words.elsewhere, elsewhere)])


def _shares(house: pd.DataFrame) -> pd.DataFrame:
    """Of what was used in each quarter-hour, by part: they add up to 1."""
    served = house[[*SOURCES, "undivided"]]
    unserved = (house["used"] - served.sum(axis=1)).clip(lower=0)
    unknown = (house["missing"] > 0) | house["used"].isna()
    parts = served.assign(
        unaccounted=unserved.mask(unknown, 0.0), missing=unserved.where(unknown, 0.0)
    )
    shares = parts.div(house["used"].where(house["used"] > 0), axis=0).fillna(0.0)
    # What a use says it took while the house took nothing came from nowhere known.
    shares["unaccounted"] = shares["unaccounted"].mask(house["used"] <= 0, 1.0)
    shares["missing"] = shares["missing"].mask(house["used"].isna(), 1.0)
    return shares[list(PARTS)]


def _elsewhere(house: pd.DataFrame, hours: pd.Series) -> pd.Series:
    """kWh that the balance leaves open beyond what was used, by part."""
    served = house[[*SOURCES, "undivided"]].sum(axis=1)
    unserved = (house["used"] - served).clip(lower=0)
    beyond = [
        (house[part] - unserved).clip(lower=0).mul(hours).sum() / 1000 if part in OPEN else 0.0
        for part in PARTS
    ]
    return pd.Series(beyond, index=list(PARTS))


def _energies(amount: pd.Series, shares: pd.DataFrame) -> pd.Series:
    """kWh by part."""
    return shares.mul(amount, axis=0).sum() / 1000


def _long(rows: list[tuple[str, pd.Series]]) -> pd.DataFrame:
    table = pd.DataFrame(
        [
            {"use": name, "source": source, "kwh": float(kwh), "total": float(energies.sum())}
            for name, energies in rows
            for source, kwh in energies.items()
        ]
    )
    return table[table["total"] >= LEAST_KWH].reset_index(drop=True)
