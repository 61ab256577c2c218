"""The house as a whole, quarter-hour by quarter-hour, from the series of its meters. Frames only.

A series is a frame as `store.series` gives it (`start` UTC, `mean` [W], …). What is used comes from
the meter of the whole house where there is one, else from the balance
`production + import + discharge − export − charge`; the sun is taken to serve the house first,
then the battery, then the grid, as in the flow picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def cumulated(powers: pd.Series, timezone: str) -> list[list[float]]:
    """[[clock hour, Wh since midnight], …] at the end of each quarter-hour of one day."""
    energy = (powers.fillna(0) * 0.25).cumsum()
    ends = clock_hours(energy.index, timezone) + 0.25
    return [[float(hour), float(wh)] for hour, wh in zip(ends, energy, strict=True)]


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
