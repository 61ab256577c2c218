"""Regular rows of delimited text → columns of clean cells, by pyarrow."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from energy_core.formats.grids.lines import Form
from energy_core.formats.grids.pieces import line_ends

_READ_BYTES = 4 << 20
_GUARDED = r'(?s)^="(.*)"$'


def columns_of(data: bytes, form: Form, width: int) -> list[pa.StringArray] | None:
    """Its cells, a row a line that is not empty; None where that is not what stands there."""
    data = _without_gaps(data, form)
    names = [str(n) for n in range(width)]
    try:
        table = pacsv.read_csv(
            pa.BufferReader(data),
            pacsv.ReadOptions(column_names=names, block_size=_READ_BYTES),
            pacsv.ParseOptions(
                delimiter=form.delimiter,
                quote_char=form.quote or False,
                newlines_in_values=bool(form.quote) and form.quote.encode() in data,
            ),
            pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != data.count(b"\n") - empty_lines(data):
        return None
    clean = _cleaning(data, form)
    return [clean(column.combine_chunks()) for column in table.columns]


def _without_gaps(data: bytes, form: Form) -> bytes:
    """Without the spaces between a delimiter and the quote that opens a cell: pyarrow would take
    that quote for a letter."""
    if not form.quote or f" {form.quote}".encode() not in data:
        return data
    edges = f"(?m)(?:^|{re.escape(form.delimiter)})( +)(?={form.quote})".encode()
    spans = [found.span(1) for found in re.finditer(edges, data)]
    quotes = np.flatnonzero(np.frombuffer(data, np.uint8) == ord(form.quote))
    inside = np.searchsorted(quotes, [start for start, _ in spans]) % 2
    gaps = [span for span, within in zip(spans, inside, strict=True) if not within]
    bounds = zip([0, *(end for _, end in gaps)], [*(start for start, _ in gaps), None], strict=True)
    return b"".join(data[start:end] for start, end in bounds)


def _cleaning(data: bytes, form: Form) -> Callable[[pa.StringArray], pa.StringArray]:
    """What does for the cells of `data` what lines.clean does."""
    trim = pc.ascii_trim_whitespace if data.isascii() else pc.utf8_trim_whitespace
    if not form.quote or b'="' not in data:
        return trim
    return lambda cells: trim(pc.replace_substring_regex(trim(cells), _GUARDED, r"\1"))


def empty_lines(data: bytes) -> int:
    if b"\n\n" not in data:
        return int(data.startswith(b"\n"))
    return int((np.diff(line_ends(data), prepend=-1) == 1).sum())
