"""What a meter is asked follows from what it measures and from how alike its days are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.detectors.about import About
from energy_core.analysis.detectors.calendar import WORKDAY
from energy_core.analysis.detectors.character import Nature, days_alike, nature_of
from energy_core.analysis.detectors.detect import detect
from energy_core.model import Kind, Role
from tests.analysis.detectors.homes import between, changed, home, room, washer

AT = "2024-02-06"


def slots(frame: pd.DataFrame) -> np.ndarray:
    return frame["value"].to_numpy(np.float32).reshape(-1, 48)


def alike(value: np.ndarray) -> bool:
    return days_alike(value, np.full(len(value), WORKDAY))


def test_days_of_a_home_are_alike() -> None:
    assert alike(slots(home(21)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_days_of_a_washing_machine_are_not(seed: int) -> None:
    assert not alike(slots(washer(35, seed)))


def test_what_runs_at_the_same_hours_every_day_has_a_habit_however_rarely_it_runs() -> None:
    day = np.where(np.arange(48) // 2 == 12, 5000.0, 0.0)
    assert alike(np.tile(day, (21, 1)).astype(np.float32))


def test_what_is_hardly_known_passes_for_alike() -> None:
    assert alike(slots(washer(2)))


def test_a_level_is_a_state_whatever_its_role() -> None:
    assert nature_of(Role.OTHER, Kind.LEVEL) is Nature.STATE
    assert nature_of(Role.SUBMETER, Kind.POWER) is Nature.USE


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_washing_machine_that_does_what_it_always_did_raises_nothing(seed: int) -> None:
    assert not detect(washer(seed=seed), About("UTC", role=Role("submeter"))).events


def test_a_washing_machine_that_draws_more_than_ever_is_told() -> None:
    frame = washer()
    frame = changed(frame, between(frame, "2024-03-12 10:00", "1h"), 6500.0)
    assert "spike" in {e.kind for e in detect(frame, About("UTC", role=Role("submeter"))).events}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_room_is_quiet_and_its_frost_is_not_negative(seed: int) -> None:
    frame = room(seed=seed).assign(value=lambda f: f["value"] - 20)
    found = detect(frame, About("UTC", role=Role("temperature"), kind=Kind.LEVEL)).events
    assert not found


def test_a_thermometer_that_jumps_is_told_with_both_temperatures() -> None:
    frame = room()
    rows = between(frame, f"{AT} 10:00", "3D")
    frame = changed(frame, rows, frame["value"].to_numpy()[rows] - 3)
    first, *_ = detect(frame, About("UTC", role=Role("temperature"), kind=Kind.LEVEL)).events
    assert first.kind == "jump"
    assert first.detected <= pd.Timestamp(f"{AT} 10:30", tz="UTC")
    assert first.facts["value"] == pytest.approx(first.facts["usual"] - 3, abs=0.3)


def test_a_register_that_fell_while_it_was_silent_for_days_is_a_reset() -> None:
    frame = home()
    register = np.cumsum(frame["value"].to_numpy()) / 2
    silent = between(frame, f"{AT} 10:00", "3D")
    after = frame["ts"] >= pd.Timestamp(AT) + pd.Timedelta(days=3, hours=10)
    register[after] -= register[after][0]
    frame = frame.assign(value=register)[~silent].reset_index(drop=True)
    found = detect(frame, About("UTC", kind=Kind.COUNTER)).events
    assert [e.kind for e in found if e.kind == "counter_reset"]
