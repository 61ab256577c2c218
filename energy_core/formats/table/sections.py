"""Tables stacked in one file, each with a header of its own: every one is a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pyarrow as pa

from energy_core.formats.grids.blocks import rows_of
from energy_core.formats.grids.grid import HEAD_ROWS, Block, Grid, Row
from energy_core.formats.table.cells import Cell, kinds

_FEWEST_HEADINGS = 2
_MOST_SECTIONS = 200


@dataclass
class Section:
    """The lines of `base` from `first` on, before `end` (None: to the last)."""

    base: Grid
    first: int
    end: int | None = None

    def __post_init__(self) -> None:
        self.encoding, self.delimiter = self.base.encoding, self.base.delimiter
        self.decimal, self.context = self.base.decimal, self.base.context

    @cached_property
    def head(self) -> list[Row]:
        near = list(filter(self._holds, self.base.head))
        whole = len(self.base.head) < HEAD_ROWS or len(near) > HEAD_ROWS // 2
        if whole or self.first == 1:
            return near
        width = max(len(row.cells) for row in self.base.head)
        blocks = self.blocks(self.first - 1, width)
        return list(islice((row for block in blocks for row in _rows(block)), HEAD_ROWS))

    @cached_property
    def tail(self) -> list[Row]:
        return [row for row in self.base.tail if self._holds(row)]

    def blocks(self, after_line: int, width: int) -> Iterator[Block]:
        for block in self.base.blocks(max(after_line, self.first - 1), width):
            if self.end is None:
                yield block
                continue
            yield self._cut(block, self.end)
            if len(block.lines) and block.lines[-1] >= self.end:
                return

    def _holds(self, row: Row) -> bool:
        return self.first <= row.line and (self.end is None or row.line < self.end)

    def _cut(self, block: Block, end: int) -> Block:
        kept = block.lines < end
        columns = [column.filter(pa.array(kept)) for column in block.columns]
        return Block(block.lines[kept], columns, list(filter(self._holds, block.odd)))


def sections(grid: Grid, aside: Sequence[Row], header: Sequence[str], first: int) -> list[Section]:
    """The tables of `grid`, the first having `header` and data from line `first` on; none where it
    is the only one. `aside`: its rows without a stamp."""
    last = (grid.tail or grid.head)[-1].line
    below = [row for row in aside if first < row.line < last]
    begins = list(islice(_begins(below, header), _MOST_SECTIONS))
    if not begins:
        return []
    ends = [*begins, None]
    return [Section(grid, a, b) for a, b in zip([1, *begins], ends, strict=True)]


def _begins(rows: Sequence[Row], header: Sequence[str]) -> Iterator[int]:
    """The lines at which further tables begin: their titles, else their headers."""
    before: Sequence[str] = said_of(header)
    for at, row in enumerate(rows):
        if not _is_header(row, rows[at + 1 : at + 3]):
            continue
        begin = _first_title(rows[:at], row)
        if said_of(row.cells) != before or begin != row.line:
            before = said_of(row.cells)
            yield begin


def _is_header(row: Row, after: Sequence[Row]) -> bool:
    """Words over several cells, above data: rows that were read, or stand apart with a stamp."""
    shape = [cell for cell in kinds(row.cells) if cell is not Cell.EMPTY]
    if len(shape) < _FEWEST_HEADINGS or any(cell is not Cell.TEXT for cell in shape):
        return False
    if not after or after[0].line > row.line + 1:
        return True
    return Cell.STAMP in kinds(after[0].cells) and Cell.NUMBER in kinds(after[0].cells)


def _first_title(above: Sequence[Row], header: Row) -> int:
    """The line of the first of the titles that stand right above a header, one cell each."""
    line = header.line
    for row in reversed(above):
        lone = sum(bool(cell.strip()) for cell in row.cells) == 1
        if not lone or row.line < line - 2 or Cell.NUMBER in kinds(row.cells):
            break
        line = row.line
    return line


def said_of(cells: Sequence[str]) -> list[str]:
    """The cells that are not empty."""
    return [text for cell in cells if (text := " ".join(cell.split()))]


def _rows(block: Block) -> list[Row]:
    """As they stand, without the cells that only the block's width gave them."""
    rows = [Row(row.line, _trimmed(row.cells)) for row in rows_of(block.lines, block.columns)]
    return sorted([*rows, *block.odd], key=lambda row: row.line) if block.odd else rows


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:end]
