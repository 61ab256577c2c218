"""A grid → the document it holds: layout, stamps, columns, rows, meanings, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Dialect, Document, Issue, Severity
from energy_core.formats.grids.grid import Grid, Row
from energy_core.formats.table import columns, findings, layout, stamp_find
from energy_core.formats.table.cells import Cell, kinds
from energy_core.formats.table.collect import Collected, collect
from energy_core.formats.table.dated import with_days
from energy_core.formats.table.findings import Aside
from energy_core.formats.table.joined import joined
from energy_core.formats.table.layout import Layout
from energy_core.formats.table.numbers import decimal_mark
from energy_core.formats.table.sections import Section, said_of, sections
from energy_core.formats.table.understood import Known, understand
from energy_core.formats.table.upright import upright
from energy_core.formats.vocabulary import vendors

_LONGEST = 60  # letters of a cell of the preamble that names something
_NO_DIRECTION = re.compile(
    r"(?<!grid.)(?<!energy.)(?<!power.)(?<!active.)(?<!kwh.)export(s|ed|data)?(?!.?(kwh|energy|meter))",
    re.IGNORECASE,
)
"""A file is named an export because it is one."""
GENERAL = "Table of readings"


@dataclass(frozen=True, slots=True)
class _Table:
    """stamps: names of the columns that its stamps stand in."""

    layout: Layout
    stamps: list[str]
    collected: Collected
    document: Document


def read_table(grid: Grid, name: str, answers: Answers) -> Document:
    """The document of a table, or of all that are stacked in the file. Raises UnreadableFile,
    naming line, column and what was expected."""
    grid = with_days(upright(grid), name)
    found = layout.find(grid.head)
    first = found.rows[0].line
    unstamped = [row for row in found.rows if Cell.STAMP not in kinds(row.cells)]
    parts = sections(grid, unstamped, found.names, first)
    if not parts:
        whole = _read(grid, name, answers)
        parts = sections(grid, whole.collected.aside, found.names, first)
        if not parts:
            return whole.document
    document = joined([_document(part, name, answers) for part in parts])
    if not document.series:
        (cause, *_) = document.issues
        raise UnreadableFile(cause.message, cause.line)
    return document


def _document(part: Section, name: str, answers: Answers) -> tuple[Document, Sequence[str]]:
    """That of one of several tables, and what it may be called by: its stamps' heading, its title.
    One that cannot be read is told, and costs no other."""
    try:
        read = _read(part, name, answers)
    except UnreadableFile as error:
        said = f"a table begins here that was left out: {error}"
        return Document("", (), issues=(Issue(Severity.WARNING, said, part.first),)), ("",)
    titles = [cells[0] for row in read.layout.preamble if len(cells := said_of(row.cells)) == 1]
    return read.document, (" ".join(read.stamps), *titles[-1:])


def _read(grid: Grid, name: str, answers: Answers) -> _Table:
    found = layout.find(grid.head)
    sample = _sample(found, grid.tail)
    plan = stamp_find.find(list(found.names), sample, answers)
    first_line = found.rows[0].line if found.rows else None
    if plan is None:
        raise UnreadableFile("no column holds dates or times; expected one stamp a row", first_line)
    used = columns.find(found, sample, plan.columns)
    if not used.values:
        raise _without_numbers(first_line)
    decimal = grid.decimal or decimal_mark(_cells(sample, used.values), grid.delimiter)
    collected = collect(grid, found, used, plan, decimal)
    if not len(collected):
        raise UnreadableFile("no row has a date or time that exists", first_line)
    stamps = [found.names[column] for column in sorted(plan.columns)]
    around = _around(found, grid, name)
    if isinstance(grid, Section):
        around = (*stamps, *around)
    vendor = vendors.recognise(found.names, " ".join(around)) if answers.vendors else None
    aside = findings.sort_aside(collected, used.values)
    known = Known(found.names, found.units, used, plan, collected, around, vendor)
    understood = understand(known, answers)
    if not understood.series:
        raise _without_numbers(first_line)
    document = Document(
        format=vendor.name if vendor else GENERAL,
        series=understood.series,
        dialect=_dialect(grid, decimal, found, aside),
        timezone=understood.timezone,
        questions=understood.questions,
        issues=(
            *findings.issues(found, collected, aside, used.money),
            *understood.issues,
        ),
    )
    return _Table(found, stamps, collected, document)


def _without_numbers(line: int | None) -> UnreadableFile:
    said = "no column of numbers stands beside the dates; expected readings"
    return UnreadableFile(said, line)


def _sample(found: Layout, tail: Sequence[Row]) -> list[list[str]]:
    """Cells by column of the first and last rows."""
    last = found.rows[-1].line if found.rows else 0
    rows = [*found.rows, *(row for row in tail if row.line > last)]
    cells = [(*row.cells, *[""] * found.width)[: found.width] for row in rows]
    return [list(column) for column in zip(*cells, strict=True)]


def _cells(sample: Sequence[Sequence[str]], chosen: Sequence[int]) -> Iterator[str]:
    return (cell for column in chosen for cell in sample[column])


def _around(found: Layout, grid: Grid, name: str) -> tuple[str, ...]:
    """Short texts that stand beside the table: preamble, container, file name."""
    written = [cell.strip() for row in found.preamble for cell in row.cells]
    short = [cell for cell in written if 0 < len(cell) <= _LONGEST]
    said = [f"{key} {value}" for key, value in grid.context.items()]
    file = _NO_DIRECTION.sub(" ", PurePath(name).name.split(".")[0])
    return (*short, *said, *grid.context.values(), file)


def _dialect(grid: Grid, decimal: str, found: Layout, aside: Aside) -> Dialect:
    return Dialect(
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        decimal=decimal,
        preamble_lines=len(found.preamble),
        header_line=found.header_line,
        header=found.names if found.header_line else (),
        total_rows=len(aside.totals),
        footer_lines=len(aside.footers),
        other_tables=len(aside.tables),
    )
