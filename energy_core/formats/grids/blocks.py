"""Columns of text of any number → a Block of the width that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from energy_core.errors import UnreadableFile
from energy_core.formats.grids.grid import Block, Row

MOST_COLUMNS = 16_384
"""As many as a workbook's sheet has."""
Lines = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def check_width(width: int) -> None:
    if width > MOST_COLUMNS:
        raise UnreadableFile(f"a table of {width:,} columns; {MOST_COLUMNS:,} are read at most")


def fitted(lines: Lines, columns: Sequence[pa.StringArray], width: int) -> Block:
    """The rows in `width` columns; those with more cells that are not empty are odd."""
    spills = filled(columns[width:], len(lines))
    odd = rows_of(lines[spills], [column.filter(pa.array(spills)) for column in columns])
    columns = list(columns[:width])
    if odd:
        kept = pa.array(~spills)
        lines, columns = lines[~spills], [column.filter(kept) for column in columns]
    empty = pa.repeat("", len(lines))
    return without_blank(Block(lines, columns + [empty] * (width - len(columns)), odd))


def filled(columns: Sequence[pa.StringArray], rows: int) -> Mask:
    """Which rows have a cell that is not empty."""
    found = np.zeros(rows, np.bool_)
    for column in columns:
        if found.all():
            break
        found |= pc.not_equal(column, "").to_numpy(zero_copy_only=False)
    return found


def below(block: Block, line: int) -> Block:
    """Its rows below `line`."""
    if not len(block.lines) or block.lines[0] > line:
        return block
    first = int(np.searchsorted(block.lines, line, side="right"))
    odd = [row for row in block.odd if row.line > line]
    return Block(block.lines[first:], [column[first:] for column in block.columns], odd)


def without_blank(block: Block) -> Block:
    kept = filled(block.columns, len(block.lines))
    if kept.all():
        return block
    chosen = pa.array(kept)
    return Block(block.lines[kept], [c.filter(chosen) for c in block.columns], block.odd)


def rows_of(lines: Lines, columns: Sequence[pa.StringArray]) -> list[Row]:
    cells = zip(*(column.to_pylist() for column in columns), strict=True)
    return [Row(line, row) for line, row in zip(lines.tolist(), cells, strict=True)]


def of_rows(rows: Sequence[Row], width: int) -> Block:
    """Rows of any length as columns; those that spill over `width` are odd."""
    odd = [row for row in rows if any(row.cells[width:])]
    kept = [row for row in rows if not any(row.cells[width:])]
    cells = [row.cells[:width] + ("",) * (width - len(row.cells)) for row in kept]
    columns = [pa.array(column, pa.string()) for column in zip(*cells, strict=True)]
    lines = np.array([row.line for row in kept], np.int64)
    return without_blank(Block(lines, columns or [pa.array([], pa.string())] * width, odd))


def merged(blocks: Sequence[Block]) -> Block:
    """Blocks of one width as one, in order of lines."""
    if len(blocks) == 1:
        return blocks[0]
    lines = np.concatenate([block.lines for block in blocks])
    order = np.argsort(lines, kind="stable")
    columns = [pa.concat_arrays(parts).take(pa.array(order)) for parts in _by_column(blocks)]
    odd = sorted((row for block in blocks for row in block.odd), key=lambda row: row.line)
    return Block(lines[order], columns, odd)


def _by_column(blocks: Sequence[Block]) -> list[list[pa.StringArray]]:
    return [list(parts) for parts in zip(*(block.columns for block in blocks), strict=True)]
