"""What tells one flow twice counts once."""

from __future__ import annotations

import numpy as np

from energy_core.formats.document import Series
from energy_core.formats.table.relations import without_repeats
from energy_core.model import Kind, Role
from tests.support.documents import series

WH = np.random.default_rng(1).integers(100, 900, 200).astype(float)
"""Energy of 200 quarter hours [Wh]."""


def register(name: str = "register", first: float = 5e6, role: Role = Role.GRID_IMPORT) -> Series:
    counted = first + np.cumsum(np.concatenate([[0], WH[:-1]]))
    return series(counted, name, Kind.COUNTER, role, "Wh")


def energy(name: str = "energy", share: float = 1, role: Role = Role.GRID_IMPORT) -> Series:
    return series(WH * share, name, role=role, unit="Wh")


def others(*made: Series) -> set[str]:
    return {s.name for s in without_repeats(made) if s.role is Role.OTHER}


def test_the_differences_of_a_register_count_for_nothing_beside_it() -> None:
    assert others(energy(), register()) == {"energy"}


def test_a_power_counts_for_nothing_beside_the_energy_that_it_made() -> None:
    power = series(WH * 4, "power", Kind.POWER, Role.GRID_IMPORT, "W")
    assert others(power, energy()) == {"power"}


def test_an_exact_total_counts_for_nothing_beside_its_parts() -> None:
    parts = [energy("a", 0.3), energy("b", 0.7)]
    assert others(*parts, energy("all")) == {"all"}


def test_flows_of_other_directions_or_amounts_all_count() -> None:
    assert others(energy(), energy("sold", role=Role.GRID_EXPORT)) == set()
    assert others(energy(), energy("half", 0.5)) == set()


def test_a_register_that_began_with_the_file_repeats_the_one_that_did_not() -> None:
    assert others(register("since", 0.0), register()) == {"since"}


def test_a_power_without_a_unit_is_in_kw_where_its_energy_says_so() -> None:
    power = series(
        WH * 4 / 1000, "power", Kind.POWER, Role.GRID_IMPORT, "W", guessed=frozenset({"unit"})
    )
    made = without_repeats([power, energy()])
    assert [(s.unit, s.role) for s in made] == [("kW", Role.OTHER), ("Wh", Role.GRID_IMPORT)]
