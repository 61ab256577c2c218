"""NEM12: days of intervals, their qualities, and the lines that are none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Document, Series
from energy_core.formats.files import nem12
from energy_core.model import Commodity, Kind, Role
from tests.support.parts import at, part_at, part_of

HEAD = "100,NEM12,202401020000,MDA1,Ret1\n"


def stream(suffix: str = "E1", unit: str = "kWh", minutes: int = 30) -> str:
    return f"200,NMI0000001,E1B1,1,{suffix},N1,SERIAL1,{unit},{minutes},\n"


def day(date: str, values: list[str] | str, quality: str = "A", count: int = 48) -> str:
    cells = [values] * count if isinstance(values, str) else values
    return f"300,{date},{','.join(cells)},{quality},,,20240102000000,\n"


def read(folder: Path, text: str | bytes) -> Document:
    part = part_of(folder, text, "data.csv")
    assert nem12.claims(part)
    return nem12.read(part, Answers())


def one(document: Document) -> Series:
    (series,) = document.series
    return series


def test_a_day_starts_at_midnight_of_utc_plus_10_in_summer_too(tmp_path: Path) -> None:
    document = read(tmp_path, HEAD + stream() + day("20240101", [str(n) for n in range(48)]))
    series = one(document)
    assert series.ts[0] == at("2023-12-31 14:00")
    assert series.ts[-1] == at("2024-01-01 13:30")
    assert series.value.tolist() == list(range(48))
    assert (series.name, series.meter, series.step_s) == ("NMI0000001 E1", "NMI0000001", 1800.0)
    assert (document.timezone, document.questions) == ("Australia/Brisbane", ())


@pytest.mark.parametrize(
    ("suffix", "unit", "kind", "role", "said"),
    [
        pytest.param("E1", "KWH", Kind.INTERVAL, Role.GRID_IMPORT, "kWh", id="import"),
        pytest.param("B1", "wh", Kind.INTERVAL, Role.GRID_EXPORT, "Wh", id="export"),
        pytest.param("E2", "MWh", Kind.INTERVAL, Role.GRID_IMPORT, "MWh", id="second-import"),
        pytest.param("Q1", "kVArh", Kind.INTERVAL, Role.OTHER, "kVArh", id="reactive-export"),
        pytest.param("K1", "KVARH", Kind.INTERVAL, Role.OTHER, "kVArh", id="reactive-import"),
        pytest.param("F1", "kWh", Kind.INTERVAL, Role.OTHER, "kWh", id="check-meter"),
        pytest.param("E1", "KW", Kind.POWER, Role.GRID_IMPORT, "kW", id="mean-power"),
        pytest.param("V1", "V", Kind.LEVEL, Role.LEVEL, "V", id="volts"),
        pytest.param("E1", "m3", Kind.INTERVAL, Role.GAS, "m³", id="gas"),
    ],
)
def test_suffix_and_unit_say_what_is_measured(
    tmp_path: Path, suffix: str, unit: str, kind: Kind, role: Role, said: str
) -> None:
    series = one(read(tmp_path, HEAD + stream(suffix, unit) + day("20240101", "1")))
    assert (series.kind, series.role, series.unit) == (kind, role, said)
    assert series.mean is (kind is Kind.POWER)


def test_a_level_measures_no_commodity(tmp_path: Path) -> None:
    series = one(read(tmp_path, HEAD + stream("V1", "V") + day("20240101", "230")))
    assert series.commodity is Commodity.NONE


@pytest.mark.parametrize(("minutes", "count"), [(5, 288), (15, 96), (30, 48)])
def test_every_interval_length_has_its_number_of_values(
    tmp_path: Path, minutes: int, count: int
) -> None:
    series = one(read(tmp_path, HEAD + stream(minutes=minutes) + day("20240101", "1", count=count)))
    assert (len(series), series.step_s) == (count, minutes * 60.0)
    assert set(np.diff(series.ts).tolist()) == {minutes * 60_000_000}


def test_a_quality_of_the_day_marks_all_its_values(tmp_path: Path) -> None:
    text = HEAD + stream()
    for n, quality in enumerate(["A", "S14", "F15", "E52", "N"]):
        text += day(f"2024010{n + 1}", "2", quality)
    series = one(read(tmp_path, text))
    assert (len(series), series.missing) == (4 * 48, 48)
    assert series.estimated.reshape(4, 48).all(axis=1).tolist() == [False, True, True, True]


def test_ranges_of_a_mixed_day_mark_their_own_values(tmp_path: Path) -> None:
    parts = "400,1,20,F14,76,\n400,21,24,A,,\n400,25,40,S14,1,\n400,41,48,N,,\n"
    series = one(read(tmp_path, HEAD + stream() + day("20240101", "2", "V") + parts))
    assert series.estimated.tolist() == [True] * 20 + [False] * 4 + [True] * 16
    assert series.missing == 8


def test_empty_and_unreadable_cells_are_missing(tmp_path: Path) -> None:
    values = ["1"] * 46 + ["", "x"]
    document = read(tmp_path, HEAD + stream() + day("20240101", values))
    assert (len(one(document)), one(document).missing) == (46, 2)
    assert [(i.line, i.rows) for i in document.issues] == [(3, 1)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("300,20240102,V,,,20240103120025,\n", id="no-value-at-all"),
        pytest.param(day("20240102", "1", count=47), id="one-value-too-few"),
        pytest.param(day("20240102", "1", count=49), id="one-value-too-many"),
        pytest.param("300,20240102," + "1," * 30 + "\n", id="cut-off"),
    ],
)
def test_a_day_without_its_number_of_values_gives_none(tmp_path: Path, line: str) -> None:
    text = HEAD + stream() + day("20240101", "1") + line + "400,1,48,N,,\n"
    document = read(tmp_path, text)
    assert (len(one(document)), one(document).value.sum()) == (48, 48.0)
    assert [issue.line for issue in document.issues] == [4]
    assert "has not 48 values" in document.issues[0].message


def test_the_same_day_again_is_repeated_and_a_changed_one_replaces(tmp_path: Path) -> None:
    changed = ["1"] * 47 + ["9"]
    same = read(tmp_path, HEAD + stream() + day("20240101", "1") * 2)
    assert (len(one(same)), one(same).repeated, same.issues) == (48, 48, ())
    other = read(tmp_path, HEAD + stream() + day("20240101", "1") + day("20240101", changed))
    assert (one(other).value.sum(), one(other).repeated) == (56.0, 47)
    assert [(i.line, i.rows) for i in other.issues] == [(4, 1)]


def test_days_out_of_order_rise(tmp_path: Path) -> None:
    series = one(read(tmp_path, HEAD + stream() + day("20240102", "2") + day("20240101", "1")))
    assert (series.value[0], series.value[-1]) == (1.0, 2.0)


def test_garbage_lines_are_counted_and_left_out(tmp_path: Path) -> None:
    noise = "Downloaded by the portal\n\n,,,,\n999,x\n"
    document = read(tmp_path, HEAD + stream() + noise + day("20240101", "1") + "900\n")
    assert len(one(document)) == 48
    assert [(i.line, i.rows) for i in document.issues] == [(3, 2)]


def test_a_file_without_its_header_is_known_by_its_records(tmp_path: Path) -> None:
    assert len(one(read(tmp_path, stream() + day("20240101", "1")))) == 48


def test_quotes_carriage_returns_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    plain = HEAD + stream() + day("20240101", "1")
    quoted = "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in plain.splitlines()
    )
    text = b"\xef\xbb\xbf" + quoted.replace("\n", "\r\n").encode()
    assert one(read(tmp_path, text)).value.sum() == 48.0


def test_two_interval_lengths_of_one_register_are_two_series(tmp_path: Path) -> None:
    text = HEAD + stream() + day("20210930", "6")
    text += stream(minutes=5) + day("20211001", "1", count=288)
    found = {s.name: (len(s), s.step_s) for s in read(tmp_path, text).series}
    assert found == {
        "NMI0000001 E1 kWh 30 min": (48, 1800.0),
        "NMI0000001 E1 kWh 5 min": (288, 300.0),
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + "900\n", id="nothing"),
        pytest.param(HEAD + day("20240101", "1"), id="no-200-record"),
        pytest.param(HEAD + stream(minutes=7) + day("20240101", "1"), id="no-such-length"),
        pytest.param(HEAD + "200\n300\n400\n", id="bare-record-numbers"),
        pytest.param(HEAD + stream() + day("20240231", "1"), id="no-such-day"),
        pytest.param(HEAD + "200," + "9" * (1 << 17), id="endless-line"),
    ],
)
def test_a_file_without_a_day_is_refused_with_what_was_expected(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile, match=r"200 record|longer than"):
        read(tmp_path, text)


def test_other_tables_are_not_claimed(tmp_path: Path) -> None:
    for text in ("100,NEM13,x\n", "200,5\n201,6\n", "date,value\n", "", "\x00\x01"):
        assert not nem12.claims(part_of(tmp_path, text))


def cases(meter_files: Path) -> list[tuple[str, str, dict]]:
    truth = json.loads((meter_files / "truth.json").read_text())["nem12_examples"]
    return [
        (file, key, facts)
        for file, streams in truth.items()
        if "NEM12" in file
        for key, facts in streams.items()
    ]


def test_every_register_of_the_real_files_equals_the_truth(meter_files: Path) -> None:
    found = {}
    for path in sorted((meter_files / "nem12_examples").glob("*NEM12*.csv")):
        for s in nem12.read(part_at(path), Answers()).series:
            suffix = s.name.split()[1]
            key = f"{s.meter}|{suffix}|{s.unit.upper()}|{s.step_s / 60:.0f}min"
            found[path.name, key] = s
    wanted = cases(meter_files)
    assert set(found) == {(file, key) for file, key, _ in wanted}
    for file, key, truth in wanted:
        s = found[file, key]
        assert len(s) == truth["rows_parsed"], (file, key)
        assert s.value.sum() == pytest.approx(truth["sum"]["value"], abs=1e-6), (file, key)
        assert (s.value.min(), s.value.max()) == (truth["min"]["value"], truth["max"]["value"])
        assert s.ts[0] == at(truth["first_start_utc"][:19]), (file, key)
        assert s.ts[-1] == at(truth["last_start_utc"][:19]), (file, key)
        assert (s.missing, s.repeated) == (truth["missing_values"]["value"], 0), (file, key)


def test_the_day_that_says_only_a_stamp_is_told(meter_files: Path) -> None:
    path = meter_files / "nem12_examples" / "Example_NEM12_incomplete_interval.csv"
    document = nem12.read(part_at(path), Answers())
    assert [issue.line for issue in document.issues] == [3]
    assert max(s.value.max() for s in document.series) < 3
