"""Which columns are the stamps, by what their cells hold; names decide only between equals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from energy_core.formats.document import Answers, Placement
from energy_core.formats.table import stamp_words as words
from energy_core.formats.table.stamp_calendar import DAY_US, NAT, Ints
from energy_core.formats.table.stamp_cells import NO_OFFSET
from energy_core.formats.table.stamp_columns import Look, look
from energy_core.formats.table.stamp_grammar import Cell
from energy_core.formats.table.stamp_lengths import with_length
from energy_core.formats.table.stamp_number_columns import bare, clock_or_period, epoch, fields
from energy_core.formats.table.stamp_plan import Moment, Part, Source, StampPlan
from energy_core.formats.table.stamp_templates import Order
from energy_core.formats.table.stamp_zones import (
    are_clocks,
    custom_of,
    header_offset,
    header_timezone,
)

Sample = list[list[str]]

_FEW = 6  # columns of moments are looked at two by two


def find(names: list[str], columns: Sample, answers: Answers) -> StampPlan | None:
    """The plan of a table's stamps from sample cells of each column; None where it has none."""
    custom = custom_of(next(filter(None, map(header_timezone, names)), answers.timezone))
    looks = [
        look(index, name, cells, answers.day_first, custom)
        for index, (name, cells) in enumerate(zip(names, columns, strict=True))
    ]
    looks = [_settled(seen, looks, cells) for seen, cells in zip(looks, columns, strict=True)]
    looks = [bare(seen, cells) for seen, cells in zip(looks, columns, strict=True)]
    for choose in _CHOICES:
        plan = choose(looks)
        if plan is not None:
            return _with_clock(with_length(plan, looks), looks, columns)
    return None


def _settled(seen: Look, looks: list[Look], sample: list[str]) -> Look:
    """A date column whose order is open has that of the table's other date columns."""
    if not seen.open_order:
        return seen
    decided = {other.reading.order for other in looks
               if other.cells.open_order and not other.open_order}  # fmt: skip
    if len(decided) != 1:
        return seen
    return look(seen.index, seen.name, sample, decided == {Order.DMY})


def _of(looks: list[Look], *kinds: Cell) -> list[Look]:
    """Looks of these kinds; those that never change, or say when a row was written, last."""
    found = [seen for seen in looks if seen.kind in kinds]
    return sorted(found, key=lambda seen: (not seen.varies, seen.named("late")))


def _source(seen: Look, part: Part = Part.STAMP) -> Source:
    assert seen.kind is not None
    return Source(part, seen.index, seen.kind, seen.reading)


def _plan(first: list[Look], stamp: Moment, end: Moment = ()) -> StampPlan:
    """A plan whose day order is that of `first`, its date columns."""
    orders = {seen.reading.order for seen in first if seen.cells.open_order}
    day_first = None if not orders else all(order == "dmy" for order in orders)
    is_open = any(seen.open_order for seen in first)
    plan = StampPlan(stamp, end, day_first=day_first, open_day_first=is_open)
    if plan.is_paired:
        return replace(plan, placement=Placement.START, reason="each row names its start and end")
    return plan


def _ranges(looks: list[Look]) -> StampPlan | None:
    found = _of(looks, Cell.RANGE, Cell.DATES)
    return _plan(found[:1], (_source(found[0]),)) if found else None


def _moments(looks: list[Look]) -> StampPlan | None:
    found = _of(looks, Cell.MOMENT)
    if not found:
        return None
    for first in found[:_FEW]:
        for second in found[:_FEW]:
            if first is not second and _is_pair(first, second):
                return _plan([first, second], (_source(first),), (_source(second),))
    best = min(found, key=lambda seen: (not seen.varies, seen.named("late"), not _utc(seen)))
    if _is_aside(best) and not all(map(_is_aside, _of(looks, Cell.DATE))):
        return None
    return _worded(_plan([best], (_source(best),)), [best])


def _is_aside(seen: Look) -> bool:
    """Whether a column is that of the export, or says when a row was written."""
    return not seen.varies or seen.named("late")


def _utc(seen: Look) -> bool:
    return seen.names_offsets or header_offset(seen.name) is not None


def instants(seen: Look) -> Ints:
    """The sample's stamps, on one clock where they name offsets."""
    offset = np.where(seen.cells.offset == NO_OFFSET, 0, seen.cells.offset).astype(np.int64)
    return np.where(seen.us == NAT, NAT, seen.us - offset * 60_000_000)


def _is_pair(first: Look, second: Look) -> bool:
    """Whether two columns are the start and the end of the same interval."""
    starts, ends = instants(first), instants(second)
    both = (starts != NAT) & (ends != NAT)
    lengths = (ends - starts)[both]
    if not len(lengths) or np.mean(lengths > 0) < 0.9 or np.median(lengths) > 367 * DAY_US:
        return False
    if _says(second, words.STARTS) and not _says(second, words.ENDS):
        return False
    if _says(first, words.STARTS) or _says(second, words.ENDS):
        return True
    if _utc(first) != _utc(second):
        return False
    steps = Counter(np.abs(np.diff(starts[both])).tolist())
    usual = Counter(lengths.tolist()).most_common(1)[0]
    return usual[1] >= 0.8 * len(lengths) and usual[0] == max(
        steps, key=steps.__getitem__, default=0
    )


def _says(seen: Look, those: set[str]) -> bool:
    return not those.isdisjoint(words.words(seen.name))


def _dates(looks: list[Look]) -> StampPlan | None:
    dates = _of(looks, Cell.DATE)
    if not dates:
        return None
    ranges, times = _of(looks, Cell.TIMES), _times(looks)
    if ranges:
        return _plan(dates[:1], (_source(dates[0]), _source(ranges[0], Part.TIME)))
    if times:
        return _dates_and_times(sorted(dates, key=_place), sorted(times, key=_place))
    counted = clock_or_period(dates[0], looks)
    if counted is not None:
        source, placement, reason = counted
        plan = _plan(dates[:1], (_source(dates[0]), source))
        plan = _worded(plan, [dates[0], looks[source.column]])
        return replace(plan, placement=placement, reason=reason) if placement else plan
    return _days(dates)


def _place(seen: Look) -> int:
    return seen.index


def _times(looks: list[Look]) -> list[Look]:
    """Times of day; a column of one length is a duration."""
    found = _of(looks, Cell.TIME)
    return [seen for seen in found if seen.varies or not seen.named("duration")]


def _dates_and_times(dates: list[Look], times: list[Look]) -> StampPlan:
    first = (_source(dates[0]), _source(times[0], Part.TIME))
    if len(dates) > 1 and len(times) > 1 and _is_later(dates[0], dates[1]):
        return _plan(dates[:2], first, (_source(dates[1]), _source(times[1], Part.TIME)))
    if len(times) > 1 and _are_ends(times[0], times[1]):
        return _plan(dates[:1], first, (_source(times[1], Part.TIME),))
    date = next((seen for seen in dates if seen.varies), dates[0])
    time = next((seen for seen in times if seen.named("time") and seen.varies), times[0])
    plan = _plan([date], (_source(date), _source(time, Part.TIME)))
    return _worded(plan, [date, time])


def _is_later(first: Look, second: Look) -> bool:
    both = (first.us != NAT) & (second.us != NAT)
    days = (second.us - first.us)[both] // DAY_US
    return bool(len(days)) and bool(np.mean((days == 0) | (days == 1)) > 0.9)


def _are_ends(first: Look, second: Look) -> bool:
    """Whether the second time follows the first by the same length in most rows."""
    both = (first.us != NAT) & (second.us != NAT)
    lengths = ((second.us - first.us)[both] % DAY_US).tolist()
    usual = Counter(lengths).most_common(1)
    return bool(usual) and usual[0][0] > 0 and usual[0][1] >= 0.8 * len(lengths)


def _days(dates: list[Look]) -> StampPlan:
    """Rows of days. Two dates are a pair where their names say so and the second is never before."""
    if len(dates) > 1:
        first, second = sorted(dates[:2], key=_place)
        both = (first.us != NAT) & (second.us != NAT)
        if _says(second, words.ENDS) and np.all((second.us - first.us)[both] >= 0):
            return _plan([first, second], (_source(first),), (_source(second),))
    return _worded(_plan(dates[:1], (_source(dates[0]),)), dates[:1])


def _months(looks: list[Look]) -> StampPlan | None:
    found = _of(looks, Cell.MONTH)
    return _plan(found[:1], (_source(found[0]),)) if found else None


def _fields(looks: list[Look]) -> StampPlan | None:
    moment = fields(looks)
    return StampPlan(moment) if moment else None


def _epochs(looks: list[Look]) -> StampPlan | None:
    found = [(seen, source) for seen in looks if (source := epoch(seen))]
    if not found:
        return None
    found.sort(key=lambda pair: not pair[0].named("stamp"))
    (first, source), rest = found[0], found[1:]
    for second, ending in rest:
        if _says(second, words.ENDS) and not _says(first, words.ENDS):
            return replace(_plan([], (source,), (ending,)), placement=Placement.START,
                           reason="each row names its start and end")  # fmt: skip
    return _worded(StampPlan((source,)), [first])


_CHOICES: tuple[Callable[[list[Look]], StampPlan | None], ...] = (
    _ranges, _moments, _dates, _months, _fields, _epochs,
)  # fmt: skip


def _worded(plan: StampPlan, made_of: list[Look]) -> StampPlan:
    """What the names of the stamp's columns say of start or end."""
    for seen in made_of:
        said = words.words(seen.name)
        ends = bool(words.ENDS & set(said)) or (said[:1] and said[0] in words.FIRST_ENDS)
        starts = bool(words.STARTS & set(said)) or (said[:1] and said[0] in words.FIRST_STARTS)
        if bool(ends) != bool(starts):
            placement = Placement.END if ends else Placement.START
            return replace(plan, placement=placement, reason=f"the column is named “{seen.name}”")
    return plan


def _with_clock(plan: StampPlan, looks: list[Look], columns: Sample) -> StampPlan:
    """The clock that the stamp's columns name, or a column of clocks beside them."""
    named = [looks[source.column].name for source in plan.stamp]
    offset = next((o for o in map(header_offset, named) if o is not None), None)
    zone = next((z for z in map(header_timezone, named) if z is not None), None)
    plan = replace(plan, offset_min=offset, timezone=zone)
    for seen in looks:
        if seen.index not in plan.columns and are_clocks(columns[seen.index]):
            return replace(plan, stamp=(*plan.stamp, Source(Part.ZONE, seen.index)))
    return plan
