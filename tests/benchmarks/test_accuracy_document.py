"""docs/accuracy.md tells what docs/accuracy.json holds, and every figure its limits."""

from __future__ import annotations

import json

import pytest

from benchmarks.anomaly import document, goals
from benchmarks.anomaly.accuracy import Accuracy
from benchmarks.anomaly.goals import AIMED
from benchmarks.figure import MISSED, NOTED, REACHED

DESCRIBED = {"date": "2026-11-24 12:00 UTC", "commit": "abc1234", "processor": "a machine"}


def told() -> dict:
    rows = [{"kind": "spike", "faults": 3, "recall": 0.667, "median_delay_h": None}]
    reached = [(goals.RECALL, 0.7, "14 of 20"), (goals.DELAY, float("nan"), "")]
    return document.content(Accuracy(reached, {"kinds": rows}), DESCRIBED)


@pytest.mark.parametrize(
    ("reached", "verdict"), [(0.61, MISSED), (0.62, REACHED), (0.80, AIMED), (float("nan"), MISSED)]
)
def test_a_figure_is_missed_reached_or_as_good_as_was_hoped(reached: float, verdict: str) -> None:
    assert goals.RECALL.verdict(reached) == verdict


def test_a_figure_without_a_limit_is_noted() -> None:
    assert goals.SIMULATED.verdict(0.1) == NOTED


def test_a_reached_figure_with_no_aim_is_just_reached() -> None:
    assert goals.INCIDENTS.verdict(1.2) == REACHED


def test_the_figures_survive_json_and_name_their_date_version_and_commit() -> None:
    content = told()
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert (content["date"], content["commit"]) == ("2026-11-24 12:00 UTC", "abc1234")
    assert content["figures"][1]["reached"] is None


def test_the_text_shows_each_row_of_each_table() -> None:
    lines = document.text(told()).splitlines()
    assert "| spike | 3 | 0.67 | – |" in lines
    assert any(
        line.startswith("| recall, all kinds |  | ≥ 0.62 | ≥ 0.8 | 0.70 |") for line in lines
    )
    assert "Measured 2026-11-24 12:00 UTC, version 0.1.0, commit abc1234, a machine." in lines


def test_the_committed_text_is_made_of_the_committed_figures() -> None:
    if not document.FIGURES.exists():
        pytest.skip("nothing has been measured yet")
    assert document.TEXT.read_text() == document.text(json.loads(document.FIGURES.read_text()))
