"""Where the series of a file go, what new meters are called, and what may be changed of a meter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from energy_core.formats.document import Series
from energy_core.model import Commodity, Kind, Meter, Role
from energy_core.services.importing.targets import Target, proposed
from energy_core.services.imports import File, Imports
from energy_core.store import Store
from energy_core.ui.data.meters import _commodities, _roles
from energy_core.ui.data.targets import NEW, SKIP, _first_name, _from_row
from energy_core.ui.words import speaking
from tests.support.documents import document, series


def gas(name: str, unit: str, start: int = 0, **more: object) -> Series:
    one = series([1.5, 2.5], name, role=Role.GAS, unit=unit, **more)
    return replace(one, commodity=Commodity.GAS, ts=one.ts + start)


def targets(store: Store, *parts: Series) -> list[Target]:
    return proposed(store, [document(*parts)])


# -- names


@pytest.mark.parametrize(
    ("of", "english", "french"),
    [
        pytest.param(gas("kWh", "kWh"), "Gas, kWh", "Gaz, kWh", id="a-unit-alone"),
        pytest.param(gas("m³", "m³"), "Gas, m³", "Gaz, m³", id="another-unit"),
        pytest.param(series([1, 2], "Afname Dag"), "Afname Dag", "Afname Dag", id="words"),
        pytest.param(
            series([1, 2], "Value"), "Bought from the grid", "Acheté au réseau", id="says-nothing"
        ),
        pytest.param(series([1, 2], "Import [kWh]"), "Import", "Import", id="unit-behind"),
    ],
)
def test_a_new_meter_is_called_what_it_is(
    store: Store, of: Series, english: str, french: str
) -> None:
    (target,) = targets(store, of)
    for language, name in (("en", english), ("fr", french)):
        with speaking(language):
            assert _first_name(target) == name


def test_a_series_called_by_its_unit_gives_no_meter_of_that_name_anywhere(store: Store) -> None:
    (target,) = targets(store, series([1, 2], "kWh"))
    assert target.spec is not None
    assert target.spec.name == "Grid import, kWh"


# -- one flow in two units


def roles(found: list[Target]) -> list[Role | None]:
    return [target.spec.role if target.spec else None for target in found]


def test_of_gas_in_two_units_the_volume_counts(store: Store) -> None:
    assert roles(targets(store, gas("kWh", "kWh"), gas("m³", "m³"))) == [Role.OTHER, Role.GAS]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(gas("m³", "m³", meter="PRM 15"), id="another-meter"),
        pytest.param(gas("m³", "m³", start=1_000_000), id="other-stamps"),
        pytest.param(gas("other kWh", "kWh"), id="the-same-unit"),
    ],
)
def test_gas_in_kwh_counts_where_its_volume_is_not_beside_it(store: Store, other: Series) -> None:
    assert roles(targets(store, gas("kWh", "kWh"), other)) == [Role.GAS, Role.GAS]


# -- the choice


def kept(store: Store) -> Target:
    """A series whose meter is there already, from a file before."""
    told = document(series([1, 2]))
    imports = Imports(store)
    imports.store(File("a.csv", "a", [told]), imports.targets([told]))
    (target,) = imports.targets([told])
    assert target.slug in target.fits
    return target


def test_a_row_of_many_can_go_into_a_meter_that_is_there(store: Store) -> None:
    target = kept(store)
    assert _from_row(target, target.slug, "").slug == target.slug
    assert _from_row(target, SKIP, "").slug == ""
    assert _from_row(target, "a meter that does not fit", "").slug == ""


def test_a_new_meter_is_none_that_is_there(store: Store) -> None:
    target = kept(store)
    new = _from_row(target, NEW, "Second")
    assert store.find(new.slug) is None
    assert new.spec is not None
    assert (new.spec.slug, new.spec.name) == (new.slug, "Second")


# -- what may be changed


def meter(unit: str, kind: Kind, commodity: Commodity, role: Role) -> Meter:
    return Meter(1, 1, "m", "m", role, commodity, kind, unit, unit)


@pytest.mark.parametrize(
    ("unit", "kind", "had", "may_be"),
    [
        pytest.param("Wh", Kind.INTERVAL, "electricity", {"electricity", "heat", "gas"}, id="kWh"),
        pytest.param("m³", Kind.COUNTER, "gas", {"gas", "water"}, id="volume"),
        pytest.param(
            "Wh", Kind.COUNTER, "electricity", {"electricity", "heat", "gas"}, id="register"
        ),
        pytest.param("°C", Kind.LEVEL, "none", {"none"}, id="level"),
    ],
)
def test_a_meter_s_commodity_is_one_that_its_unit_and_its_past_allow(
    unit: str, kind: Kind, had: str, may_be: set[str]
) -> None:
    one = meter(unit, kind, Commodity(had), Role.OTHER)
    found = _commodities(one)
    assert set(found) == may_be
    if kind is Kind.COUNTER:
        assert {replace(one, commodity=c).plausible_rate for c in found} == {one.plausible_rate}


def test_another_commodity_has_the_roles_of_its_own() -> None:
    was = meter("Wh", Kind.INTERVAL, Commodity.ELECTRICITY, Role.GRID_IMPORT)
    assert _roles(replace(was, commodity=Commodity.GAS), was) == [Role.GAS, Role.OTHER]
    assert Role.GRID_IMPORT in _roles(was, was)
    assert not {Role.GRID, Role.GAS, Role.TEMPERATURE} & set(_roles(was, was))
