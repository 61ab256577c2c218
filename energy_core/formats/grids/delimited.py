"""Delimited text as a Grid: its ends looked at, its rows streamed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

from energy_core.formats.grids import dialect, parse
from energy_core.formats.grids.blocks import below, check_width
from energy_core.formats.grids.encoding import text_of
from energy_core.formats.grids.grid import HEAD_ROWS, TAIL_ROWS, Block, Row
from energy_core.formats.grids.lines import Form, rows
from energy_core.formats.grids.pieces import ending, lines, pieces, squeezed

_HEAD_CHUNKS = 2
_SAMPLE_LINES = 400


class Delimited:
    """`delimiter` is "" for one cell a line, " " for runs of white space.

    Raises UnreadableFile, naming the line, where one is too long to be a row of readings."""

    decimal: str | None = None

    def __init__(self, path: Path) -> None:
        self._text = text_of(path)
        self.encoding = self._text.encoding
        self.context: dict[str, str] = {}
        self._ending = ending(self._text.chunks())
        sample = [line.text for line in islice(lines(self._text.chunks()), _SAMPLE_LINES)]
        told = dialect.told(sample[0]) if sample else None
        self._told_lines = 1 if told else 0
        form = Form(told) if told else dialect.form_of(sample)
        self._spaced = form.delimiter == dialect.SPACES
        self.delimiter = form.delimiter.replace(dialect.LONE, "")
        self._form = form
        if self._spaced:
            self._form, self._ending = Form("\t", form.quote), ending(self._chunks())

    @cached_property
    def head(self) -> list[Row]:
        """Fewer than HEAD_ROWS where they take more than 8 MiB."""
        every = rows(lines(islice(self._chunks(), _HEAD_CHUNKS)), self._form)
        return list(islice((row for row in every if row.line > self._told_lines), HEAD_ROWS))

    @cached_property
    def tail(self) -> list[Row]:
        """Fewer than TAIL_ROWS where they take more than 4 MiB."""
        most = 2 * TAIL_ROWS
        while True:
            last = self._ending.lines(most)
            found = [row for row in rows(last, self._form) if row.line > self._told_lines]
            if len(found) >= TAIL_ROWS or len(last) < most:
                return found[-TAIL_ROWS:]
            most *= 8  # spreadsheets leave thousands of blank rows at the end

    def blocks(self, after_line: int, width: int) -> Iterator[Block]:
        check_width(width)
        after_line = max(after_line, self._told_lines)
        for piece in pieces(self._chunks(), self._form.quote):
            rest = piece.after(after_line - 1)  # the row on that line may go on below it
            if rest.data:
                blocks = parse.blocks(rest, self._form, width)
                yield from (below(block, after_line) for block in blocks)

    def _chunks(self) -> Iterator[bytes]:
        return squeezed(self._text.chunks()) if self._spaced else self._text.chunks()
