"""The house as a whole, quarter-hour by quarter-hour, from the series of its meters. Frames only.

A series is a frame as `store.series` gives it (`start` UTC, `mean` [W], …). What is used comes from
the meter of the whole house where there is one, else from the balance
`production + import + discharge − export − charge`; the sun is taken to serve the house first,
then the battery, then the grid, as in the flow picture. What does not close is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_core.model import Role

SUPPLY = {
    Role.PRODUCTION: "sun", Role.BATTERY_DISCHARGE: "battery", Role.GRID_IMPORT: "grid",
}  # fmt: skip
"""What comes in, in the order in which it serves the house."""
OUTLETS = (Role.GRID_EXPORT, Role.BATTERY_CHARGE)
SOURCES = tuple(SUPPLY.values())
OPEN = ("unaccounted", "missing")
PARTS = (*SOURCES, "undivided", *OPEN)
SIGNS = {**dict.fromkeys(SUPPLY, 1), **dict.fromkeys(OUTLETS, -1)}
HOUSE_ROLES = (Role.CONSUMPTION, *SIGNS)

Powers = Mapping[Role, pd.DataFrame]
"""Role → mean power [W] by `start`, a column for each of its meters; NaN where that one has none;
a role without a meter is absent."""

Energies = Mapping[Role, pd.DataFrame]
"""Role → `amount` [Wh] and `covered_s` of every quarter-hour by `start`; a role without a meter is
absent, a quarter-hour without a measurement holds zeros."""
QUARTER_S = 900


@dataclass(frozen=True, slots=True)
class House:
    """What the meters around the house say, of the same quarter-hours."""

    powers: Powers
    energies: Energies


def house_of(series: Mapping[Role, Sequence[pd.DataFrame]], quarters: pd.DatetimeIndex) -> House:
    """Each role's series, one a meter, brought to `quarters`."""
    powers = {role: _side_by_side(frames, quarters) for role, frames in series.items()}
    energies = {role: together(frames, quarters) for role, frames in series.items()}
    return House(powers, energies)


def _side_by_side(series: Sequence[pd.DataFrame], quarters: pd.DatetimeIndex) -> pd.DataFrame:
    means = [one.set_index("start")["mean"].reindex(quarters) for one in series]
    return pd.concat(means, axis=1, ignore_index=True)


def used(powers: Powers) -> pd.Series:
    """What the house uses [W] by `start`; NaN where it cannot be known."""
    if Role.CONSUMPTION in powers:
        return powers[Role.CONSUMPTION].sum(axis=1, skipna=False)
    parts = [powers[role] * sign for role, sign in SIGNS.items() if role in powers]
    if not parts:
        return pd.Series(dtype=float)
    return pd.concat(parts, axis=1).sum(axis=1, skipna=False).clip(lower=0)


def by_source(powers: Powers) -> pd.DataFrame:
    """Columns used, sun, battery, grid, undivided, unaccounted, missing [W] by `start`.

    Each source serves the house with no more than its meters say. `undivided` is what is used of a
    house whose sources have no meter at all. What the balance leaves open, more used than came in
    or the other way round, is `unaccounted`; it is `missing` where a meter that would close it has
    no reading. All are NaN where what is used is not known.
    """
    total = used(powers)
    parts = {"used": total}
    unserved = total
    for role, name in SUPPLY.items():
        parts[name] = np.minimum(unserved, _known(powers, [role], total.index))
        unserved = unserved - parts[name]
    has_sources = any(role in powers for role in SUPPLY)
    parts["undivided"] = total * 0 if has_sources else total
    gap = _gap(powers, total) if has_sources else total * 0
    return pd.DataFrame(parts).join(_explained(powers, gap))


def _gap(powers: Powers, total: pd.Series) -> pd.Series:
    """What went out less what came in, as far as it is known."""
    outlets = _known(powers, OUTLETS, total.index)
    return total + outlets - _known(powers, SUPPLY, total.index)


def _explained(powers: Powers, gap: pd.Series) -> pd.DataFrame:
    """The gap's size as `missing` where a silent meter may be the reason, else `unaccounted`."""
    supply, outlets = (_holed(powers, roles, gap.index) for roles in (SUPPLY, OUTLETS))
    excused = supply.where(gap > 0, outlets)
    size = gap.abs()
    none = size * 0
    return pd.DataFrame(
        {"unaccounted": none.where(excused, size), "missing": size.where(excused, none)}
    )


def _of(powers: Powers, roles: Iterable[Role], starts: pd.Index) -> pd.DataFrame:
    columns = [powers[role] for role in roles if role in powers]
    return pd.concat(columns, axis=1) if columns else pd.DataFrame(index=starts)


def _known(powers: Powers, roles: Iterable[Role], starts: pd.Index) -> pd.Series:
    """Their power [W] as far as it was measured; a meter at rest may read a little below zero."""
    return _of(powers, roles, starts).sum(axis=1).clip(lower=0)


def _holed(powers: Powers, roles: Iterable[Role], starts: pd.Index) -> pd.Series:
    return _of(powers, roles, starts).isna().any(axis=1)


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
