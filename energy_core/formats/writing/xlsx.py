"""An Excel workbook: the table of `csv` on one sheet, its stamps also as times of the site's clock
that a spreadsheet can reckon with.

Words are written as words: no spreadsheet takes one for a formula, a number or a link.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from energy_core.errors import BadRequest
from energy_core.formats.export.rows import Rows, rows, stamp_text
from energy_core.formats.export.what import Export
from energy_core.formats.writing.csv import headings
from energy_core.metering.periods import instant, offsets

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576  # of a sheet, the heading's among them
CLOCK = "local time"
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False, "nan_inf_to_errors": False,
}  # fmt: skip
_PIECE = 1 << 16
_EXCEL_EPOCH = np.datetime64("1899-12-30", "us")
_DAY_US = 86_400_000_000
_STAMP_WIDTH, _WIDTH = 25, 18


def write(export: Export) -> Iterator[bytes]:
    """A workbook has its parts listed at its end: it is made in a file, then given in pieces.

    Raises BadRequest where there are more rows than a sheet has.
    """
    with tempfile.TemporaryDirectory(prefix="energy-") as folder:
        path = Path(folder) / "export.xlsx"
        _make(export, path)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _make(export: Export, path: Path) -> None:
    options = {**_OPTIONS, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": export.made.replace(tzinfo=None)})
        clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet = book.add_worksheet("energy")
        names = [*headings(export), CLOCK]
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 1, _STAMP_WIDTH)
        sheet.set_column(2, len(names) - 1, _WIDTH)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name)
        _fill(sheet, export, clock)


def _fill(sheet: Any, export: Export, clock: Any) -> None:
    row = 1
    for some in rows(export):
        if row + len(some.ts) > MOST_ROWS:
            raise BadRequest(
                f"a sheet has {MOST_ROWS:,} rows: choose a shorter range, or csv or parquet"
            )
        *columns, times = _columns(some, export)
        for offset in range(len(some.ts)):  # row by row: a sheet is written from its top
            _write_row(sheet, row + offset, [column[offset] for column in columns])
            sheet.write_number(row + offset, len(columns), times[offset], clock)
        row += len(some.ts)


def _columns(some: Rows, export: Export) -> list[list[Any]]:
    columns: list[list[Any]] = [stamp_text(some.ts, export.timezone).to_pylist()]
    if export.periods:
        columns.append(stamp_text(some.end, export.timezone).to_pylist())
    for value, quality in zip(some.values, some.quality, strict=True):
        columns += [value.to_pylist(), quality.to_pylist()]
    return [*columns, _serials(some.ts, export.timezone)]


def _write_row(sheet: Any, row: int, cells: list[Any]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif cell is not None and np.isfinite(cell):
            sheet.write_number(row, column, cell)


def _serials(ts: np.ndarray, timezone: str) -> list[float]:
    """Excel's days since 1900 on the site's clock."""
    zone = offsets(instant(int(ts[0])), instant(int(ts[-1])), timezone)
    since = np.array([offset.since for offset in zone])
    shift = np.array([offset.shift for offset in zone])
    place = np.searchsorted(since, ts, side="right") - 1
    local = (ts + shift[place]).astype("datetime64[us]")
    days: list[float] = ((local - _EXCEL_EPOCH).astype(np.int64) / _DAY_US).tolist()
    return days
