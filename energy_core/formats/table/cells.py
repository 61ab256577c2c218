"""What kind of thing a cell holds, by its shape alone."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from energy_core.formats.table import stamp_grammar
from energy_core.formats.table.numbers import MISSING, is_number
from energy_core.formats.table.stamp_shapes import MAX_BYTES
from energy_core.formats.table.stamp_templates import Reading, template

_FORM = str.maketrans("123456789", "000000000")
_COUNTED = re.compile(r"1(\d{9}|\d{12}|\d{15}|\d{18})(\.\d+)?")  # s, ms, µs or ns since 1970
_FEWEST = 8  # digits that make a date without marks
_BARE = Reading(bare=True)


class Cell(StrEnum):
    EMPTY = "empty"
    NUMBER = "number"
    STAMP = "stamp"
    CLOCK = "clock"
    TEXT = "text"


_KINDS = {
    stamp_grammar.Cell.MOMENT: Cell.STAMP,
    stamp_grammar.Cell.DATE: Cell.STAMP,
    stamp_grammar.Cell.MONTH: Cell.STAMP,
    stamp_grammar.Cell.RANGE: Cell.STAMP,
    stamp_grammar.Cell.DATES: Cell.STAMP,
    stamp_grammar.Cell.TIME: Cell.CLOCK,
    stamp_grammar.Cell.TIMES: Cell.CLOCK,
    stamp_grammar.Cell.NUMBER: Cell.NUMBER,
}


def kind(cell: str) -> Cell:
    """The shape of one cell; a stamp goes before a number ("20230501", "01.05.2023")."""
    text = cell.strip()
    found = _of_shape(text.translate(_FORM))
    return Cell.STAMP if found is Cell.NUMBER and _is_bare_stamp(text) else found


def kinds(cells: tuple[str, ...]) -> list[Cell]:
    return [kind(cell) for cell in cells]


def is_plain_number(cell: str) -> bool:
    return kind(cell) is Cell.NUMBER


@lru_cache(maxsize=65536)
def _of_shape(shape: str) -> Cell:
    if shape.lower() in MISSING:
        return Cell.EMPTY
    made = template(shape, Reading()) if "0" in shape and len(shape) <= MAX_BYTES else None
    found = _KINDS.get(made.kind) if made else None
    return found or (Cell.NUMBER if is_number(shape) else Cell.TEXT)


def _is_bare_stamp(text: str) -> bool:
    """Whether digits alone are a date of these centuries, or count from 1970."""
    if len(text) < _FEWEST or not text[0].isdigit():
        return False
    if _COUNTED.fullmatch(text):
        return True
    made = template(text.translate(_FORM), _BARE) if text[:2] in ("19", "20") else None
    return made is not None and _KINDS.get(made.kind) is Cell.STAMP
