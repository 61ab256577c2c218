"""A Grid whose rows are held: as columns of text, which take far less than Python's lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
import pyarrow as pa

from energy_core.formats.grids.blocks import Lines, check_width, fitted, of_rows, rows_of
from energy_core.formats.grids.grid import HEAD_ROWS, TAIL_ROWS, Block, Row

_BLOCK_ROWS = 100_000
_GATHERED_ROWS = 20_000
_COMMA_NUMBER = re.compile(r"[-+]?\d+,\d+")


@dataclass
class Held:
    """`columns` are all as long as `lines`; `odd` stands beside them, in order of lines."""

    lines: Lines
    columns: list[pa.StringArray]
    context: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    odd: list[Row] = field(default_factory=list)
    delimiter: str = ""
    decimal: str | None = field(init=False)

    def __post_init__(self) -> None:
        """The container writes numbers with a point; texts in it may hold others."""
        cells = (cell for row in self.head for cell in row.cells)
        self.decimal = None if any(_COMMA_NUMBER.fullmatch(cell) for cell in cells) else "."

    @cached_property
    def head(self) -> list[Row]:
        return self._rows(0, HEAD_ROWS)

    @cached_property
    def tail(self) -> list[Row]:
        return self._rows(max(len(self.lines) - TAIL_ROWS, 0), len(self.lines))

    def blocks(self, after_line: int, width: int) -> Iterator[Block]:
        check_width(width)
        start = int(np.searchsorted(self.lines, after_line, side="right"))
        for first in range(start, len(self.lines), _BLOCK_ROWS):
            part = slice(first, first + _BLOCK_ROWS)
            block = fitted(self.lines[part], [column[part] for column in self.columns], width)
            block.odd.extend(self._odd(part, after_line))
            yield block

    def _rows(self, start: int, stop: int) -> list[Row]:
        part = slice(start, stop)
        return rows_of(self.lines[part], [column[part] for column in self.columns])

    def _odd(self, part: slice, after_line: int) -> list[Row]:
        """Those that stand before the next part begins."""
        last = self.lines[part.stop] if part.stop < len(self.lines) else np.inf
        first = self.lines[part.start - 1] if part.start else 0
        return [row for row in self.odd if max(first, after_line) < row.line < last]


def held(rows: Iterable[Row], width: int) -> Held:
    """Rows of at most `width` cells, in order of lines; blank ones are left out."""
    source = iter(rows)
    parts = [of_rows([], width)]
    while some := list(islice(source, _GATHERED_ROWS)):
        parts.append(of_rows(some, width))
    lines = np.concatenate([part.lines for part in parts])
    columns = [pa.concat_arrays([part.columns[n] for part in parts]) for n in range(width)]
    return Held(lines, columns)
