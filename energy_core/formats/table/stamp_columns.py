"""What each column of a sample holds, judged by its cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from energy_core.formats.table import stamp_words as words
from energy_core.formats.table.cells import is_plain_number
from energy_core.formats.table.stamp_calendar import DAY_US, NAT, Ints
from energy_core.formats.table.stamp_cells import NO_OFFSET, Cells, nothing, read
from energy_core.formats.table.stamp_grammar import Cell
from energy_core.formats.table.stamp_numbers import Numbers, numbers
from energy_core.formats.table.stamp_templates import Order, Reading

MOST = 0.6  # of the cells that hold anything; the rest is footers and second tables
DATED = {Cell.MOMENT, Cell.DATE, Cell.MONTH, Cell.RANGE, Cell.DATES}
_GLANCE = 40
_MIDNIGHT_DROPPED = 0.25  # of dated cells name a time: the others are midnights


@dataclass(frozen=True, slots=True)
class Look:
    """One column of the sample; a column of numbers has `numbers` in place of `cells`.
    open_order: no row decides between day and month first."""

    index: int
    name: str
    kind: Cell | None
    reading: Reading
    cells: Cells
    numbers: Numbers | None = None
    open_order: bool = False

    @property
    def us(self) -> Ints:
        return self.cells.us

    @property
    def known(self) -> Ints:
        """The stamps that were read, in order."""
        return self.us[self.us != NAT]

    @property
    def names_offsets(self) -> bool:
        return bool(np.mean(self.cells.offset[self.us != NAT] != NO_OFFSET) > 0.5)

    @property
    def varies(self) -> bool:
        return len(np.unique(self.known)) > 1

    def named(self, part: str) -> bool:
        return words.named(self.name, part)


def look(
    index: int, name: str, sample: list[str], day_first: bool | None, custom: Order | None = None
) -> Look:
    """`custom`: the order of day and month where no row decides it."""
    column = pa.array(sample, type=pa.string())
    filled = sum(1 for cell in sample if cell.strip())
    reading = Reading()
    first = _glance(sample)
    if first is None:
        return Look(index, name, None, reading, nothing(len(sample)))
    if first is Cell.NUMBER:
        found = numbers(column)
        if np.count_nonzero(found.known) < MOST * filled:
            return Look(index, name, None, reading, nothing(len(sample)))
        return Look(index, name, first, reading, nothing(len(sample)), found)
    reading, is_open = _reading(column, day_first, custom)
    kind = _kind(read(column, reading, set()), filled)
    cells = read(column, reading, accepted(kind))
    return Look(index, name, kind, reading, cells, open_order=is_open and cells.open_order)


def _glance(sample: list[str]) -> Cell | None:
    """What a few cells hold mostly; None where they are no stamps, numbers or durations."""
    filled = [cell for cell in sample if cell.strip()]
    few = filled[:: len(filled) // _GLANCE + 1]
    if few and all(map(is_plain_number, few)):
        return Cell.NUMBER
    column = pa.array(few, type=pa.string())
    kinds = max((read(column, Reading(order), set()).kinds for order in Order), key=Counter.total)
    if not few or kinds.total() < MOST / 2 * len(few):
        return None
    return kinds.most_common(1)[0][0]


def accepted(kind: Cell | None) -> set[Cell]:
    """The kinds that a column of one kind may also hold: spreadsheets drop midnight's time."""
    if kind is None:
        return set()
    return {kind, Cell.DATE} if kind is Cell.MOMENT else {kind}


def reread(seen: Look, reading: Reading, kind: Cell, sample: list[str]) -> Look:
    cells = read(pa.array(sample, type=pa.string()), reading, accepted(kind))
    return replace(seen, reading=reading, kind=kind, cells=cells)


def _kind(cells: Cells, filled: int) -> Cell | None:
    kinds = cells.kinds
    dated = kinds[Cell.MOMENT] + kinds[Cell.DATE]
    if dated >= MOST * filled and kinds[Cell.MOMENT] > _MIDNIGHT_DROPPED * dated:
        return Cell.MOMENT
    most = kinds.most_common(1)
    return most[0][0] if most and most[0][1] and most[0][1] >= MOST * filled else None


def _reading(
    column: pa.StringArray, day_first: bool | None, custom: Order | None
) -> tuple[Reading, bool]:
    """How the column is to be read, and whether that stays open."""
    first = Reading(dashed=_is_dashed(column))
    if not read(column, first, DATED).open_order and not _some_open(column, first):
        return first, False
    orders = [Order.DMY, Order.MDY, Order.YMD]
    if day_first is not None:
        orders.remove(Order.MDY if day_first else Order.DMY)
    tried = [(replace(first, order=order), read(column, replace(first, order=order), DATED))
             for order in orders]  # fmt: skip
    most = max(_dated(cells) for _, cells in tried)
    left = [(reading, cells) for reading, cells in tried if _dated(cells) == most]
    if len(left) == 1 or day_first is not None:
        return left[0][0], False
    reading, is_open = _steadiest(left)
    if not is_open:
        return reading, False
    return _by_custom(column, replace(reading, order=custom) if custom else reading)


def _by_custom(column: pa.StringArray, guess: Reading) -> tuple[Reading, bool]:
    """Dates with dots begin with the day everywhere; a clock of twelve hours goes with months."""
    texts = [cell.strip().lower() for cell in column.to_pylist() if cell.strip()]
    if np.mean([cell.split(" ")[0].count(".") == 2 for cell in texts]) > MOST:
        return replace(guess, order=Order.DMY), False
    if np.mean([cell.endswith(("am", "pm", "m.")) for cell in texts]) > MOST:
        return replace(guess, order=Order.MDY), True
    return guess, True


def _some_open(column: pa.StringArray, reading: Reading) -> bool:
    return read(column, replace(reading, order=Order.MDY), DATED).open_order


def _dated(cells: Cells) -> int:
    return sum(cells.kinds[kind] for kind in DATED)


def _steadiest(left: list[tuple[Reading, Cells]]) -> tuple[Reading, bool]:
    """The order under which the stamps wander least; open where one row a day leaves a choice."""
    ways = [float(np.abs(np.diff(cells.us[cells.us != NAT])).sum()) for _, cells in left]
    best = int(np.argmin(ways))
    reading, cells = left[best]
    days = cells.us[cells.us != NAT] // DAY_US
    if len(set(ways)) == 1 or not np.any(np.diff(days)):
        return left[0][0], True
    firsts = [bool(np.all(_day_of_month(other.us) == 1)) for _, other in left]
    if any(firsts) and len(np.unique(days)) == len(days):
        return left[firsts.index(True)][0], True
    return reading, False


def _day_of_month(us: Ints) -> Ints:
    days = us[us != NAT].astype("datetime64[us]").astype("datetime64[D]")
    return (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1


def _is_dashed(column: pa.StringArray) -> bool:
    """Whether what looks like offsets after a dash changes from row to row, as an end does."""
    cells = read(column, Reading(), {Cell.MOMENT})
    offsets = cells.offset[(cells.us != NAT) & (cells.offset != NO_OFFSET)]
    if not len(offsets) or offsets.max() > 0:
        return False
    ranges = read(column, Reading(dashed=True), {Cell.RANGE})
    return len(np.unique(offsets)) > 2 and ranges.kinds[Cell.RANGE] >= MOST * len(column)
