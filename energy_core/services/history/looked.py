"""Which meters a selection comes to, and what of them can be added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from energy_core.analysis.balance import HOUSE_ROLES, SIGNS
from energy_core.analysis.figures import ENERGIES, OTHERS
from energy_core.analysis.sums import tells_use
from energy_core.metering.grid import Grid
from energy_core.model import Meter, Role
from energy_core.services.history.selection import Selection, What, chosen
from energy_core.store import Store

OWN_FIGURES = {*ENERGIES.values(), *OTHERS.values()}
"""Roles that the figures know by name; any other flow of energy is a use."""
OF_HOUSE = (What.HOUSE, What.SUBMETERS)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at. house: the meters around the house, of a selection that is about it;
    parts: those drawn one by one; whole: those whose sum is all of it, empty where they have
    none (levels, or different units); estimated: whether what was estimated counts."""

    selection: Selection
    house: tuple[Meter, ...]
    others: tuple[Meter, ...]  # gas, water and heat, of the house
    parts: tuple[Meter, ...]
    whole: tuple[Meter, ...]
    estimated: bool = True

    @property
    def meters(self) -> list[Meter]:
        """All that is read, each once."""
        every = (*self.house, *self.others, *self.parts)
        return list({meter.id: meter for meter in every}.values())

    @property
    def is_house(self) -> bool:
        """Whether it is all of the house, of whatever meters it has."""
        return self.selection.what in OF_HOUSE

    @property
    def signs(self) -> list[int]:
        """Of `whole`: what leaves a house without a meter of its own counts against what comes."""
        return [SIGNS.get(meter.role, 1) if self.house else 1 for meter in self.whole]

    def by_role(self) -> dict[Role, list[Meter]]:
        """As the figures want them: what is looked at by itself, or measured without any meter
        around the house, is the whole house of its figures."""
        if self.is_house:
            alone = {Role.CONSUMPTION: list(self.whole)} if self.parts and not self.house else {}
            return {**alone, **_grouped((*self.house, *self.others))}
        if not self.whole or not self.whole[0].measures_flow:
            return {}
        roles = {meter.role for meter in self.whole}
        own = roles <= OWN_FIGURES and len(roles) == 1
        return {roles.pop() if own else Role.CONSUMPTION: list(self.whole)}

    def heard(self, grid: Grid) -> Looked:
        """Without each meter of which `grid` knows nothing while another one of its kind told
        something: what that one told is all that is known."""
        rows = zip(grid.meters, grid.covered_s, strict=True)
        known = {meter.id for meter, covered_s in rows if covered_s.any()}

        def told(meters: tuple[Meter, ...]) -> tuple[Meter, ...]:
            kinds = {_summand(meter) for meter in meters if meter.id in known}
            return tuple(m for m in meters if m.id in known or _summand(m) not in kinds)

        return replace(
            self, house=told(self.house), others=told(self.others), whole=told(self.whole)
        )

    def tells(self, grid: Grid) -> bool:
        """Whether `whole` is all of it: the meters around a house may not tell what it used."""
        if not self.house:
            return True
        return tells_use({role: grid.total(m) for role, m in _grouped(self.whole).items()})

    def total(self, grid: Grid) -> pd.DataFrame | None:
        """All of what is looked at, of a grid that holds `whole`; None where it has no sum, or the
        meters of the house do not tell it."""
        own = self.heard(grid)
        return grid.total(own.whole, own.signs) if own.whole and own.tells(grid) else None


def looked(store: Store, selection: Selection, estimated: bool = True) -> Looked:
    meters = store.meters()
    parts = tuple(chosen(selection, meters))
    if selection.what in OF_HOUSE:
        others = tuple(m for m in meters if m.role in OTHERS.values())
        house = tuple(m for m in meters if m.role in HOUSE_ROLES)
        whole = whole_of(house) or parts or _alone(others)
        return Looked(selection, house, others, parts, whole, estimated)
    flows = [meter for meter in parts if meter.measures_flow]
    alike = len({meter.summed_unit for meter in flows}) == 1 and len(flows) == len(parts)
    whole = parts if alike or len(parts) == 1 else ()
    return Looked(selection, (), (), parts, whole, estimated)


def whole_of(house: Sequence[Meter]) -> tuple[Meter, ...]:
    """The meters whose sum, each with its sign, is what the house uses."""
    own = tuple(meter for meter in house if meter.role is Role.CONSUMPTION)
    return own or tuple(meter for meter in house if meter.role in SIGNS)


def _alone(others: tuple[Meter, ...]) -> tuple[Meter, ...]:
    """Of a house without any electricity meter: its gas, or its water, or its heat. A volume of
    gas and one of water have no sum."""
    return others if len({(meter.role, meter.summed_unit) for meter in others}) == 1 else ()


def _grouped(meters: Iterable[Meter]) -> dict[Role, list[Meter]]:
    found: dict[Role, list[Meter]] = {}
    for meter in meters:
        found.setdefault(meter.role, []).append(meter)
    return found


def _summand(meter: Meter) -> Role:
    """Its own role where a figure is of that one; all uses are of one kind."""
    is_own = meter.role in OWN_FIGURES or meter.role is Role.CONSUMPTION
    return meter.role if is_own else Role.SUBMETER
