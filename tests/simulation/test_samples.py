"""The sample files are what the simulation makes, and the reader understands them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_core.formats.document import Answers, Document
from energy_core.formats.reading import read as read_file
from energy_core.model import Kind, Role
from energy_core.simulation.home import Home
from energy_core.simulation.profiles import HOME
from energy_core.simulation.samples import COUNTER_COLUMNS, SAMPLES, SEED

FOLDER = Path(__file__).parents[2] / "data" / "samples"


def read(name: str, timezone: str = "UTC") -> Document:
    (document,) = read_file(FOLDER / name, name, Answers(timezone=timezone))
    return document


@pytest.fixture(scope="module")
def home() -> Home:
    return Home(HOME, SEED)


@pytest.mark.parametrize("name", list(SAMPLES))
def test_a_sample_is_what_its_command_makes(name: str, home: Home) -> None:
    assert (FOLDER / name).read_text() == SAMPLES[name](home)


def test_the_registers_are_read_as_the_home_counted_them_over_the_clock_change(home: Home) -> None:
    found = read("home_counters.csv", HOME.timezone)
    assert found.issues == ()
    assert {s.kind for s in found.series} == {Kind.COUNTER}
    for s in found.series:
        assert set(np.diff(s.ts)) == {3600 * 1_000_000}
        divisor = 60_000 if s.unit == "m³" else 3_600_000
        passed = home.flowed(COUNTER_COLUMNS[s.name], s.ts[[0, -1]] // 1_000_000) / divisor
        assert s.value[-1] - s.value[0] == pytest.approx(passed[1] - passed[0], abs=0.001)


def test_the_powers_balance_and_tell_their_roles() -> None:
    found = read("home_power.csv")
    by_role = {s.role: s.value for s in found.series}
    assert found.issues == ()
    into = by_role[Role.PRODUCTION] + by_role[Role.GRID_IMPORT] + by_role[Role.BATTERY_DISCHARGE]
    out = by_role[Role.CONSUMPTION] + by_role[Role.GRID_EXPORT] + by_role[Role.BATTERY_CHARGE]
    assert into == pytest.approx(out, abs=0.31)  # six values rounded to 0.1 W
    assert by_role[Role.PRODUCTION].max() > 1000
