"""Registers that begin again each day ("Energy today"): their energy is what the days end at."""

from __future__ import annotations

from math import pi, sin
from pathlib import Path

import pytest

from energy_core.formats.document import Answers, Series
from energy_core.formats.facts import of_series
from energy_core.formats.files.table import read
from energy_core.model import Kind
from tests.support.parts import part_of

HEIGHTS = (9.7, 12.1, 4.9, 11.2, 11.1)
"""What each day ends at [kWh]."""


def so_far(hour: float) -> float:
    """Share of a day's sun that has shone."""
    return (1 - sin(pi * (0.5 + (min(max(hour, 6), 18) - 6) / 12))) / 2


def read_one(folder: Path, name: str, rows: list[str]) -> Series:
    text = "\n".join([f"Time;{name}", *rows])
    (series,) = read(part_of(folder, text), Answers(timezone="UTC")).series
    return series


def register(step: int, days: int, night: str) -> list[str]:
    """Rows every `step` minutes; from 20:00 to 05:00 they show `night` where it is no ""."""
    rows = []
    for day, height in enumerate(HEIGHTS[:days], 1):
        for minute in range(0, 1440, step):
            dark = night and not 300 <= minute < 1200
            cell = night if dark else f"{height * so_far(minute / 60):.2f}"
            rows.append(f"2024-06-{day:02} {minute // 60:02}:{minute % 60:02};{cell}")
    return rows


@pytest.mark.parametrize("night", ["", "--"], ids=["zero at night", "-- at night"])
@pytest.mark.parametrize("days", [1, 2, 5])
@pytest.mark.parametrize("step", [5, 15, 60, 120])
@pytest.mark.parametrize("name", ["Daily Yield (kWh)", "Energy today", "Tagesertrag kWh"])
def test_what_a_day_made_so_far_adds_up_to_what_its_days_end_at(
    name: str, step: int, days: int, night: str, tmp_path: Path
) -> None:
    rows = register(step, days, night)
    facts = of_series(read_one(tmp_path, name, rows))
    assert (facts["kind"], facts["unit"]) == ("counter", "kWh")
    assert facts["missing"] == sum(row.endswith("--") for row in rows)
    assert facts["energy_kwh"] == pytest.approx(sum(HEIGHTS[:days]))


def test_without_words_two_falls_to_zero_tell_it(tmp_path: Path) -> None:
    facts = of_series(read_one(tmp_path, "Roof (kWh)", register(60, 5, "")))
    assert (facts["kind"], facts["energy_kwh"]) == ("counter", pytest.approx(sum(HEIGHTS)))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        pytest.param("Daily yield (kWh)", [9.7, 12.1, 4.9, 11.2, 11.1, 3.0], id="totals of days"),
        pytest.param("Daily yield (kWh)", [8.1, 9.7, 11.2, 12.1], id="totals that rise"),
        pytest.param("Roof (kWh)", [0, 0.2, 0.9, 1.4, 1.1, 0.3, 0] * 5, id="hours of sun"),
        pytest.param("Car (kWh)", [0, 0, 0, 7.2, 7.2, 3.1] * 5, id="a car that is charged"),
    ],
)
def test_energy_of_intervals_is_no_daily_register(
    name: str, values: list[float], tmp_path: Path
) -> None:
    rows = [f"2024-{1 + n // 28:02}-{1 + n % 28:02};{value}" for n, value in enumerate(values)]
    series = read_one(tmp_path, name, rows)
    assert series.kind is Kind.INTERVAL
    assert of_series(series)["energy_kwh"] == pytest.approx(sum(values))
