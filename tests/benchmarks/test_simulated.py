"""The simulated home: its truth file, and the same home without faults."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.anomaly import ours, simulated
from benchmarks.anomaly.meters import DAY_S
from benchmarks.anomaly.simulated import LEARNING_S, Home
from energy_core.model import Kind


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return simulated.home(22, tmp_path_factory.mktemp("truth"))


def test_only_faults_that_follow_the_learning_are_scored(home: Home) -> None:
    begin, end = home.meters[0].t[0], home.meters[0].t[0] + 22 * DAY_S
    assert len(home.faults) >= 2
    assert all(begin + LEARNING_S <= f.start and f.end <= end for _, f in home.faults)


def test_meters_without_a_fault_are_the_same_in_both_homes(home: Home) -> None:
    pairs = {one.name: (one, other) for one, other in zip(home.meters, home.clean, strict=True)}
    assert all(one.name == other.name for one, other in pairs.values())
    same, other = pairs["gas"]
    np.testing.assert_array_equal(same.value, other.value)
    spiked, calm = pairs["home"]
    assert spiked.value.max() > calm.value.max() + 10_000


def test_registers_come_in_the_units_that_are_stored(home: Home) -> None:
    by_name = {meter.name: meter for meter in home.clean}
    register, power = by_name["smartmeter.import"], by_name["grid.import"]
    assert register.kind is Kind.COUNTER
    bought_wh = register.value[-1] - register.value[0]
    assert bought_wh == pytest.approx(power.value[:-1].sum() / 60, abs=2)


def test_nothing_of_a_meter_is_known_before_it_ended(home: Home) -> None:
    meter = home.meters[0]
    at = int(meter.t[100]) + 30
    assert ours.until(meter, at).t[-1] == meter.t[99]


def test_the_truth_goes_through_the_simulators_own_file(tmp_path: Path) -> None:
    simulated.home(16, tmp_path)
    assert '"kind"' in (tmp_path / "truth.jsonl").read_text()
