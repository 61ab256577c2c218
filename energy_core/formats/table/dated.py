"""Tables that have times alone: the day stands in a row over them, in the title, or in the file's
name. Each time gets its day in front, and the table is as any other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from energy_core.formats.grids.grid import Block, Grid, Row
from energy_core.formats.table import stamp_grammar
from energy_core.formats.table.cells import Cell, kind, kinds
from energy_core.formats.table.stamp_calendar import NAT
from energy_core.formats.table.stamp_cells import read
from energy_core.formats.table.stamp_templates import Reading

_MOST = 0.5  # of the rows have a time and a number
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_./]?([01]\d)[-_./]?([0-3]\d)(?!\d)"
    r"|(?<!\d)([0-3]?\d)[-_./]([01]?\d)[-_./]((?:19|20)\d\d)(?!\d)"
)
_PARTED = re.compile(r"[\s_,;()]+")
_MOST_WORDS, _LONGEST = 40, 5  # of a text that is looked at; of a day ("1 de mayo de 2023")


@dataclass
class Dated:
    """`base` with the day in front of the times of `column`; `day`: that of the first ones."""

    base: Grid
    column: int
    day: str

    def __post_init__(self) -> None:
        self.encoding, self.delimiter = self.base.encoding, self.base.delimiter
        self.decimal, self.context = self.base.decimal, self.base.context
        self.tail: list[Row] = []  # whose days stand further above

    @cached_property
    def head(self) -> list[Row]:
        rows, day = [], self.day
        for row in self.base.head:
            cell = row.cells[self.column].strip() if self.column < len(row.cells) else ""
            if _is_day(row, self.column):
                day = cell
            elif kind(cell) is Cell.CLOCK and day:
                cells = list(row.cells)
                cells[self.column] = f"{day} {cell}"
                rows.append(Row(row.line, tuple(cells)))
            else:
                rows.append(row)
        return rows

    def blocks(self, after_line: int, width: int) -> Iterator[Block]:
        day = self._day_before(after_line)
        for block in self.base.blocks(after_line, width):
            texts, day = _with_days(block.columns[self.column], day)
            columns = [*block.columns]
            columns[self.column] = texts
            kept = pa.array(pc.not_equal(texts, ""))
            lines = block.lines[kept.to_numpy(zero_copy_only=False)]
            yield Block(lines, [column.filter(kept) for column in columns], block.odd)

    def _day_before(self, line: int) -> str:
        found = [
            row.cells[self.column]
            for row in self.base.head
            if row.line <= line and _is_day(row, self.column)
        ]
        return found[-1].strip() if found else self.day


def _with_days(cells: pa.StringArray, day: str) -> tuple[pa.StringArray, str]:
    """Times with the day that was last named above them, "" for the rows that name it."""
    coded = pc.utf8_trim_whitespace(cells).dictionary_encode()
    texts = coded.dictionary.to_pylist()
    shape = np.array([_LOOK.get(kind(text), 0) for text in texts], np.int8)
    codes = coded.indices.to_numpy()
    row_shape = shape[codes]
    named = np.where(row_shape == _DAY, np.arange(len(codes)), -1)
    last = np.maximum.accumulate(named)
    days = pa.array([day, *texts])
    of_row = days.take(pa.array(np.where(last >= 0, codes[last] + 1, 0)))
    timed = pc.binary_join_element_wise(of_row, coded.dictionary_decode(), " ")
    made = pc.if_else(pa.array(row_shape == _TIME), timed, coded.dictionary_decode())
    made = pc.if_else(pa.array(row_shape == _DAY), "", made)
    return made, texts[codes[last[-1]]] if len(last) and last[-1] >= 0 else day


_TIME, _DAY = 1, 2
_LOOK = {Cell.CLOCK: _TIME, Cell.STAMP: _DAY}


def with_days(grid: Grid, name: str) -> Grid:
    """`grid` as it is where its rows have dates, or where no day is named."""
    shapes = [kinds(row.cells) for row in grid.head]
    places = Counter(
        shape.index(Cell.CLOCK)
        for shape in shapes
        if Cell.CLOCK in shape and Cell.STAMP not in shape and {Cell.NUMBER, Cell.EMPTY} & {*shape}
    )
    if not places or places.most_common(1)[0][1] < _MOST * len(shapes):
        return grid
    column = places.most_common(1)[0][0]
    first = next(n for n, shape in enumerate(shapes) if shape[column : column + 1] == [Cell.CLOCK])
    above = grid.head[:first]
    days = [row.cells[column].strip() for row in grid.head if _is_day(row, column)]
    own = next((_is_day(row, column) for row in reversed(above)), False)
    day = "" if own else _named([cell for row in above for cell in row.cells]) or _named([name])
    return Dated(grid, column, day) if days or day else grid


def _is_day(row: Row, column: int) -> bool:
    """Whether a row names a day and nothing else."""
    filled = [n for n, cell in enumerate(row.cells) if cell.strip()]
    return filled == [column] and kind(row.cells[column]) is Cell.STAMP


def _named(texts: Sequence[str]) -> str:
    """The one day that texts name, year first; "" where they name none, or several."""
    found = {
        f"{m[1]}-{m[2]}-{m[3]}" if m[1] else f"{m[6]}-{int(m[5]):02d}-{int(m[4]):02d}"
        for text in texts
        for m in _DATE.finditer(text)
    }
    found |= set(_in_words([phrase for text in texts for phrase in _phrases(text)]))
    return found.pop() if len(found) == 1 else ""


def _in_words(phrases: list[str]) -> Iterator[str]:
    """The days among phrases that name a month."""
    days = read(pa.array(phrases, pa.string()), Reading(), {stamp_grammar.Cell.DATE}).us
    return (str(day) for day in days[days != NAT].astype("datetime64[us]").astype("datetime64[D]"))


def _phrases(text: str) -> Iterator[str]:
    """Every few words of a text that hold letters and digits."""
    words = _PARTED.split(text)[:_MOST_WORDS]
    for first in range(len(words)):
        for last in range(first + 1, min(first + _LONGEST, len(words)) + 1):
            phrase = " ".join(words[first:last])
            if any(map(str.isdigit, phrase)) and any(map(str.isalpha, phrase)):
                yield phrase
