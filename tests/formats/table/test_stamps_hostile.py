"""Whatever stands in the cells, reading their stamps neither raises nor takes long."""

from __future__ import annotations

import random
from time import process_time

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from energy_core.formats.document import Answers
from energy_core.formats.table import stamps
from energy_core.formats.table.stamp_calendar import NAT
from energy_core.formats.table.stamp_cells import read
from energy_core.formats.table.stamp_grammar import Cell
from energy_core.formats.table.stamp_templates import Reading

PIECES = [
    "2024-10-27", "27/10/2024", "1.2.24", "20241027", "T", " ", "02:00", "2:00", "24:00", "25:00",
    "+01:00", "-", "–", "Z", "CEST", "(CET)", "am", "PM", "3", "17", "96", "1.7e9", "1729990800",
    "9" * 19, "9" * 40, "-1", "0", "", "nan", "mars", "Mon,", "PT15M", "15 min", "\x00", "é", "２",
    "=\"1\"", "Total", "Europe/Paris", "1900-01-01", "2199-12-31", "0001-01-01",
]  # fmt: skip
NAMES = ["", "Date", "Time", "Hora", "Periodo", "ts", "UTC+25", "Von", "Bis", "Dauer", "kWh", "Year",
         "Month", "Zone", "time [GMT-99:99]", "Europe/Nowhere"]  # fmt: skip

cells = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Names and columns; a column repeats a few cells, so that it may look like one thing."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5))
    rows = draw(st.integers(0, 12))
    kinds = [draw(st.lists(cells, min_size=1, max_size=3)) for _ in names]
    return names, [[draw(st.sampled_from(kind)) for _ in range(rows)] for kind in kinds]


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.sampled_from(["Europe/Paris", "Australia/Lord_Howe", "UTC"]))
def test_no_table_of_odd_cells_raises(table: tuple[list[str], list[list[str]]], zone: str) -> None:
    names, columns = table
    plan = stamps.plan(names, columns, Answers())
    if plan is not None:
        parsed = plan.parse([pa.array(column, pa.string()) for column in columns])
        stamped = stamps.to_utc(plan, parsed, zone, Answers(), np.arange(len(parsed)) % 2)
        assert len(stamped.utc) == len(stamped.start) == len(columns[0])
        known = stamped.utc[stamped.utc != NAT]
        assert np.all(np.abs(known) < 8e15)  # 1716–2223


@pytest.mark.parametrize(
    "piece",
    [" ", "0", "-", "1/1/2022 ", "00:00", "jan ", "00/00/0000 00:00 - ", "a", "1d", "(", "\u0130"],
)
def test_a_cell_that_repeats_itself_is_given_up_at_once(piece: str) -> None:
    column = pa.array([piece * n for n in range(1, 80)])
    before = process_time()
    for reading in (Reading(), Reading(bare=True), Reading(dashed=True)):
        read(column, reading, set(Cell))
    assert process_time() - before < 2


def test_a_column_of_texts_that_are_all_different_costs_no_more_than_its_commonest() -> None:
    letters = "0123456789-/.:, tTzZ+apmjanfebü()[]–"
    source = random.Random(7)
    texts = ["".join(source.choices(letters, k=source.randint(0, 60))) for _ in range(100_000)]
    before = process_time()
    read(pa.array(texts), Reading(), set(Cell))
    assert process_time() - before < 10
