"""Which way each flow of a table goes: by its own words, then by those beside it, then by its sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energy_core.formats.document import Floats
from energy_core.formats.vocabulary import measures
from energy_core.model import Commodity, Kind, Role

_BESIDE_THE_WHOLE = {
    Role.PRODUCTION, Role.GRID_IMPORT, Role.GRID, Role.BATTERY, Role.SUBMETER, Role.EV,
}  # fmt: skip
"""What a table tells apart only where `consumption` is that of the whole house."""
_TWO_WAYS: dict[Role, tuple[Role, int, Role]] = {
    Role.GRID_IMPORT: (Role.GRID, 1, Role.GRID_EXPORT),
    Role.GRID_EXPORT: (Role.GRID, -1, Role.GRID_IMPORT),
    Role.BATTERY_DISCHARGE: (Role.BATTERY, 1, Role.BATTERY_CHARGE),
    Role.BATTERY_CHARGE: (Role.BATTERY, -1, Role.BATTERY_DISCHARGE),
}
"""Role → that of the flow with a sign, the sign, and the role of a flow against it."""
_BOTH = 0.02  # share of what flows that goes either way in a flow with a sign


@dataclass(frozen=True, slots=True)
class Flow:
    """What is known of a series before its direction is. point: its rows name the point at which a
    network delivers; unit_told: by the file."""

    name: str
    role: Role | None
    commodity: Commodity
    kind: Kind
    values: Floats
    unit_told: bool
    point: bool = False


@dataclass(frozen=True, slots=True)
class Direction:
    role: Role
    sign: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Company:
    """The flows of one table. roles: how many have each; parts: those of the house that no words
    tell; electric: those of electricity; are_bands: of these all that no words tell are bands."""

    roles: Counter[Role | None]
    parts: int
    electric: int
    are_bands: bool


def company(flows: Sequence[Flow]) -> Company:
    moving = [flow for flow in flows if flow.kind is not Kind.LEVEL]
    electric = [flow for flow in moving if flow.commodity is Commodity.ELECTRICITY]
    unsaid = [flow for flow in electric if flow.role is None]
    return Company(
        Counter(flow.role for flow in flows),
        sum(flow.role is None for flow in moving),
        len(electric),
        _are_bands([flow.name for flow in unsaid]),
    )


def _are_bands(names: list[str]) -> bool:
    """Whether these are bands of prices, and perhaps their total."""
    bands = [measures.is_band(name) for name in names]
    both = zip(names, bands, strict=True)
    return any(bands) and all(band or measures.says_total(name) for name, band in both)


def direction(flow: Flow, table: Company) -> Direction:
    """The role of `flow` among the flows of its table."""
    if flow.kind is Kind.LEVEL:
        return Direction(flow.role or Role.LEVEL, 1, True)
    told = {role for role, count in table.roles.items() if count > (role is flow.role)}
    role, sure = _by_words(flow, table, told)
    if role in (Role.GRID, Role.BATTERY) and flow.kind is Kind.COUNTER:
        return Direction(_counted(role), 1, False)
    if role in _TWO_WAYS and flow.kind is not Kind.COUNTER and _goes_both_ways(flow.values):
        signed, sign, against = _TWO_WAYS[role]
        if against not in told:
            return Direction(signed, sign, sure)
    return Direction(role, -1 if _is_negative(flow) else 1, sure)


def _counted(role: Role) -> Role:
    return Role.GRID_IMPORT if role is Role.GRID else Role.BATTERY_CHARGE


def _by_words(flow: Flow, table: Company, told: set[Role | None]) -> tuple[Role, bool]:
    """(role, whether it is sure): what a meter at the grid counts is bought or sold; beside
    production or purchases `consumption` is the whole's; what has no words is a part of it."""
    if flow.role is Role.PRODUCTION and flow.point and Role.CONSUMPTION in told:
        return Role.GRID_EXPORT, True
    if flow.role is Role.CONSUMPTION:
        whole = told & _BESIDE_THE_WHOLE and not (flow.point and Role.GRID_IMPORT not in told)
        return (Role.CONSUMPTION if whole or table.parts else Role.GRID_IMPORT), True
    if flow.role is not None:
        return flow.role, True
    return _without_words(table, told), False


def _without_words(table: Company, told: set[Role | None]) -> Role:
    """Bands of prices, and what stands beside exports alone, are bought; so is a table's only flow."""
    if table.are_bands:
        return Role.GRID_IMPORT
    if Role.GRID_EXPORT in told and not told & {Role.CONSUMPTION, Role.GRID_IMPORT}:
        return Role.GRID_IMPORT
    return Role.GRID_IMPORT if table.electric == 1 else Role.SUBMETER


def _goes_both_ways(values: Floats) -> bool:
    along, against = float(values[values > 0].sum()), float(-values[values < 0].sum())
    return min(along, against) > _BOTH * (along + against)


def _is_negative(flow: Flow) -> bool:
    """Whether a flow is written with a minus: none above zero, some below."""
    if flow.kind is Kind.COUNTER or not len(flow.values):
        return False
    return bool(np.max(flow.values) <= 0) and bool(np.min(flow.values) < 0)
