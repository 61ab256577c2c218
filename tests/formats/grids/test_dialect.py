from __future__ import annotations

import pytest

from energy_core.formats.grids.dialect import LONE, SPACES, form_of, told
from energy_core.formats.grids.lines import Form


def hours(row: str) -> list[str]:
    """A day of hours; `{t}` is the time, `{n}` a whole number and `{d}` two digits."""
    return [row.format(t=f"{h:02}:00", n=h * 7 % 10, d=f"{h * 37 % 100:02}") for h in range(24)]


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        pytest.param(hours("2024-01-01 {t},{n}.{d}"), ",", id="comma"),
        pytest.param(hours("2024-01-01 {t};{n},{d}"), ";", id="decimal comma"),
        pytest.param(["Datum;Zeit;kWh", *hours("1.1.2024;{t};{n},{d}")], ";", id="header"),
        pytest.param(hours("2024-01-01 {t}\t{n},{d}\t1,5"), "\t", id="tab with decimal commas"),
        pytest.param(
            hours("1 Mar 2024 {t}\t1 3{d},{n}"), "\t", id="tab, names of months, thousands"
        ),
        pytest.param(hours("27-10-2024 {t} PM|{d},{n}"), "|", id="bar, twelve hours"),
        pytest.param(
            ["Date;Index", *hours("1 mai 2024 {t};1 3{d},{n}")], ";", id="spaces and commas"
        ),
        pytest.param(hours("2024-01-01 {t} | {n},{d} | kWh"), "|", id="bar"),
        pytest.param(hours('"2024-01-01 {t}","{n},{d}"'), ",", id="decimal comma in quotes"),
        pytest.param(hours("2024-01-01 {t};{n},{d};valid, estimated"), ";", id="status words"),
        pytest.param(["Meter, of the house, 1", "", *hours("{t};{n}")], ";", id="preamble"),
        pytest.param(hours("2024-01-01  {t}   {n}.{d}"), SPACES, id="runs of spaces"),
        pytest.param(hours("17040672{d} {n}"), SPACES, id="one space"),
        pytest.param(["kWh", *hours("{n}.{d}")], LONE, id="one number a line"),
        pytest.param(["a,b,c", "1,2", "3,4,5,6", "7,8,9,10,11"], ",", id="no two rows alike"),
        pytest.param([], LONE, id="nothing"),
    ],
)
def test_the_delimiter_is_found(lines, delimiter) -> None:
    assert form_of(lines).delimiter == delimiter


def test_quotes_are_single_ones_where_lines_begin_with_them() -> None:
    assert form_of(hours("'2024-01-01 {t}','{n},{d}'")) == Form(",", "'")


def test_a_quote_that_never_closes_in_line_after_line_is_a_letter() -> None:
    assert form_of(hours('2024-01-01 {t},"5 inch,{n}')) == Form(",", "")


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [
        ("sep=;", ";"),
        ("SEP=,", ","),
        ('"sep=\t"', "\t"),
        ("sep=;;;", ";"),
        ("sep", None),
        ("sep=é", None),
        ("sep=a", None),
        ("a;b", None),
    ],
)
def test_a_first_line_may_name_the_delimiter(line, delimiter) -> None:
    assert told(line) == delimiter
