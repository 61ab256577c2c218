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
from tests.support.dialect_layouts import LAYOUTS
from tests.support.dialect_stamps import DATES, Stamps
from tests.support.dialect_style import Dialect, any_dialect

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
    """A file, the zone that a person answers with, and what is in it."""

    content: bytes
    timezone: str
    series: list[Expected]
    dialect: Dialect
    stamps: Stamps
    layout: str
    rows: list[list[str]]

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
    dialect, layout = any_dialect(rng), rng.choice(tuple(LAYOUTS))
    matrix = layout == "matrix"
    placement = rng.choice(("start", "midnight") if matrix else tuple(KINDS))
    grid = _grid(rng, placement, matrix)
    kinds = OFF_KINDS & KINDS[placement] if matrix else KINDS[placement]
    found = columns(rng, dialect.language, grid, kinds, 2 if matrix else 4)
    stamps = _stamps(rng, placement, grid, dialect, matrix)
    _spoil(rng, found, layout)
    if (matrix and _clock_changes(grid)) or not stamps.is_told(grid, _shown(found, grid)):
        return None
    rows = LAYOUTS[layout](rng, dialect, grid, found, stamps)
    return Written(
        dialect.encoded(rows),
        grid.zone if stamps.is_local else rng.choice(("Europe/Paris", "UTC")),
        [_expected(column, grid, stamps) for column in found],
        dialect,
        stamps,
        layout,
        rows,
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
