"""Tables whose columns are dates, and whose rows are what was measured: turned upright."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from energy_core.formats.grids.grid import Grid, Row
from energy_core.formats.grids.memory import Held
from energy_core.formats.table.cells import Cell, kind, kinds

_FEWEST = 3  # dates that make a header of them
_HEADER_WITHIN = 30
_MOST_CELLS = 20_000_000
_TIME, _VALUE = "time", "value"


def upright(grid: Grid) -> Grid:
    """One row a date and measurement, with the cells beside the dates in front; `grid` as it is
    where its header holds no dates."""
    header = _header(grid.head)
    if header is None:
        return grid
    dated = [n for n, cell in enumerate(header.cells) if kind(cell) is Cell.STAMP]
    named = [n for n in range(len(header.cells)) if n not in set(dated)]
    parts = list(_turned(grid, header, dated, named))
    if not parts:
        return grid
    names = [header.cells[n].strip() or f"name {n}" for n in named]
    columns = [
        pa.concat_arrays([pa.array([name]), *(part[n] for part in parts)])
        for n, name in enumerate([*names, _TIME, _VALUE])
    ]
    return Held(np.arange(1, len(columns[0]) + 1), columns, grid.context, grid.encoding)


def _header(head: Sequence[Row]) -> Row | None:
    """The row of dates, none of which stands in the rows below it."""
    for at, row in enumerate(head[:_HEADER_WITHIN]):
        shape = kinds(row.cells)
        dates = shape.count(Cell.STAMP)
        if dates < _FEWEST or dates * 2 < len(shape) or Cell.NUMBER in shape:
            continue
        below = [kinds(other.cells) for other in head[at + 1 :]]
        if not below or any(Cell.STAMP in other for other in below):
            return None
        place = shape.index(Cell.STAMP)
        return row if all(_is_value(other, place) for other in below[:_HEADER_WITHIN]) else None
    return None


def _is_value(shape: list[Cell], place: int) -> bool:
    return len(shape) <= place or shape[place] in (Cell.NUMBER, Cell.EMPTY)


def _turned(
    grid: Grid, header: Row, dated: list[int], named: list[int]
) -> Iterator[list[pa.StringArray]]:
    """Columns of names, dates and values; date by date, rows in the file's order."""
    cells = 0
    for block in grid.blocks(header.line, len(header.cells)):
        rows = len(block.lines)
        cells += rows * len(dated)
        if cells > _MOST_CELLS:
            return
        beside = [pa.concat_arrays([block.columns[n]] * len(dated)) for n in named]
        stamps = np.repeat([header.cells[n].strip() for n in dated], rows)
        values = pa.concat_arrays([block.columns[n] for n in dated])
        yield [*beside, pa.array(stamps.tolist(), pa.string()), values]
