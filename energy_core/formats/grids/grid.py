"""Rows of text cells with their line numbers: what delimited text, a workbook, JSON records and
a Parquet file have in common. Cells are text as written; an empty cell is "".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

HEAD_ROWS = 1000
TAIL_ROWS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """`line` from 1, as an editor counts."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows side by side: one text column a cell, each as long as `lines`.

    A row with more cells than `width` whose surplus is empty is cut; one with fewer is filled
    with "". What does not fit otherwise is in `odd`, not here.
    """

    lines: npt.NDArray[np.int64]
    columns: list[pa.StringArray]
    odd: list[Row]


class Grid(Protocol):
    """A table that may be too large to hold: its ends can be looked at, its rows streamed."""

    encoding: str
    delimiter: str  # "" where cells are not delimited by one
    decimal: str | None  # the decimal mark where the container fixes it ("." in a workbook)

    @property
    def head(self) -> list[Row]:
        """The first HEAD_ROWS rows, blank ones left out."""

    @property
    def tail(self) -> list[Row]:
        """The last TAIL_ROWS rows, blank ones left out; may overlap with `head`."""

    @property
    def context(self) -> dict[str, str]:
        """What the container says beside the table (JSON's `unit`, a sheet's name)."""

    def blocks(self, after_line: int, width: int) -> Iterator[Block]:
        """The rows below `after_line`, in order, with `width` columns; blank rows left out.

        Raises UnreadableFile where the container itself is broken."""
