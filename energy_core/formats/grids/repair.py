"""Rows of differing numbers of cells, and cells with line ends: what pyarrow refuses as a whole.

Rows with the same number of cells are read together; only what fits no such group, one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_core.errors import UnreadableFile
from energy_core.formats.grids.blocks import Lines, Mask, fitted, merged, of_rows
from energy_core.formats.grids.columns import columns_of
from energy_core.formats.grids.grid import Block, Row
from energy_core.formats.grids.lines import MOST_LINES, Form, joined, literally, split
from energy_core.formats.grids.pieces import Piece, line_ends

_FEWEST_TOGETHER = 50
"""Fewer rows of one number of cells are read one by one."""
_MOST_OPEN = 1000
"""Quotes in one piece that open and never close; each costs a look at MOST_LINES lines."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows within `data`: bytes from `start` to before `end`; `alone`: to be read one by one."""

    data: bytes
    line: Lines
    start: Lines
    end: Lines
    alone: Mask

    def chosen(self, mask: Mask) -> _Rows:
        return _Rows(self.data, self.line[mask], self.start[mask], self.end[mask], self.alone[mask])

    def texts(self) -> list[bytes]:
        bounds = zip(self.start.tolist(), self.end.tolist(), strict=True)
        return [self.data[start:end] for start, end in bounds]


def repaired(piece: Piece, form: Form, width: int) -> Block:
    """The rows of `piece`: those with fewer cells filled, those with more cut or odd.

    Raises UnreadableFile where many quotes open and never close."""
    rows = _rows(piece, form)
    cells = np.where(rows.alone, 0, _cells(rows, form))
    found, counts = np.unique(cells, return_counts=True)
    groups = [n for n in found[counts >= _FEWEST_TOGETHER].tolist() if n]
    blocks = [_group(rows.chosen(cells == n), n, form, width) for n in groups]
    rest = rows.chosen(~np.isin(cells, groups))
    return merged([*blocks, _one_by_one(rest, form, width)])


def _group(rows: _Rows, cells: int, form: Form, width: int) -> Block:
    columns = columns_of(b"\n".join([*rows.texts(), b""]), form, cells)
    if columns is None:
        return _one_by_one(rows, form, width)
    return fitted(rows.line, columns, width)


def _one_by_one(rows: _Rows, form: Form, width: int) -> Block:
    texts = (text.decode("utf-8", "replace") for text in rows.texts())
    read = [Row(n, _row(text, form)) for n, text in zip(rows.line.tolist(), texts, strict=True)]
    return of_rows(read, width)


def _row(text: str, form: Form) -> tuple[str, ...]:
    cells, closed = split(text, form)
    return cells if closed else literally(text, form)


def _rows(piece: Piece, form: Form) -> _Rows:
    """Lines joined where a cell goes on, empty ones left out."""
    end = line_ends(piece.data)
    start = np.concatenate([[0], end[:-1] + 1])
    lines = _Rows(piece.data, piece.line + np.arange(len(end)), start, end, end < 0)
    for first, used in _joins(lines, form):
        lines.alone[first] = True
        lines.end[first] = lines.end[first + used - 1]
        lines.start[first + 1 : first + used] = -1
    return lines.chosen((lines.start >= 0) & (lines.end > lines.start))


def _joins(lines: _Rows, form: Form) -> list[tuple[int, int]]:
    """Lines with an odd number of quotes: the index of each, and how many lines its row takes."""
    quotes = _places(lines.data, form.quote)
    odd = np.flatnonzero((_before(quotes, lines.end) - _before(quotes, lines.start)) % 2)
    joins: list[tuple[int, int]] = []
    opened: list[int] = []
    for first in odd.tolist():
        if joins and first < sum(joins[-1]):
            continue
        _, used = joined(_decoded(lines, first), form)
        joins.append((first, max(used, 1)))
        opened += [] if used else [first]
        if len(opened) > _MOST_OPEN:
            line = int(lines.line[opened[0]])
            raise UnreadableFile(f"a quote ({form.quote}) opens here and never closes", line)
    return joins


def _decoded(lines: _Rows, first: int) -> list[str]:
    """The text of line `first` and of those with which its row may go on."""
    after = slice(first, first + MOST_LINES)
    start, end = int(lines.start[first]), int(lines.end[after][-1])
    return lines.data[start:end].decode("utf-8", "replace").split("\n")


def _cells(rows: _Rows, form: Form) -> Lines:
    """How many cells each row has: its delimiters outside of quotes, and one."""
    delimiters, quotes = _places(rows.data, form.delimiter), _places(rows.data, form.quote)
    row = np.searchsorted(rows.end, delimiters)
    delimiters, row = delimiters[row < len(rows.end)], row[row < len(rows.end)]
    inside = (_before(quotes, delimiters) - _before(quotes, rows.start[row])) % 2
    return np.bincount(row[inside == 0], minlength=len(rows.end)) + 1


def _places(data: bytes, sign: str) -> npt.NDArray[np.int64]:
    if not sign:
        return np.empty(0, np.int64)
    return np.flatnonzero(np.frombuffer(data, np.uint8) == ord(sign))


def _before(places: npt.NDArray[np.int64], bounds: npt.NDArray[np.int64]) -> Lines:
    return np.searchsorted(places, bounds)
