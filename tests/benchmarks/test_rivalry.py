"""The other detectors do what their names say, and their thresholds keep to the budget."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from benchmarks.anomaly import grid, rivalry
from benchmarks.anomaly.alarms import incidents
from benchmarks.anomaly.meters import DAY_S, Meter
from tests.benchmarks.meters import house

STRANGE = 60 * 24 + 3  # an hour of a night


def noisy(days: int = 80) -> Meter:
    one = house(days)
    noise = np.random.default_rng(3).normal(0, 20, len(one.value))
    return replace(one, value=one.value + noise)


def with_a_strange_hour(one: Meter) -> Meter:
    value = one.value.copy()
    value[STRANGE] += 5000
    return replace(one, value=value)


@pytest.mark.parametrize("rival", rivalry.modules(), ids=lambda rival: rival.NAME)
def test_a_strange_hour_gets_the_highest_score_when_it_is_over(rival: ModuleType) -> None:
    clean = grid.of(noisy())
    scores = rival.scores(grid.of(with_a_strange_hour(noisy())), clean)
    assert len(scores) == len(clean.t)
    strangest = int(np.nanargmax(scores))
    assert STRANGE <= strangest < STRANGE + clean.a_day


@pytest.mark.parametrize("rival", rivalry.modules(), ids=lambda rival: rival.NAME)
def test_nothing_after_a_slot_changes_its_score(rival: ModuleType) -> None:
    clean, whole = grid.of(noisy()), grid.of(with_a_strange_hour(noisy()))
    half = replace(whole, t=whole.t[: STRANGE + 1], value=whole.value[: STRANGE + 1])
    np.testing.assert_allclose(
        rival.scores(half, clean), rival.scores(whole, clean)[: STRANGE + 1], atol=1e-9
    )


def test_the_threshold_is_the_lowest_within_the_budget() -> None:
    one = grid.of(house(days=60))
    scores = np.zeros(len(one.t))
    for height, day in enumerate((5, 15, 25, 35, 45), start=1):
        scores[day * 24] = height
    over = rivalry.threshold(one, scores, allowed=3)
    raised = rivalry.alarms("", one, scores, over)
    assert sorted((alarm.start - int(one.t[0])) // DAY_S for alarm in raised) == [25, 35, 45]
    assert len(incidents(raised)) == 3


def test_a_slot_without_readings_is_zero_to_them() -> None:
    one = house(days=2)
    there = np.arange(len(one.t)) != 30
    with_gap = grid.of(replace(one, t=one.t[there], value=one.value[there]))
    assert with_gap.value[30] == 0
    assert len(with_gap.t) == 48
