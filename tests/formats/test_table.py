"""Delimited tables: real meters' files against independently computed facts, and their quirks."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Document, Series
from energy_core.formats.reading import read as read_file
from energy_core.model import Commodity, Kind, Role

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the real meter files (../shared/data) are not on this machine"
)
UKDALE = "ukdale_house2_1min/UKDALE_House2_2013-{}.csv.gz"
UCI = "uci_household_power/householdpower_2007-04_05.csv.gz"
HOMEWIZARD = "homewizard_counters/homewizard_2022-09_15min_elec.csv"


def truth(path: str) -> dict:
    folder, name = path.split("/")
    return json.loads((SHARED / "truth.json").read_text())[folder][name]


def real(path: str, timezone: str = "UTC") -> dict[str, Series]:
    (document,) = read_file(SHARED / path, path, Answers(timezone=timezone))
    return {s.name: s for s in document.series}


def read(data: bytes, timezone: str = "UTC") -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder, "dropped")
        path.write_bytes(data)
        (document,) = read_file(path, "meter.csv", Answers(timezone=timezone))
    return document


def table(*rows: str, timezone: str = "UTC") -> Document:
    return read("\n".join(rows).encode(), timezone)


def only(found: Document) -> Series:
    (series,) = found.series
    return series


def utc(s: Series) -> list[str]:
    return [datetime.fromtimestamp(t / 1e6, UTC).strftime("%m-%d %H:%M") for t in s.ts.tolist()]


@needs_shared
@pytest.mark.parametrize(
    ("path", "timezone"),
    [
        pytest.param(UKDALE.format("06"), "UTC", id="UK-DALE June"),
        pytest.param(UKDALE.format("07"), "UTC", id="UK-DALE July"),
        pytest.param(UCI, "UTC", id="UCI"),
        pytest.param(HOMEWIZARD, "Europe/Amsterdam", id="HomeWizard"),
    ],
)
def test_every_value_and_stamp_of_a_real_file_is_read(path: str, timezone: str) -> None:
    facts, series = truth(path), real(path, timezone)
    assert set(series) == set(facts["sum"])
    for name, total in facts["sum"].items():
        s = series[name]
        assert len(s.value) == facts["rows_parsed"]
        assert s.value.sum() == pytest.approx(total, abs=0.001)  # truth has 3 decimals
        first, last = (datetime.fromtimestamp(t / 1e6, UTC) for t in s.ts[[0, -1]].tolist())
        assert str(first) == facts["first_start_utc"]
        assert str(last) == facts["last_start_utc"]
        assert s.step_s == facts["modal_step_s"]


@needs_shared
@pytest.mark.parametrize(("month", "kwh"), [("06", 203.394), ("07", 224.958)])
def test_uk_dale_is_power_in_watts_of_a_house_and_its_parts(month: str, kwh: float) -> None:
    series = real(UKDALE.format(month))
    assert {(s.unit, s.kind) for s in series.values()} == {("W", Kind.POWER)}
    assert series["Aggregate"].role is Role.CONSUMPTION
    assert {s.role for n, s in series.items() if n != "Aggregate"} == {Role.SUBMETER}
    assert series["Aggregate"].value.sum() / 60_000 == pytest.approx(kwh, abs=0.001)


@needs_shared
def test_uci_columns_are_told_apart_by_their_known_names() -> None:
    seen = {n: (s.unit, s.kind, s.role) for n, s in real(UCI).items()}
    part = ("Wh", Kind.INTERVAL, Role.SUBMETER)
    assert seen == {
        "Global_active_power": ("kW", Kind.POWER, Role.CONSUMPTION),
        "Global_reactive_power": ("kvar", Kind.LEVEL, Role.LEVEL),
        "Voltage": ("V", Kind.LEVEL, Role.LEVEL), "Global_intensity": ("A", Kind.LEVEL, Role.LEVEL),
        "Sub_metering_1": part, "Sub_metering_2": part, "Sub_metering_3": part,
    }  # fmt: skip


@needs_shared
def test_homewizard_registers_are_counters_whose_difference_is_the_energy() -> None:
    series, facts = real(HOMEWIZARD, "Europe/Amsterdam"), truth(HOMEWIZARD)
    for name, energy in facts["last_minus_first"].items():
        s = series[name]
        assert (s.unit, s.kind) == ("kWh", Kind.COUNTER)
        assert s.role is (Role.GRID_IMPORT if "Import" in name else Role.GRID_EXPORT)
        assert s.value[-1] - s.value[0] == pytest.approx(energy, abs=1e-6)


@pytest.mark.parametrize(
    ("column", "unit", "role", "commodity"),
    [
        pytest.param("Import T1 kWh", "kWh", Role.GRID_IMPORT, Commodity.ELECTRICITY, id="english"),
        pytest.param("Soutirage (kWh)", "kWh", Role.GRID_IMPORT, Commodity.ELECTRICITY, id="french"),
        pytest.param("Teruglevering [kWh]", "kWh", Role.GRID_EXPORT, Commodity.ELECTRICITY, id="dutch"),
        pytest.param("Levering kWh", "kWh", Role.GRID_IMPORT, Commodity.ELECTRICITY, id="dutch bought"),
        pytest.param("Netzbezug Wh", "Wh", Role.GRID_IMPORT, Commodity.ELECTRICITY, id="german"),
        pytest.param("Einspeisung_kW", "kW", Role.GRID_EXPORT, Commodity.ELECTRICITY, id="german sold"),
        pytest.param("PV_power", "W", Role.PRODUCTION, Commodity.ELECTRICITY, id="power by its word"),
        pytest.param("Battery discharge W", "W", Role.BATTERY_DISCHARGE, Commodity.ELECTRICITY, id="out"),
        pytest.param("Battery charge W", "W", Role.BATTERY_CHARGE, Commodity.ELECTRICITY, id="in"),
        pytest.param("Wallbox W", "W", Role.EV, Commodity.ELECTRICITY, id="car"),
        pytest.param("Total gas used", "m³", Role.GAS, Commodity.GAS, id="gas"),
        pytest.param("Wasser m³", "m³", Role.WATER, Commodity.WATER, id="water"),
        pytest.param("Outdoor temperature", "°C", Role.TEMPERATURE, Commodity.NONE, id="temperature"),
        pytest.param("Temp °F", "°F", Role.TEMPERATURE, Commodity.NONE, id="fahrenheit"),
        pytest.param("SoC %", "%", Role.LEVEL, Commodity.NONE, id="share"),
        pytest.param("Spannung L1", "", Role.LEVEL, Commodity.NONE, id="volts are no energy"),
    ],
)  # fmt: skip
def test_words_of_a_column_tell_its_unit_and_role(
    column: str, unit: str, role: Role, commodity: Commodity
) -> None:
    s = only(table(f"time,{column}", "2026-01-01 00:00,1", "2026-01-01 01:00,3"))
    assert (s.unit, s.role, s.commodity) == (unit, role, commodity)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        pytest.param([8350.274, 8350.385, 8350.385, 8350.705], Kind.COUNTER, id="a tall register"),
        pytest.param([n * 0.25 for n in range(100)], Kind.COUNTER, id="a register from zero"),
        pytest.param([0.3, 0.1, 0.0, 0.4, 0.2], Kind.INTERVAL, id="energy of intervals"),
        pytest.param([1, 2, 3, 4, 5], Kind.INTERVAL, id="intervals that happen to rise"),
        pytest.param([0.5] * 20, Kind.INTERVAL, id="a constant load"),
        pytest.param([0.0] * 20, Kind.INTERVAL, id="nothing at all"),
        pytest.param([*range(900, 950), *range(50)], Kind.COUNTER, id="a register that was reset"),
    ],
)
def test_the_data_tell_a_register_from_energy_of_intervals(values: list[float], kind: Kind) -> None:
    rows = [f"2026-01-{1 + n // 24:02} {n % 24:02}:00,{v}" for n, v in enumerate(values)]
    assert only(table("time,kWh", *rows)).kind is kind


def test_the_repeated_hour_is_told_apart_by_its_order() -> None:
    clock = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]
    rows = [f"2025-10-26 {c},{n}" for n, c in enumerate(clock)]
    found = table("time,W", *rows, timezone="Europe/Paris")
    expected = [
        "10-25 23:30",
        "10-26 00:00",
        "10-26 00:30",
        "10-26 01:00",
        "10-26 01:30",
        "10-26 02:00",
    ]
    assert utc(only(found)) == expected
    assert only(found).value.tolist() == [0, 1, 2, 3, 4, 5]
    assert found.issues == ()


def test_newest_first_is_the_same_file() -> None:
    clock = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]
    rows = [f"2025-10-26 {c},{n}" for n, c in enumerate(clock)]
    one, other = (only(table("time,W", *r, timezone="Europe/Paris")) for r in (rows, rows[::-1]))
    assert one.ts.tolist() == other.ts.tolist()
    assert one.value.tolist() == other.value.tolist()


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe"])
def test_a_year_of_wall_clock_quarters_returns_to_the_utc_it_came_from(zone: str) -> None:
    t = np.arange(1735689600, 1735689600 + 366 * 86400, 900)
    local = [
        datetime.fromtimestamp(s, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") for s in t.tolist()
    ]
    found = table("time,W", *[f"{c},1" for c in local], timezone=zone)
    assert only(found).ts.tolist() == (t * 1_000_000).tolist()
    assert found.issues == ()


def test_an_hour_that_no_clock_showed_is_left_out_and_said() -> None:
    rows = ["2025-03-30 01:30,1", "2025-03-30 02:30,2", "2025-03-30 03:30,3"]
    found = table("time,W", *rows, timezone="Europe/Paris")
    assert utc(only(found)) == ["03-30 00:30", "03-30 01:30"]
    said = [(i.rows, i.message) for i in found.issues]
    assert (1, "an hour that no clock of Europe/Paris showed") in said


@pytest.mark.parametrize(
    "stamp",
    [
        pytest.param("2026-05-04T10:15:00+02:00", id="offset"),
        pytest.param("2026-05-04T08:15:00Z", id="zulu"),
        pytest.param("2026-05-04 10:15", id="local"),
        pytest.param("04/05/2026 10:15", id="day first"),
        pytest.param("04.05.2026 10:15:00", id="german"),
        pytest.param("1777882500", id="epoch seconds"),
        pytest.param("1777882500000", id="epoch milliseconds"),
    ],
)
def test_stamps_are_read_as_people_write_them(stamp: str) -> None:
    found = table("stamp,W", f"{stamp},7", timezone="Europe/Paris")
    assert only(found).ts.tolist() == [1777882500 * 1_000_000]


def test_a_month_that_cannot_be_one_tells_the_american_order() -> None:
    found = table("date,W", "05/04/2026 10:15,1", "05/14/2026 10:15,2")
    assert utc(only(found)) == ["05-04 10:15", "05-14 10:15"]


def test_offsets_that_change_within_a_file_are_followed() -> None:
    rows = ["2025-10-26T02:30:00+02:00,1", "2025-10-26T02:30:00+01:00,2"]
    assert utc(only(table("time,W", *rows))) == ["10-26 00:30", "10-26 01:30"]


def test_date_and_time_in_two_columns_are_one_stamp() -> None:
    found = table("Date;Time;Leistung [W]", "1/4/2007;00:00:00;3,5", "13/4/2007;00:01:00;4,25")
    assert utc(only(found)) == ["04-01 00:00", "04-13 00:01"]
    assert only(found).value.tolist() == [3.5, 4.25]


def test_gzip_byte_order_mark_and_old_encodings_are_read() -> None:
    text = "time,Énergie kWh\n2026-01-01 00:00,1\n"
    for data in (gzip.compress(text.encode()), text.encode("utf-8-sig"), text.encode("cp1252")):
        assert only(read(data)).name == "Énergie kWh"


def test_empty_cells_are_missing_and_not_worth_a_word() -> None:
    found = table(
        "time,a W,b W", "2026-01-01 00:00,1,", "2026-01-01 00:01,,2", "2026-01-01 00:02,3,?"
    )
    assert [(s.name, s.value.tolist()) for s in found.series] == [("a W", [1, 3]), ("b W", [2])]
    assert found.issues == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("yesterday,2", "taken for a total and left out", id="stamp"),
        pytest.param("2026-01-01 00:04,lots", "not a number: 'lots'", id="number"),
        pytest.param("2026-01-01 00:04,2,3", "left out", id="width"),
    ],
)
def test_a_row_that_cannot_be_taken_is_said_with_its_line_and_the_rest_is_kept(
    row: str, said: str
) -> None:
    found = table("time,W", *(f"2026-01-01 00:0{n},{n}" for n in range(4)), row)
    assert only(found).value.tolist() == [0, 1, 2, 3]
    assert [(said in i.message, i.line, i.rows) for i in found.issues] == [(True, 6, 1)]


def test_infinity_is_a_missing_value() -> None:
    s = only(table("time,W", "2026-01-01 00:00,1", "2026-01-01 00:01,inf"))
    assert (s.value.tolist(), s.missing) == ([1], 1)


def test_two_values_of_one_stamp_are_both_kept_and_said() -> None:
    found = table("time,W", "2026-01-01 00:00,1", "2026-01-01 00:00,2")
    assert only(found).value.tolist() == [1, 2]
    assert "the first is stored" in found.issues[0].message


def test_an_unnamed_unit_is_said_and_a_column_of_words_is_no_series() -> None:
    found = table("time,kettle,note", "2026-01-01 00:00,1500,tea")
    assert [s.name for s in found.series] == ["kettle"]
    assert [(i.column, i.message) for i in found.issues] == [
        ("kettle", "no unit is told; taken for W")
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"time,W\n"], ids=["empty", "blank", "header only"])
def test_a_file_without_rows_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"empty|no row holds"):
        read(data)


@pytest.mark.parametrize("cell", ["", "n/a", "9" * 500], ids=["empty", "marked", "too large"])
def test_a_table_without_one_reading_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableFile, match="no column of numbers"):
        table("time;kWh", *(f"2026-01-01 0{n}:00;{cell}" for n in range(5)))


def test_columns_of_one_name_stay_apart() -> None:
    found = table("time,W,W", "2026-01-01 00:00,1,2")
    assert [(s.name, s.value.tolist()) for s in found.series] == [("W", [1]), ("W 3", [2])]


def test_thousands_of_columns_take_as_much_longer_as_they_are_more() -> None:
    """50 rows of 10,000 columns stay within the 20 s that a file may take, with much to spare."""
    header = ",".join(["time", *(f"room {n} kWh" for n in range(5000))])
    cells = [",".join(f"{n * row % 97 / 8}" for n in range(5000)) for row in range(50)]
    begun = process_time()
    found = table(
        header, *(f"2024-03-{row // 24 + 1:02} {row % 24:02}:00,{c}" for row, c in enumerate(cells))
    )
    assert process_time() - begun < 10
    assert len(found.series) == 5000
