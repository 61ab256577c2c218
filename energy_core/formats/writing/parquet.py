"""Parquet: the table of `csv`, in columns that keep their types."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyarrow as pa
from pyarrow import parquet

from energy_core.formats.export.rows import Rows, rows
from energy_core.formats.export.what import Export
from energy_core.formats.writing.csv import headings

MEDIA_TYPE = "application/vnd.apache.parquet"
_STAMP = pa.timestamp("us", "UTC")


def write(export: Export) -> Iterator[bytes]:
    schema = _schema(export)
    sink = _Sink()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for some in rows(export):
            writer.write_table(_table(some, schema))
            yield sink.taken()
    yield sink.taken()


def _schema(export: Export) -> pa.Schema:
    names = headings(export)
    stamps = 2 if export.periods else 1
    types = [_STAMP] * stamps + [pa.float64(), pa.string()] * len(export.columns)
    return pa.schema(list(zip(names, types, strict=True)), {"timezone": export.timezone})


def _table(some: Rows, schema: pa.Schema) -> pa.Table:
    stamps = [some.ts, some.end] if schema.types[1] == _STAMP else [some.ts]
    cells: list[pa.Array] = [pa.array(ts).cast(_STAMP) for ts in stamps]
    for value, quality in zip(some.values, some.quality, strict=True):
        cells += [value, quality]
    return pa.Table.from_arrays(cells, schema=schema)


class _Sink(io.RawIOBase):
    """What was written since it was last taken; a Parquet file is never gone back in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._parts.append(bytes(data))
        self._size += len(self._parts[-1])
        return len(self._parts[-1])

    def tell(self) -> int:
        return self._size

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
