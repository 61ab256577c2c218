"""What a cell is, by its shape; and tables that are readable because it is told as the stamps are."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import numpy as np
import pytest

from energy_core.formats.document import Answers
from energy_core.formats.files.table import read
from energy_core.formats.table.cells import Cell, kind, kinds
from energy_core.formats.table.stamp_words import MONTHS
from tests.support.parts import at, part_of


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2023-05-01", Cell.STAMP),
        ("2023 05 01", Cell.STAMP),
        ("05/2023", Cell.STAMP),
        ("1 mei 2023", Cell.STAMP),
        ("1/5/2023 00:15", Cell.STAMP),
        ("20230501", Cell.STAMP),
        ("20230501T0100", Cell.STAMP),
        ("1777882500", Cell.STAMP),
        ("1777882500000.5", Cell.STAMP),
        ("00:15", Cell.CLOCK),
        ("12h30", Cell.CLOCK),
        ("9:15 PM", Cell.CLOCK),
        ("00:00 - 00:15", Cell.CLOCK),
        ("1056.6", Cell.NUMBER),
        ("30.70", Cell.NUMBER),
        ("0.00", Cell.NUMBER),
        ("12345678", Cell.NUMBER),
        ("1 200 000", Cell.NUMBER),
        ("1.234.567,8", Cell.NUMBER),
        ("2,5 kWh", Cell.NUMBER),
        ("May", Cell.TEXT),
        ("1-0:1.8.0", Cell.TEXT),
        ("15 min", Cell.TEXT),
        ("n/a", Cell.EMPTY),
        (" ", Cell.EMPTY),
        ("1" * 100_000, Cell.NUMBER),
    ],
)
def test_the_shape_of_a_cell(cell: str, found: Cell) -> None:
    assert kind(cell) is found


@pytest.mark.parametrize("language", MONTHS)
def test_a_date_with_a_months_name_is_a_stamp_in_every_language(language: str) -> None:
    for month in MONTHS[language].split():
        assert kinds((f"3 {month} 2023", f"{month} 2023")) == [Cell.STAMP, Cell.STAMP]


@pytest.mark.parametrize(
    "written",
    ["{} mei 2023", "2023 05 {:02}", "{} maja 2023", "{} desember 2023", "{}. augusti 2023"],
)
def test_a_table_of_such_days_is_read(written: str, tmp_path: Path) -> None:
    rows = [f"{written.format(day)};{day % 5},5" for day in range(1, 20)]
    (series,) = read(
        part_of(tmp_path, "\n".join(["Datum;Verbruik (kWh)", *rows])), Answers(timezone="UTC")
    ).series
    assert np.diff(series.ts).tolist() == [86_400_000_000] * 18
    assert series.value.tolist() == [day % 5 + 0.5 for day in range(1, 20)]


def test_a_title_may_name_the_day_in_words(tmp_path: Path) -> None:
    rows = [f"{hour:02}:00;{hour}" for hour in range(24)]
    text = "\n".join(["Rapport van 1 mei 2023 (woning)", "tijd;vermogen W", *rows])
    (series,) = read(part_of(tmp_path, text), Answers(timezone="UTC")).series
    assert series.ts[0] == at("2023-05-01")


@pytest.mark.parametrize("written", ["{h}:{m:02} {half}", "{hour:02}h{m:02}", "{hour:02}.{m:02}"])
def test_columns_may_be_times_in_any_writing(written: str, tmp_path: Path) -> None:
    times = [
        written.format(
            hour=n // 2, h=(n // 2 - 1) % 12 + 1, m=n % 2 * 30, half="AM" if n < 24 else "PM"
        )
        for n in range(48)
    ]
    rows = [";".join([f"2023-05-0{d}", *(str(d * n % 7 + 0.5) for n in range(48))]) for d in (1, 2)]
    text = "\n".join([";".join(["date", *times]), *rows])
    (series,) = read(part_of(tmp_path, text), Answers(timezone="UTC")).series
    assert series.ts.tolist() == [at("2023-05-01") + n * 1_800_000_000 for n in range(96)]


def test_a_wide_head_of_numbers_or_words_that_are_all_different_is_looked_at_quickly() -> None:
    dice = Random(5)
    numbers = [tuple(f"{dice.random() * 1000:.4f}" for _ in range(300)) for _ in range(1000)]
    words = [
        tuple(f"{dice.random():.12f}".replace("0.", "x") for _ in range(300)) for _ in range(1000)
    ]
    for rows, limit in (
        (numbers, 3.0),
        (words, 6.0),
    ):  # s of this process; a fifth on an idle machine
        begun = time.process_time()
        shapes = [kinds(row) for row in rows]
        assert time.process_time() - begun < limit
        assert len({cell for shape in shapes for cell in shape}) == 1
