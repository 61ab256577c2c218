"""The simulated home: exact balance, and the same answer whichever way one asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest

from energy_core.model import Kind, Role
from energy_core.simulation.home import BUILT, Home
from energy_core.simulation.meters import SimMeter, meters_of, read
from energy_core.simulation.profiles import FARM, HOME, OFFICE, PROFILES, Profile

START = int(datetime(2025, 3, 27, 22, 0, tzinfo=UTC).timestamp())
DAY = 86400
BY_NAME = [pytest.param(p, id=name) for name, p in PROFILES.items()]
SPRING, AUTUMN = date(2025, 3, 30), date(2025, 10, 26)


@lru_cache
def built(profile: Profile, seed: int) -> Home:
    """One home for all tests that only look at it."""
    return Home(profile, seed)


def readings(home: Home, slug: str, start: int, end: int, step: int) -> list[tuple[int, float]]:
    stream = read(home, meter(home.profile, slug), start, end, step)
    return list(zip(stream.t.tolist(), stream.values.tolist(), strict=True))


def meter(profile: Profile, slug: str) -> SimMeter:
    return next(m for m in meters_of(profile) if m.slug == slug)


def balances(home: Home, start: int, end: int, step: int) -> Iterator[float]:
    """In - out [W] of each step, from the readings alone; whole numbers, so floats are exact."""
    sign = {"pv": 1, "grid.import": 1, "battery.discharge": 1,
            "home": -1, "grid.export": -1, "battery.charge": -1}  # fmt: skip
    columns = {slug: readings(home, slug, start, end, step) for slug in sign}
    for row in zip(*columns.values(), strict=True):
        assert len({t for t, _ in row}) == 1
        assert all(v.is_integer() for _, v in row)
        yield sum(v * s for (_, v), s in zip(row, sign.values(), strict=True))


@pytest.mark.parametrize("profile", BY_NAME)
@pytest.mark.parametrize(
    ("length", "step"),
    [
        pytest.param(4 * DAY, 60, id="by the minute, over a clock change"),
        pytest.param(7200, 1, id="by the second"),
        pytest.param(6 * 3600, 7, id="every seven seconds"),
    ],
)
def test_what_comes_in_goes_out_at_every_step_exactly(
    profile: Profile, length: int, step: int
) -> None:
    start = START + 11 * 3600
    sums = list(balances(built(profile, 1), start, start + length, step))
    assert len(sums) >= length // step
    assert not any(sums)


@pytest.mark.parametrize("profile", BY_NAME)
def test_the_parts_of_the_house_add_up_to_the_house(profile: Profile) -> None:
    day = built(profile, 3).day(date(2025, 1, 15))
    outside = {"pv", "home", "import", "export", "charge", "discharge", "heat", "gas", "water"}
    parts = [flow for name, flow in day.flows.items() if name not in outside]
    assert len(parts) >= 4
    assert [sum(row) for row in zip(*(p.tolist() for p in parts), strict=True)] == day.flows[
        "home"
    ].tolist()
    assert all((flow >= 0).all() for flow in day.flows.values())


@pytest.mark.parametrize("way", ["import", "export"])
def test_registers_count_what_the_powers_say(way: str) -> None:
    home, sunny = built(HOME, 5), START + 4 * DAY
    watts = [v for _, v in readings(home, f"grid.{way}", sunny, sunny + DAY, 1)]
    counted = dict(readings(home, f"smartmeter.{way}", sunny, sunny + DAY + 60, 60))
    energy_wh = sum(watts) / 3600
    assert energy_wh > 5000
    assert (counted[sunny + DAY] - counted[sunny]) * 1000 == pytest.approx(energy_wh, abs=1)


def test_reading_by_the_minute_measures_the_energy_of_every_second() -> None:
    home = built(HOME, 5)
    noon = START + 12 * 3600
    for slug in ("home", "pv", "grid.export", "battery.charge"):
        by_minute = sum(v for _, v in readings(home, slug, noon, noon + 7200, 60)) * 60
        by_second = sum(v for _, v in readings(home, slug, noon, noon + 7200, 1))
        assert by_second == by_minute


def test_numbers_move_from_second_to_second() -> None:
    seen = [v for _, v in readings(built(HOME, 5), "home", START, START + 600, 1)]
    assert sum(a != b for a, b in pairwise(seen)) > 300


def test_interval_registers_lose_no_watt_hour() -> None:
    home = built(HOME, 5)
    month = 30 * DAY
    quarters = readings(home, "dishwasher", START, START + month, 60)
    register = home.flowed("dishwasher", np.array([START, START + month])) // 3600
    assert [t for t, _ in quarters] == list(range(START, START + month, 900))
    assert sum(v for _, v in quarters) == register[1] - register[0] > 10_000


@pytest.mark.parametrize("profile", BY_NAME)
def test_the_battery_keeps_what_goes_in_less_its_losses(profile: Profile) -> None:
    day = built(profile, 2).day(date(2025, 5, 20))
    charge, discharge = int(day.flows["charge"].sum()) * 60, int(day.flows["discharge"].sum()) * 60
    assert charge > 0 < discharge
    change = Fraction(day.after.stored - day.before.stored, 100)
    assert change == Fraction(charge * 95, 100) - Fraction(discharge * 105, 100)
    assert (day.levels["battery"] >= 0).all() and (day.levels["battery"] <= 100).all()
    assert not ((day.flows["charge"] > 0) & (day.flows["discharge"] > 0)).any()


def test_cars_never_lift_the_house_over_its_subscription() -> None:
    home = built(HOME, 1)
    charging = reached = 0
    for n in range(60):
        flows = home.day(BUILT + timedelta(n)).flows
        charging += int((flows["ev"] > 0).sum())
        reached = max(reached, int(flows["import"][flows["ev"] > 0].max(initial=0)))
    assert charging > 500
    assert 7000 < reached <= HOME.subscribed_w


@pytest.mark.parametrize("profile", BY_NAME)
def test_the_same_seed_gives_the_same_readings_wherever_one_starts(profile: Profile) -> None:
    early, late = Home(profile, 9), Home(profile, 9)
    early.day(BUILT)
    asked = START + 40 * DAY + 100
    for m in meters_of(profile):
        whole = read(early, m, asked, asked + 4000, 2)
        parts = [
            read(late, m, a, min(a + 777, asked + 4000), 2) for a in range(asked, asked + 4000, 777)
        ]
        assert np.concatenate([p.t for p in parts]).tolist() == whole.t.tolist()
        assert np.concatenate([p.values for p in parts]).tolist() == whole.values.tolist()


def test_another_seed_is_another_home() -> None:
    one, other = (readings(Home(HOME, seed), "home", START, START + 3600, 60) for seed in (1, 2))
    assert one != other


@pytest.mark.parametrize("step", [1, 2, 5, 30])
def test_the_live_readings_repeat_what_the_backfill_sent(step: int) -> None:
    home = Home(OFFICE, 4)
    for m in meters_of(OFFICE):
        past = read(home, m, START + 30000, START + 33600, 60)
        live = read(home, m, START + 30000, START + 33600, step)
        known = dict(zip(live.t.tolist(), live.values.tolist(), strict=True))
        assert [known[t] for t in past.t.tolist()] == past.values.tolist()


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(SPRING, 23, id="spring"),
        pytest.param(AUTUMN, 25, id="autumn"),
        pytest.param(AUTUMN + timedelta(1), 24, id="usual"),
    ],
)
def test_a_local_day_has_as_many_minutes_as_the_clock(day: date, hours: int) -> None:
    t = built(FARM, 1).day(day).t
    assert len(t) == hours * 60
    assert (np.diff(t) == 60).all()


def test_nothing_is_known_from_before_the_home_was_built() -> None:
    with pytest.raises(ValueError, match="built on 2025-01-01"):
        Home(HOME, 1).day(BUILT - timedelta(1))


@pytest.mark.parametrize("profile", BY_NAME)
def test_no_two_meters_of_one_role_measure_the_same_flow(profile: Profile) -> None:
    parts = (Role.SUBMETER, Role.LEVEL, Role.TEMPERATURE, Role.OTHER)
    flows = [m for m in meters_of(profile) if m.role not in parts]
    assert len({m.role for m in flows}) == len(flows) >= 9
    slugs = [m.slug for m in meters_of(profile)]
    assert len(set(slugs)) == len(slugs)
    assert {m.kind for m in meters_of(profile)} == set(Kind)


def test_winter_is_cold_and_takes_more_heat_than_summer() -> None:
    home = built(HOME, 1)
    january = [home.day(date(2025, 1, d)) for d in range(1, 29)]
    july = [home.day(date(2025, 7, d)) for d in range(1, 29)]
    cold, warm = (np.mean([d.levels["outdoor"].mean() for d in m]) for m in (january, july))
    assert 0 < cold < 8 and 18 < warm < 27
    winter, summer = (sum(int(d.flows["heatpump"].sum()) for d in m) for m in (january, july))
    assert winter > 5 * summer
