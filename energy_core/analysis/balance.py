"""The house as a whole, quarter-hour by quarter-hour, from the series of its meters. Frames only.

A series is a frame as `store.series` gives it (`start` UTC, `mean` [W], …). What is used comes from
the meter of the whole house where there is one, else from the balance
`production + import + discharge − export − charge`; the sun is taken to serve the house first,
then the battery, then the grid, as in the flow picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from energy_core.model import Role

SOURCES = ("sun", "battery", "grid")
SIGNS = {
    Role.PRODUCTION: 1, Role.GRID_IMPORT: 1, Role.BATTERY_DISCHARGE: 1,
    Role.GRID_EXPORT: -1, Role.BATTERY_CHARGE: -1,
}  # fmt: skip
HOUSE_ROLES = (Role.CONSUMPTION, *SIGNS)

Powers = Mapping[Role, pd.Series]
"""Role → mean power [W] by `start`; a role without a meter is absent."""

Energies = Mapping[Role, pd.DataFrame]
"""Role → `amount` [Wh] and `covered_s` of every quarter-hour by `start`; a role without a meter is
absent, a quarter-hour without a measurement holds zeros."""
QUARTER_S = 900


def summed(series: Sequence[pd.DataFrame]) -> pd.Series:
    """Mean power [W] by `start`, of several meters together; NaN where one of them has none."""
    columns = [one.set_index("start")["mean"] for one in series]
    return pd.concat(columns, axis=1).sum(axis=1, skipna=False)


def used(powers: Powers) -> pd.Series:
    """What the house uses [W] by `start`; NaN where it cannot be known."""
    if Role.CONSUMPTION in powers:
        return powers[Role.CONSUMPTION]
    parts = [powers[role] * sign for role, sign in SIGNS.items() if role in powers]
    if not parts:
        return pd.Series(dtype=float)
    return pd.concat(parts, axis=1).sum(axis=1, skipna=False).clip(lower=0)


def by_source(powers: Powers) -> pd.DataFrame:
    """Columns used, sun, battery, grid [W] by `start`: what is used, and where it came from."""
    total = used(powers)
    sun = _at_most(powers.get(Role.PRODUCTION), total)
    battery = _at_most(powers.get(Role.BATTERY_DISCHARGE), total - sun)
    grid = total - sun - battery
    return pd.DataFrame({"used": total, "sun": sun, "battery": battery, "grid": grid})


def _at_most(supply: pd.Series | None, wanted: pd.Series) -> pd.Series:
    if supply is None:
        return wanted * 0
    return pd.concat([supply.reindex(wanted.index).fillna(0), wanted], axis=1).min(axis=1)


def clock_hours(starts: pd.Index, timezone: str) -> pd.Series:
    """The hour on the site's wall clock, 0 to under 24, of UTC instants. The repeated hour of
    autumn falls on itself: days are compared by the clock that people live by."""
    local = pd.DatetimeIndex(starts).tz_convert(timezone)
    return pd.Series(local.hour + local.minute / 60, index=starts)


def together(series: Sequence[pd.DataFrame], quarters: pd.DatetimeIndex) -> pd.DataFrame:
    """`amount` [Wh] of several meters in each of `quarters`, `covered_s` of the least covered."""
    parts = [
        one.set_index("start")[["amount", "covered_s"]].reindex(quarters).fillna(0.0)
        for one in series
    ]
    return _joined(parts, [1] * len(parts))


def used_energy(energies: Energies) -> pd.DataFrame:
    """`amount` [Wh] and `covered_s` of what the house uses, as `used` finds its power."""
    if Role.CONSUMPTION in energies:
        return energies[Role.CONSUMPTION]
    known = [role for role in SIGNS if role in energies]
    if not known:
        return pd.DataFrame(columns=["amount", "covered_s"], dtype=float)
    return _joined([energies[role] for role in known], [SIGNS[role] for role in known])


def _joined(parts: Sequence[pd.DataFrame], signs: Sequence[int]) -> pd.DataFrame:
    """As trustworthy as its least measured part."""
    amounts = [part["amount"] * sign for part, sign in zip(parts, signs, strict=True)]
    covered = pd.concat([part["covered_s"] for part in parts], axis=1).min(axis=1)
    return pd.DataFrame({"amount": pd.concat(amounts, axis=1).sum(axis=1), "covered_s": covered})


def cumulated(energy: pd.DataFrame, timezone: str) -> list[list[float]]:
    """[[clock hour, Wh since midnight, share of that time measured], …] at the end of each
    quarter-hour of one day; `energy`: `amount` and `covered_s` of every quarter-hour."""
    sums = energy.cumsum()
    passed_s = QUARTER_S * np.arange(1, len(energy) + 1)
    ends = clock_hours(energy.index, timezone) + 0.25
    rows = zip(ends, sums["amount"], sums["covered_s"] / passed_s, strict=True)
    return [[float(hour), round(float(wh), 3), round(float(share), 4)] for hour, wh, share in rows]


def usual_band(days: Sequence[pd.Series]) -> pd.DataFrame:
    """Columns hour, low, mid, high [W]: between which values 4 days in 5 lie at each hour.

    Each day is a series by clock hour; fewer than 5 days make no habit: an empty frame.
    """
    whole = [day for day in days if day.notna().mean() > 0.9]
    if len(whole) < 5:
        return pd.DataFrame(columns=["hour", "low", "mid", "high"])
    table = pd.concat([day.groupby(level=0).mean() for day in whole], axis=1)
    quantiles = table.quantile([0.1, 0.5, 0.9], axis=1).T
    quantiles.columns = ["low", "mid", "high"]
    return quantiles.rolling(5, center=True, min_periods=1).mean().rename_axis("hour").reset_index()
