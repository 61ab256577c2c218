"""What kind of thing a cell holds, by its shape alone."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from energy_core.formats.table.numbers import MISSING, is_number

_MONTH = (
    r"(jan|feb|f[eé]v|mar|m[aä]r|mrt|mrz|maa|apr|avr|abr|ma[iyjg]|jun|jui|giu|jul|lug|aug|ao[uû]|ago|avg|"
    r"sep|set|okt|oct|ott|out|nov|dec|d[eé]c|dez|dic|gen|ene|sty|lut|kwi|cze|lip|sie|wrz|pa[zź]|lis|"
    r"gru)[^\W\d_]*\.?"
)
_STAMP = re.compile(
    r"^\W*("
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"  # 2023-05-01
    r"|(19|20)\d{2}[-/]\d{1,2}$|\d{1,2}[-/](19|20)\d{2}$"  # 2023-05, 05/2023
    r"|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})(?!\d)"  # 1/5/2023
    r"|(19|20)\d{6}(T?\d{4,6}Z?)?$"  # 20230501, 20230501T0100
    rf"|([a-zé]{{2,9}}\.?,?\s+)?\d{{1,2}}[-. ]?(de )?\s?{_MONTH}[-. ,]*(de )?\d{{2,4}}"  # 1 mai 2023
    rf"|{_MONTH}[-. ]*\d{{1,2}},?\s+\d{{4}}"  # May 1, 2023
    rf"|{_MONTH}[-. ]\d{{2,4}}$"  # mai 2023
    r")",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^\d{1,2}[:h]\d{2}(:\d{2}([.,]\d+)?)?\s*([ap]\.?m\.?)?$", re.IGNORECASE)
_EPOCH = re.compile(r"^1[0-9]{9}(\.\d+)?$|^1[0-9]{12}$|^1[0-9]{15}$|^1[0-9]{18}$")


class Cell(StrEnum):
    EMPTY = "empty"
    NUMBER = "number"
    STAMP = "stamp"
    CLOCK = "clock"
    TEXT = "text"


@lru_cache(maxsize=65536)
def kind(cell: str) -> Cell:
    """The shape of one cell; a stamp goes before a number ("20230501", "01.05.2023")."""
    text = cell.strip()
    if text.lower() in MISSING:
        return Cell.EMPTY
    if _STAMP.match(text):
        return Cell.STAMP
    if _CLOCK.match(text):
        return Cell.CLOCK
    if _EPOCH.match(text):
        return Cell.STAMP
    return Cell.NUMBER if is_number(text) else Cell.TEXT


def kinds(cells: tuple[str, ...]) -> list[Cell]:
    return [kind(cell) for cell in cells]
