"""Where the cells of meter data stand: a column a series, a row a reading, or a row a day."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from energy_core.model import Kind
from tests.support.dialect_data import DAY_S, Column, Grid
from tests.support.dialect_stamps import Stamps
from tests.support.dialect_words import LANGUAGES, Language

BRACKETS = ("{} ({})", "{} [{}]", "{} {}")
METERS = ("541448860001234567", "871687100098765432", "541448860007654321", "871687100012345678")


@dataclass(frozen=True)
class Table:
    """Every row of the file as cells; judged: a column of statuses stands beside the values."""

    lines: list[list[str]]
    judged: bool


def wide(
    rng: random.Random, dialect: Any, grid: Grid, found: list[Column], stamps: Stamps
) -> Table:
    words, bracket = LANGUAGES[dialect.language], rng.choice(BRACKETS)
    unit_row, judged = rng.random() < 0.5, rng.random() < 0.5
    _judge(rng, found, judged)
    header, units = stamps.headings(rng.randint(0, 2)), [""] * len(stamps.cells(grid, 0))
    for column in found:
        header.append(column.label if unit_row else bracket.format(column.label, column.unit))
        units.append(f"[{column.unit}]" if bracket == BRACKETS[1] else column.unit)
        header += [words.status] * judged
        units += [""] * judged
    rows = [_wide_row(dialect, grid, found, stamps, n, judged) for n in range(len(grid.starts))]
    body = _ordered([row for row in rows if row], dialect.descending)
    total = [words.total] + [""] * (len(header) - 1)
    for column, at in zip(
        found, range(len(units) - len(found) * (1 + judged), len(units), 1 + judged), strict=True
    ):
        total[at] = _sum(dialect, column)
    top = [header, units] if unit_row else [header]
    return Table(_framed(dialect, words, top, body, total), judged)


def _wide_row(
    dialect: Any, grid: Grid, found: list[Column], stamps: Stamps, n: int, judged: bool
) -> list[list[str]]:
    if found[0].cells[n] is None:
        return []
    row = _guarded(stamps.cells(grid, n), dialect)
    for column in found:
        row.append(dialect.number(column.cells[n] or ""))
        row += [_status(column, n, LANGUAGES[dialect.language])] * judged
    return [row] * (2 if n in found[0].doubled else 1)


def long(
    rng: random.Random, dialect: Any, grid: Grid, found: list[Column], stamps: Stamps
) -> Table:
    words, judged = LANGUAGES[dialect.language], rng.random() < 0.5
    _judge(rng, found, judged)
    named_meter, by_time = rng.random() < 0.5, rng.random() < 0.5
    unit_in = rng.choice(("column", "register", "header"))
    if unit_in == "header" and len({c.unit for c in found}) > 1:
        unit_in = "column"
    bracket = rng.choice(BRACKETS[:2])
    header = [words.meter] * named_meter + stamps.headings(rng.randint(0, 2))
    header += [
        words.register,
        bracket.format(words.value, found[0].unit) if unit_in == "header" else words.value,
    ]
    header += [words.unit] * (unit_in == "column") + [words.status] * judged

    def row(column: Column, n: int) -> list[str]:
        label = bracket.format(column.label, column.unit) if unit_in == "register" else column.label
        meter = f'="{METERS[0]}"' if dialect.guarded else METERS[0]
        cells = [meter] * named_meter + _guarded(stamps.cells(grid, n), dialect)
        cells += [label, dialect.number(column.cells[n] or "")]
        return cells + [column.unit] * (unit_in == "column") + [_status(column, n, words)] * judged

    places = [
        [
            [row(c, n)] * (1 + (n in c.doubled))
            for n in range(len(grid.starts))
            if c.cells[n] is not None
        ]
        for c in found
    ]
    if by_time:
        every = [
            [row(c, n)] * (1 + (n in c.doubled))
            for n in range(len(grid.starts))
            for c in found
            if c.cells[n] is not None
        ]
        body = _ordered(every, dialect.descending)
    else:
        body = [line for one in places for line in _ordered(one, dialect.descending)]
    total = [words.total] + [""] * (len(header) - 1)
    if len(found) == 1:
        total[header.index(words.register) + 1] = _sum(dialect, found[0])
    return Table(_framed(dialect, words, [header], body, total), judged)


def matrix(
    rng: random.Random, dialect: Any, grid: Grid, found: list[Column], stamps: Stamps
) -> Table:
    """A row a day and series, a column for each time of day."""
    words, per_day = LANGUAGES[dialect.language], DAY_S // grid.step_s
    header = [words.meter, words.date, words.register, words.unit]
    shift = 0 if stamps.at_start else 1
    for n in range(per_day):
        minutes = (n + shift) * grid.step_s // 60
        header.append(
            f"{minutes // 60 if stamps.to_24 else minutes // 60 % 24:02}:{minutes % 60:02}"
        )
    days = range(0, len(grid.starts), per_day)
    lines = [
        [_day_row(dialect, grid, column, stamps, first, per_day)]
        for first in days
        for column in found
    ]
    body = _ordered(lines, dialect.descending)
    return Table(_framed(dialect, words, [header], body, None), False)


def _day_row(
    dialect: Any, grid: Grid, column: Column, stamps: Stamps, first: int, per_day: int
) -> list[str]:
    date = stamps.day(grid.local(grid.starts[first]))
    cells = [dialect.number(c or "") for c in column.cells[first : first + per_day]]
    return [METERS[0], *_guarded([date], dialect), column.label, column.unit, *cells]


LAYOUTS: dict[str, Callable[..., Table]] = {
    "wide": wide,
    "long": long,
    "matrix": matrix,
}


def _judge(rng: random.Random, found: Sequence[Column], judged: bool) -> None:
    if not judged:
        return
    for column in found:
        there = [n for n, cell in enumerate(column.cells) if cell and n not in column.doubled]
        marked = rng.sample(there, rng.choice((0, 2, 6)))
        column.estimated, column.invalid = set(marked[:4]), set(marked[4:])


def _status(column: Column, n: int, words: Language) -> str:
    if n in column.invalid:
        return words.invalid
    return words.estimated if n in column.estimated else words.measured


def _ordered(groups: Sequence[list[list[str]]], descending: bool) -> list[list[str]]:
    turned = reversed(groups) if descending else groups
    return [row for group in turned for row in group]


def _guarded(cells: list[str], dialect: Any) -> list[str]:
    return [f'="{cell}"' for cell in cells] if dialect.guarded else cells


def _sum(dialect: Any, column: Column) -> str:
    if column.kind is not Kind.INTERVAL:
        return ""
    return dialect.number(f"{sum(value for _, value in column.readings()):.4f}")


def _framed(
    dialect: Any,
    words: Language,
    top: list[list[str]],
    body: list[list[str]],
    total: list[str] | None,
) -> list[list[str]]:
    """The table with what stands above and below it."""
    lines = [_about(words, n) for n in range(dialect.preamble)]
    if lines and dialect.blank_line:
        lines.append([""])
    lines += top + body
    if total and dialect.total and any(total[1:]):
        lines.append(total)
    if dialect.footer:
        lines += [[""], [words.closing]][-dialect.footer :]
    if dialect.second_table == 1:
        lines += [[""], [words.unit, words.value], ["EUR", dialect.number("30.5")]]
    if dialect.second_table == 2:
        month = [[f"{n:02}/2024", dialect.number(f"{100 + n}.5")] for n in (1, 2, 3)]
        lines += [[""], [words.date, f"{words.total} kWh"], *month]
    return lines


def _about(words: Language, n: int) -> list[str]:
    more = (("Version", "2.1"), (words.meter, METERS[1]), (words.date, "02.01.2025"))
    key, value = (*words.about, *more)[n]
    return [key, value] if value else [key]
