"""JSON → Grid: the largest list of records in it, at any depth; also one object a line.

Line 1 is the columns' names, record n stands on line n + 1, wherever it stands in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from energy_core.errors import FileTooLarge, UnreadableFile
from energy_core.formats.grids.blocks import check_width
from energy_core.formats.grids.encoding import text_of
from energy_core.formats.grids.flatten import flat
from energy_core.formats.grids.grid import Row
from energy_core.formats.grids.memory import Held
from energy_core.formats.grids.record_choice import Chosen, chosen
from energy_core.formats.unpack import Part

MOST_BYTES = 128 << 20
"""What is parsed takes seven times its size."""
_GATHERED = 20_000
_ODD_LINES = 100
"""Lines that are no JSON, looked at before one with less JSON than that is given up."""


def read(part: Part) -> Held:
    """Raises UnreadableFile, naming line and column, where it is no JSON, is nested too deeply or
    holds no records; FileTooLarge."""
    if part.path.stat().st_size > MOST_BYTES:
        raise FileTooLarge(f"{part.name}: JSON is read up to {MOST_BYTES >> 20} MiB")
    text = text_of(part.path)
    try:
        value, odd = _parsed(text.whole())
        grid = _grid(value)
    except RecursionError:
        raise UnreadableFile(f"{part.name} is nested too deeply") from None
    if len(grid.lines) < 2:
        raise UnreadableFile(f"{part.name} holds no list of records")
    grid.encoding, grid.odd = text.encoding, odd
    return grid


def _grid(value: Any) -> Held:
    """The records in `value`; where it holds no list of them, itself as one."""
    found: Chosen | None = chosen(value)
    if found is None:
        return _gathered(filter(None, [flat(value)]) if isinstance(value, dict) else [])
    grid = _gathered(found.records())
    grid.context = found.context
    return grid


def _parsed(text: str) -> tuple[Any, list[Row]]:
    try:
        return _loads(text), []
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise _told(error) from None
        return _by_line(text, error)


def _by_line(text: str, whole: json.JSONDecodeError) -> tuple[Any, list[Row]]:
    """One value a line; lines that are none stand beside."""
    values: list[Any] = []
    odd: list[Row] = []
    for line in filter(str.strip, text.split("\n")):
        try:
            values.append(_loads(line))
        except json.JSONDecodeError:
            odd.append(Row(len(values) + len(odd) + 2, (line.strip(),)))
            if len(odd) > max(len(values), _ODD_LINES):
                break
    if len(odd) >= len(values):
        raise _told(whole)
    return values, odd


def _loads(text: str) -> Any:
    """Numbers keep their digits, as text."""
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _told(error: json.JSONDecodeError) -> UnreadableFile:
    place = f"line {error.lineno}, column {error.colno}"
    ends = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
    said = "the file is cut short" if ends else error.msg
    return UnreadableFile(f"no JSON: {said} at {place}", error.lineno, str(error.colno))


def _gathered(records: Iterable[dict[str, str]]) -> Held:
    """Records as columns; what a record does not have is ""."""
    names: dict[str, int] = {}
    parts = list(_parts(iter(records), names))
    rows = sum(len(part[0]) for part in parts) + 1 if names else 0
    columns = [_column(name, number, parts) for name, number in names.items()]
    return Held(np.arange(1, rows + 1), columns)


def _parts(
    records: Iterator[dict[str, str]], names: dict[str, int]
) -> Iterator[list[pa.StringArray]]:
    """Columns of some records, in the order of `names`, which grows with what they have."""
    while some := list(islice(records, _GATHERED)):
        for record in some:
            for name in record:
                names.setdefault(name, len(names))
        check_width(len(names))
        yield [pa.array([record.get(name, "") for record in some], pa.string()) for name in names]


def _column(name: str, number: int, parts: list[list[pa.StringArray]]) -> pa.StringArray:
    """One column of all parts under its name; those before it first came have none of it."""
    cells = [p[number] if number < len(p) else pa.repeat("", len(p[0])) for p in parts]
    return pa.concat_arrays([pa.array([name], pa.string()), *cells])
