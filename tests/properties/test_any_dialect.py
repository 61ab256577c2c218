"""Whatever dialect, layout, zone and order meter data are written in, they are read back equal."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from energy_core.formats.document import Answers, Document, Series
from energy_core.formats.reading import read
from tests.support.dialects import Expected, Written, write

SOME = int(os.environ.get("DIALECT_EXAMPLES", "150"))
MANY = 2000
SEEDS = st.integers(0, 2**40)
usual = settings(deadline=None, database=None, derandomize=True, phases=[Phase.generate])
"""A seed makes the whole file, so there is nothing to shrink."""


def as_read(file: Written) -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(file.content)
        (document,) = read(path, path.name, Answers(timezone=file.timezone))
    return document


def facts(series: Series | Expected) -> tuple[object, ...]:
    """All that must be equal but the arrays."""
    return series.kind, series.unit, len(series.ts), series.missing, series.repeated


def same(series: Series, expected: Expected) -> bool:
    return (
        facts(series) == facts(expected)
        and np.array_equal(series.ts, expected.ts)
        and np.array_equal(series.value, expected.value)
        and np.array_equal(series.estimated, expected.estimated)
    )


def difference(series: Series, expected: Expected) -> str:
    """In a line, for the person who looks at a failure."""
    told = f"{series.name!r} read as {facts(series)}, written as {facts(expected)}"
    if len(series) != len(expected.ts):
        return told
    late = (series.ts - np.array(expected.ts)) / 1e6
    return f"{told}; stamps are {sorted(set(late))[:5]} s late, {(series.value != expected.value).sum()} values and {(series.estimated != expected.estimated).sum()} flags differ"


def assert_read_back(file: Written) -> None:
    document = as_read(file)
    left = list(document.series)
    for expected in file.series:
        found = next((s for s in left if same(s, expected)), None)
        if found is None:
            told = "\n".join(difference(s, expected) for s in document.series)
            raise AssertionError(f"{told}\n{document.issues}\n{file!r}")
        left.remove(found)
    assert [s.name for s in left] == [], f"series that nobody wrote\n{file!r}"


@given(SEEDS)
@settings(usual, max_examples=SOME)
def test_a_random_file_reads_back_equal(seed: int) -> None:
    assert_read_back(write(seed))


@pytest.mark.long
@given(SEEDS)
@settings(usual, max_examples=MANY)
def test_two_thousand_random_files_read_back_equal(seed: int) -> None:
    assert_read_back(write(seed))


@given(SEEDS)
@settings(usual, max_examples=100)
def test_the_writer_writes_what_pythons_csv_module_reads(seed: int) -> None:
    file = write(seed)
    assume(not file.dialect.guarded)  # ="…" is a spreadsheet's own way, and no module's
    text = file.content.decode(file.dialect.encoding)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=file.dialect.delimiter)
    assert [row or [""] for row in rows] == file.rows
