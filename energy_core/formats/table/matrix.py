"""Days as rows, times of day as columns: one value a column of each day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from energy_core.formats.document import Floats, Placement, Stamps
from energy_core.formats.table.collect import taken
from energy_core.formats.table.stamp_calendar import DAY_US, NAT, plus
from energy_core.formats.table.stamp_cells import read
from energy_core.formats.table.stamp_grammar import Cell
from energy_core.formats.table.stamp_plan import Parsed
from energy_core.formats.table.stamp_templates import Reading

_FEWEST = 23  # columns of times that make a matrix
_BEFORE = re.compile(r"^\D{0,12}(?=\d)")
_READING = Reading(bare=True)
_NUMBER = re.compile(r"^[A-Za-zäöüé .#_-]{0,12}?(\d{1,3})$")


@dataclass(frozen=True, slots=True)
class Matrix:
    """columns: those of times, in order; offsets: the start of each from midnight [µs]; step [µs]."""

    columns: tuple[int, ...]
    offsets: Stamps
    step: int
    placement: Placement

    def unfold(self, parsed: Parsed, values: Sequence[Floats]) -> tuple[Parsed, Floats]:
        """One row a time of day; `values` by column of the matrix."""
        days = np.repeat(np.arange(len(parsed)), len(self.columns))
        whole = taken(parsed, days)
        within = np.tile(self.offsets, len(parsed))
        timed = replace(whole, stamp=plus(whole.stamp, within), day=whole.stamp)
        return timed, np.column_stack(values).ravel()


def find(names: Sequence[str], columns: Sequence[int]) -> Matrix | None:
    """The matrix that the value columns' names are; None where they name no times of day."""
    return _of_clocks(names, columns) or _of_numbers(names, columns)


def _of_clocks(names: Sequence[str], columns: Sequence[int]) -> Matrix | None:
    times = _times([names[c] for c in columns])
    timed = [(c, t) for c, t in zip(columns, times, strict=True) if t != NAT]
    if len(timed) < max(_FEWEST, len(columns) * 0.8):
        return None
    at = np.array([t for _, t in timed], np.int64)
    steps = np.diff(at)
    if (steps <= 0).any():  # 0:30 … 23:30, 0:00: the last is midnight
        at = np.where(np.arange(len(at)) > 0, np.where(at == 0, DAY_US, at), at)
        steps = np.diff(at)
    if len(set(steps.tolist())) != 1 or steps[0] <= 0:
        return None
    step = int(steps[0])
    placement = Placement.END if at[0] == step else Placement.START
    offsets = at - step if placement is Placement.END else at
    return Matrix(tuple(c for c, _ in timed), offsets, step, placement)


def _times(names: Sequence[str]) -> list[int]:
    """Times of day that headings name [µs]: "00:15", "kWh 0.30", "0:30 - 1:00"; NAT for others."""
    bare = [_BEFORE.sub("", name.strip()) for name in names]
    texts = pa.array(["" if text.isdigit() else text for text in bare], pa.string())
    return [int(us) for us in read(texts, _READING, {Cell.TIME, Cell.TIMES}).us]


def _of_numbers(names: Sequence[str], columns: Sequence[int]) -> Matrix | None:
    """The matrix whose columns are numbered 1…24, 1…48, 1…96 (or 0…23; one hour more for the
    long day, counted from midnight on)."""
    found = [(c, int(m[1])) for c in columns if (m := _NUMBER.match(names[c].strip()))]
    numbers = [n for _, n in found]
    if len(found) < max(_FEWEST, len(columns) * 0.8) or len(found) > 300:
        return None
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] not in (0, 1):
        return None
    per_day = next((n for n in (24, 48, 96, 144, 288) if n <= len(numbers) <= n * 25 // 24), None)
    if per_day is None:
        return None
    step = DAY_US // per_day
    offsets = np.array([(n - numbers[0]) * step for n in numbers], np.int64)
    return Matrix(tuple(c for c, _ in found), offsets, step, Placement.START)
