"""What is called normal mutes what is like it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from energy_core.model import Commodity, Incident, Kind, Meter, Role, Verdict
from energy_core.services.detecting.taught import muted

HOUSE = Meter(1, 1, "house", "House", Role.CONSUMPTION, Commodity.ELECTRICITY, Kind.POWER, "W", "W")
START = datetime(2026, 3, 25, 18, tzinfo=UTC)  # 19:00 in Paris; the clocks change on the 29th
WEEK = timedelta(days=7)
NORMAL = Incident(
    1, HOUSE, "spike", 2, "warning", START, START + timedelta(hours=1), START + timedelta(hours=1),
    2.0, 500.0, {}, is_open=False, verdict=Verdict.NORMAL,
)  # fmt: skip


def later(**other: Any) -> Incident:
    """The same a week later, at 19:00 on the wall clock."""
    moved = {
        name: getattr(NORMAL, name) + WEEK - timedelta(hours=1)
        for name in ("start", "end", "detected")
    }
    return replace(NORMAL, **{"id": 2, "verdict": None, **moved, **other})


def is_muted(one: Incident, known: Incident = NORMAL) -> bool:
    (_, second) = muted([known, one], "Europe/Paris")
    return second.muted


def shifted(hours: float) -> Incident:
    by = timedelta(hours=hours)
    one = later()
    return replace(one, start=one.start + by, end=one.end + by)


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(later(), id="the same hour"),
        pytest.param(later(score=3.0), id="half as strong again"),
        pytest.param(shifted(0.9), id="some minutes of the same hour"),
        pytest.param(shifted(-0.9), id="some minutes before"),
        pytest.param(later(end=START + 2 * WEEK), id="all day long"),
    ],
)
def test_what_is_like_it_is_muted(one: Incident) -> None:
    assert is_muted(one)


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(shifted(1.1), id="another hour"),
        pytest.param(shifted(-1.1), id="an hour before"),
        pytest.param(later(score=3.1), id="much stronger"),
        pytest.param(later(excess_wh=-500.0), id="the other way"),
        pytest.param(later(kind="drop_out"), id="another kind"),
        pytest.param(later(meter=replace(HOUSE, id=2)), id="another meter"),
        pytest.param(later(detected=START - WEEK), id="an earlier one"),
        pytest.param(later(verdict=Verdict.FAULT), id="one that a person judged"),
    ],
)
def test_what_is_other_is_not(one: Incident) -> None:
    assert not is_muted(one)


def test_only_normal_teaches() -> None:
    assert not is_muted(later(), replace(NORMAL, verdict=Verdict.HOLIDAY))


def test_a_change_of_days_is_muted_at_any_hour() -> None:
    days = {"kind": "level_shift", "layer": 3}
    assert is_muted(replace(shifted(5), **days), replace(NORMAL, **days))


def test_what_is_muted_teaches_nothing() -> None:
    first, second = later(score=3.0), later(id=3, score=4.4, detected=START + 2 * WEEK)
    assert [one.muted for one in muted([NORMAL, first, second], "UTC")] == [False, False, False]
    assert [one.muted for one in muted([NORMAL, first, second], "Europe/Paris")] == [
        False, True, False,
    ]  # fmt: skip
