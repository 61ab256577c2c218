"""What is read more than once a minute is looked back at by minutes: a year of seconds is too much."""

from __future__ import annotations

import numpy as np
import pytest

from energy_core.analysis.detectors.slots import MINUTE
from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Kind
from energy_core.services.detecting.passing import _by_minute, _together


def readings(start_s: int, step_s: int, value: list[float]) -> Readings:
    ts = (start_s + step_s * np.arange(len(value), dtype=np.int64)) * SECOND
    return Readings(np.ones(len(value), np.int32), ts, np.array(value))


@pytest.mark.parametrize(
    ("kind", "expected"), [(Kind.POWER, [2.0, 5.0, 7.0]), (Kind.COUNTER, [3.0, 6.0, 7.0])]
)
def test_minutes_are_means_of_power_and_the_last_of_a_register(
    kind: Kind, expected: list[float]
) -> None:
    minutes = _by_minute(readings(0, 20, [1, 2, 3, 4, 5, 6, 7]), kind)
    assert minutes.value.tolist() == expected
    assert minutes.ts.tolist() == [0, MINUTE, 2 * MINUTE]


def test_what_is_read_once_a_minute_or_less_stays_as_it_is() -> None:
    given = readings(30, 60, [1, 2, 3])
    assert _by_minute(given, Kind.POWER) is given


def test_a_minute_that_was_cut_comes_once() -> None:
    parts = [_by_minute(readings(at, 10, [1.0] * 9), Kind.POWER) for at in (0, 90, 180)]
    assert _together(parts).ts.tolist() == [n * MINUTE for n in range(5)]
