"""The one door to a table's stamps: sample → plan; block → parsed; all rows → UTC.

plan = stamps.plan(names, sample_columns, answers)
parsed = stamp_plan.joined([plan.parse(block.columns) for block in …])
stamped = stamps.to_utc(plan, parsed, timezone, answers, series)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_core.formats.document import Answers, Issue, Placement, Question, Severity
from energy_core.formats.table import clock
from energy_core.formats.table.clock_choice import (
    Local,
    Way,
    counts_beyond_midnight,
    faults,
    ignores_changes,
    instants,
)
from energy_core.formats.table.placement import GUESS, Finding, by_edges
from energy_core.formats.table.stamp_calendar import (
    DAY_US,
    MINUTE_US,
    NAT,
    Ints,
    months_before,
    plus,
)
from energy_core.formats.table.stamp_cells import NO_OFFSET, Offsets
from energy_core.formats.table.stamp_find import find as plan
from energy_core.formats.table.stamp_plan import Parsed, StampPlan
from energy_core.formats.table.stamp_steps import lengths_before, step_us, told_step

__all__ = ["Stamped", "plan", "to_utc"]


@dataclass(frozen=True, slots=True)
class Stamped:
    """utc: the instants that the rows name [µs], NAT where there is none; start: those at which
    their intervals begin, for what covers an interval. Both in the file's order.

    step_us: the usual step, None where there is none. timezone: the zone that was used, None where
    every stamp names its own clock. never: rows of an hour that no clock of the zone showed.
    no_dst: the file goes through every change of the clock as if there were none.
    """

    utc: Ints
    start: Ints
    step_us: int | None
    placement: Finding
    timezone: str | None
    never: int
    no_dst: bool
    questions: tuple[Question, ...]
    issues: tuple[Issue, ...]


def to_utc(
    plan: StampPlan,
    parsed: Parsed,
    timezone: str,
    answers: Answers,
    series: Ints | None = None,
    known: Placement | None = None,
) -> Stamped:
    """All rows of a file, in its order. `timezone` is that of stamps that name no clock.

    series: a number for each row where a table stacks or mixes several series.
    known: the placement that a vendor is known for, where the file does not tell.
    """
    placement = _told(plan, answers)
    step = _step(parsed, series)
    local, rows = _local(parsed, timezone, step, series)
    way, placement = _read(plan, local, placement, known, parsed, step)
    found = instants(local, way)
    utc = _with_local(parsed, rows, found)
    never = int(np.count_nonzero((found == NAT) & (local.wall != NAT)))
    no_dst = never > 0 and ignores_changes(local, found, way)
    start = utc
    if placement.placement is Placement.END:
        start = _starts(plan, utc, rows, local, step, series)
    return Stamped(
        utc,
        start,
        step,
        placement,
        timezone if len(local.wall) else None,
        never,
        no_dst,
        _questions(plan, placement),
        _issues(parsed, never, no_dst, timezone),
    )


def _local(
    parsed: Parsed, timezone: str, step: int | None, series: Ints | None
) -> tuple[Local, Ints | slice]:
    """The rows that name no clock, and where they stand."""
    everything = Local(parsed.stamp, parsed.day, timezone, step or 0, series)
    if np.all(parsed.offset == NO_OFFSET):
        return everything, slice(None)
    rows = np.flatnonzero((parsed.offset == NO_OFFSET) & (parsed.stamp != NAT))
    return everything.at(rows), rows


def _with_local(parsed: Parsed, rows: Ints | slice, found: Ints) -> Ints:
    if isinstance(rows, slice):
        return found
    utc = on_utc(parsed.stamp, parsed.offset)
    utc[rows] = found
    return utc


def on_utc(us: Ints, offset: Offsets) -> Ints:
    """What names its clock, on UTC; what does not, as it is."""
    if np.all(offset == NO_OFFSET):
        return us
    minutes = np.where(offset == NO_OFFSET, 0, offset).astype(np.int64)
    return np.where(us == NAT, NAT, us - minutes * MINUTE_US)


def _told(plan: StampPlan, answers: Answers) -> Finding | None:
    """What needs no evidence from the rows."""
    if plan.is_paired and plan.placement is not None:
        return Finding(plan.placement, True, plan.reason)
    if answers.placement is not None:
        return Finding(answers.placement, True, "as was answered")
    return Finding(plan.placement, True, plan.reason) if plan.placement is not None else None


def _step(parsed: Parsed, series: Ints | None) -> int | None:
    """The usual step, as rows tell it or as their stamps follow each other."""
    stamps = on_utc(parsed.stamp, parsed.offset)
    between = step_us(stamps, series)
    if len(parsed.length):
        return told_step(parsed.length, between)
    if not len(parsed.end):
        return between
    alike = (parsed.offset == NO_OFFSET) == (parsed.end_offset == NO_OFFSET)
    ends = on_utc(parsed.end, parsed.end_offset)
    both = (stamps != NAT) & (ends != NAT) & alike
    return told_step((ends - stamps)[both], between)


def _read(
    plan: StampPlan,
    local: Local,
    told: Finding | None,
    known: Placement | None,
    parsed: Parsed,
    step: int | None,
) -> tuple[Way, Finding]:
    """How local stamps go through the changes of the clock, and what that tells of placement."""
    found = faults(local, list(Way) if len(local.day) else [Way.WALL, Way.SHIFTED])
    if counts_beyond_midnight(local, ends=told is None or told.placement is Placement.END):
        found = {Way.ELAPSED: 0}
    ends = step is not None and step < DAY_US and not plan.is_dated
    if told is None and ends and found.get(Way.SHIFTED, 0) < found.get(Way.WALL, 0):
        told = Finding(Placement.END, True, "the repeated hour is whole only if stamps are ends")
    if told is None:
        told = _by_days(plan, parsed, local.timezone, step)
    if not told.sure and known is not None:
        told = Finding(known, True, "known of this vendor")
    ways = [Way.WALL, Way.ELAPSED]
    if ends and told.placement is Placement.END:
        ways = [Way.SHIFTED, *ways]
    return min((way for way in ways if way in found), key=found.__getitem__), told


def _by_days(plan: StampPlan, parsed: Parsed, timezone: str, step: int | None) -> Finding:
    """By the days' edges: of the clock that wrote the stamps, else of the place, else of UTC."""
    if plan.is_dated:
        return Finding(Placement.START, True, "a row names its day or month")
    if _names_24(parsed):
        return Finding(Placement.END, True, "days end at 24:00")
    found = by_edges(parsed.stamp, step)
    if np.all(parsed.offset == NO_OFFSET):
        return found
    utc = on_utc(parsed.stamp, parsed.offset)
    other = by_edges(utc, step)
    if found.sure and found.placement is Placement.END and other.sure:
        return found if other.placement is found.placement else GUESS  # UTC's days, cut as such
    if found.sure:
        return found
    here = by_edges(clock.to_wall(utc, timezone), step)
    return here if here.sure else other


def _names_24(parsed: Parsed) -> bool:
    """Whether most days have a row of 24:00: the long day alone may count its hours so far."""
    if not len(parsed.day):
        return False
    known = parsed.stamp != NAT
    day, stamp = parsed.day[known], parsed.stamp[known]
    full = np.unique(day[stamp - day == DAY_US])
    return len(full) > 0 and len(full) * 2 >= len(np.unique(day))


def _starts(
    plan: StampPlan,
    utc: Ints,
    rows: Ints | slice,
    local: Local,
    step: int | None,
    series: Ints | None,
) -> Ints:
    """Where the intervals begin whose ends are `utc`; days and months are those of the wall."""
    if plan.is_dated or (step is not None and step >= DAY_US):
        start = plus(utc, -(step or 0))
        monthly = plan.is_monthly
        wall = months_before(local.wall) if monthly else plus(local.wall, -(step or DAY_US))
        start[rows] = clock.to_utc(wall, local.timezone, local.series)
        return start
    return plus(utc, -lengths_before(utc, step, series))


def _questions(plan: StampPlan, placement: Finding) -> tuple[Question, ...]:
    found = []
    if plan.open_day_first:
        found.append(Question("day_first", str(bool(plan.day_first)).lower(), ("true", "false")))
    if not placement.sure:
        choices = tuple(choice.value for choice in Placement)
        found.append(Question("placement", placement.placement.value, choices))
    return tuple(found)


def _issues(parsed: Parsed, never: int, no_dst: bool, timezone: str) -> tuple[Issue, ...]:
    found = []
    if parsed.open_zone:
        text = "the name of a clock that means several was passed over: the stamps are local time"
        found.append(Issue(Severity.WARNING, text, rows=parsed.open_zone))
    if never:
        text = f"an hour that no clock of {timezone} showed"
        found.append(Issue(Severity.WARNING, text, rows=never))
    if no_dst:
        text = f"the file knows no change of the clock, {timezone} has them: it may be in a fixed offset"
        found.append(Issue(Severity.WARNING, text))
    return tuple(found)
