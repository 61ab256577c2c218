"""A column of text cells → its shapes: cells that differ in their digits only.

`2022-01-05 00:15` and `2023-12-31 23:45` share the shape `0000-00-00 00:00`. A column has few, so
a shape is understood once and its cells are read by column of digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from energy_core.formats.table.stamp_calendar import Ints

Bytes = npt.NDArray[np.uint8]

MAX_BYTES = 80  # no stamp is longer
MAX_SHAPES = 2000  # the rarer ones of a column are not understood

_FORM = np.arange(256, dtype=np.uint8)
_FORM[ord("0") : ord("9") + 1] = ord("0")


@dataclass(frozen=True, slots=True)
class Shape:
    """`text`: the cell with 0 for every digit; `rows`: where its cells stand in the column."""

    text: str
    rows: npt.NDArray[np.int64] | slice
    _bytes: Bytes
    _starts: npt.NDArray[np.int64]
    _matrix: Bytes | None

    @property
    def count(self) -> int:
        return len(self._starts)

    def number(self, at: int, width: int) -> Ints:
        """The number of the `width` digits from byte `at` of every cell."""
        value: npt.NDArray[np.signedinteger] = self._digit(at).astype(
            np.int64 if width > 9 else np.int32
        )
        for position in range(at + 1, at + width):
            value = value * 10 + self._digit(position)
        return value.astype(np.int64, copy=False)

    def _digit(self, at: int) -> Bytes:
        column = self._matrix[:, at] if self._matrix is not None else self._bytes[self._starts + at]
        return column - np.uint8(ord("0"))


def flat(column: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """One string array without nulls."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if column.type != pa.string():
        column = column.cast(pa.string())
    return pc.fill_null(column, "") if column.null_count else column


def shapes(column: pa.StringArray) -> Iterator[Shape]:
    """The shapes of a column, empty cells and those over MAX_BYTES left out."""
    column = flat(column)
    if not len(column):
        return
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    content = np.frombuffer(data, dtype=np.uint8) if data else np.zeros(0, np.uint8)
    forms = pa.StringArray.from_buffers(
        len(column), offsets, pa.py_buffer(_FORM[content]), offset=column.offset
    )
    if pc.max(pc.binary_length(forms)).as_py() > MAX_BYTES:
        forms = pc.if_else(pc.less_equal(pc.binary_length(forms), MAX_BYTES), forms, "")
    yield from _grouped(forms.dictionary_encode(), content, ends.astype(np.int64))


def _grouped(coded: pa.DictionaryArray, content: Bytes, ends: Ints) -> Iterator[Shape]:
    texts, codes = coded.dictionary.to_pylist(), coded.indices.to_numpy()
    if len(texts) == 1 and texts[0]:
        whole = content[ends[0] : ends[-1]].reshape(len(codes), -1)
        yield Shape(texts[0], slice(None), content, ends[:-1], whole)
        return
    for code, rows in _rows_of(codes, len(texts)):
        if texts[code]:
            yield Shape(texts[code], rows, content, ends[rows], None)


def _rows_of(codes: npt.NDArray[np.int32], count: int) -> Iterator[tuple[int, Ints]]:
    if count > MAX_SHAPES:
        common = np.argsort(np.bincount(codes, minlength=count))[::-1][:MAX_SHAPES]
    else:
        common = np.arange(count)
    order = np.argsort(codes.astype(np.uint16 if count < 65536 else np.int32), kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(count + 1))
    for code in common:
        yield int(code), order[bounds[code] : bounds[code + 1]]
