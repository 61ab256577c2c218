"""What a table made the reader leave out or assume, in words, with the line and the column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from energy_core.formats.document import Issue, Series, Severity
from energy_core.formats.grids.grid import Row
from energy_core.formats.table.cells import Cell, kinds
from energy_core.formats.table.collect import Collected, Tally
from energy_core.formats.table.layout import Layout
from energy_core.model import Role

_INFO, _WARNING = Severity.INFO, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Aside:
    """Rows without a stamp, by what they are."""

    totals: tuple[Row, ...]
    footers: tuple[Row, ...]
    tables: tuple[Row, ...]  # the first row of each other table


def sort_aside(collected: Collected, values: Sequence[int]) -> Aside:
    """A row with numbers where the values stand is a total; words over several cells, followed by
    more rows, are another table; all else is a footer."""
    totals, footers, tables = [], [], []
    for row, after in zip_longest(collected.aside, collected.aside[1:]):
        shape = kinds(row.cells)
        if any(c < len(shape) and shape[c] is Cell.NUMBER for c in values):
            totals.append(row)
        elif sum(c is Cell.TEXT for c in shape) >= 3 and after and after.line == row.line + 1:
            tables.append(row)
        else:
            footers.append(row)
    return Aside(tuple(totals), tuple(footers), _first_of_each(tables))


def _first_of_each(rows: list[Row]) -> tuple[Row, ...]:
    return tuple(
        row
        for before, row in zip([None, *rows], rows, strict=False)
        if before is None or row.line > before.line + 1
    )


def issues(
    layout: Layout, collected: Collected, aside: Aside, money: Sequence[int]
) -> Iterator[Issue]:
    """What the rows and columns showed."""
    for rows, what in (
        (aside.totals, "a row without a date, taken for a total and left out"),
        (aside.footers, "no date or time: the line was left out"),
        (aside.tables, "another table begins here; it was left out"),
    ):
        if rows:
            yield Issue(_INFO, what, rows[0].line, None, len(rows))
    for column, tally in collected.bad.items():
        if tally.count:
            yield _not_a_number(layout.names[column], tally)
    if money:
        named = ", ".join(layout.names[c] for c in money)
        yield Issue(_INFO, f"amounts of money are not stored: {named}")


def _not_a_number(name: str, tally: Tally) -> Issue:
    said = f"not a number: {tally.example!r}; expected a number or an empty cell"
    return Issue(_WARNING, said, tally.first_line, name, tally.count)


def of_series(series: Series, clashes: int, factor: float) -> Iterator[Issue]:
    """What one series showed; `clashes`: stamps with two values; `factor`: that of its unit."""
    if factor != 1.0:
        said = (
            f"the unit is {factor:g} {series.unit}: the numbers were multiplied into {series.unit}"
        )
        yield Issue(_INFO, said, None, series.name)
    if series.role is Role.OTHER:
        said = "it repeats or checks other series of the file; it counts for nothing by itself"
        yield Issue(_INFO, said, None, series.name)
    if "unit" in series.guessed:
        taken = f"taken for {series.unit}" if series.unit else "kept without a unit"
        yield Issue(_WARNING, f"no unit is told; {taken}", None, series.name)
    if series.repeated:
        said = "the same reading stands in the file again; it counts once"
        yield Issue(_INFO, said, None, series.name, series.repeated)
    if clashes:
        said = "a stamp with two different values; the first is stored"
        yield Issue(_WARNING, said, None, series.name, clashes)
