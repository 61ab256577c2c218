"""Which columns of a table make its stamps, and how their cells are read, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pyarrow as pa

from energy_core.formats.document import Placement
from energy_core.formats.table.stamp_calendar import DAY_US, HOUR_US, NAT, Ints, day_us, plus
from energy_core.formats.table.stamp_cells import NO_OFFSET, PAIRED, Cells, Offsets, read
from energy_core.formats.table.stamp_columns import accepted
from energy_core.formats.table.stamp_grammar import Cell
from energy_core.formats.table.stamp_numbers import epoch_us, numbers, packed_clock_us
from energy_core.formats.table.stamp_shapes import flat
from energy_core.formats.table.stamp_templates import Reading
from energy_core.formats.table.stamp_zones import clocks


class Part(StrEnum):
    """What a column contributes to a stamp."""

    STAMP = "stamp"  # date and time, or a date or month alone
    TIME = "time"
    CLOCK = "clock"  # a time as a number: 915
    PERIOD = "period"  # the number of an hour or another period of the day
    EPOCH = "epoch"  # counted since 1970
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"  # 0–23, of the date in other columns
    MINUTE = "minute"
    ZONE = "zone"  # the clock that the row's stamp is of


@dataclass(frozen=True, slots=True)
class Source:
    """One column. `unit_us`: µs of one number; `kind`: what its text cells hold."""

    part: Part
    column: int
    kind: Cell = Cell.NUMBER
    reading: Reading = field(default_factory=Reading)
    unit_us: float = 0


Moment = tuple[Source, ...]


@dataclass(slots=True)
class Parsed:
    """Rows of one block, or of all. `stamp`, `end`: µs on the wall of the clock that `offset` [min]
    names, of the file's own place where it is NO_OFFSET; NAT where a row has no stamp. `day`: its
    midnight, where the time of day stands in a column of its own; else empty, like `end` and
    `length` [µs] where the file does not tell them."""

    stamp: Ints
    offset: Offsets
    day: Ints
    end: Ints
    end_offset: Offsets
    length: Ints
    open_zone: int = 0

    def __len__(self) -> int:
        return len(self.stamp)


def joined(blocks: Sequence[Parsed]) -> Parsed:
    """The blocks of one file, in order."""
    names = ("stamp", "offset", "day", "end", "end_offset", "length")
    whole = {name: np.concatenate([getattr(b, name) for b in blocks]) for name in names}
    return Parsed(**whole, open_zone=sum(block.open_zone for block in blocks))


@dataclass(frozen=True, slots=True)
class StampPlan:
    """`stamp`: the columns of a row's stamp; `end`: those of its other end, where it has one.

    placement: where the file itself tells (by columns, words or numbers), with the reason in words.
    offset_min: the clock that the header names for all rows. timezone: the zone it names.
    day_first: as decided; open_day_first: no row decides it.
    """

    stamp: Moment
    end: Moment = ()
    length: Source | None = None
    placement: Placement | None = None
    reason: str = ""
    offset_min: int | None = None
    timezone: str | None = None
    day_first: bool | None = None
    open_day_first: bool = False

    @property
    def columns(self) -> set[int]:
        """Every column that the stamps are made of; what is left holds values and labels."""
        length = {self.length.column} if self.length else set()
        return {source.column for source in (*self.stamp, *self.end)} | length

    @property
    def is_paired(self) -> bool:
        return bool(self.end) or any(source.kind in PAIRED for source in self.stamp)

    @property
    def is_dated(self) -> bool:
        """Whether the stamps are days or months without a time."""
        parts = {source.part for source in self.stamp}
        days = self.stamp[0].kind in (Cell.DATE, Cell.DATES, Cell.MONTH) or Part.YEAR in parts
        return days and parts <= _DATES | {Part.ZONE}

    @property
    def is_monthly(self) -> bool:
        parts = {source.part for source in self.stamp}
        return self.stamp[0].kind is Cell.MONTH or (Part.YEAR in parts and Part.DAY not in parts)

    def parse(self, columns: Sequence[pa.Array | pa.ChunkedArray]) -> Parsed:
        """One block: all its columns, as text. A row that has no stamp is NAT."""
        first = _read(self.stamp, columns)
        second = _read(self.end, columns, first.day) if self.end else first
        end = _after(first, second) if self.end else first.end
        offset = self._with_header(first.offset, first.stamp)
        no = np.zeros(0, dtype=np.int64)
        return Parsed(
            stamp=first.stamp,
            offset=offset,
            day=first.day if len(self.stamp) > 1 else no,
            end=end if self.is_paired else no,
            end_offset=self._with_header(second.offset, end) if self.is_paired else no.astype("i2"),
            length=_field(self.length, columns).us if self.length else no,
            open_zone=first.open_zone,
        )

    def _with_header(self, offset: Offsets, us: Ints) -> Offsets:
        if self.offset_min is None:
            return offset
        return np.where((offset == NO_OFFSET) & (us != NAT), self.offset_min, offset).astype("i2")


@dataclass(slots=True)
class _Side:
    stamp: Ints
    end: Ints
    day: Ints
    offset: Offsets
    open_zone: int
    has_date: bool


def _read(moment: Moment, columns: Sequence[pa.Array], day: Ints | None = None) -> _Side:
    """One end of the rows; `day` is the date of its times where it has none of its own."""
    dates = {s.part: _field(s, columns) for s in moment if s.part in _DATES}
    own = next(iter(dates.values()), None)
    if Part.YEAR in dates:
        own = Cells(_from_fields(dates), own.end, own.offset) if own else None
    start = own.us if own else day
    assert start is not None
    offset = own.offset if own else np.full(len(start), NO_OFFSET, dtype=np.int16)
    end, us = (own.end if own else start), start
    for source in moment:
        if source.part is Part.ZONE:
            said = clocks(flat(columns[source.column]))
            offset = np.where(said != NO_OFFSET, said, offset)
        elif source.part not in _DATES:
            within = _field(source, columns)
            us, end = plus(us, _of_day(within.us)), plus(us, _of_day(within.end))
            offset = np.where(within.offset != NO_OFFSET, within.offset, offset)
    return _Side(us, _next(us, end), start, offset, own.open_zone if own else 0, own is not None)


_MOST_US = 400 * DAY_US  # that a number can mean, but for those since 1970
_DATES = {Part.STAMP, Part.EPOCH, Part.YEAR, Part.MONTH, Part.DAY}


def _field(source: Source, columns: Sequence[pa.Array]) -> Cells:
    column = flat(columns[source.column])
    if source.kind is not Cell.NUMBER:
        return read(column, source.reading, accepted(source.kind))
    value = numbers(column)
    offset = np.full(len(column), NO_OFFSET, dtype=np.int16)
    if source.part is Part.EPOCH:
        us = epoch_us(value, source.unit_us)
        if source.unit_us != DAY_US:
            offset[us != NAT] = 0
    elif source.part is Part.CLOCK:
        us = packed_clock_us(value)
    else:
        unit = int(source.unit_us) or 1
        us = np.where(np.abs(value.whole) <= _MOST_US // unit, value.whole * unit, NAT)
        us[~value.known] = NAT
    return Cells(us, np.full(len(us), NAT), offset)


def _of_day(within: Ints) -> Ints:
    return np.where((within >= 0) & (within <= DAY_US + HOUR_US), within, NAT)


def _from_fields(dates: dict[Part, Cells]) -> Ints:
    year, month = dates[Part.YEAR].us, dates[Part.MONTH].us
    day = dates[Part.DAY].us if Part.DAY in dates else np.ones_like(year)
    known = (year != NAT) & (month != NAT) & (day != NAT)
    return day_us(np.where(known, year, 0), np.where(known, month, 0), np.where(known, day, 0))


def _next(us: Ints, end: Ints) -> Ints:
    """Ends that are no later than their start are of the next day."""
    return np.where(
        (end != NAT) & (us != NAT) & (end <= us) & (us - end < DAY_US), end + DAY_US, end
    )


def _after(first: _Side, second: _Side) -> Ints:
    return second.stamp if second.has_date else _next(first.stamp, second.stamp)
