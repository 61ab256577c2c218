"""Random meter data written in a random dialect, with the key to it: what a careful person would
read in the file. It knows nothing of the reader that it tests.

Where a file would be open to two readings (is 03/04 in March?), the dialect is not used.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from energy_core.model import Kind
from tests.support.dialect_data import DAY_S, Column, Grid, columns, grid
from tests.support.dialect_layouts import LAYOUTS, Table
from tests.support.dialect_stamps import DATES, Stamps
from tests.support.dialect_words import LANGUAGES

DELIMITERS, ENCODINGS = (",", ";", "\t", "|"), ("utf-8", "utf-8-sig", "cp1252", "utf-16")
OFF_KINDS = {Kind.INTERVAL, Kind.POWER}
KINDS = {
    "start": set(Kind),
    "start word": set(Kind),
    "end word": {Kind.INTERVAL, Kind.COUNTER, Kind.LEVEL},
    "midnight": {Kind.INTERVAL, Kind.COUNTER},
    "pair": OFF_KINDS,
}
"""Where in its interval a stamp stands → kinds of register of which the file then tells it."""


@dataclass(frozen=True)
class Dialect:
    """How text, numbers and tables are written."""

    language: str
    delimiter: str
    decimal: str
    thousands: str
    encoding: str
    newline: str
    quote_all: bool
    trimmed: bool
    preamble: int
    blank_line: bool
    descending: bool
    total: bool
    footer: int
    second_table: int
    guarded: bool

    def number(self, text: str) -> str:
        """`text` as Python writes it, with this dialect's marks."""
        if not text:
            return ""
        whole, _, part = text.partition(".")
        part = part.rstrip("0") if self.trimmed else part
        sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        grouped = f"{int(digits):,}".replace(",", self.thousands)
        return sign + grouped + (self.decimal + part if part else "")


@dataclass(frozen=True)
class Expected:
    """What must be read of one series; ts: µs UTC."""

    kind: Kind
    unit: str
    ts: list[int]
    value: list[float]
    estimated: list[bool]
    missing: int
    repeated: int


@dataclass(frozen=True)
class Written:
    """A file, the zone that a person answers with, and what is in it. `table`: its rows."""

    content: bytes
    timezone: str
    series: list[Expected]
    dialect: Dialect
    stamps: Stamps
    layout: str
    table: Table

    def __repr__(self) -> str:
        text = self.content.decode(self.dialect.encoding)
        return f"{self.dialect}\n{self.stamps}\n{self.layout} {self.timezone}\n{text[:1500]}"


def write(seed: int) -> Written:
    """The file of a seed: the same one every time."""
    rng = random.Random(seed)
    while (written := _attempt(rng)) is None:
        pass
    return written


def _attempt(rng: random.Random) -> Written | None:
    """A file, or None where it would be open to two readings."""
    dialect, layout = _dialect(rng), rng.choice(tuple(LAYOUTS))
    matrix = layout == "matrix"
    placement = rng.choice(("start", "midnight") if matrix else tuple(KINDS))
    grid = _grid(rng, placement, matrix)
    kinds = OFF_KINDS & KINDS[placement] if matrix else KINDS[placement]
    found = columns(rng, dialect.language, grid, kinds, 2 if matrix else 4)
    stamps = _stamps(rng, placement, grid, dialect, matrix)
    _spoil(rng, found, layout)
    if (matrix and _clock_changes(grid)) or not stamps.is_told(grid, _shown(found, grid)):
        return None
    table = LAYOUTS[layout](rng, dialect, grid, found, stamps)
    return Written(
        _encoded(table, dialect),
        grid.zone if stamps.is_local else rng.choice(("Europe/Paris", "UTC")),
        [_expected(column, grid, stamps) for column in found],
        dialect,
        stamps,
        layout,
        table,
    )


def _dialect(rng: random.Random) -> Dialect:
    delimiter, quote_all = rng.choice(DELIMITERS), rng.random() < 0.3
    split = delimiter == "," and not quote_all
    decimal = "." if split else rng.choice(",.")
    marks = ["", "", "", " ", "'", *([] if split else ["." if decimal == "," else ","])]
    return Dialect(
        language=rng.choice(tuple(LANGUAGES)),
        delimiter=delimiter,
        decimal=decimal,
        thousands=rng.choice(marks),
        encoding=rng.choice(ENCODINGS),
        newline=rng.choice(("\n", "\r\n")),
        quote_all=quote_all,
        trimmed=rng.random() < 0.5,
        preamble=rng.choice((0, 0, 0, 1, 2, 4, 6)),
        blank_line=rng.random() < 0.5,
        descending=rng.random() < 0.4,
        total=rng.random() < 0.3,
        footer=rng.choice((0, 0, 1, 2)),
        second_table=rng.choice((0, 0, 1, 2)),
        guarded=rng.random() < 0.2,
    )


def _grid(rng: random.Random, placement: str, matrix: bool) -> Grid:
    if matrix:
        return grid(rng, steps=(3600, 1800, 900), days=(3, 15))
    if placement == "midnight":
        return grid(rng, steps=(900, 3600, 1800), days=(1, 4))
    return grid(rng)


def _clock_changes(grid: Grid) -> bool:
    """Whether some day of the stretch has no 24 hours, which a matrix has no columns for."""
    return len({grid.local(at).utcoffset() for at in [*grid.starts, grid.end(grid.starts[-1])]}) > 1


def _stamps(
    rng: random.Random, placement: str, grid: Grid, dialect: Dialect, matrix: bool
) -> Stamps:
    date = rng.choice(tuple(DATES))
    return Stamps(
        placement,
        date,
        clock=rng.choice(("%H:%M", "%H:%M:%S", "%I:%M %p")),
        parted=rng.random() < 0.4,
        offset=rng.choice(("", "", "+", "Z")) if date.startswith("iso") else "",
        to_24=rng.random() < 0.5,
        language=dialect.language,
        daily=grid.step_s == DAY_S,
        matrix=matrix,
    ).sensible()


def _spoil(rng: random.Random, found: Sequence[Column], layout: str) -> None:
    """Rows left out, empty cells, rows written twice: not at the ends, which tell the stretch."""
    size = len(found[0].cells)

    def some() -> set[int]:
        return {rng.randint(2, size - 3) for _ in range(rng.choice((0, 0, 1, 4)))}

    absent, doubled = some(), some()
    for column in found:
        if layout == "long":
            absent, doubled = some(), some()
        for n in some():
            column.cells[n] = ""
        for n in absent if layout != "matrix" else ():
            column.cells[n] = None
        column.doubled = doubled if layout != "matrix" else set()
    for column in found:
        whole = found if layout == "wide" else [column]
        column.doubled = {n for n in column.doubled if all(c.cells[n] for c in whole)}


def _shown(found: Sequence[Column], grid: Grid) -> list[bool]:
    """Places at which every series has one row."""
    return [
        all(c.cells[n] is not None and n not in c.doubled for c in found)
        for n in range(len(grid.starts))
    ]


def _expected(column: Column, grid: Grid, stamps: Stamps) -> Expected:
    covers = column.kind in OFF_KINDS
    at = [s if covers or stamps.at_start else grid.end(s) for s in grid.starts]
    there = column.readings()
    repeated = sum(n in column.doubled for n, _ in there)
    return Expected(
        column.kind,
        column.unit,
        [_micros(at[n]) for n, _ in there],
        [value for _, value in there],
        [n in column.estimated for n, _ in there],
        column.missing,
        repeated,
    )


def _micros(at: datetime) -> int:
    return int(at.timestamp()) * 1_000_000


def _encoded(table: Table, dialect: Dialect) -> bytes:
    lines = [_line(row, dialect) for row in table.lines]
    return (dialect.newline.join(lines) + dialect.newline).encode(dialect.encoding)


def _line(cells: Sequence[str], dialect: Dialect) -> str:
    return dialect.delimiter.join(_quoted(cell, dialect) for cell in cells)


def _quoted(cell: str, dialect: Dialect) -> str:
    guard = cell.startswith('="') and not dialect.quote_all
    needed = any(mark in cell for mark in (dialect.delimiter, '"', "\n"))
    if guard or not (needed or dialect.quote_all):
        return cell
    return '"' + cell.replace('"', '""') + '"'
