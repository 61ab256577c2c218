"""A column of cells → µs on the wall's clock, by column of digits; NAT where a cell is none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from energy_core.formats.table.stamp_calendar import (
    DAY_US,
    HOUR_US,
    MINUTE_US,
    NAT,
    SECOND_US,
    Ints,
    Whole,
    day_us,
    full_year,
    plus,
    within_us,
)
from energy_core.formats.table.stamp_grammar import SECOND, Cell
from energy_core.formats.table.stamp_shapes import Shape, shapes
from energy_core.formats.table.stamp_templates import UNKNOWN_ZONE, Reading, Template, template

Offsets = npt.NDArray[np.int16]

NO_OFFSET = -32768
LAST_HOUR = 25  # of a time beside its date: the longest day's last hour
MAX_OFFSET = 15 * 60

PAIRED = {Cell.RANGE, Cell.DATES, Cell.TIMES}
_UNITS = {"days": DAY_US, "hours": HOUR_US, "minutes": MINUTE_US, "seconds": SECOND_US}


@dataclass(slots=True)
class Cells:
    """us: moment, date or month on the wall; a time after midnight; a duration; a number as it is.
    end: the cell's second moment or time. offset [min]: NO_OFFSET where the cell names none."""

    us: Ints
    end: Ints
    offset: Offsets
    kinds: Counter[Cell] = field(default_factory=Counter)
    open_zone: int = 0  # cells whose clock's name means several
    open_order: bool = False


def read(column: pa.StringArray, reading: Reading, kinds: set[Cell]) -> Cells:
    """The cells of `kinds`; the others are counted and NAT."""
    cells = nothing(len(column))
    for shape in shapes(column):
        made = template(shape.text, reading)
        if made is not None:
            _fill(cells, shape, made, made.kind in kinds)
    return cells


def nothing(count: int) -> Cells:
    offset = np.full(count, NO_OFFSET, dtype=np.int16)
    return Cells(np.full(count, NAT), np.full(count, NAT), offset)


def _fill(cells: Cells, shape: Shape, made: Template, wanted: bool) -> None:
    us = _value(shape, made, "")
    read = int(np.count_nonzero(us != NAT))
    cells.kinds[made.kind] += read
    if not wanted:
        return
    cells.us[shape.rows] = us
    cells.open_order |= made.open
    if made.kind in PAIRED:
        cells.end[shape.rows] = _second(us, shape, made)
    if made.fixed.get("z") == UNKNOWN_ZONE and "oh" not in made.digits:
        cells.open_zone += read
    elif "z" in made.fixed or "oh" in made.digits:
        cells.offset[shape.rows] = _offset(shape, made)


def _get(shape: Shape, made: Template, name: str, other: int = 0) -> Whole:
    span = made.digits.get(name)
    return made.fixed.get(name, other) if span is None else shape.number(*span)


def _value(shape: Shape, made: Template, ending: str) -> Ints:
    if made.kind is Cell.NUMBER:
        value = _get(shape, made, "n") * made.fixed.get("minus", 1)
    elif made.kind is Cell.NAME:
        value = made.fixed["mo"]
    elif made.kind is Cell.LENGTH:
        value = sum(_get(shape, made, unit) * us for unit, us in _UNITS.items())
    elif "mo" + ending in made.digits or "mo" + ending in made.fixed:
        value = plus(_date(shape, made, ending), _time(shape, made, ending, last=24))
    else:
        value = _time(shape, made, ending, LAST_HOUR)
    return np.broadcast_to(np.asarray(value, dtype=np.int64), (shape.count,))


def _date(shape: Shape, made: Template, ending: str) -> Ints:
    year = _get(shape, made, "y" + ending)
    _, width = made.digits.get("y" + ending, (0, 0))
    return day_us(
        full_year(year) if width == 2 else year,
        _get(shape, made, "mo" + ending),
        _get(shape, made, "d" + ending, 1),
    )


def _time(shape: Shape, made: Template, ending: str, last: int) -> Ints:
    hour, minute, second = (_get(shape, made, name + ending) for name in ("h", "mi", "s"))
    if "ap" + ending in made.fixed:
        half = np.where(np.asarray(hour) > 12, 99, np.asarray(hour) % 12)
        hour = half + 12 * made.fixed["ap" + ending]
    return within_us(hour, minute, second, _fraction(shape, made, "f" + ending), last)


def _fraction(shape: Shape, made: Template, name: str) -> Whole:
    """Decimals of a second [µs]; what is finer is cut off."""
    at, width = made.digits.get(name, (0, 0))
    kept = min(width, 6)
    return shape.number(at, kept) * 10 ** (6 - kept) if kept else 0


def _second(us: Ints, shape: Shape, made: Template) -> Ints:
    """The cell's second moment; a time alone is the next one after the first."""
    end = _value(shape, made, SECOND)
    if made.kind is Cell.RANGE and "mo" + SECOND not in made.digits | made.fixed:
        midnight = np.where(us == NAT, NAT, us - us % DAY_US)
        end = plus(midnight, end)
        end = np.where((end != NAT) & (end <= us), end + DAY_US, end)
    return end


def _offset(shape: Shape, made: Template) -> Offsets:
    if "oh" not in made.digits:
        return np.full(shape.count, made.fixed["z"], dtype=np.int16)
    minutes = _get(shape, made, "oh") * 60 + _get(shape, made, "om")
    return np.where(minutes <= MAX_OFFSET, minutes * made.fixed["sign"], NO_OFFSET).astype(np.int16)
