"""Changed units, shifted clocks and copied days are found, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energy_core.metering.events import look, repeated
from energy_core.metering.readings import HOUR, SECOND, Readings
from energy_core.model import Commodity, EventKind, Kind, Meter, Role

DAY = 24 * HOUR
START = int(datetime(2025, 2, 3, tzinfo=UTC).timestamp()) * SECOND
UNITS = {Kind.POWER: "W", Kind.INTERVAL: "Wh", Kind.COUNTER: "Wh"}


def meter(kind: Kind = Kind.POWER) -> Meter:
    unit = UNITS[kind]
    return Meter(1, 1, "m", "m", Role.SUBMETER, Commodity.ELECTRICITY, kind, unit, unit)


def read(value: np.ndarray, step: int = HOUR, start: int = START) -> Readings:
    stamps = start + step * np.arange(len(value), dtype=np.int64)
    return Readings(np.ones(len(value), np.int32), stamps, value)


def home(days: int, seed: int = 1) -> np.ndarray:
    """Hourly power with a habit: a morning, an evening, and chance."""
    hours = np.arange(24 * days) % 24
    usual = 200 + 900 * np.exp(-((hours - 7) ** 2) / 4) + 1500 * np.exp(-((hours - 19) ** 2) / 8)
    return np.round(usual * np.random.default_rng(seed).lognormal(0, 0.25, len(hours)), 1)


def kinds(r: Readings, kind: Kind = Kind.POWER, timezone: str = "UTC") -> list[EventKind]:
    return [f.kind for f in look(r, meter(kind), timezone)]


@pytest.mark.parametrize("seed", range(6))
def test_an_ordinary_home_has_no_event(seed: int) -> None:
    power = home(90, seed)
    assert kinds(read(power)) == []
    assert kinds(read(power), Kind.INTERVAL) == []
    assert kinds(read(5e6 + np.cumsum(power)), Kind.COUNTER) == []


@pytest.mark.parametrize("factor", [1000.0, 0.001])
def test_values_that_are_a_thousand_times_others_from_a_place_on_are_found_there(factor) -> None:
    power = home(40)
    power[24 * 17 + 5 :] *= factor
    (found,) = look(read(power), meter(), "UTC")
    at = START + (24 * 17 + 5) * HOUR
    assert (found.kind, found.start, found.end) == (EventKind.UNIT, at - HOUR, at)
    assert (found.before, found.after) == (power[24 * 17 + 4], power[24 * 17 + 5])


def test_a_register_in_another_unit_is_found(tmp_path: Path) -> None:
    register = 5e6 + np.cumsum(home(40))
    register[500:] /= 1000
    (found,) = look(read(register), meter(Kind.COUNTER), "UTC")
    assert (found.kind, found.end) == (EventKind.UNIT, START + 500 * HOUR)


def test_a_device_that_is_switched_on_is_no_change_of_unit() -> None:
    chance = np.random.default_rng(3)
    power = np.where(chance.random(24 * 60) < 0.3, 2000.0, 2.0)
    assert kinds(read(power)) == []
    power = np.r_[np.full(24 * 20, 2.0), power]
    assert kinds(read(power)) == []


@pytest.mark.parametrize("hours", [-5, -2, 3, 12])
def test_days_that_come_hours_later_from_one_on_are_found(hours: int) -> None:
    power = home(60)
    split = 24 * 31
    power = np.r_[power[:split], np.roll(power[split:], hours)]
    (found,) = look(read(power), meter(), "UTC")
    assert (found.kind, found.after) == (EventKind.CLOCK, hours)
    assert abs(found.end - (START + split * HOUR)) <= DAY


def test_people_who_change_their_clocks_are_no_error() -> None:
    """Habits by the clock of Paris, stored in UTC: from 30 March on all comes an hour earlier."""
    local = pd.date_range("2025-03-01", "2025-05-01", freq="h", tz="UTC").tz_convert("Europe/Paris")
    usual = 200 + 1500 * np.exp(-((local.hour.to_numpy() - 19) ** 2) / 2)
    power = usual * np.random.default_rng(5).lognormal(0, 0.1, len(usual))
    start = int(datetime(2025, 3, 1, tzinfo=UTC).timestamp()) * SECOND
    assert kinds(read(power, start=start), timezone="UTC") == [EventKind.CLOCK]
    assert kinds(read(power, start=start), timezone="Europe/Paris") == []


@pytest.mark.parametrize("lag_hours", [24, 168])
def test_hours_copied_from_the_day_or_the_week_before_are_found(lag_hours: int) -> None:
    power = home(40)
    a, b = 24 * 20 + 3, 24 * 23 + 9
    for n in range(a, b):
        power[n] = power[n - lag_hours]
    (found,) = look(read(power), meter(), "UTC")
    assert (found.kind, found.start, found.end) == (
        EventKind.REPEATED,
        START + a * HOUR,
        START + (b - 1) * HOUR,
    )


@pytest.mark.parametrize(
    "power",
    [
        pytest.param(np.zeros(24 * 60), id="nothing at all"),
        pytest.param(np.tile([0.0] * 18 + [60.0] * 6, 60), id="a lamp on a timer"),
        pytest.param(np.tile(home(1), 60), id="a simulated day again and again"),
    ],
)
def test_what_always_repeats_is_no_copy(power: np.ndarray) -> None:
    assert kinds(read(power)) == []


def test_the_gap_that_was_filled_with_the_day_before_is_found_in_a_real_home(
    meter_files: Path,
) -> None:
    """The file's own account: 3,723 minutes from 28 April 00:21 to 30 April 14:23 are copies."""
    path = meter_files / "uci_household_power" / "householdpower_2007-04_05.csv.gz"
    frame = pd.read_csv(path, parse_dates=["date_time"])
    stamps = frame["date_time"].to_numpy("datetime64[us]").astype(np.int64)
    ones = np.ones(len(frame), np.int32)
    r = Readings(ones, stamps, frame["Global_active_power"].to_numpy(float) * 1000)
    (found,) = repeated(r, meter())
    first, last = np.array([found.start, found.end]).astype("datetime64[us]")
    assert (first, last) == (np.datetime64("2007-04-28T00:21"), np.datetime64("2007-04-30T14:23"))
    assert (found.end - found.start) // (60 * SECOND) + 1 == 3723
    assert [f.kind for f in look(r, meter(), "Europe/Paris")] == [EventKind.REPEATED]
