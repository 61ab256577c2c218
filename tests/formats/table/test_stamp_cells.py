"""Every way of writing a stamp that is known, one cell each."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from energy_core.formats.table.stamp_calendar import NAT
from energy_core.formats.table.stamp_cells import NO_OFFSET, read
from energy_core.formats.table.stamp_grammar import Cell
from energy_core.formats.table.stamp_templates import Order, Reading

DMY, MDY, YMD = Reading(Order.DMY), Reading(Order.MDY), Reading(Order.YMD)
BARE, DASHED = Reading(bare=True), Reading(dashed=True)
EVERY = set(Cell)


def _wall(us: int) -> str:
    return "" if us == NAT else str(np.datetime64(us, "us").astype("M8[s]"))


def _cell(text: str, reading: Reading = DMY) -> tuple[str, str, str, int | None]:
    """Kind, wall time, end, offset."""
    cells = read(pa.array([text]), reading, EVERY)
    kind = next(iter(cells.kinds.elements()), "")
    offset = None if cells.offset[0] == NO_OFFSET else int(cells.offset[0])
    return str(kind), _wall(int(cells.us[0])), _wall(int(cells.end[0])), offset


MOMENTS = [
    ("2022-03-01T00:00:00Z", "2022-03-01T00:00:00", 0),
    ("2022-03-01T00:00:00.000000000Z", "2022-03-01T00:00:00", 0),
    ("2022-03-01 13:05:09.25+01:00", "2022-03-01T13:05:09", 60),
    ("2022-03-01 00:00:00 +0100", "2022-03-01T00:00:00", 60),
    ("2022-03-01T00:15-0330", "2022-03-01T00:15:00", -210),
    ("2022-03-01T00:15+01", "2022-03-01T00:15:00", 60),
    ("2022-03-01T00:15:00+01:00[Europe/Paris]", "2022-03-01T00:15:00", 60),
    ("2022-03-01T07", "2022-03-01T07:00:00", None),
    ("20220301T001500Z", "2022-03-01T00:15:00", 0),
    ("20220301T0015", "2022-03-01T00:15:00", None),
    ("20220301 00:15", "2022-03-01T00:15:00", None),
    ("20200101:0010", "2020-01-01T00:10:00", None),
    ("2022/3/1 3:04", "2022-03-01T03:04:00", None),
    ("01.02.2022 00.15", "2022-02-01T00:15:00", None),
    ("1.2.22 0:15", "2022-02-01T00:15:00", None),
    ("1. 2. 2022 00:15", "2022-02-01T00:15:00", None),
    ("31-01-2022;00:15", "2022-01-31T00:15:00", None),
    ("01/02/2022 à 00:30", "2022-02-01T00:30:00", None),
    ("01/02/2022 00:30 h", "2022-02-01T00:30:00", None),
    ("01/02/2022, 24:00", "2022-02-02T00:00:00", None),
    ("00:15 01/02/2022", "2022-02-01T00:15:00", None),
    ("01.02.2022, 00:15 Uhr", "2022-02-01T00:15:00", None),
    ("3 janv. 2022 00h15", "2022-01-03T00:15:00", None),
    ("lun. 3 janv. 2022 00:15", "2022-01-03T00:15:00", None),
    ("mar. 1 mars 2022 00:15", "2022-03-01T00:15:00", None),
    ("1er FÉVRIER 2022 à 00:15", "2022-02-01T00:15:00", None),
    ("jeu. 1 sept. 2022 - 00:00", "2022-09-01T00:00:00", None),
    ("1 de enero de 2022 01:00", "2022-01-01T01:00:00", None),
    ("01.Okt.2022 00:15", "2022-10-01T00:15:00", None),
    ("1. März 2022 um 00:15", "2022-03-01T00:15:00", None),
    ("1 mrt 2022 00:15", "2022-03-01T00:15:00", None),
    ("1 giugno 2022 00:15", "2022-06-01T00:15:00", None),
    ("2 out 2022 00:15", "2022-10-02T00:15:00", None),
    ("1. avgust 2022 ob 00:15", "2022-08-01T00:15:00", None),
    ("01-Jan-2022 00:15", "2022-01-01T00:15:00", None),
    ("2022-Jan-01 00:15", "2022-01-01T00:15:00", None),
    ("01JAN2022:00:15:00", "2022-01-01T00:15:00", None),
    ("January 2, 2022 1:15 PM", "2022-01-02T13:15:00", None),
    ("Sat, 1 Jan 2022 00:00:00 GMT", "2022-01-01T00:00:00", 0),
    ("Sat Jan 01 2022 00:00:00 GMT+0100 (CET)", "2022-01-01T00:00:00", 60),
    ("Sat Jan  1 00:00:00 2022", "2022-01-01T00:00:00", None),
    ("2024-10-01 00:00:00 CEST+0200", "2024-10-01T00:00:00", 120),
    ("2024-10-01 00:00 CEST", "2024-10-01T00:00:00", 120),
    ("2024-10-01 00:00 (MEZ)", "2024-10-01T00:00:00", 60),
    ("2024-10-01 00:00 EDT", "2024-10-01T00:00:00", -240),
    ("2022-01-01 08:00 UTC+1", "2022-01-01T08:00:00", 60),
    ("\u00a02022-01-01\u00a000:15 ", "2022-01-01T00:15:00", None),
]


@pytest.mark.parametrize(("text", "wall", "offset"), MOMENTS, ids=[m[0] for m in MOMENTS])
def test_a_written_moment_is_understood(text: str, wall: str, offset: int | None) -> None:
    assert _cell(text) == ("moment", wall, "", offset)


@pytest.mark.parametrize(
    ("text", "reading", "kind", "wall"),
    [
        ("01/02/2022", DMY, "date", "2022-02-01T00:00:00"),
        ("01/02/2022", MDY, "date", "2022-01-02T00:00:00"),
        ("22-02-03", YMD, "date", "2022-02-03T00:00:00"),
        ("69-02-03", YMD, "date", "2069-02-03T00:00:00"),
        ("70-02-03", YMD, "date", "1970-02-03T00:00:00"),
        ("lundi 3 janvier 2022", DMY, "date", "2022-01-03T00:00:00"),
        ("20220103", BARE, "date", "2022-01-03T00:00:00"),
        ("202201031530", BARE, "moment", "2022-01-03T15:30:00"),
        ("20220103153059", BARE, "moment", "2022-01-03T15:30:59"),
        ("2023-05", DMY, "month", "2023-05-01T00:00:00"),
        ("05/2023", DMY, "month", "2023-05-01T00:00:00"),
        ("05.2023", BARE, "month", "2023-05-01T00:00:00"),
        ("mai 2023", DMY, "month", "2023-05-01T00:00:00"),
        ("déc. 2023", DMY, "month", "2023-12-01T00:00:00"),
        ("May-23", DMY, "month", "2023-05-01T00:00:00"),
        ("0:15", DMY, "time", "1970-01-01T00:15:00"),
        ("15h30", DMY, "time", "1970-01-01T15:30:00"),
        ("12:30am", DMY, "time", "1970-01-01T00:30:00"),
        ("12:30 p.m.", DMY, "time", "1970-01-01T12:30:00"),
        ("24:00", DMY, "time", "1970-01-02T00:00:00"),
        ("15.30", BARE, "time", "1970-01-01T15:30:00"),
        ("0015", BARE, "time", "1970-01-01T00:15:00"),
        ("PT30M", DMY, "length", "1970-01-01T00:30:00"),
        ("P1DT1H", DMY, "length", "1970-01-02T01:00:00"),
        ("15 min", DMY, "length", "1970-01-01T00:15:00"),
    ],
)  # fmt: skip
def test_a_part_of_a_stamp_is_understood(text: str, reading: Reading, kind: str, wall: str) -> None:
    assert _cell(text, reading)[:2] == (kind, wall)


@pytest.mark.parametrize(
    ("text", "reading", "start", "end"),
    [
        ("01.01.2023 00:00 - 01.01.2023 00:15", DMY, "2023-01-01T00:00:00", "2023-01-01T00:15:00"),
        ("2023-01-01T00:00/2023-01-01T01:00", DMY, "2023-01-01T00:00:00", "2023-01-01T01:00:00"),
        ("01.01.2023 23:45 - 00:00", DMY, "2023-01-01T23:45:00", "2023-01-02T00:00:00"),
        ("2023-01-01 23:45-00:00", DASHED, "2023-01-01T23:45:00", "2023-01-02T00:00:00"),
        ("29.10.2023 02:00 (CEST) - 29.10.2023 03:00 (CET)", DMY,
         "2023-10-29T02:00:00", "2023-10-29T03:00:00"),
        ("01.01.2023 - 31.01.2023", DMY, "2023-01-01T00:00:00", "2023-01-31T00:00:00"),
    ],
)  # fmt: skip
def test_a_range_in_one_cell_is_its_start_and_its_end(
    text: str, reading: Reading, start: str, end: str
) -> None:
    assert _cell(text, reading)[1:3] == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Total", "mardi", "hello 2022", "192.168.1.1", "1.2.3", "29/02/2021 10:00",
        "2021-13-01", "2021-02-30 00:00", "2022-01-01 25:00", "2022-01-01 12:60", "0001-01-01 00:00",
        "13:00 PM", "Q1 2022", "２０２２-01-01", "2022-01-01 00:00:00" + "0" * 70, "x" * 500,
    ],
)  # fmt: skip
def test_what_is_no_stamp_has_none(text: str) -> None:
    assert _cell(text)[1] == ""


def test_a_clock_whose_name_means_several_is_local_and_counted() -> None:
    cells = read(pa.array(["2024-10-01 00:00 CST", "2024-10-01 00:00 UTC"]), DMY, EVERY)
    assert cells.open_zone == 1
    assert cells.offset.tolist() == [NO_OFFSET, 0]


def test_every_minute_of_a_leap_year_is_read_as_strftime_wrote_it() -> None:
    first = datetime(2024, 1, 1)
    minutes = [first + timedelta(minutes=n) for n in range(0, 366 * 1440, 7)]
    truth = [round((m - datetime(1970, 1, 1)).total_seconds()) * 1_000_000 for m in minutes]
    for style in ("%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d %B %Y %H:%M", "%d.%m.%y %I:%M %p"):
        cells = read(pa.array([m.strftime(style) for m in minutes]), DMY, EVERY)
        assert cells.us.tolist() == truth


def test_a_block_that_is_a_slice_of_another_reads_its_own_rows() -> None:
    whole = pa.array(["Total", "2022-01-01 00:00", None, "2022-01-01 1:00"])
    assert [_wall(int(us)) for us in read(whole.slice(1), DMY, EVERY).us] == [
        "2022-01-01T00:00:00", "", "2022-01-01T01:00:00",
    ]  # fmt: skip
