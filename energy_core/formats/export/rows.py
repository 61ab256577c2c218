"""Columns side by side: one row a stamp, as a person reads a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from energy_core.formats.document import Floats, Stamps
from energy_core.formats.export.what import WHOLE, Cells, Chunk, Export
from energy_core.metering.periods import instant, offsets
from energy_core.metering.readings import SECOND
from energy_core.model import Quality

MINUTE_US = 60 * SECOND
_CODE = WHOLE + 1


@dataclass(frozen=True, slots=True)
class Rows:
    """ts: every stamp that any column has, once, rising; end: where its period ends. values and
    quality: a column each, null where it has none at the stamp."""

    ts: Stamps
    end: Stamps
    values: list[pa.DoubleArray]
    quality: list[pa.StringArray]


def rows(export: Export) -> Iterator[Rows]:
    """The rows of every chunk that has some."""
    for chunk in export.chunks():
        made = side_by_side(chunk)
        if len(made.ts):
            yield made


def side_by_side(chunk: Chunk) -> Rows:
    ts = np.unique(np.concatenate([cells.ts for cells in chunk]))
    places = [np.searchsorted(ts, cells.ts) for cells in chunk]
    end = ts.copy()
    for cells, at in zip(chunk, places, strict=True):
        end[at] = cells.ts + np.rint(cells.length_s * SECOND).astype(np.int64)
    spread = [_spread(len(ts), cells, at) for cells, at in zip(chunk, places, strict=True)]
    return Rows(ts, end, [value for value, _ in spread], [quality for _, quality in spread])


def _spread(size: int, cells: Cells, at: np.ndarray) -> tuple[pa.DoubleArray, pa.StringArray]:
    absent = np.ones(size, bool)
    absent[at] = False
    value: Floats = np.zeros(size)
    value[at] = cells.value
    code = np.zeros(size, np.int64)
    code[at] = cells.quality.astype(np.int64) * _CODE + cells.covered
    return pa.array(value, mask=absent), _said(pa.array(code, mask=absent))


def _said(codes: pa.Int64Array) -> pa.StringArray:
    """ "measured", "estimated, 75 % of the time"."""
    coded = codes.dictionary_encode()
    words = pa.array([quality_words(*divmod(code, _CODE)) for code in coded.dictionary.to_pylist()])
    return words.cast(pa.string()).take(coded.indices)


def quality_words(quality: int, covered: int) -> str:
    word = Quality(quality).name.lower()
    return word if covered == WHOLE else f"{word}, {covered} % of the time"


def stamp_text(ts: Stamps, timezone: str) -> pa.StringArray:
    """ISO 8601 on the zone's clock with its offset, rising stamps; to the µs where one has any."""
    zone = offsets(instant(int(ts[0])), instant(int(ts[-1])), timezone)
    edges = [0, *(int(np.searchsorted(ts, offset.since)) for offset in zone[1:]), len(ts)]
    parts = [
        _shifted(ts[low:high], offset.shift)
        for offset, (low, high) in zip(zone, pairwise(edges), strict=True)
    ]
    return pa.concat_arrays(parts)


def _shifted(ts: Stamps, shift: int) -> pa.StringArray:
    minutes = abs(shift) // MINUTE_US
    sign = "-" if shift < 0 else "+"
    whole = (ts % SECOND == 0).all()
    clock = (ts + shift).astype("datetime64[us]").astype(f"datetime64[{'s' if whole else 'us'}]")
    text = pa.array(np.datetime_as_string(clock)).cast(pa.string())
    offset = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    return pc.binary_join_element_wise(text, offset, "")
