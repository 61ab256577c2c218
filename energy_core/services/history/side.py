"""One stretch of time as the history shows it: everything that its pictures need, read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import pandas as pd

from energy_core import units
from energy_core.analysis.balance import HOUSE_ROLES, SIGNS, House
from energy_core.analysis.figures import ENERGIES, OTHERS, Measured
from energy_core.analysis.sums import tells_use
from energy_core.metering.grid import Grid
from energy_core.model import Meter, Role
from energy_core.services.history.selection import Selection, What, chosen
from energy_core.store import Resolution, Store

OWN_FIGURES = {*ENERGIES.values(), *OTHERS.values()}
"""Roles that the figures know by name; any other flow of energy is a use."""
DAYS_BY_QUARTER, DAYS_BY_HOUR = 800, 4000  # longer ranges are read more coarsely
KEPT = 6  # sides; one of a year and twenty meters takes some 10 MB


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at. house: the meters around the house, of a selection that is about it;
    parts: those drawn one by one; whole: those whose sum is all of it, empty where they have
    none (levels, or different units)."""

    selection: Selection
    house: tuple[Meter, ...]
    others: tuple[Meter, ...]  # gas, water and heat, of the house
    parts: tuple[Meter, ...]
    whole: tuple[Meter, ...]

    @property
    def meters(self) -> list[Meter]:
        """All that is read, each once."""
        every = (*self.house, *self.others, *self.parts)
        return list({meter.id: meter for meter in every}.values())

    @property
    def is_house(self) -> bool:
        return bool(self.house)

    @property
    def signs(self) -> list[int]:
        """Of `whole`: what leaves a house without a meter of its own counts against what comes."""
        return [SIGNS.get(meter.role, 1) if self.is_house else 1 for meter in self.whole]

    def total(self, grid: Grid) -> pd.DataFrame | None:
        """All of what is looked at, of a grid that holds it."""
        return grid.total(self.whole, self.signs) if self.whole else None


@dataclass(frozen=True, slots=True)
class Side:
    """[start, end) UTC; of a period that goes on, `end` is now. All frames are as `store.series`
    gives them.

    By the view's resolution: meters, each that was read, by slug; roles, the sum of each role's
    meters; parts, those meters that are drawn by themselves; bars, all of what is looked at, None
    where it has no sum or the meters of the house do not tell it; rest, what of the house none of
    its parts explains. By quarter hours (hours, of many years): fine, all of what is looked at;
    exchange, what was bought less what was sold. measured: for `analysis.figures`.
    """

    start: datetime
    end: datetime
    meters: Mapping[str, pd.DataFrame]
    roles: Mapping[Role, pd.DataFrame]
    parts: Mapping[str, pd.DataFrame]
    bars: pd.DataFrame | None
    rest: pd.DataFrame | None
    fine: pd.DataFrame | None
    exchange: pd.DataFrame | None
    measured: Measured


def looked(store: Store, selection: Selection) -> Looked:
    meters = store.meters()
    parts = tuple(chosen(selection, meters))
    if selection.what in (What.HOUSE, What.SUBMETERS):
        others = tuple(m for m in meters if m.role in OTHERS.values())
        house = tuple(m for m in meters if m.role in HOUSE_ROLES)
        return Looked(selection, house, others, parts, whole_of(house) or parts)
    flows = [meter for meter in parts if meter.measures_flow]
    alike = len({summed_unit(meter) for meter in flows}) == 1 and len(flows) == len(parts)
    return Looked(selection, (), (), parts, parts if alike or len(parts) == 1 else ())


def whole_of(house: Sequence[Meter]) -> tuple[Meter, ...]:
    """The meters whose sum, each with its sign, is what the house uses."""
    own = tuple(meter for meter in house if meter.role is Role.CONSUMPTION)
    return own or tuple(meter for meter in house if meter.role in SIGNS)


def summed_unit(meter: Meter) -> str:
    """Of what a period of the meter comes to: Wh, m³, or the level's unit."""
    return units.ENERGY if meter.unit == units.POWER else meter.unit


def fineness(start: datetime, end: datetime) -> Resolution:
    """How finely a range can be read at once."""
    days = (end - start) / timedelta(days=1)
    if days <= DAYS_BY_QUARTER:
        return Resolution.QUARTER
    return Resolution.HOUR if days <= DAYS_BY_HOUR else Resolution.DAY


def side(
    store: Store, what: Looked, start: datetime, end: datetime, resolution: Resolution, zone: str
) -> Side:
    """The last few are kept, as long as nothing within them changes."""
    return _read(store, what, start, end, resolution, zone, store.changed(start, end))


@lru_cache(KEPT)
def _read(
    store: Store,
    what: Looked,
    start: datetime,
    end: datetime,
    resolution: Resolution,
    zone: str,
    _changed: int,
) -> Side:
    """Two readings of the file: by `resolution` of every meter, and finely of the whole."""
    coarse = store.grid(what.meters, start, end, resolution, zone)
    fine = store.grid(what.house or what.whole, start, end, fineness(start, end), zone)
    roles = _roles(coarse, what)
    meters = {meter.slug: coarse.frame(meter) for meter in what.meters}
    is_told = tells_use(roles) if what.is_house else True
    measured = Measured(roles, end - start, house_in(fine, what), _units(what))
    return Side(
        start=start,
        end=end,
        meters=meters,
        roles=roles,
        parts={meter.slug: meters[meter.slug] for meter in what.parts},
        bars=what.total(coarse) if is_told else None,
        rest=_rest(coarse, what) if is_told else None,
        fine=what.total(fine) if is_told else None,
        exchange=_exchange(fine, what.house),
        measured=measured,
    )


def _rest(grid: Grid, what: Looked) -> pd.DataFrame | None:
    if not what.is_house or not what.parts:
        return None
    return grid.total([*what.whole, *what.parts], [*what.signs, *(-1 for _ in what.parts)])


def _exchange(grid: Grid, house: Sequence[Meter]) -> pd.DataFrame | None:
    grids = [m for m in house if m.role in (Role.GRID_IMPORT, Role.GRID_EXPORT)]
    if Role.GRID_IMPORT not in {m.role for m in grids}:
        return None
    return grid.total(grids, [SIGNS[m.role] for m in grids])


def _roles(grid: Grid, what: Looked) -> dict[Role, pd.DataFrame]:
    """As the figures want them: what is looked at by itself is the whole house of its figures."""
    if not what.is_house:
        if not what.whole or not what.whole[0].measures_flow:
            return {}
        roles = {meter.role for meter in what.whole}
        own = roles <= OWN_FIGURES and len(roles) == 1
        return {roles.pop() if own else Role.CONSUMPTION: grid.total(what.whole)}
    by_role: dict[Role, list[Meter]] = {}
    for meter in (*what.house, *what.others):
        by_role.setdefault(meter.role, []).append(meter)
    return {role: grid.total(meters) for role, meters in by_role.items()}


def _units(what: Looked) -> dict[Role, str]:
    """Of gas, water and heat."""
    meters = what.others or what.whole
    return {m.role: summed_unit(m) for m in meters if m.role in OTHERS.values()}


def house_in(grid: Grid, what: Looked) -> House:
    """Every quarter hour of the meters around the house, or of the use that is looked at."""
    by_role: dict[Role, list[Meter]] = {}
    for meter in what.house:
        by_role.setdefault(meter.role, []).append(meter)
    if not what.is_house and what.whole and _is_use(what.whole[0]):
        by_role = {Role.CONSUMPTION: list(what.whole)}
    starts = grid.starts()
    powers = {r: pd.DataFrame(grid.means(m).T, index=starts) for r, m in by_role.items()}
    return House(powers, {r: _energy(grid, m, starts) for r, m in by_role.items()})


def _is_use(meter: Meter) -> bool:
    return summed_unit(meter) == units.ENERGY and meter.role not in OWN_FIGURES


def _energy(grid: Grid, meters: Sequence[Meter], starts: pd.DatetimeIndex) -> pd.DataFrame:
    whole = grid.total(meters).set_index("start")[["amount", "covered_s"]]
    return whole.reindex(starts, fill_value=0.0)
