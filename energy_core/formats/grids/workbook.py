"""A workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) → the Grid of its sheet with most rows.

Cells have types there: numbers become their shortest digits, times ISO text. Numbers of lines are
those of the sheet's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from energy_core.errors import UnreadableFile
from energy_core.formats.grids.grid import Row
from energy_core.formats.grids.lines import clean
from energy_core.formats.grids.memory import Held, held
from energy_core.formats.grids.sheet_size import check_sheets
from energy_core.formats.unpack import Part, is_zip

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_EXACT = 1e21  # below it a whole number is written out
_SECOND = timedelta(seconds=1)
_ROUNDED = timedelta(milliseconds=5)
"""Excel counts in fractions of a day: a full second may come a little early or late."""


def read(part: Part) -> Held:
    """Raises UnreadableFile where it is none, is encrypted or holds no table, FileTooLarge where
    its sheets do not fit."""
    import python_calamine as calamine  # here, for most files are no workbooks

    if is_zip(part.head):
        check_sheets(part)
    try:
        with calamine.CalamineWorkbook.from_path(part.path) as book:
            names = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            sheets = {name: book.get_sheet_by_name(name) for name in names}
    except calamine.PasswordError as error:
        raise UnreadableFile(f"{part.name} is protected by a password") from error
    except calamine.CalamineError as error:
        raise UnreadableFile(f"{part.name} cannot be read as a workbook: {error}") from error
    return _grid(part, sheets)


def _grid(part: Part, sheets: dict[str, CalamineSheet]) -> Held:
    name = _chosen(sheets)
    grid = held(_rows(sheets[name]), sheets[name].width) if name else None
    if grid is None or not len(grid.lines):
        raise UnreadableFile(f"no sheet of {part.name} holds a table")
    others = ", ".join(other for other in sheets if other != name)
    grid.context = {"sheet": str(name), **({"other sheets": others} if others else {})}
    return grid


def _chosen(sheets: dict[str, CalamineSheet]) -> str | None:
    """The name of the sheet with most rows of a table."""
    if len(sheets) == 1:
        return next(iter(sheets))
    return max(sheets, key=lambda name: _table_rows(sheets[name]), default=None)


def _table_rows(sheet: CalamineSheet) -> int:
    """Rows with two cells or more."""
    return sum(sum(cell != "" for cell in row) > 1 for row in sheet.iter_rows())


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    for line, cells in enumerate(sheet.iter_rows(), 1):
        yield Row(line, tuple(_TEXT[type(cell)](cell) for cell in cells))


def _number(value: float) -> str:
    return f"{value:.0f}" if value.is_integer() and abs(value) < _EXACT else repr(value)


def _stamp(value: datetime) -> str:
    second = (value + _SECOND / 2).replace(microsecond=0)
    nearly = abs(value - second) <= _ROUNDED
    return (second if nearly else value).isoformat(" ")


def _clock(value: time) -> str:
    return _stamp(datetime.combine(date(2000, 1, 1), value))[11:]


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_TEXT: dict[type, Callable[[Any], str]] = {
    str: clean,
    float: _number,
    int: str,
    bool: lambda value: "true" if value else "false",
    datetime: _stamp,
    date: date.isoformat,
    time: _clock,
    timedelta: _duration,
}
