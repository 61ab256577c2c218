"""Local time through the changes of the clock, against zoneinfo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_core.formats.table.clock import to_utc, to_wall
from energy_core.formats.table.clock_changes import changes
from energy_core.formats.table.stamp_calendar import NAT

ZONES = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham",
         "Australia/Sydney", "Africa/Casablanca", "America/Havana", "Asia/Kolkata"]  # fmt: skip
EPOCH = datetime(1970, 1, 1)


def _us(at: datetime) -> int:
    return (at.replace(tzinfo=None) - EPOCH) // timedelta(microseconds=1)


def _year(zone: str, minutes: int) -> tuple[np.ndarray, np.ndarray]:
    """Wall times and instants of a year in order, by zoneinfo."""
    first = datetime(2023, 12, 20, tzinfo=UTC)
    instants = [first + timedelta(minutes=minutes * n) for n in range(400 * 1440 // minutes)]
    walls = [_us(at.astimezone(ZoneInfo(zone))) for at in instants]
    return np.array(walls), np.array([_us(at) for at in instants])


def _walls(*texts: str) -> np.ndarray:
    return np.array([_us(datetime.fromisoformat(text)) for text in texts])


def _hours(utc: np.ndarray) -> list[str]:
    return ["" if t == NAT else str(np.datetime64(int(t), "us").astype("M8[m]"))[11:] for t in utc]


@pytest.mark.parametrize("minutes", [15, 30, 60])
@pytest.mark.parametrize("zone", ZONES)
def test_a_rising_and_a_falling_year_come_back_whole(zone: str, minutes: int) -> None:
    wall, instants = _year(zone, minutes)
    assert to_utc(wall, zone).tolist() == instants.tolist()
    assert to_utc(wall[::-1].copy(), zone).tolist() == instants[::-1].tolist()
    assert to_wall(instants, zone).tolist() == wall.tolist()


@pytest.mark.parametrize("zone", ZONES)
def test_series_that_are_mixed_or_stacked_are_each_in_their_own_order(zone: str) -> None:
    wall, instants = _year(zone, 15)
    twice = np.repeat(instants, 2).tolist()
    assert to_utc(np.repeat(wall, 2), zone, np.arange(2 * len(wall)) % 2).tolist() == twice
    assert to_utc(np.repeat(wall, 2), zone).tolist() == twice
    stacked = np.concatenate([instants, instants]).tolist()
    assert to_utc(np.concatenate([wall, wall]), zone).tolist() == stacked


@pytest.mark.parametrize("zone", ZONES)
def test_a_file_sorted_by_its_local_time_keeps_both_hours(zone: str) -> None:
    wall, instants = _year(zone, 15)
    order = np.argsort(wall, kind="stable")
    assert to_utc(wall[order], zone).tolist() == instants[order].tolist()


def test_blocks_out_of_order_keep_both_hours() -> None:
    wall, instants = _year("Europe/Paris", 15)
    order = np.roll(np.arange(len(wall)), 5000)
    assert to_utc(wall[order], "Europe/Paris").tolist() == instants[order].tolist()


def test_an_hour_that_is_there_once_is_the_first() -> None:
    wall = _walls("2024-10-27T01:00", "2024-10-27T02:00", "2024-10-27T03:00", "2024-10-27T04:00")
    assert _hours(to_utc(wall, "Europe/Paris")) == ["23:00", "00:00", "02:00", "03:00"]
    assert _hours(to_utc(wall[::-1].copy(), "Europe/Paris")) == ["03:00", "02:00", "00:00", "23:00"]


def test_a_file_that_begins_within_the_repeated_hour_goes_on_without_a_gap() -> None:
    wall = _walls("2024-10-27T02:30", "2024-10-27T02:45", "2024-10-27T03:00")
    assert _hours(to_utc(wall, "Europe/Paris")) == ["01:30", "01:45", "02:00"]


def test_a_file_that_stops_within_the_repeated_hour_came_without_a_gap() -> None:
    wall = _walls("2024-10-27T01:45", "2024-10-27T02:00", "2024-10-27T02:15")
    assert _hours(to_utc(wall, "Europe/Paris")) == ["23:45", "00:00", "00:15"]


def test_a_hole_in_the_repeated_hour_does_not_move_its_neighbours() -> None:
    wall = _walls(
        "2024-10-27T01:30", "2024-10-27T02:00", "2024-10-27T02:45", "2024-10-27T02:15",
        "2024-10-27T02:30", "2024-10-27T03:00",
    )  # fmt: skip
    assert _hours(to_utc(wall, "Europe/Paris")) == [
        "23:30", "00:00", "00:45", "01:15", "01:30", "02:00",
    ]  # fmt: skip


def test_an_hour_that_no_clock_showed_is_none() -> None:
    wall = _walls("2024-03-31T01:59", "2024-03-31T02:00", "2024-03-31T02:59", "2024-03-31T03:00")
    assert _hours(to_utc(wall, "Europe/Paris")) == ["00:59", "", "", "01:00"]


def test_rows_without_a_stamp_stay_without_one() -> None:
    wall = np.array([NAT, *_walls("2024-07-01T12:00"), NAT])
    assert _hours(to_utc(wall, "Europe/Paris")) == ["", "10:00", ""]


def test_the_changes_of_a_zone_are_found_to_the_second() -> None:
    found = changes("Europe/Paris", _walls("2024-07-01T00:00"))
    instants = [np.datetime64(change.utc, "us").astype("M8[s]").item() for change in found]
    assert datetime(2024, 3, 31, 1) in instants
    assert datetime(2024, 10, 27, 1) in instants
    assert [c.is_repeat for c in found] == [False, True] * 3  # of the years beside it too
