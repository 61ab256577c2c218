"""A piece of delimited text → Blocks, by pyarrow where its rows are regular.

What pyarrow refuses is cut in halves until the irregular rows stand nearly alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from energy_core.formats.grids.blocks import Lines, fitted
from energy_core.formats.grids.columns import columns_of, empty_lines
from energy_core.formats.grids.grid import Block
from energy_core.formats.grids.lines import Form
from energy_core.formats.grids.pieces import Piece, line_ends
from energy_core.formats.grids.repair import repaired

_REPAIRED_BYTES = 1 << 20
"""Pieces below this are not cut further: what is odd in one is held as Python's objects."""


def blocks(piece: Piece, form: Form, width: int) -> Iterator[Block]:
    """The rows of `piece`, in order; `odd` those with more than `width` cells.

    Raises UnreadableFile where quotes that never close stand on line after line."""
    columns = columns_of(piece.data, form, width)
    if columns is not None:
        yield fitted(_line_numbers(piece), columns, width)
    elif len(piece.data) > _REPAIRED_BYTES and len(halves := piece.halves(form.quote)) > 1:
        for half in halves:
            yield from blocks(half, form, width)
    else:
        yield repaired(piece, form, width)


def _line_numbers(piece: Piece) -> Lines:
    """The numbers of the lines that are not empty."""
    if not empty_lines(piece.data):
        return np.arange(piece.line, piece.line + piece.data.count(b"\n"))
    return piece.line + np.flatnonzero(np.diff(line_ends(piece.data), prepend=-1) > 1)
