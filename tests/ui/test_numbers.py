"""Numbers and times in both languages, as LOOK writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from energy_core.ui import numbers
from energy_core.ui.words import speaking

NARROW, WIDE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("watts", "english", "french"),
    [
        pytest.param(3754, "3.75 kW", "3,75 kW", id="two decimals under 10"),
        pytest.param(190, "0.19 kW", "0,19 kW", id="a standby is still kilowatts"),
        pytest.param(9996, "10.0 kW", "10,0 kW", id="rounding up loses a decimal"),
        pytest.param(36_840, "36.8 kW", "36,8 kW", id="one decimal under 100"),
        pytest.param(250_400, "250 kW", "250 kW", id="then none"),
        pytest.param(1_250_000, "1.25 MW", "1,25 MW", id="then megawatts"),
        pytest.param(-590, "−0.59 kW", "−0,59 kW", id="a true minus"),
        pytest.param(3, "0 kW", "0 kW", id="nothing to speak of is zero"),
        pytest.param(None, "—", "—", id="not measured"),
        pytest.param(float("nan"), "—", "—", id="missing"),
    ],
)
def test_power_is_written_with_three_digits(watts: float, english: str, french: str) -> None:
    for language, expected in (("en", english), ("fr", french)):
        with speaking(language):
            assert numbers.power(watts) == expected.replace(" ", WIDE)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", f"1,234{WIDE}kWh"), ("fr", f"1{NARROW}234{WIDE}kWh")],
)
def test_thousands_are_parted_by_the_language(language: str, expected: str) -> None:
    with speaking(language):
        assert numbers.energy(1_234_400, decimals=0) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(4.04, f"+4,0{WIDE}kWh", id="more"),
        pytest.param(-3.6, f"−3,6{WIDE}kWh", id="less"),
        pytest.param(-0.04, f"0{WIDE}kWh", id="the same"),
        pytest.param(None, "—", id="unknown"),
    ],
)
def test_a_difference_always_has_its_sign(value: float | None, expected: str) -> None:
    with speaking("fr"):
        assert numbers.difference(value, 1, "kWh") == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.4, "0 s"),
        (45, "45 s"),
        (59.9, "59 s"),
        (240, "4 min"),
        (15_120, "4 h 12"),
        (3 * 86_400, "3 j"),
    ],
)
def test_an_age_has_one_unit_or_hours_and_minutes(seconds: float, expected: str) -> None:
    with speaking("fr"):
        assert numbers.age(seconds) == expected.replace(" ", WIDE)


@pytest.mark.parametrize(("language", "expected"), [("en", "17:05"), ("fr", "17 h 05")])
def test_the_clock_is_the_sites(language: str, expected: str) -> None:
    moment = datetime(2026, 5, 28, 15, 5, tzinfo=UTC)
    with speaking(language):
        assert numbers.clock(moment, "Europe/Paris") == expected.replace(" ", WIDE)


@pytest.mark.parametrize(
    ("language", "local", "expected"),
    [
        ("en", date(2026, 5, 28), "28 May"),
        ("fr", date(2026, 5, 28), "28 mai"),
        ("fr", date(2026, 5, 1), "1er mai"),
        ("en", date(2026, 5, 1), "1 May"),
    ],
)
def test_a_day_is_named_in_the_language(language: str, local: date, expected: str) -> None:
    with speaking(language):
        assert numbers.day(local) == expected.replace(" ", WIDE)


def test_a_share_has_no_decimals() -> None:
    with speaking("en"):
        assert numbers.share(0.518) == f"52{WIDE}%"
