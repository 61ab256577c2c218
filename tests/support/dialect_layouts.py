"""Where the cells of meter data stand: a column a series, a row a reading, or a row a day."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from energy_core.model import Kind
from tests.support.dialect_data import DAY_S, Column, Grid
from tests.support.dialect_stamps import Stamps
from tests.support.dialect_style import Dialect
from tests.support.dialect_words import LANGUAGES, Language

Rows = list[list[str]]
BRACKETS = ("{} ({})", "{} [{}]", "{} {}")
METERS = ("541448860001234567", "871687100098765432")


def wide(
    rng: random.Random, dialect: Dialect, grid: Grid, found: list[Column], stamps: Stamps
) -> Rows:
    words, bracket = LANGUAGES[dialect.language], rng.choice(BRACKETS)
    unit_row, judged = rng.random() < 0.5, rng.random() < 0.5
    _judge(rng, found, judged)
    header = stamps.headings(rng.randint(0, 2))
    units, total = [""] * len(header), [words.total] + [""] * (len(header) - 1)
    for column in found:
        header += [column.label if unit_row else bracket.format(column.label, column.unit)]
        units += [f"[{column.unit}]" if bracket == BRACKETS[1] else column.unit]
        total += [_sum(dialect, column)]
        for row, word in ((header, words.status), (units, ""), (total, "")):
            row += [word] * judged
    rows = [_wide_row(dialect, grid, found, stamps, n, judged) for n in range(len(grid.starts))]
    body = _ordered(rows, dialect.descending)
    return _framed(dialect, [header, units] if unit_row else [header], body, total)


def _wide_row(
    dialect: Dialect, grid: Grid, found: list[Column], stamps: Stamps, n: int, judged: bool
) -> list[list[str]]:
    row = _guarded(stamps.cells(grid, n), dialect)
    for column in found:
        row.append(dialect.number(column.cells[n] or ""))
        row += [_status(column, n, LANGUAGES[dialect.language])] * judged
    return [row] * found[0].rows_at(n)


def long(
    rng: random.Random, dialect: Dialect, grid: Grid, found: list[Column], stamps: Stamps
) -> Rows:
    style = LongStyle.any(rng, found)
    _judge(rng, found, style.judged)
    words = LANGUAGES[dialect.language]
    header = [words.meter] * style.metered + stamps.headings(rng.randint(0, 2))
    header += [words.register, style.value_heading(words, found[0].unit)]
    header += [words.unit] * (style.unit_in == "column") + [words.status] * style.judged
    groups = [
        [
            [_long_row(dialect, style, grid, c, stamps, n)] * c.rows_at(n)
            for n in range(len(c.cells))
        ]
        for c in found
    ]
    if rng.random() < 0.5:  # by time, not register by register
        groups = [[row for at in zip(*groups, strict=True) for row in at]]
    body = [row for group in groups for row in _ordered(group, dialect.descending)]
    total = [words.total] + [""] * (len(header) - 1)
    if len(found) == 1:
        total[header.index(words.register) + 1] = _sum(dialect, found[0])
    return _framed(dialect, [header], body, total)


@dataclass(frozen=True)
class LongStyle:
    """metered: a column holds the meter's number; unit_in: where the unit stands."""

    metered: bool
    judged: bool
    unit_in: str
    bracket: str

    @staticmethod
    def any(rng: random.Random, found: Sequence[Column]) -> LongStyle:
        places = ["column", "register"] + ["header"] * (len({c.unit for c in found}) == 1)
        return LongStyle(
            rng.random() < 0.5, rng.random() < 0.5, rng.choice(places), rng.choice(BRACKETS[:2])
        )

    def value_heading(self, words: Language, unit: str) -> str:
        return self.bracket.format(words.value, unit) if self.unit_in == "header" else words.value


def _long_row(
    dialect: Dialect, style: LongStyle, grid: Grid, column: Column, stamps: Stamps, n: int
) -> list[str]:
    label = column.label
    if style.unit_in == "register":
        label = style.bracket.format(label, column.unit)
    cells = _guarded([METERS[0]], dialect) * style.metered
    cells += _guarded(stamps.cells(grid, n), dialect)
    cells += [label, dialect.number(column.cells[n] or "")]
    cells += [column.unit] * (style.unit_in == "column")
    return cells + [_status(column, n, LANGUAGES[dialect.language])] * style.judged


def matrix(
    rng: random.Random, dialect: Dialect, grid: Grid, found: list[Column], stamps: Stamps
) -> Rows:
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
    return _framed(dialect, [header], body)


def _day_row(
    dialect: Dialect, grid: Grid, column: Column, stamps: Stamps, first: int, per_day: int
) -> list[str]:
    date = stamps.day(grid.local(grid.starts[first]))
    cells = [dialect.number(c or "") for c in column.cells[first : first + per_day]]
    return [METERS[0], *_guarded([date], dialect), column.label, column.unit, *cells]


LAYOUTS: dict[str, Callable[..., Rows]] = {
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


def _ordered(groups: Sequence[Rows], descending: bool) -> list[list[str]]:
    turned = reversed(groups) if descending else groups
    return [row for group in turned for row in group]


def _guarded(cells: list[str], dialect: Dialect) -> list[str]:
    return [f'="{cell}"' for cell in cells] if dialect.guarded else cells


def _sum(dialect: Dialect, column: Column) -> str:
    if column.kind is not Kind.INTERVAL:
        return ""
    return dialect.number(f"{sum(value for _, value in column.readings()):.4f}")


def _framed(dialect: Dialect, top: Rows, body: Rows, total: Sequence[str] = ()) -> Rows:
    """The table with what stands above and below it."""
    words = LANGUAGES[dialect.language]
    lines = [_about(words, n) for n in range(dialect.preamble)]
    if lines and dialect.blank_line:
        lines.append([""])
    lines += top + body
    if dialect.total and any(total[1:]):
        lines.append([*total])
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
