"""With both sides of each day: whole runs, dates of lasting changes, and no weeks of learning."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.detectors.about import About
from energy_core.analysis.detectors.detect import detect
from energy_core.analysis.detectors.event import Event
from energy_core.analysis.detectors.hindsight import look_back
from energy_core.model import Kind, Role
from tests.analysis.detectors.homes import between, changed, home, roof


def events(frame: pd.DataFrame, role: str = "consumption") -> list[Event]:
    return list(look_back(frame, About("UTC", role=Role(role))).events)


def scaled(frame: pd.DataFrame, start: str, length: str, factor: float) -> pd.DataFrame:
    rows = between(frame, start, length)
    return changed(frame, rows, frame["value"].to_numpy()[rows] * factor)


def at(stamp: str) -> pd.Timestamp:
    return pd.Timestamp(stamp, tz="UTC")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_change_that_ends_is_dated_to_the_day_at_both_ends(seed: int) -> None:
    (event,) = events(scaled(home(seed=seed), "2024-03-06", "9D", 1.5))
    assert (event.start, event.end) == (at("2024-03-06"), at("2024-03-15"))
    assert event.detected == event.end


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("factor", "percent"), [(1.5, 50), (0.6, -40)])
def test_a_level_that_stays_is_dated_to_the_day(seed: int, factor: float, percent: int) -> None:
    found = events(scaled(home(seed=seed), "2024-02-13", "90D", factor))
    (event,) = [e for e in found if e.kind == "level_shift"]
    assert event.start == at("2024-02-13")
    assert event.facts["percent"] == pytest.approx(percent, abs=5)


def test_a_run_of_stuck_values_is_marked_from_its_first_reading_to_its_last() -> None:
    frame = home()
    rows = between(frame, "2024-02-14 20:00", "31h")
    frame = changed(frame, rows, frame["value"].to_numpy()[rows][0])
    (event,) = events(frame)
    assert (event.kind, event.start, event.end) == (
        "stuck", at("2024-02-14 20:00"), at("2024-02-16 03:00"),
    )  # fmt: skip
    assert event.facts["hours"] == 31


@pytest.mark.parametrize(
    ("start", "length", "watts", "kind"),
    [
        pytest.param("2024-01-03 15:00", "30min", 7000.0, "spike", id="spike"),
        pytest.param("2024-01-04 01:00", "5h", 900.0, "unusual_hours", id="night load"),
        pytest.param("2024-01-04 15:00", "9h", -1000.0, "negative", id="negative"),
    ],
)
def test_a_fault_of_the_first_week_is_found(
    start: str, length: str, watts: float, kind: str
) -> None:
    frame = home()
    rows = between(frame, start, length)
    frame = changed(frame, rows, frame["value"].to_numpy()[rows] + watts)
    assert kind in {e.kind for e in events(frame) if e.start <= at(start) < e.end}


def test_a_night_in_the_first_week_is_what_only_hindsight_finds() -> None:
    frame = home()
    rows = between(frame, "2024-01-04 01:00", "5h")
    frame = changed(frame, rows, frame["value"].to_numpy()[rows] + 900)
    causal = detect(frame, About("UTC")).events
    assert [e for e in causal if e.start < at("2024-01-08")] == []
    assert [e.kind for e in events(frame)] == ["unusual_hours"]


def test_two_spikes_of_one_size_do_not_hide_each_other() -> None:
    frame = home()
    for day in ("2024-02-20 15:00", "2024-02-26 15:00"):
        frame = changed(frame, between(frame, day, "30min"), 7000.0)
    found = events(frame)
    assert [(e.kind, e.start) for e in found] == [
        ("spike", at("2024-02-20 15:00")), ("spike", at("2024-02-26 15:00")),
    ]  # fmt: skip
    assert found[0].excess_wh == pytest.approx(6700 / 2, rel=0.1)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_quiet_homes_and_roofs_stay_quiet(seed: int) -> None:
    assert len(events(home(seed=seed))) <= 1
    assert len(events(roof(seed=seed), "production")) <= 1


@pytest.mark.parametrize("days", [0, 1, 3])
def test_a_history_of_few_days_raises_no_error(days: int) -> None:
    assert look_back(home(days), About("Europe/Paris")).events == ()


def test_a_register_tells_the_same_as_its_power() -> None:
    frame = scaled(home(), "2024-03-06", "9D", 1.5)
    register = frame.assign(value=np.cumsum(frame["value"].to_numpy()) / 2)
    (event,) = look_back(register, About("UTC", kind=Kind.COUNTER)).events
    assert (event.start.date(), event.end.date()) == (
        at("2024-03-06").date(), at("2024-03-15").date(),
    )  # fmt: skip
