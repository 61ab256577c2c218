"""Where in a table the data stand: what is above (preamble, header, a row of units), and how wide
a row is. Found by what the cells hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from energy_core.errors import UnreadableFile
from energy_core.formats.grids.grid import Row
from energy_core.formats.table.cells import Cell, kind, kinds
from energy_core.formats.vocabulary import units

_FEW_UNITS = 2
_LOOK = 30  # rows whose shape is looked at to know the data's


@dataclass(frozen=True, slots=True)
class Layout:
    """names: one a column, distinct; units: by column, where a row of units tells them; preamble:
    the rows above that are no header; header_line: 0 where there is none; rows: the first rows
    of data and what stands between and below them."""

    names: tuple[str, ...]
    units: tuple[str | None, ...]
    preamble: tuple[Row, ...]
    header_line: int
    last_line_above: int
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        return len(self.names)


def find(head: Sequence[Row]) -> Layout:
    """The layout of the table whose first rows are `head`. Raises UnreadableFile."""
    if not head:
        raise UnreadableFile("the file is empty", 1)
    first = _first_data_row(head)
    width = _width(head[first:])
    above = list(head[:first])
    header, units_of, rest = _header(above, width, head[first:])
    names = _names(header, width)
    last_above = head[first - 1].line if first else 0
    return Layout(
        names,
        units_of,
        tuple(rest),
        header[-1].line if header else 0,
        last_above,
        tuple(head[first:]),
    )


def _first_data_row(head: Sequence[Row]) -> int:
    """Index of the first row that has the shape of most rows: a stamp (or a number) where they
    have one."""
    shapes = [kinds(row.cells) for row in head]
    stamped = [n for n, shape in enumerate(shapes) if _is_data(shape)]
    if not stamped:
        stamped = [n for n, shape in enumerate(shapes) if _is_numbers(shape)]
    if not stamped:
        raise UnreadableFile(
            "no row holds a date or time and a number; expected one reading a row", head[0].line
        )
    places = Counter(p for n in stamped for p in _stamp_places(shapes[n]))
    usual = {p for p, count in places.items() if count * 2 >= len(stamped)}
    rows = set(stamped)
    for n in stamped:
        run = [m for m in range(n, min(n + _LOOK, len(shapes))) if m in rows]
        alike = usual <= set(_stamp_places(shapes[n])) or not usual
        if alike and len(run) * 2 > min(_LOOK, len(shapes) - n):
            return n
    return stamped[0]


def _is_data(shape: list[Cell]) -> bool:
    """A stamp beside a number, or beside empty cells where a value is missing."""
    others = Counter(shape)
    return others[Cell.STAMP] > 0 and (
        others[Cell.NUMBER] > 0 or others[Cell.EMPTY] > 0 or others[Cell.STAMP] == len(shape) > 1
    )


def _is_numbers(shape: list[Cell]) -> bool:
    filled = [c for c in shape if c is not Cell.EMPTY]
    return bool(filled) and all(c in (Cell.NUMBER, Cell.CLOCK) for c in filled)


def _stamp_places(shape: list[Cell]) -> list[int]:
    return [n for n, c in enumerate(shape) if c is Cell.STAMP]


def _width(rows: Sequence[Row]) -> int:
    """Cells of most data rows; the wider where a stray delimiter ends some."""
    sizes = Counter(len(row.cells) for row in rows[:200])
    return sizes.most_common(1)[0][0]


def _header(
    above: list[Row], width: int, data: Sequence[Row]
) -> tuple[list[Row], tuple[str | None, ...], list[Row]]:
    """(the header's rows, the last being that of names; units by column; the preamble's rows)."""
    units_of: tuple[str | None, ...] = (None,) * width
    candidates = [row for row in above if _fits(row, width)]
    named, used = candidates, set()
    if candidates and _is_unit_row(candidates[-1], width):
        cells = _padded(candidates[-1].cells, width)
        told = tuple(units.unit(c) if c.strip() else None for c in cells)
        over = [row for row in candidates[:-1] if len(_trimmed(row.cells)) > 1]
        if over:
            units_of, named, used = told, over, {candidates[-1].line}
        elif sum(unit is not None for unit in told) > _FEW_UNITS:
            units_of = told  # a header of units: "timestamp,W,VAR,VA,f,V"
    if not named:
        return [], units_of, [r for r in above if r.line not in used]
    block = [named[-1]]
    for row in reversed(named[:-1]):
        if row.line < block[0].line - 1 or not _is_heading(row, width):
            break
        block.insert(0, row)
    names = _row_of_names(block, width)
    block = [r for r in block if r is not names] + [names]
    used |= {r.line for r in block}
    return block, units_of, [r for r in above if r.line not in used]


def _fits(row: Row, width: int) -> bool:
    """Whether a row could name the columns: nearly as wide, and mostly words."""
    cells = [c for c in row.cells if c.strip()]
    shape = [kind(c) for c in cells]
    words = sum(c in (Cell.TEXT, Cell.CLOCK, Cell.NUMBER, Cell.STAMP) for c in shape)
    near = width - 1 <= len(_trimmed(row.cells)) <= width + 1 and not _is_title(row, width)
    text = sum(c is Cell.TEXT for c in shape)
    times = sum(c in (Cell.CLOCK, Cell.NUMBER) for c in shape)
    return near and words > 0 and (text * 2 >= len(cells) or (text > 0 and times > 12))


def _is_title(row: Row, width: int) -> bool:
    """A lone text in the first of several columns."""
    return width > 1 and bool(row.cells[0].strip()) and not any(c.strip() for c in row.cells[1:])


def _is_unit_row(row: Row, width: int) -> bool:
    """Most cells are a unit and nothing else ("[Wh]", "kW")."""
    cells = [c for c in row.cells if c.strip()]
    told = sum(units.unit(c) is not None for c in cells)
    return told > 0 and told * 2 >= len(cells) - 1


def _is_heading(row: Row, width: int) -> bool:
    stamped = any(kind(c) is Cell.STAMP for c in row.cells)
    return width - 1 <= len(row.cells) <= width + 1 and not stamped and not _is_title(row, width)


def _row_of_names(block: list[Row], width: int) -> Row:
    """Of several rows of headings, the one that tells most columns apart (the lowest of those)."""
    return max(block, key=lambda row: (len(set(_trimmed(row.cells))), row.line))


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * width)[:width]


def _names(block: Sequence[Row], width: int) -> tuple[str, ...]:
    """One distinct name a column; a repeated one takes the heading above it in front ("Import"
    over "T1", "T2"), else its column's number behind."""
    cells = (
        [" ".join(c.split()) for c in _padded(block[-1].cells, width)] if block else [""] * width
    )
    over = _filled(_padded(block[-2].cells, width)) if len(block) > 1 else [""] * width
    seen: set[str] = set()
    counted = Counter(cells)
    out = []
    for number, (name, heading) in enumerate(zip(cells, over, strict=True), 1):
        if counted[name] > 1 and heading:
            name = f"{heading} {name}".strip()
        fresh = name if name and name not in seen else f"{name or 'column'} {number}"
        out.append(fresh)
        seen.add(fresh)
    return tuple(out)


def _filled(cells: Sequence[str]) -> list[str]:
    """Headings over several columns stand in the first of them."""
    out: list[str] = []
    for cell in cells:
        out.append(" ".join(cell.split()) or (out[-1] if out else ""))
    return out
