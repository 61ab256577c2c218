"""Tables that are stacked, turned, or dated elsewhere; headers of several rows; numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from energy_core.formats.document import Answers, Document
from energy_core.formats.files.table import read
from energy_core.formats.table.groups import Key, groups
from energy_core.formats.table.numbers import decimal_mark, floats
from energy_core.formats.table.registers import is_cumulative
from energy_core.formats.table.signs import signs
from energy_core.formats.vocabulary.headers import Holds
from energy_core.formats.vocabulary.units import parted, unit, within
from energy_core.model import Role
from tests.support.parts import at, part_of


@pytest.fixture
def table(tmp_path: Path):
    def made(*rows: str, name: str = "meter.csv") -> Document:
        return read(part_of(tmp_path, "\n".join(rows), name), Answers(timezone="UTC"))

    return made


def values(document: Document) -> dict[str, list[float]]:
    return {s.name: s.value.tolist() for s in document.series}


def days(first: int = 1, last: int = 5) -> list[str]:
    return [f"2024-03-0{n};{n}" for n in range(first, last + 1)]


def test_a_table_below_with_another_header_is_series_of_its_own(table) -> None:
    found = table("date;import kWh", *days(), "", "Gas", "date;gas m³", *days(2, 4))
    assert values(found) == {"import kWh": [1, 2, 3, 4, 5], "gas m³": [2, 3, 4]}
    assert found.dialect.other_tables == 1


def test_a_header_that_is_repeated_begins_no_table(table) -> None:
    found = table("date;import kWh", *days(1, 3), "date;import kWh", *days(4, 6))
    assert values(found) == {"import kWh": [1, 2, 3, 4, 5, 6]}


def test_equal_headers_under_titles_are_tables_named_by_them(table) -> None:
    found = table("House", "date;kWh", *days(), "", "Barn", "date;kWh", *days())
    assert list(values(found)) == ["House kWh", "Barn kWh"]


def test_monthly_totals_below_the_days_are_left_out(table) -> None:
    found = table("date;import kWh", *days(), "", "month;total kWh", "01/2024;50", "02/2024;60")
    assert list(values(found)) == ["import kWh"]


def test_columns_that_are_dates_become_rows(table) -> None:
    found = table(
        "name;unit;2024-03-01;2024-03-02;2024-03-03", "import;kWh;1;2;3", "export;kWh;4;5;6"
    )
    assert values(found) == {"import": [1, 2, 3], "export": [4, 5, 6]}


def test_a_day_over_its_times_is_the_day_of_each(table) -> None:
    rows = [f"{h:02}:00;{h}" for h in range(24)]
    found = table("time;power W", "01.03.2024;", *rows, "02.03.2024;", *rows)
    (series,) = found.series
    assert series.ts.tolist() == [at("2024-03-01") + n * 3_600_000_000 for n in range(48)]


def test_the_day_of_times_alone_may_stand_in_the_files_name(table) -> None:
    rows = [f"{h:02}:00;{h}" for h in range(24)]
    (series,) = table("time;power W", *rows, name="day_2024-03-01.csv").series
    assert series.ts[0] == at("2024-03-01")


def test_a_midnight_under_its_own_days_date_closes_that_day(table) -> None:
    rows = [f"2024-03-0{d} {h % 24:02}:00;{h * 5 % 7}" for d in (1, 2, 3) for h in range(1, 25)]
    (series,) = table("time;import kWh", *rows).series
    assert series.ts.tolist() == [at("2024-03-01") + n * 3_600_000_000 for n in range(72)]


def test_a_day_that_ends_at_24_names_ends_wherever_the_file_begins(table) -> None:
    hours = [(1, h) for h in range(13, 25)] + [(2, h) for h in range(1, 19)]
    rows = [f"2024-03-0{day};{hour:02}:00;{hour * 5 % 7}" for day, hour in hours]
    (series,) = table("date;time;import kWh", *rows).series
    assert series.ts.tolist() == [at("2024-03-01 12:00") + n * 3_600_000_000 for n in range(30)]


def test_merged_headings_tell_equal_names_apart(table) -> None:
    rows = [f"2024-03-01 {h:02}:00;{h};2;3;4" for h in range(5)]
    found = table(";A;;B;", "time;in kWh;out kWh;in kWh;out kWh", *rows)
    assert list(values(found)) == ["A in kWh", "A out kWh", "B in kWh", "B out kWh"]


def test_a_column_named_by_its_unit_alone_takes_its_registers_word_in_front(table) -> None:
    rows = [f"2024-03-01 {h:02}:00;Afname;{h % 5}" for h in range(24)]
    assert list(values(table("tijd;register;kWh", *rows))) == ["Afname kWh"]
    assert list(values(table("tijd;register;volume (kWh)", *rows))) == ["volume (kWh)"]


@pytest.mark.parametrize(
    "names",
    [
        "HP;HC",
        "Index HP;Index HC",
        "Heures pleines (kWh);Heures creuses (kWh)",
        "Jour;Nuit",
        "HT [kWh];NT [kWh]",
        "Hochtarif;Niedertarif",
        "Dag;Nacht",
        "T1 kWh;T2 kWh",
        "Tarif 1 (kWh);Tarif 2 (kWh)",
        "Conso HP;Conso HC",
    ],
)
def test_bands_of_prices_are_bought_and_their_total_counts_for_nothing(names: str, table) -> None:
    pairs = [(h * 7 % 11 / 4, h * 5 % 13 / 4) for h in range(48)]
    rows = [f"2024-03-{1 + n // 24:02} {n % 24:02}:00;{a};{b}" for n, (a, b) in enumerate(pairs)]
    found = table(f"date;{names}", *rows).series
    assert [(s.role, s.unit) for s in found] == [(Role.GRID_IMPORT, "kWh")] * 2
    summed = [f"{row};{a + b}" for row, (a, b) in zip(rows, pairs, strict=True)]
    with_total = table(f"date;{names};Total (kWh)", *summed).series
    assert [s.role for s in with_total] == [Role.GRID_IMPORT, Role.GRID_IMPORT, Role.OTHER]


def test_thousands_are_taken_out_however_many_there_are() -> None:
    cells = pa.array(["20,708,975.9", "1,234,567,890.5", "12", ""])
    read_ = floats(cells, ".")
    assert read_.value[:3].tolist() == [20708975.9, 1234567890.5, 12]
    assert read_.missing.tolist() == [False, False, False, True]
    assert decimal_mark(["1.234,5", "12"], ";") == ","


@pytest.mark.parametrize(
    ("text", "factor", "plain"),
    [
        ("0.1 kWh", 0.1, "kWh"),
        ("kWh x 1000", 1000, "kWh"),
        ("10^-10 kWh", 1e-10, "kWh"),
        ("Wh", 1, "Wh"),
    ],
)
def test_a_unit_may_have_a_factor(text: str, factor: float, plain: str) -> None:
    found, name = parted(text)
    assert (found, name) == (pytest.approx(factor), plain)
    assert parted(unit(text) or "")[1] == plain
    assert parted(within(f"Import ({text})") or "")[1] == plain


def test_rows_are_parted_by_words_of_a_register_but_not_by_times_of_use() -> None:
    stamps = np.arange(4)
    codes = np.array([0, 1, 0, 1], np.int32)
    parted_ = groups([Key("type", Holds.REGISTER, codes, ("Import", "Export"))], stamps)[1]
    whole = groups([Key("type", Holds.REGISTER, codes, ("Weekday", "Weekend"))], stamps)[1]
    assert ([g.name for g in parted_], len(whole)) == (["Import", "Export"], 1)


def test_a_register_is_told_from_energy_by_its_height_and_its_falls() -> None:
    assert is_cumulative(np.array([8350.2, 8350.3, 8350.7]), told=False)
    assert not is_cumulative(np.array([0.3, 0.1, 0.4, 0.2]), told=True)
    assert is_cumulative(np.ones(5), told=False) is None


def test_the_sign_of_the_grid_is_the_one_that_closes_the_balance() -> None:
    house, sun = np.array([300.0, 500, 400]), np.array([0.0, 900, 100])
    roles = [Role.CONSUMPTION, Role.PRODUCTION, Role.GRID]
    assert signs(roles, [house, sun, sun - house]) == {Role.GRID: -1}
    assert signs(roles, [house, sun, house - sun]) == {Role.GRID: 1}
