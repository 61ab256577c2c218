"""What is exported, as other programs read it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree
from zipfile import ZipFile

import numpy as np
import pytest
from pyarrow import parquet
from python_calamine import CalamineWorkbook

from energy_core.errors import BadRequest
from energy_core.formats.export.what import Cells, Chunk, Column, Export, writers
from energy_core.formats.writing import xlsx
from energy_core.model import Commodity, Kind, Quality, Role

ESPI = "{http://naesb.org/espi}"
ATOM = "{http://www.w3.org/2005/Atom}"
AT = int(datetime(2024, 10, 27, 0, tzinfo=UTC).timestamp())  # the clock falls in Paris at 01:00 UTC
POWER = Column("pv", Kind.POWER, Role.PRODUCTION, Commodity.ELECTRICITY, "W")
IMPORT = Column("grid.import", Kind.COUNTER, Role.GRID_IMPORT, Commodity.ELECTRICITY, "Wh")
GAS = Column("gas", Kind.INTERVAL, Role.GAS, Commodity.GAS, "m³")
HUMIDITY = Column("bath", Kind.LEVEL, Role.LEVEL, Commodity.NONE, "%")
AWKWARD = (0.1 + 0.2, 1e-7, 123456789.123456, -0.0, 5e-324, 1.7976931348623157e308, 2.0)


def cells(values: Sequence[float], first: int = 0, step_s: int = 1800, **more: object) -> Cells:
    ts = (AT + (first + np.arange(len(values), dtype=np.int64)) * step_s) * 1_000_000
    length = np.full(len(values), float(more.pop("length_s", 0)))
    return Cells(ts, np.array(values, float), length, **more)


def written(format: str, columns: Sequence[Column], *chunks: Chunk, periods: bool = False) -> bytes:
    def again() -> Iterator[Chunk]:
        return iter(chunks)

    made = datetime(2026, 1, 1, tzinfo=UTC)
    export = Export(columns, again, "Europe/Paris", made, periods)
    return b"".join(writers()[format].write(export))


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_csv_names_the_unit_and_shows_the_repeated_hour_with_its_offset() -> None:
    rows = csv_rows(written("csv", [POWER], [cells([1, 2, 3, 4, 5])]))
    assert rows[0] == ["start", "pv power (W)", "quality"]
    assert [row[0] for row in rows[1:]] == [
        "2024-10-27T02:00:00+02:00",
        "2024-10-27T02:30:00+02:00",
        "2024-10-27T02:00:00+01:00",
        "2024-10-27T02:30:00+01:00",
        "2024-10-27T03:00:00+01:00",
    ]


def test_csv_keeps_microseconds() -> None:
    late = Cells(np.array([AT * 10**6 + 250_000]), np.array([1.0]), np.zeros(1))
    assert csv_rows(written("csv", [POWER], [late]))[1][0] == "2024-10-27T02:00:00.250000+02:00"


def test_numbers_read_back_as_the_same_numbers() -> None:
    rows = csv_rows(written("csv", [POWER], [cells(AWKWARD)]))
    assert [float(row[1]) for row in rows[1:]] == list(AWKWARD)


def test_meters_stand_side_by_side_with_empty_cells_where_they_have_no_reading() -> None:
    chunk = [cells([1, 2]), cells([10], first=1)]
    rows = csv_rows(written("csv", [POWER, IMPORT], chunk))
    assert rows[0] == [
        "start", "pv power (W)", "pv quality",
        "grid.import meter reading (Wh)", "grid.import quality",
    ]  # fmt: skip
    assert [row[1:] for row in rows[1:]] == [
        ["1", "measured", "", ""],
        ["2", "measured", "10", "measured"],
    ]


def test_quality_and_coverage_are_told_in_words() -> None:
    told = cells(
        [1, 2, 3],
        quality=np.array([Quality.MEASURED, Quality.ESTIMATED, Quality.CORRECTED], np.uint8),
        covered=np.array([100, 75, 100], np.uint8),
    )
    rows = csv_rows(written("csv", [POWER], [told]))
    assert [row[2] for row in rows[1:]] == [
        "measured", "estimated, 75 % of the time", "corrected",
    ]  # fmt: skip


def test_periods_have_an_end() -> None:
    rows = csv_rows(written("csv", [GAS], [cells([1, 2], length_s=1800)], periods=True))
    assert rows[0][:2] == ["start", "end"]
    assert rows[1][:2] == ["2024-10-27T02:00:00+02:00", "2024-10-27T02:30:00+02:00"]
    assert rows[2][:2] == ["2024-10-27T02:30:00+02:00", "2024-10-27T02:00:00+01:00"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_spreadsheet_runs_a_meters_name(sign: str) -> None:
    column = Column(f'{sign}cmd|"x",1', Kind.POWER, Role.OTHER, Commodity.ELECTRICITY, "W")
    heading = csv_rows(written("csv", [column], [cells([-5.0])]))[0][1]
    assert heading == f"'{column.name} power (W)"


def test_numbers_are_not_guarded() -> None:
    assert csv_rows(written("csv", [POWER], [cells([-5.25])]))[1][1] == "-5.25"


def test_parquet_holds_types_and_the_chunks_one_after_the_other() -> None:
    content = written("parquet", [POWER, IMPORT], [cells([0.1]), cells([])], [cells([0.2], 1)] * 2)
    table = parquet.read_table(io.BytesIO(content))
    assert [str(t) for t in table.schema.types] == [
        "timestamp[us, tz=UTC]", "double", "string", "double", "string",
    ]  # fmt: skip
    assert table["pv power (W)"].to_pylist() == [0.1, 0.2]
    assert table["grid.import meter reading (Wh)"].to_pylist() == [None, 0.2]


def sheet(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_workbook_holds_numbers_words_and_times_of_the_sites_clock() -> None:
    made = sheet(written("xlsx", [GAS], [cells([1.5, 2], length_s=1800)], periods=True))
    assert made[0][-1] == "local time"
    assert made[1][:4] == [
        "2024-10-27T02:00:00+02:00", "2024-10-27T02:30:00+02:00", 1.5, "measured",
    ]  # fmt: skip
    assert [row[-1] for row in made[1:]] == [
        datetime(2024, 10, 27, 2), datetime(2024, 10, 27, 2, 30),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+1", "@SUM(A1)", "http://evil.test", "{=1}", "12"])
def test_a_workbook_holds_no_formula_and_no_link(name: str) -> None:
    column = Column(name, Kind.POWER, Role.OTHER, Commodity.ELECTRICITY, "W")
    content = written("xlsx", [column], [cells([-5.0])])
    with ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in page and b"<hyperlink" not in page
    assert sheet(content)[0][1] == f"{name} power (W)"


def test_what_no_sheet_can_hold_is_told_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    assert len(sheet(written("xlsx", [POWER], [cells([1, 2])]))) == 3
    with pytest.raises(BadRequest, match="rows"):
        written("xlsx", [POWER], [cells([1, 2])], [cells([3], 2)])


@pytest.mark.parametrize("format", sorted(writers()))
def test_an_export_of_nothing_is_a_whole_file(format: str) -> None:
    content = written(format, [POWER])
    if format == "csv":
        assert len(csv_rows(content)) == 1
    elif format == "parquet":
        assert parquet.read_table(io.BytesIO(content)).num_rows == 0
    elif format == "xlsx":
        assert len(sheet(content)) == 1
    else:
        assert ElementTree.fromstring(content).tag == f"{ATOM}feed"


def readings(content: bytes) -> list[tuple[str, str, str | None, str | None]]:
    """(start, value, duration, quality) as written."""
    return [
        (
            r.findtext(f"{ESPI}timePeriod/{ESPI}start", ""),
            r.findtext(f"{ESPI}value", ""),
            r.findtext(f"{ESPI}timePeriod/{ESPI}duration"),
            r.findtext(f"{ESPI}ReadingQuality/{ESPI}quality"),
        )
        for r in ElementTree.fromstring(content).iter(f"{ESPI}IntervalReading")
    ]


def reading_types(content: bytes) -> list[dict[str, str]]:
    return [
        {field.tag.removeprefix(ESPI): field.text or "" for field in one}
        for one in ElementTree.fromstring(content).iter(f"{ESPI}ReadingType")
    ]


def test_green_button_says_what_its_readings_are() -> None:
    content = written("xml", [POWER, IMPORT, GAS], [cells([1]), cells([2]), cells([3])])
    asked = ("accumulationBehaviour", "commodity", "flowDirection", "powerOfTenMultiplier", "uom")
    assert [tuple(int(t[name]) for name in asked) for t in reading_types(content)] == [
        (12, 1, 19, 0, 38),  # instantaneous, electricity, reverse, W
        (1, 1, 1, 0, 72),  # bulk quantity, electricity, forward, Wh
        (4, 7, 1, 0, 42),  # delta, natural gas, forward, m³
    ]


def test_green_button_values_are_whole_multiples_of_a_power_of_ten() -> None:
    content = written("xml", [IMPORT], [cells([28971.3493, 0.25])], [cells([1.5], first=2)])
    power = int(reading_types(content)[0]["powerOfTenMultiplier"])
    assert [(int(value), power) for _, value, _, _ in readings(content)] == [
        (28971349300, -6), (250000, -6), (1500000, -6),
    ]  # fmt: skip


def test_green_button_tells_lengths_and_estimates() -> None:
    told = cells([1, 2], length_s=1800, quality=np.array([0, Quality.ESTIMATED], np.uint8))
    assert readings(written("xml", [GAS], [told])) == [
        (str(AT), "1", "1800", None),
        (str(AT + 1800), "2", "1800", "8"),
    ]


@pytest.mark.parametrize(
    ("column", "what", "message"),
    [
        pytest.param(HUMIDITY, cells([1]), "no code for %", id="a unit that ESPI has no code for"),
        pytest.param(
            POWER,
            Cells(np.array([AT * 10**6 + 1]), np.ones(1), np.zeros(1)),
            "whole seconds",
            id="a stamp between seconds",
        ),
        pytest.param(POWER, cells([1e30]), "no room", id="a value beyond 48 bits"),
    ],
)
def test_what_green_button_cannot_say_is_refused(column: Column, what: Cells, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        written("xml", [column], [what])
