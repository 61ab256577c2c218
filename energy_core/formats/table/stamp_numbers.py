"""Plain numbers that are stamps: seconds since 1970, hours and periods of a day, hhmm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from energy_core.formats.table.stamp_calendar import (
    DAY_US,
    FIRST_YEAR,
    HOUR_US,
    LAST_YEAR,
    MINUTE_US,
    NAT,
    SECOND_US,
    Ints,
)
from energy_core.formats.table.stamp_grammar import Cell
from energy_core.formats.table.stamp_shapes import shapes
from energy_core.formats.table.stamp_templates import Reading, template

_EXCEL_EPOCH_DAYS = 25569  # 1970-01-01 in a spreadsheet's days
_EARLIEST_S, _LATEST_S = 631_152_000, 4_102_444_800  # 1990, 2100
PERIODS = (24, 48, 72, 96, 144, 288, 1440)
"""Into how many periods a day is cut."""


@dataclass(slots=True)
class Numbers:
    """whole: NAT where a cell is no number. fraction: what stands behind the decimal mark."""

    whole: Ints
    fraction: npt.NDArray[np.float64]

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        return self.whole != NAT

    @property
    def are_whole(self) -> bool:
        return not self.fraction.any()


def numbers(column: pa.StringArray) -> Numbers:
    """The numbers of a column, exact to 18 digits before the mark."""
    found = Numbers(np.full(len(column), NAT), np.zeros(len(column)))
    for shape in shapes(column):
        made = template(shape.text, Reading())
        if made is None or made.kind is not Cell.NUMBER:
            continue
        sign = made.fixed.get("minus", 1)
        found.whole[shape.rows] = sign * shape.number(*made.digits["n"])
        if "f" in made.digits:
            at, width = made.digits["f"]
            found.fraction[shape.rows] = sign * shape.number(at, width) / 10.0**width
    return found


def epoch_us(value: Numbers, unit_us: float) -> Ints:
    """Count of `unit_us` since 1970 → µs UTC; days are a spreadsheet's."""
    whole = value.whole - (_EXCEL_EPOCH_DAYS if unit_us == DAY_US else 0)
    limit = (LAST_YEAR - FIRST_YEAR) * 366 * DAY_US / unit_us
    known = value.known & (np.abs(whole) < limit)
    kept = np.where(known, whole, 0)
    us = kept * int(unit_us) if unit_us >= 1 else kept // round(1 / unit_us)
    finest = SECOND_US if unit_us == DAY_US else 1  # a spreadsheet's decimals are cut off
    rest = np.rint(value.fraction * unit_us / finest).astype(np.int64) * finest
    return np.where(known, us + rest, NAT)


def epoch_unit(value: Numbers) -> float | None:
    """µs of one unit where the numbers could be counted since 1970; None where they could not."""
    known = value.whole[value.known]
    if not known.size:
        return None
    low, high = np.quantile(known, [0.02, 0.98])
    for unit in (SECOND_US, 1_000, 1, 1e-3):
        if low * unit / SECOND_US >= _EARLIEST_S and high * unit / SECOND_US <= _LATEST_S:
            return unit
    return None


def is_spreadsheet_days(value: Numbers) -> bool:
    known = value.whole[value.known]
    return bool(known.size) and bool(np.all((known > 32_000) & (known < 74_000)))


def packed_clock_us(value: Numbers) -> Ints:
    """915 → 09:15 [µs after midnight]."""
    hour, minute = value.whole // 100, value.whole % 100
    known = value.known & (minute < 60) & (hour >= 0) & (hour <= 25)
    return np.where(known, hour * HOUR_US + minute * MINUTE_US, NAT)


def is_packed_clock(value: Numbers) -> bool:
    known = value.whole[value.known]
    if not known.size or not value.are_whole or known.max() < 100:
        return False
    return bool(np.all(packed_clock_us(value)[value.known] != NAT))


def period_us(highest: int, lowest: int) -> int | None:
    """Length of a period where its numbers run from `lowest` (0 or 1) to `highest`; the day of 25
    hours may have more. None: no day is cut like this."""
    count = highest + (1 - lowest)
    for periods in PERIODS:
        if periods * 22 // 24 <= count <= periods * 25 // 24:
            return DAY_US // periods
    return None
