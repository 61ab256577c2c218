"""The NAB score equals what its definition says of detectors that one can score by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.anomaly import nab
from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.nab import (
    REWARD_FEW_MISSED,
    Labelled,
    Window,
    best_threshold,
    raw,
    rows_of,
    score,
    worth,
)
from tests.benchmarks.meters import BEGIN, house

HOURS = house(days=50)  # 1200 rows, the first 180 on trial
ONE = Labelled(HOURS, (Window(400, 499),))
TWO = Labelled(HOURS, (Window(400, 499), Window(800, 849)))
CORPUS = {"one": ONE, "two": TWO, "none": Labelled(HOURS, ())}


def test_no_detection_scores_0_and_the_first_row_of_each_window_100() -> None:
    assert score({}, CORPUS) == 0
    perfect = {name: [window.first for window in one.windows] for name, one in CORPUS.items()}
    # the definition's first row lies one hundredth of a window before its edge: a little over 100
    assert score(perfect, CORPUS) == pytest.approx(100, abs=0.1)
    assert score(perfect, CORPUS, REWARD_FEW_MISSED) == pytest.approx(100, abs=0.1)


def test_every_row_detected_is_worse_than_nothing() -> None:
    assert score({name: range(one.rows) for name, one in CORPUS.items()}, CORPUS) < 0


@pytest.mark.parametrize(
    ("position", "expected"),
    [(-1, 0.98661), (-0.5, 0.84828), (0, 0), (1, -0.98661), (3, -1), (50, -1)],
)
def test_a_detection_is_worth_what_the_definition_tables(position: float, expected: float) -> None:
    assert worth(position) == pytest.approx(expected, abs=1e-5)


def test_only_the_first_detection_in_a_window_counts() -> None:
    assert raw(ONE, [420, 430, 499]) == raw(ONE, [420])
    assert raw(ONE, [420]) > raw(ONE, [430]) > raw(ONE, [499]) > 0


def test_a_detection_in_the_middle_of_a_window() -> None:
    # 50 of 100 rows before its end, counted with the row itself: 2σ(2.5) − 1, over 2σ(5) − 1
    assert raw(ONE, [450]) == pytest.approx((2 / (1 + np.exp(-2.5)) - 1) / 0.9866143, abs=1e-6)


def test_before_any_window_a_false_detection_costs_its_full_weight() -> None:
    assert raw(ONE, [300]) == pytest.approx(-1 - 0.11)


def test_shortly_behind_a_window_a_false_detection_costs_less() -> None:
    assert raw(ONE, [420, 501]) - raw(ONE, [420]) > -0.02
    assert raw(ONE, [420, 499 + 3 * 99]) - raw(ONE, [420]) == pytest.approx(-0.11)


def test_every_false_row_costs() -> None:
    assert raw(ONE, [300, 301, 302]) == pytest.approx(-1 - 0.33)


def test_what_is_on_trial_counts_neither_way() -> None:
    assert ONE.on_trial == 180
    assert raw(ONE, [10, 179]) == raw(ONE, [])
    early = Labelled(HOURS, (Window(20, 60),))
    assert raw(early, [30]) == raw(early, []) == 0


def test_the_trial_of_a_long_file_ends_at_750_rows() -> None:
    assert Labelled(house(days=400), ()).on_trial == 750


def test_an_alarm_counts_at_the_reading_that_raised_it() -> None:
    hour = int(HOURS.t[1] - HOURS.t[0])
    raised = Alarm("spike", 2, BEGIN, BEGIN + hour, BEGIN + 421 * hour)
    assert rows_of([raised], ONE) == [420]
    assert rows_of([raised], ONE, over=1.5) == []


def test_the_best_threshold_keeps_true_alarms_and_drops_false_ones() -> None:
    hour = int(HOURS.t[1] - HOURS.t[0])
    true = Alarm("spike", 2, BEGIN, BEGIN + hour, BEGIN + 411 * hour, score=3.0)
    false = replace(true, detected=BEGIN + 300 * hour, score=1.2)
    over, best = best_threshold({"one": [true, false]}, {"one": ONE})
    assert over == 3.0
    assert best == score({"one": [410]}, {"one": ONE}) > score({"one": [299, 410]}, {"one": ONE})


@pytest.mark.usefixtures("meter_files")
def test_the_open_files_have_their_published_windows() -> None:
    corpus = nab.corpus()
    assert {name.rpartition("/")[2]: len(one.windows) for name, one in corpus.items()} == {
        "nyc_taxi.csv": 5,
        "ambient_temperature_system_failure.csv": 2,
        "ec2_cpu_utilization_5f5533.csv": 2,
        "art_daily_flatmiddle.csv": 1,
        "art_daily_jumpsup.csv": 1,
        "art_daily_small_noise.csv": 0,
    }
    taxi = corpus["realKnownCause/nyc_taxi.csv"]
    starts = np.array([taxi.meter.t[w.first] for w in taxi.windows]).astype("datetime64[s]")
    assert str(starts[0]) == "2014-10-30T15:30:00"
    assert taxi.rows == 10_320
    assert taxi.windows[0].width == 207  # half hours, both ends within
