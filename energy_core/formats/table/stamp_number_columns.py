"""Which columns of plain numbers are stamps. Numbers look like anything: their names, and how they
rise from row to row, must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from energy_core.formats.document import Placement
from energy_core.formats.table.stamp_calendar import DAY_US, HOUR_US, MINUTE_US, NAT, Ints
from energy_core.formats.table.stamp_columns import Look, reread
from energy_core.formats.table.stamp_grammar import Cell
from energy_core.formats.table.stamp_numbers import (
    PERIODS,
    Numbers,
    epoch_unit,
    epoch_us,
    is_packed_clock,
    is_spreadsheet_days,
    period_us,
)
from energy_core.formats.table.stamp_plan import Moment, Part, Source

_STEADY = 0.6  # of the steps are the usual one
_NEARLY_ALL = 0.95


def _steadily(values: Ints) -> bool:
    """Whether numbers rise or fall from row to row, mostly by one step."""
    steps = np.diff(values)
    moved = steps[steps != 0]
    if not len(moved):
        return False
    one_way = max(np.mean(moved > 0), np.mean(moved < 0))
    usual = Counter(np.abs(moved).tolist()).most_common(1)[0]
    return bool(one_way > 0.9) and usual[1] >= _STEADY * len(moved)


def bare(seen: Look, sample: list[str]) -> Look:
    """The look again, as dates without marks (20230105, 202301050015, 05.2023) or times (15.30)
    where the numbers can be nothing else."""
    if seen.numbers is None or seen.named("value"):
        return seen
    texts = [cell.strip() for cell in sample if cell.strip()]
    if len({len(text) for text in texts}) > 2:
        return seen
    again = reread(seen, replace(seen.reading, bare=True), Cell.MOMENT, sample)
    kind = next((k for k, n in again.cells.kinds.most_common(1) if n >= _NEARLY_ALL * len(texts)),
                None)  # fmt: skip
    if kind is None or kind not in _BARE or not _BARE[kind](seen):
        return seen
    again = reread(seen, again.reading, kind, sample)
    return again if seen.named("stamp") or _goes_on(again) else seen


def _goes_on(seen: Look) -> bool:
    """Months are of many lengths, so they need only go one way."""
    if seen.kind is Cell.MONTH:
        steps = np.diff(seen.known)
        return bool(np.all(steps > 0) or np.all(steps < 0))
    return seen.kind is Cell.TIME or _steadily(seen.known)


def _is_time(seen: Look) -> bool:
    return seen.named("time") or seen.named("hour")


def _is_month(seen: Look) -> bool:
    return seen.named("month") or seen.named("stamp") or seen.named("period")


def _any(seen: Look) -> bool:
    return True


_BARE: dict[Cell, Callable[[Look], bool]] = {
    Cell.MOMENT: _any, Cell.DATE: _any, Cell.MONTH: _is_month, Cell.TIME: _is_time,
}  # fmt: skip


def epoch(seen: Look) -> Source | None:
    """The source of a column that counts from 1970, or a spreadsheet's days."""
    if seen.numbers is None or (seen.named("value") and not seen.named("stamp")):
        return None
    unit = epoch_unit(seen.numbers)
    if unit is not None:
        us = epoch_us(seen.numbers, unit)
        if seen.named("stamp") or _steadily(us[us != NAT]):
            return Source(Part.EPOCH, seen.index, unit_us=unit)
    elif is_spreadsheet_days(seen.numbers) and seen.named("stamp"):
        return Source(Part.EPOCH, seen.index, unit_us=DAY_US)
    return None


Counted = tuple[Source, Placement | None, str]


def clock_or_period(date: Look, looks: list[Look]) -> Counted | None:
    """The column that counts hours or periods of the day, or tells the time as a number (915)."""
    found = [seen for seen in looks if seen.numbers is not None and seen.numbers.are_whole]
    for seen in sorted(found, key=lambda s: not (s.named("hour") or s.named("period"))):
        assert seen.numbers is not None
        if is_packed_clock(seen.numbers) and seen.named("time"):
            return Source(Part.CLOCK, seen.index), None, ""
        if seen.named("value") or not (_counts(date, seen) or seen.named("hour")):
            continue
        counted = _period(seen, seen.numbers)
        if counted is not None:
            return counted
    return None


def _counts(date: Look, seen: Look) -> bool:
    """Whether numbers go up (or down) by one within a date and begin again with the next."""
    assert seen.numbers is not None
    both = (date.us != NAT) & seen.numbers.known
    days, counts = date.us[both], seen.numbers.whole[both]
    same = np.diff(days) == 0
    steps = np.abs(np.diff(counts)[same])
    ones = int(np.count_nonzero(steps == 1))
    return ones > 0 and ones >= _STEADY * int(np.count_nonzero(steps))


def _period(seen: Look, value: Numbers) -> Counted | None:
    known = value.whole[value.known]
    most = 25 if seen.named("hour") and _fit(known, 0, 25) else max(PERIODS) * 25 // 24
    if not _fit(known, 0, most):
        return None
    known = known[(known >= 0) & (known <= most)]
    lowest, highest = int(known.min()), int(known.max())
    if lowest > 1 and highest > 25:
        return None
    unit = HOUR_US if seen.named("hour") and highest <= 25 else period_us(highest, min(lowest, 1))
    if unit is None:
        return None
    source = Source(Part.PERIOD, seen.index, unit_us=unit)
    if lowest == 0:
        return source, Placement.START, "periods are counted from 0"
    return source, Placement.END, "periods are counted from 1"


_FIELDS: tuple[tuple[Part, int, int], ...] = (
    (Part.YEAR, 1990, 2100), (Part.MONTH, 1, 12), (Part.DAY, 1, 31), (Part.HOUR, 0, 24),
    (Part.MINUTE, 0, 59),
)  # fmt: skip
_UNIT_US = {Part.HOUR: HOUR_US, Part.MINUTE: MINUTE_US}


def fields(looks: list[Look]) -> Moment:
    """Year, month, day, hour and minute in columns of their own; empty without year and month."""
    found: list[Source] = []
    for part, low, high in _FIELDS:
        seen = next((s for s in looks if s.named(part.value) and _within(s, low, high)), None)
        if seen is not None and seen.index not in {source.column for source in found}:
            kind = Cell.NAME if seen.kind is Cell.NAME else Cell.NUMBER
            unit = _UNIT_US.get(part, 1)
            found.append(Source(part, seen.index, kind, seen.reading, unit))
    parts = {source.part for source in found}
    return tuple(found) if {Part.YEAR, Part.MONTH} <= parts else ()


def _within(seen: Look, low: int, high: int) -> bool:
    if seen.kind is Cell.NAME:
        return high == 12
    if seen.numbers is None or not seen.numbers.known.any():
        return False
    return _fit(seen.numbers.whole[seen.numbers.known], low, high)


def _fit(known: Ints, low: int, high: int) -> bool:
    return bool(np.mean((known >= low) & (known <= high)) >= _NEARLY_ALL)
