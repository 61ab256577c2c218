"""Lines of delimited text → rows of cells, one by one, as Python's csv reads them.

A cell in quotes may hold line ends. A quote that does not close within MOST_LINES is a letter
like any other: it spoils its own line, not the file.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from energy_core.formats.grids.grid import Row

MOST_LINES = 20
_GUARD = re.compile(r'="(.*)"', re.S)


@dataclass(frozen=True, slots=True)
class Form:
    """How cells are told apart; `quote` "" where quotes are letters like any other."""

    delimiter: str
    quote: str = '"'


@dataclass(frozen=True, slots=True)
class Line:
    """`number` from 1; `text` without its line end."""

    number: int
    text: str


def rows(lines: Iterable[Line], form: Form) -> Iterator[Row]:
    """Every row, blank ones left out; `line` is that of its first line."""
    source = iter(lines)
    ahead = deque(islice(source, MOST_LINES))
    while ahead:
        cells, used = joined([line.text for line in ahead], form)
        if any(cells):
            yield Row(ahead[0].number, cells)
        for _ in range(max(used, 1)):
            ahead.popleft()
        ahead.extend(islice(source, max(used, 1)))


def joined(texts: Sequence[str], form: Form) -> tuple[tuple[str, ...], int]:
    """The cells of the row that begins with the first of `texts`, and how many of them it takes;
    0 where a quote opens that none of them closes."""
    cells, closed = split(texts[0], form)
    used = 1
    while not closed and used < len(texts):
        used += 1
        if form.quote in texts[used - 1]:
            cells, closed = split("\n".join(texts[:used]), form)
    return (cells, used) if closed else (literally(texts[0], form), 0)


def split(text: str, form: Form) -> tuple[tuple[str, ...], bool]:
    """The cells, and whether every quote is closed."""
    if not form.quote or form.quote not in text:
        return literally(text, form), True
    reader = csv.reader(
        iter((text, "")), delimiter=form.delimiter, quotechar=form.quote, skipinitialspace=True
    )
    try:
        cells = next(reader)
    except csv.Error:  # a cell longer than csv takes, or a line end where none may be
        return literally(text, form), True
    return tuple(clean(cell) for cell in cells), reader.line_num == 1


def literally(text: str, form: Form) -> tuple[str, ...]:
    """The cells where quotes are letters."""
    return tuple(clean(cell) for cell in text.split(form.delimiter))


def clean(cell: str) -> str:
    """Without spaces around it and without Excel's guard: ="0123" is 0123."""
    cell = cell.strip()
    guarded = _GUARD.fullmatch(cell) if cell.startswith('="') else None
    return guarded[1].strip() if guarded else cell
