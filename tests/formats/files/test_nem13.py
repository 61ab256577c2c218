"""NEM13: two reads and an energy in a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Document
from energy_core.formats.facts import of_series
from energy_core.formats.files import nem13
from energy_core.model import Kind, Role
from tests.support.parts import at, part_at, part_of

HEAD = "100,NEM13,202401101030,MDA1,Ret1\n"


def record(
    before: str, since: str, after: str, until: str, quantity: str,
    suffix: str = "11", direction: str = "E", quality: str = "A", serial: str = "S1",
) -> str:  # fmt: skip
    return (
        f"250,NMI0000001,11,1,{suffix},11,{serial},{direction},{before},{since},A,,,"
        f"{after},{until},{quality},,,{quantity},kWh,20240407,20240108100333,20240108091133\n"
    )


def read(folder: Path, text: str) -> Document:
    part = part_of(folder, text, "reads.csv")
    assert nem13.claims(part)
    return nem13.read(part, Answers())


FIRST = record("001000.0", "20240101080000", "001300.5", "20240401090000", "300.5")
SECOND = record("001300.5", "20240401090000", "001500.5", "20240701090000", "200.0", quality="S")


def test_reads_that_explain_their_energy_are_a_counter(tmp_path: Path) -> None:
    (series,) = read(tmp_path, HEAD + FIRST + SECOND).series
    assert (series.kind, series.role, series.unit) == (Kind.COUNTER, Role.GRID_IMPORT, "kWh")
    assert series.value.tolist() == [1000.0, 1300.5, 1500.5]
    assert series.ts[0] == at("2023-12-31 22:00")
    assert series.estimated.tolist() == [False, False, True]
    assert (series.repeated, of_series(series)["energy_kwh"]) == (0, 500.5)


def test_energy_that_the_reads_do_not_explain_is_kept_itself(tmp_path: Path) -> None:
    """A register behind a transformer of 40."""
    text = record("00100.0", "20240101080000", "00110.0", "20240401090000", "400.0")
    document = read(tmp_path, HEAD + text)
    (series,) = document.series
    assert (series.kind, series.value.tolist()) == (Kind.INTERVAL, [400.0])
    assert "do not explain" in document.issues[0].message
    assert of_series(series)["energy_kwh"] == 400.0


def test_a_register_that_rolled_over_is_still_a_counter(tmp_path: Path) -> None:
    text = record("99990.0", "20240101080000", "00010.0", "20240401090000", "20.0")
    (series,) = read(tmp_path, HEAD + text).series
    assert (series.kind, of_series(series)["energy_kwh"]) == (Kind.COUNTER, 20.0)


def test_energy_into_the_grid_is_export(tmp_path: Path) -> None:
    text = record("0", "20240101", "100", "20240401", "100", direction="I")
    (series,) = read(tmp_path, HEAD + text).series
    assert series.role is Role.GRID_EXPORT


def test_a_replaced_meter_is_a_register_of_its_own(tmp_path: Path) -> None:
    after = record("00000.0", "20240701090000", "00050.0", "20241001090000", "50", serial="S2")
    document = read(tmp_path, HEAD + FIRST + SECOND + after)
    assert [len(s) for s in document.series] == [3, 2]


def test_lines_that_are_no_record_are_told(tmp_path: Path) -> None:
    document = read(tmp_path, HEAD + FIRST + "hello\n250,short\n550,a\n900\n")
    assert [(i.line, i.rows) for i in document.issues] == [(3, 1), (4, 1)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(record("x", "20240101", "2", "20240401", "2"), id="no-number"),
        pytest.param(record("1", "20240101", "2", "20240101", "1"), id="no-time-between"),
        pytest.param(record("1", "20241301", "2", "20240401", "1"), id="no-such-month"),
        pytest.param(record("1", "20240101", "2", "20240401", "inf"), id="endless-energy"),
        pytest.param("900\n", id="nothing"),
    ],
)
def test_a_file_without_a_usable_record_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(UnreadableFile, match="250 records"):
        read(tmp_path, HEAD + line)


def test_the_operators_example_is_its_own_quantity(meter_files: Path) -> None:
    path = meter_files / "nem12_examples" / "Example_NEM13_consumption_data.csv"
    (series,) = nem13.read(part_at(path), Answers()).series
    assert of_series(series)["energy_kwh"] == pytest.approx(1312.1)
    assert series.ts[0] == at("2003-10-04 23:30:55")
