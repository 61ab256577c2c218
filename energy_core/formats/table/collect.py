"""The rows of a table, block by block, as arrays: stamps as written, numbers, keys, statuses.

What has no stamp is set aside with its line: a total, a footer, another table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from energy_core.formats.document import Flags, Floats
from energy_core.formats.grids.grid import Block, Grid, Row
from energy_core.formats.table.columns import Columns
from energy_core.formats.table.groups import Key
from energy_core.formats.table.layout import Layout
from energy_core.formats.table.numbers import floats
from energy_core.formats.table.stamp_calendar import NAT
from energy_core.formats.table.stamp_plan import Parsed, StampPlan, joined
from energy_core.formats.vocabulary.statuses import Status, status

_KEPT_ASIDE = 2000
_MOST_TEXTS = 100_000


@dataclass(slots=True)
class Tally:
    """Cells of one column that could not be taken."""

    count: int = 0
    first_line: int = 0
    example: str = ""

    def add(self, lines: npt.NDArray[np.int64], bad: Flags, cells: pa.StringArray) -> None:
        if bad.any():
            if not self.count:
                at = int(np.argmax(bad))
                self.first_line, self.example = int(lines[at]), cells[at].as_py()[:40]
            self.count += int(bad.sum())


@dataclass(frozen=True, slots=True)
class Collected:
    """parsed: stamps of the rows kept; values: column → numbers, NaN where there is none; status:
    column → Status codes; aside: rows without a stamp; `aside_count` of them in all."""

    parsed: Parsed
    values: dict[int, Floats]
    keys: list[Key]
    status: dict[int, npt.NDArray[np.uint8]]
    bad: dict[int, Tally]
    aside: list[Row]
    aside_count: int

    def __len__(self) -> int:
        return len(self.parsed)


def collect(
    grid: Grid, layout: Layout, columns: Columns, plan: StampPlan, decimal: str
) -> Collected:
    """Every row below the header."""
    sink = _Sink(columns, plan, decimal)
    for block in grid.blocks(layout.last_line_above, layout.width):
        sink.take(block)
    return sink.collected(layout)


@dataclass(slots=True)
class _Sink:
    columns: Columns
    plan: StampPlan
    decimal: str
    parsed: list[Parsed] = field(default_factory=list)
    values: dict[int, list[Floats]] = field(default_factory=dict)
    codes: dict[int, _Codes] = field(default_factory=dict)
    bad: dict[int, Tally] = field(default_factory=dict)
    aside: list[Row] = field(default_factory=list)
    aside_count: int = 0

    def take(self, block: Block) -> None:
        parsed = self.plan.parse(block.columns)
        kept = parsed.stamp != NAT
        self._set_aside(block, kept)
        whole = bool(kept.all())
        self.parsed.append(parsed if whole else taken(parsed, kept))
        for column in (*self.columns.values, *self.columns.money):
            numbers = floats(block.columns[column], self.decimal)
            bad = numbers.bad & kept
            self.bad.setdefault(column, Tally()).add(block.lines, bad, block.columns[column])
            value = numbers.value if whole else numbers.value[kept]
            self.values.setdefault(column, []).append(value)
        for column in self._coded():
            codes = self.codes.setdefault(column, _Codes())
            codes.take(block.columns[column], None if whole else kept)

    def _coded(self) -> Iterator[int]:
        yield from (column for column, _ in self.columns.keys)
        yield from set(self.columns.status.values())

    def _set_aside(self, block: Block, kept: Flags) -> None:
        gone = np.flatnonzero(~kept)
        self.aside_count += len(gone) + len(block.odd)
        room = _KEPT_ASIDE - len(self.aside)
        if room > 0:
            rows = [_row(block, int(i)) for i in gone[:room]] + block.odd[:room]
            self.aside += sorted(rows, key=lambda r: r.line)[:room]

    def collected(self, layout: Layout) -> Collected:
        keys = [
            Key(layout.names[c], what, self.codes[c].joined(), self.codes[c].texts())
            for c, what in self.columns.keys
            if c in self.codes
        ]
        judged = {
            c: self.codes[s].translated() for c, s in self.columns.status.items() if s in self.codes
        }
        return Collected(
            joined(self.parsed),
            {c: np.concatenate(parts) for c, parts in self.values.items()},
            keys,
            judged,
            self.bad,
            self.aside,
            self.aside_count,
        )


@dataclass(slots=True)
class _Codes:
    """A column of words, each word once."""

    known: dict[str, int] = field(default_factory=dict)
    parts: list[npt.NDArray[np.int32]] = field(default_factory=list)

    def take(self, cells: pa.StringArray, kept: Flags | None) -> None:
        coded = pc.dictionary_encode(cells)
        words: Sequence[str] = coded.dictionary.to_pylist()
        table = np.array([self._code(w or "") for w in words] or [0], np.int32)
        codes = table[coded.indices.to_numpy(zero_copy_only=False)]
        self.parts.append(codes if kept is None else codes[kept])

    def _code(self, word: str) -> int:
        if len(self.known) >= _MOST_TEXTS:
            return self.known.get(word, 0)
        return self.known.setdefault(word, len(self.known))

    def joined(self) -> npt.NDArray[np.int32]:
        return np.concatenate(self.parts)

    def texts(self) -> tuple[str, ...]:
        return tuple(self.known)

    def translated(self) -> npt.NDArray[np.uint8]:
        table = np.array([status(t) for t in self.known] or [Status.MEASURED], np.uint8)
        return table[self.joined()]


def taken(parsed: Parsed, rows: npt.NDArray[Any]) -> Parsed:
    """Some rows, or rows several times; fields that the file does not tell stay empty."""
    told = {f.name: getattr(parsed, f.name) for f in fields(Parsed) if f.name != "open_zone"}
    some = {name: v[rows] if len(v) else v for name, v in told.items()}
    return Parsed(**some, open_zone=parsed.open_zone)


def _row(block: Block, index: int) -> Row:
    return Row(int(block.lines[index]), tuple(c[index].as_py() or "" for c in block.columns))
