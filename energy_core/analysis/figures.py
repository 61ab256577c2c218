"""The figures of a period, each with its change and its trust. Frames in, numbers out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

import pandas as pd

from energy_core import units
from energy_core.analysis import loads, money
from energy_core.analysis.balance import HOUSE_ROLES, House
from energy_core.analysis.sums import WELL_MEASURED, Series, added, used
from energy_core.analysis.trust import Trust, trust
from energy_core.model import Prices, Role

SHARE, HOURS = "1", "h"
"""Units of a share (0..1) and of hours; the others are `units.STORED`."""
ENERGIES = {
    "produced": Role.PRODUCTION, "bought": Role.GRID_IMPORT, "sold": Role.GRID_EXPORT,
    "charged": Role.BATTERY_CHARGE, "discharged": Role.BATTERY_DISCHARGE,
}  # fmt: skip
OTHERS = {"gas": Role.GAS, "water": Role.WATER, "heat": Role.HEAT}
VOLUMES = (Role.GAS, Role.WATER)


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` is a key: the words are the page's. `value` is None where it cannot be known.

    before: the same figure of the period compared with; None where there is none, and where one
    of the two is measured by less than 98 %: the difference would be a guess.
    at: when it was, of a peak.
    """

    name: str
    value: float | None
    unit: str
    before: float | None
    trust: Trust
    at: datetime | None = None

    @property
    def change(self) -> float | None:
        if self.value is None or self.before is None:
            return None
        return self.value - self.before

    @property
    def change_share(self) -> float | None:
        """Of what it was before; None where that was nothing."""
        change = self.change
        return change / abs(self.before) if change is not None and self.before else None


@dataclass(frozen=True, slots=True)
class Rates:
    """Prices, and the currency that they are in (ISO 4217)."""

    prices: Prices = field(default_factory=Prices)
    currency: str = ""


@dataclass(frozen=True)
class Measured:
    """What the meters say of a period.

    series: role → the sum of its meters, all of one resolution, as `store.series` gives it;
    length: of the period, or of what of it has passed; house: its quarter hours, for the figures
    of power; in_units: of gas, water and heat where it is not m³, m³ and Wh; told: which share of
    a role's meters told anything, where that was not each: `series` is then of these; fine: the
    house's `series` in shorter rows, for what is told only of the time when all were measured.
    """

    series: Series
    length: timedelta
    house: House = field(default_factory=lambda: House({}, {}))
    in_units: Mapping[Role, str] = field(default_factory=dict)
    told: Mapping[Role, float] = field(default_factory=dict)
    fine: Series = field(default_factory=dict)

    def trust(self, frame: pd.DataFrame, *roles: Role) -> Trust:
        """How far a sum of these roles can be trusted; of none named, of all of the house's."""
        least = min((self.told.get(role, 1.0) for role in roles or HOUSE_ROLES), default=1.0)
        return trust(frame, self.length).of_share(least)

    def is_good(self, frame: pd.DataFrame) -> pd.Series:
        """Of which rows all meters of the house tell; of none where one was silent throughout."""
        well = frame["covered_s"] >= WELL_MEASURED * frame["length_s"]
        return well & (min(self.told.get(role, 1.0) for role in HOUSE_ROLES) >= 1.0)

    @property
    def used_roles(self) -> Sequence[Role]:
        """Those that `used` is made of."""
        return (Role.CONSUMPTION,) if Role.CONSUMPTION in self.series else HOUSE_ROLES

    @cached_property
    def used(self) -> pd.DataFrame | None:
        return used(self.series)

    @cached_property
    def quarters_w(self) -> pd.Series:
        return loads.used_w(self.house)


UNPRICED = Rates()


def figures(
    now: Measured, before: Measured | None, timezone: str, rates: Rates = UNPRICED
) -> list[Figure]:
    """Those that the meters and the prices tell, in the order of importance; `before` is that of
    the period to compare with, or None. Both are priced alike."""
    earlier = {} if before is None else {one.name: one for one in _all(before, timezone, rates)}
    return [_beside(one, earlier.get(one.name)) for one in _all(now, timezone, rates)]


def _beside(figure: Figure, before: Figure | None) -> Figure:
    if before is None or min(f.trust.coverage for f in (figure, before)) < WELL_MEASURED:
        return figure
    return replace(figure, before=before.value)


def _all(measured: Measured, timezone: str, rates: Rates) -> Iterator[Figure]:
    yield from _energies(measured)
    yield from _shares(measured)
    yield from _money(measured, rates)
    yield from _powers(measured, timezone)
    yield from _others(measured)


def _energies(measured: Measured) -> Iterator[Figure]:
    if measured.used is not None:
        yield _sum("used", measured.used, units.ENERGY, measured, *measured.used_roles)
    for name, role in ENERGIES.items():
        if role in measured.series:
            yield _sum(name, measured.series[role], units.ENERGY, measured, role)


def _others(measured: Measured) -> Iterator[Figure]:
    for name, role in OTHERS.items():
        if role in measured.series:
            usual = units.VOLUME if role in VOLUMES else units.ENERGY
            unit = measured.in_units.get(role, usual)
            yield _sum(name, measured.series[role], unit, measured, role)


def _money(measured: Measured, rates: Rates) -> Iterator[Figure]:
    series, prices = measured.series, rates.prices
    for name, frame, unit in (
        ("cost", money.cost(series, prices), rates.currency),
        ("saved", _alike(money.saved, prices, measured), rates.currency),
        ("carbon", money.carbon(series, prices), money.CARBON),
        ("carbon_saved", _alike(money.carbon_saved, prices, measured), money.CARBON),
    ):
        if frame is not None:
            yield _sum(name, frame, unit, measured)


def _alike(
    made: Callable[[Series, Prices], pd.DataFrame | None], prices: Prices, measured: Measured
) -> pd.DataFrame | None:
    """Where less than 98 % is measured, the time when all meters were: otherwise what was used while
    nobody measured the grid would look like saved."""
    frame = made(measured.series, prices)
    if frame is None or measured.trust(frame).coverage >= WELL_MEASURED:
        return frame
    fine = made(measured.fine or measured.series, prices)
    return None if fine is None else fine[measured.is_good(fine)]


def _sum(name: str, frame: pd.DataFrame, unit: str, measured: Measured, *roles: Role) -> Figure:
    known = measured.trust(frame, *roles)
    value = float(frame["amount"].sum()) if known.coverage > 0 else None
    return Figure(name, value, unit, None, known)


def _shares(measured: Measured) -> Iterator[Figure]:
    """Self-sufficiency: what was used and not bought; self-consumption: produced and not sold."""
    series = measured.series
    if measured.used is not None and Role.GRID_IMPORT in series:
        yield _kept("self_sufficiency", used, Role.GRID_IMPORT, measured)
    if Role.PRODUCTION in series and Role.GRID_EXPORT in series:
        yield _kept("self_consumption", _produced, Role.GRID_EXPORT, measured)


def _produced(series: Series) -> pd.DataFrame | None:
    return series.get(Role.PRODUCTION)


def _kept(
    name: str, of: Callable[[Series], pd.DataFrame | None], role: Role, measured: Measured
) -> Figure:
    """1 − part ÷ whole, within 0..1; where less than 98 % is measured, of the time when both
    were."""
    whole, part = of(measured.series), measured.series[role]
    assert whole is not None
    known = measured.trust(added([whole, part]))
    if known.coverage < WELL_MEASURED:
        whole, part = _when_both(of, role, measured)
    total = float(whole["amount"].sum())
    share = 1 - float(part["amount"].sum()) / total if total > 0 else None
    value = None if share is None else min(max(share, 0.0), 1.0)
    return Figure(name, value, SHARE, None, known)


def _when_both(
    of: Callable[[Series], pd.DataFrame | None], role: Role, measured: Measured
) -> tuple[pd.DataFrame, pd.DataFrame]:
    fine = measured.fine or measured.series
    whole, part = of(fine), fine[role]
    assert whole is not None
    both = added([whole, part])
    good = both["start"][measured.is_good(both)]
    return whole[whole["start"].isin(good)], part[part["start"].isin(good)]


def _powers(measured: Measured, timezone: str) -> Iterator[Figure]:
    """Of the use of the house; nothing where its quarter hours were not read."""
    if measured.used is not None and not measured.quarters_w.empty:
        yield from _of_use(measured, measured.trust(measured.used, *measured.used_roles), timezone)
    if (month_peak := loads.month_peak(measured.house, timezone)) is not None:
        paid = measured.series.get(Role.GRID_IMPORT, measured.used)
        known = measured.trust(paid)
        yield Figure("month_peak", month_peak, units.POWER, None, known)


def _of_use(measured: Measured, known: Trust, timezone: str) -> Iterator[Figure]:
    quarters = measured.quarters_w
    peak = loads.peak(quarters)
    base = loads.base_load(quarters, timezone)
    yield Figure("base_load", base, units.POWER, None, known)
    yield Figure("peak", peak and peak.watts, units.POWER, None, known, peak and peak.start)
    yield Figure("load_factor", loads.load_factor(quarters), SHARE, None, known)
    yield Figure("full_load_hours", _full_load_hours(measured, peak), HOURS, None, known)


def _full_load_hours(measured: Measured, peak: loads.Peak | None) -> float | None:
    """How long the period's energy would take at its peak."""
    if measured.used is None or peak is None or peak.watts <= 0:
        return None
    return float(measured.used["amount"].sum()) / peak.watts
