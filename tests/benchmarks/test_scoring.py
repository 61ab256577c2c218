"""Which alarms find a fault, and what makes an incident."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.anomaly.alarms import Alarm, incidents
from benchmarks.anomaly.faults import Fault
from benchmarks.anomaly.meters import DAY_S, HOUR_S
from benchmarks.anomaly.scoring import (
    a_month,
    days_off,
    false_a_week,
    finders,
    hard,
    obvious,
    outcome,
    recall,
)
from tests.benchmarks.meters import BEGIN, house

FAULT = Fault("spike", 100 * HOUR_S, 103 * HOUR_S)


def alarm(start_h: float, end_h: float, detected_h: float, kind: str = "spike") -> Alarm:
    layer = 1 if kind == "missing" else 2
    at = (int(hours * HOUR_S) for hours in (start_h, end_h, detected_h))
    return Alarm(kind, layer, *at)


@pytest.mark.parametrize(
    ("raised", "finds"),
    [
        pytest.param(alarm(100, 101, 101), True, id="within"),
        pytest.param(alarm(90, 104, 102), True, id="around, raised within"),
        pytest.param(alarm(96, 120, 120), True, id="about its day, raised when the day was over"),
        pytest.param(alarm(96, 130, 128), False, id="raised more than a day after its end"),
        pytest.param(alarm(90, 104, 99), False, id="raised before it began"),
        pytest.param(alarm(90, 100, 101), False, id="about what was before"),
        pytest.param(alarm(103, 105, 105), False, id="about what came after"),
    ],
)
def test_an_alarm_finds_a_fault_that_it_is_about_and_follows(raised: Alarm, finds: bool) -> None:
    assert (finders(FAULT, [raised]) == [raised]) == finds


def test_with_hindsight_no_alarm_about_a_fault_is_too_late() -> None:
    late, elsewhere = alarm(96, 130, 500), alarm(103, 105, 105)
    assert finders(FAULT, [late, elsewhere], in_time=False) == [late]
    assert outcome("m", FAULT, [late], [], in_time=False).is_found


def test_the_delay_is_that_of_the_first_alarm() -> None:
    late, early = alarm(100, 103, 103), alarm(100, 101, 101.5, "unusual_hours")
    one = outcome("m", FAULT, [late, early], [])
    assert (one.delay_h, one.named, one.chance) == (1.5, True, False)


def test_a_fault_is_rightly_named_by_alarms_about_it_alone() -> None:
    elsewhere = alarm(10, 11, 11)
    one = outcome("m", FAULT, [alarm(100, 101, 101, "drift"), elsewhere], [elsewhere])
    assert (one.is_found, one.named) == (True, False)


def test_what_is_alarmed_without_the_fault_too_counts_as_chance() -> None:
    same = alarm(90, 102, 101)
    figures = recall([outcome("m", FAULT, [same], [same]), outcome("m", FAULT, [], [])])
    assert (figures.faults, figures.found, figures.by_chance, figures.only_so) == (2, 1, 1, 0)
    assert (figures.share, figures.delay_h) == (0.5, 1)


def test_recall_of_nothing_is_no_number() -> None:
    assert np.isnan(recall([]).share)
    assert np.isnan(recall([outcome("m", FAULT, [], [])]).delay_h)


def test_obvious_and_hard_kinds_share_the_faults() -> None:
    every = [outcome("m", Fault(kind, 0, 1), [], []) for kind in ("missing", "stuck", "drift")]
    assert [one.fault.kind for one in obvious(every)] == ["missing", "stuck"]
    assert [one.fault.kind for one in hard(every)] == ["drift"]


def test_alarms_raised_with_less_than_a_day_between_them_are_one_incident() -> None:
    near = [alarm(30, 31, 26, "missing"), alarm(0, 10, 3), alarm(2, 3, 3)]
    assert [len(one) for one in incidents(near)] == [3]
    assert [len(one) for one in incidents([*near, alarm(40, 41, 50)])] == [3, 1]


def test_a_long_alarm_hides_no_other() -> None:
    assert len(incidents([alarm(0, 1000, 1), alarm(200, 201, 201), alarm(500, 501, 501)])) == 3


def test_rates_are_told_by_the_length_of_the_series() -> None:
    meter = house(days=70)
    alarms = [
        Alarm(kind, layer, BEGIN + day * DAY_S, BEGIN + day * DAY_S + 1, BEGIN + day * DAY_S + 1)
        for kind, layer, day in (("missing", 1, 10), ("spike", 2, 20), ("drift", 3, 40))
    ]
    assert a_month(alarms, meter) == pytest.approx(3 / (70 / 30.4375))
    assert false_a_week(alarms, meter) == pytest.approx(2 / 10)


def test_a_date_is_as_good_as_the_nearest_of_the_lasting_alarms_about_a_change() -> None:
    change, spike = Fault("level", 100 * HOUR_S, 268 * HOUR_S), FAULT
    near, far = alarm(112, 270, 270, "base_load"), alarm(52, 270, 270, "level_shift")
    other = alarm(100, 101, 101, "spike")
    assert days_off([(change, [far, near, other]), (spike, [near]), (change, [other])]) == [0.5]
