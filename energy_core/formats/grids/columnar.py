"""A Parquet file → Grid, streamed. Line 1 is the columns' names, row n stands on line n + 1."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from energy_core.errors import FileTooLarge, UnreadableFile
from energy_core.formats.grids.blocks import check_width, fitted, rows_of
from energy_core.formats.grids.grid import HEAD_ROWS, TAIL_ROWS, Block, Row
from energy_core.formats.unpack import Part

_BATCH_ROWS = 100_000
_MOST_GROUP = 1 << 30
"""Unpacked bytes of one row group, which is read as a whole."""


class Columnar:
    """Raises UnreadableFile where the file is broken or holds columns of another sort than
    numbers, texts and stamps; FileTooLarge where a row group unpacks to more than 1 GiB."""

    encoding = delimiter = ""
    decimal: str | None = "."

    def __init__(self, part: Part) -> None:
        self._part = part
        self.context: dict[str, str] = {}
        with self._open() as file:
            meta = file.metadata
            self._names = tuple(_unnamed(name) for name in file.schema_arrow.names)
            self._rows = meta.num_rows
            groups = [meta.row_group(n) for n in range(meta.num_row_groups)]
        if any(group.total_byte_size > _MOST_GROUP for group in groups):
            raise FileTooLarge(f"a row group of {part.name} unpacks to more than 1 GiB")
        check_width(len(self._names))

    @cached_property
    def head(self) -> list[Row]:
        rows = (row for block in self.blocks(1, len(self._names)) for row in _of(block))
        return [Row(1, self._names), *islice(rows, HEAD_ROWS - 1)]

    @cached_property
    def tail(self) -> list[Row]:
        last: deque[Row] = deque(maxlen=TAIL_ROWS)
        for block in self.blocks(self._rows + 1 - TAIL_ROWS, len(self._names)):
            last.extend(_of(block))
        return list(last)

    def blocks(self, after_line: int, width: int) -> Iterator[Block]:
        check_width(width)
        if after_line < 1:
            names = [pa.array([name], pa.string()) for name in self._names]
            yield fitted(np.array([1]), names, width)
        first = 2
        for batch in self._batches():
            lines = np.arange(first, first + batch.num_rows)
            first += batch.num_rows
            if first - 1 > after_line:
                kept = slice(max(after_line + 1 - int(lines[0]), 0), None)
                yield fitted(lines[kept], [_text(column[kept]) for column in batch], width)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        with self._open() as file:
            try:
                yield from file.iter_batches(_BATCH_ROWS)
            except (pa.ArrowException, OSError) as error:
                raise UnreadableFile(f"{self._part.name} is damaged: {error}") from error

    def _open(self) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(self._part.path)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableFile(f"{self._part.name} is no Parquet file: {error}") from error


def _of(block: Block) -> list[Row]:
    return rows_of(block.lines, block.columns)


def _unnamed(name: str) -> str:
    """pandas gives a name to an index that has none."""
    return "" if name.startswith("__index_level_") else name


def _text(column: pa.Array) -> pa.StringArray:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type):
        column = _in_seconds(column)
    try:
        return pc.fill_null(pc.cast(column, pa.string()), "")
    except pa.ArrowException as error:
        raise UnreadableFile(f"a column of {column.type} is no column of a table") from error


def _in_seconds(stamps: pa.TimestampArray) -> pa.TimestampArray:
    """In whole seconds, if they are; a zone is told as UTC's Z."""
    zone = "UTC" if stamps.type.tz else None
    try:
        return stamps.cast(pa.timestamp("s", zone))
    except pa.ArrowInvalid:
        return stamps.cast(pa.timestamp(stamps.type.unit, zone))
