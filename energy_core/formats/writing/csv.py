"""CSV for people and for other programs: UTF-8, one row a stamp, one value and one quality a
meter. Numbers are written so that they read back as the same number."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from energy_core.formats.export.rows import Rows, rows, stamp_text
from energy_core.formats.export.what import Export

MEDIA_TYPE = "text/csv; charset=utf-8"
_FORMULA = re.compile(r"^\s*[=+\-@]|^[\t\r\n]")  # what a spreadsheet would run
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def write(export: Export) -> Iterator[bytes]:
    yield (",".join(text_cell(name) for name in headings(export)) + "\r\n").encode()
    for some in rows(export):
        yield _lines(some, export)


def headings(export: Export) -> list[str]:
    """start (and end), then each meter with its unit and the quality of its values."""
    several = len(export.columns) > 1
    out = ["start", "end"] if export.periods else ["start"]
    for column in export.columns:
        out += [column.title, f"{column.name} quality" if several else "quality"]
    return out


def text_cell(text: str) -> str:
    """Words as a cell that no spreadsheet takes for a formula, quoted where it must be."""
    safe = f"'{text}" if _FORMULA.match(text) else text
    return '"' + safe.replace('"', '""') + '"' if _NEEDS_QUOTES.search(safe) else safe


def _lines(some: Rows, export: Export) -> bytes:
    cells = [stamp_text(some.ts, export.timezone)]
    if export.periods:
        cells.append(stamp_text(some.end, export.timezone))
    for value, quality in zip(some.values, some.quality, strict=True):
        cells += [pc.fill_null(value.cast(pa.string()), ""), pc.fill_null(_quoted(quality), "")]
    lines = pc.binary_join_element_wise(*cells, ",")
    return ("\r\n".join(lines.to_pylist()) + "\r\n").encode()


def _quoted(words: pa.StringArray) -> pa.StringArray:
    coded = words.dictionary_encode()
    quoted = [text_cell(word) for word in coded.dictionary.to_pylist()]
    return pa.array(quoted, pa.string()).take(coded.indices)
