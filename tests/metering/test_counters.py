"""The counter rules as a table: a register in kWh every quarter hour → energy in kWh, events."""

from __future__ import annotations

import numpy as np
import pytest

from energy_core.metering.counters import of_counter
from energy_core.metering.readings import QUARTER, Readings
from energy_core.model import Commodity, EventKind, Kind, Meter, Role

STEADY = [10_000 + 0.25 * n for n in range(12)]
STAYS_LOWER = [9500 + 0.25 * n for n in range(8)]


def meter(role: Role = Role.GRID_IMPORT, **traits) -> Meter:
    return Meter(1, 1, "m", "m", role, Commodity.ELECTRICITY, Kind.COUNTER, "Wh", "kWh", **traits)


def judged(kwh: list[float], **traits):
    stamps = np.arange(len(kwh), dtype=np.int64) * QUARTER
    r = Readings(np.ones(len(kwh), np.int32), stamps, np.array(kwh, np.float64) * 1000)
    return of_counter(r, {1: meter(**traits)})


def dipped(share: float) -> list[float]:
    return [v * (1 - share) if n == 5 else v for n, v in enumerate(STEADY)]


CASES = [
    pytest.param(STEADY, {}, 2.75, [], id="steady"),
    pytest.param(dipped(0.01), {}, 2.75, ["dip"], id="dip of 1 %"),
    pytest.param(dipped(0.099), {}, 2.75, ["dip"], id="dip of 9.9 %"),
    pytest.param(dipped(0.101), {}, 2.75, ["dip"], id="dip of 10.1 % that returns"),
    pytest.param(dipped(1.0), {}, 2.75, ["dip"], id="a single 0"),
    pytest.param([10000, 10000.25, 0, 0.25, 0.5], {}, 0.75, ["reset"], id="reset to 0"),
    pytest.param([10000, 10000.25, 0.1, 0.35], {}, 0.6, ["reset"], id="reset near 0"),
    pytest.param([99999.5, 99999.9, 0.1, 0.4], {}, 0.9, ["rollover"], id="roll-over at 99999.9"),
    pytest.param(
        [99999.5, 99999.9, 0.1, 0.4],
        {"digits": 6},
        0.8,
        ["reset"],
        id="no roll-over with six digits",
    ),
    pytest.param([12345, 12345.25, 4500, 4500.25], {}, 0.5, ["replaced"], id="replaced at 4500"),
    pytest.param(
        [123, 123.25, 4500, 4500.25], {}, 0.5, ["replaced"], id="replaced by a higher one"
    ),
    pytest.param([123, 123.25, 99999, 123.75, 124], {}, 1.0, ["dip"], id="a single spike up"),
    pytest.param(
        [0, 0.5, 1, 1.5, 0.1, 0.6, 1.1, 1.6, 0.1],
        {},
        3.2,
        ["reset", "reset"],
        id="counter of a day",
    ),
    pytest.param(
        [10000, 10000.25, *STAYS_LOWER], {}, 2.0, ["replaced"], id="a fall of 5 % that stays"
    ),
    pytest.param(
        [100, 101, 150, 151],
        {"max_rate": 9000.0},
        2.0,
        ["replaced"],
        id="above the meter's maximum",
    ),
]


@pytest.mark.parametrize(("register", "traits", "energy_kwh", "events"), CASES)
def test_every_fall_of_a_register_has_its_rule(register, traits, energy_kwh, events) -> None:
    segments, found = judged(register, **traits)
    assert segments.amount.sum() / 1000 == pytest.approx(energy_kwh)
    assert [f.kind for f in found] == events
    assert (segments.amount >= 0).all()
    assert (segments.rate <= traits.get("max_rate", 1e6)).all()


def test_what_looks_like_a_reset_becomes_a_dip_when_it_comes_back() -> None:
    _, now = judged([*STEADY[:6], 0.0])
    assert [f.kind for f in now] == [EventKind.RESET]
    segments, later = judged([*STEADY[:6], 0.0, *STEADY[7:]])
    assert [f.kind for f in later] == [EventKind.DIP]
    assert segments.amount.sum() / 1000 == pytest.approx(2.75)


def test_a_gap_keeps_its_energy_and_is_marked_estimated() -> None:
    register = np.array([100.0, 100.25, 100.5, 150.5, 150.75, 151.0]) * 1000
    away = 13 * 96
    stamps = np.array([0, 1, 2, 2 + away, 3 + away, 4 + away]) * QUARTER
    segments, found = of_counter(Readings(np.ones(6, np.int32), stamps, register), {1: meter()})
    assert segments.amount.sum() / 1000 == pytest.approx(51)
    assert segments.estimated.tolist() == [False, False, True, False, False]
    assert segments.rate[2] == pytest.approx(50_000 / (13 * 24))
    assert [f.kind for f in found] == [EventKind.OFFLINE]


def test_a_meter_replaced_while_away_makes_no_giant_energy() -> None:
    register = np.array([1000.0, 1000.5, 1001.0, 6000.0, 6000.5, 6001.0]) * 1000
    stamps = np.array([0, 4, 8, 8 + 96, 12 + 96, 16 + 96]) * QUARTER
    segments, found = of_counter(Readings(np.ones(6, np.int32), stamps, register), {1: meter()})
    assert segments.amount.sum() / 1000 == pytest.approx(2.0)
    assert sorted(f.kind for f in found) == [EventKind.OFFLINE, EventKind.REPLACED]


EVENING, MORNING = [20, 20.5, 20.75, 20.75], [0.0, 0.25, 0.75]


@pytest.mark.parametrize(
    ("morning", "role", "quarters", "events"),
    [
        pytest.param(MORNING, Role.PRODUCTION, 60, ["reset"], id="it begins again"),
        pytest.param([20.75 + v for v in MORNING], Role.PRODUCTION, 60, [], id="it goes on"),
        pytest.param([21 + v for v in MORNING], Role.PRODUCTION, 60, [], id="one step higher"),
        pytest.param([22 + v for v in MORNING], Role.PRODUCTION, 60, ["offline"], id="it ran on"),
        pytest.param([20.75 + v for v in MORNING], Role.PRODUCTION, 96, ["offline"], id="a day"),
        pytest.param([20.75 + v for v in MORNING], Role.SUBMETER, 60, ["offline"], id="a use"),
    ],
)
def test_a_night_without_sun_is_no_silence(morning, role, quarters, events) -> None:
    stamps = np.r_[np.arange(4), 3 + quarters + np.arange(3)] * QUARTER
    register = np.array([*EVENING, *morning]) * 1000
    _, found = of_counter(Readings(np.ones(7, np.int32), stamps, register), {1: meter(role)})
    assert [f.kind for f in found] == events
