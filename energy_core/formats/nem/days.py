"""The 300 and 400 records of NEM12: one day of one stream, and the quality of its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from energy_core.formats.document import Flags, Floats
from energy_core.formats.nem.codes import ESTIMATED, NONE
from energy_core.formats.registers import LARGEST, number

_QUALITY = re.compile(r"[ASFEVN]\d{0,2}", re.IGNORECASE)
MIXED = "V"  # the quality of each part follows in 400 records


@dataclass(slots=True)
class Day:
    """Values of a day in order, NaN where none is known; `line` is its 300 record's."""

    line: int
    value: Floats
    estimated: Flags
    unreadable: int

    def qualify(self, first: int, last: int, quality: str) -> None:
        """Mark intervals `first` to `last` (from 1) with a quality method ("A", "S14", "N")."""
        letter = quality[:1].upper()
        part = slice(max(first, 1) - 1, last)
        self.estimated[part] = letter in ESTIMATED
        if letter == NONE:
            self.value[part] = np.nan


def day_of(cells: list[str], line: int, intervals: int) -> Day | None:
    """The day that a 300 record holds; None where it has not one value for each interval,
    followed by a quality: then none of its numbers can be told from a stamp or a code."""
    after = [cell.strip() for cell in cells[2 + intervals :]]
    if len(cells) < 2 + intervals or (any(after) and not _QUALITY.fullmatch(after[0])):
        return None
    value, unreadable = _numbers(cells[2 : 2 + intervals])
    day = Day(line, value, np.zeros(intervals, bool), unreadable)
    if after and after[0].upper()[:1] not in ("", MIXED):
        day.qualify(1, intervals, after[0])
    return day


def _numbers(cells: list[str]) -> tuple[Floats, int]:
    """NaN for what is empty or no number, and how many are the latter."""
    try:
        value = np.array(list(map(float, cells)))
    except ValueError:
        value = np.array([number(cell) for cell in cells])
    unknown = np.flatnonzero(~(np.abs(value) <= LARGEST))
    value[unknown] = np.nan
    return value, sum(bool(cells[n].strip()) for n in unknown.tolist())
