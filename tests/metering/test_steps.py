from __future__ import annotations

import numpy as np
import pytest

from energy_core.metering.readings import SECOND, Readings, ahead
from energy_core.metering.steps import held, nominal_steps


def readings(*seconds: float) -> Readings:
    ts = np.array([s * SECOND for s in seconds], np.int64)
    return Readings(np.zeros(len(ts), np.int32), ts, np.ones(len(ts)))


def steps(r: Readings, declared_s: float = 0) -> list[float]:
    declared = np.full(len(r), int(declared_s * SECOND))
    return (nominal_steps(ahead(r), declared) / SECOND).tolist()


def covered(r: Readings, declared_s: float = 0) -> list[float]:
    return (held(r, np.full(len(r), int(declared_s * SECOND))) / SECOND).tolist()


@pytest.mark.parametrize(
    ("stamps", "expected"),
    [
        pytest.param([0, 60, 120, 180, 240], [60] * 5, id="regular"),
        pytest.param([0], [0], id="alone"),
        pytest.param([0, 60], [60, 60], id="two"),
        pytest.param([0, 60, 120, 180, 4000, 4060, 4120], [60] * 7, id="one gap"),
        pytest.param([0, 60, 120, 5000, 9000, 9060, 9120], [60] * 7, id="alone between two gaps"),
        pytest.param([0, 60, 120, 121, 180, 240], [60, 60, 59, 59, 59, 59], id="a burst"),
    ],
)
def test_the_nominal_step_is_that_of_the_neighbours(stamps, expected) -> None:
    assert steps(readings(*stamps)) == expected


def test_a_meter_may_change_its_pace() -> None:
    slow, fast = [1800 * n for n in range(6)], [9000 + n for n in range(1, 7)]
    assert covered(readings(*slow, *fast)) == [1800] * 5 + [1] * 7


def test_a_declared_step_is_the_least() -> None:
    assert steps(readings(0, 1, 2, 3), declared_s=10) == [10] * 4
    assert steps(readings(0, 1800, 3600), declared_s=10) == [1800] * 3


@pytest.mark.parametrize(
    ("stamps", "expected"),
    [
        pytest.param([0, 60, 120, 420, 480, 540], [60, 60, 300, 60, 60, 60], id="five minutes"),
        pytest.param([0, 60, 120, 421, 481, 541], [60] * 6, id="a second more"),
        pytest.param([0, 900, 1800, 6300, 7200], [900, 900, 4500, 900, 900], id="five quarters"),
        pytest.param([0, 900, 1800, 6301, 7201], [900] * 5, id="five quarters and a second"),
    ],
)
def test_a_gap_over_five_steps_and_five_minutes_is_missing(stamps, expected) -> None:
    assert covered(readings(*stamps)) == expected


def test_meters_side_by_side_do_not_touch() -> None:
    one, other = readings(0, 60, 120), readings(0, 900, 1800)
    both = Readings(
        np.array([1, 1, 1, 2, 2, 2], np.int32),
        np.r_[one.ts, other.ts],
        np.r_[one.value, other.value],
    )
    assert steps(both) == steps(one) + steps(other)
    assert covered(both) == covered(one) + covered(other)
