"""Readings of one meter → what deserves a look, with both sides of each day looked at.

The detectors of days are the causal ones, and they are asked twice: first with the days before
each one, then with a `Past` of the days around it, without what was odd the first time. What adds
up over days is searched for instead (`changes`).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from energy_core.analysis.detectors.about import About
from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.changes import Change
from energy_core.analysis.detectors.character import Nature, days_alike
from energy_core.analysis.detectors.detect import (
    Found,
    Run,
    clear,
    days_of,
    flags_of,
    is_for,
    without,
)
from energy_core.analysis.detectors.entering import Entered, enter
from energy_core.analysis.detectors.event import Anomaly, Event, Mark
from energy_core.analysis.detectors.found import Detector, all_detectors
from energy_core.analysis.detectors.lasting_marks import (
    Figures,
    eras,
    figures_of,
    lasting_marks,
)
from energy_core.analysis.detectors.sensitivity import FACTOR, Sensitivity, highest
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.analysis.detectors.usual import RATIO, profile_of
from energy_core.analysis.detectors.whole_events import joined, more_of
from energy_core.analysis.detectors.whole_past import Around, WholePast
from energy_core.metering.readings import Flags

Steps = Generator[None, None, Found]
"""A day's work a step; the last one returns what was found."""


def look_back(frame: pd.DataFrame, about: About) -> Found:
    """`frame`: as for `detect.detect`. An event's `detected` is its end, or that of the readings:
    the first moment at which all of it could be told. Its score and facts are those of its
    strongest mark.
    """
    steps = looking_back(frame, about)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: Found = done.value
            return found


def looking_back(frame: pd.DataFrame, about: About) -> Steps:
    """The same, a day at a time: others may go on in between."""
    entered = enter(frame, about.kind, None, about.step_s)
    came_in = list(entered.marks)
    first = _First(entered, Sensitivity.HIGH, about.nature)
    for day, over in days_of(entered, about):
        first.take(day, over)
        yield
    state = entered.state
    if not first.days:
        return Found((), Sensitivity.LOW, state.readings, 0, state)
    whole = _Whole(first, came_in, about.sensitivity)
    yield from whole.search()
    yield from whole.judge()
    return Found(tuple(whole.events()), whole.level, state.readings, state.past.days, state)


class _First(Run):
    """What the days before each one say of it: what is odd stays out when both sides are looked
    at, and each day's figures are those that teach."""

    def __init__(self, entered: Entered, asked: Sensitivity, nature: Nature) -> None:
        super().__init__(entered, asked, nature)
        self.days: list[Day] = []
        self.flags: list[Flags] = []
        self.figures: list[dict[str, float]] = []

    def take(self, day: Day, over: bool) -> None:
        self.judge(day, over)
        self.days.append(day)
        if not over:
            self.flags.append(np.zeros(day.slots, bool))
            self.figures.append({})

    def _close(self, day: Day, marks: list[Mark]) -> None:
        self.flags.append(flags_of(day, marks))
        self.figures.append(dict(self.state.past.pending))
        super()._close(day, marks)


class _Whole:
    """raised: marks of the last pass that are told at the level in use. figures, more: of each day
    in it."""

    def __init__(self, first: _First, came_in: list[Mark], asked: Sensitivity) -> None:
        self.past = WholePast(first.days, first.flags, first.figures)
        self.asked, self.nature = asked, first.nature
        self.level = Sensitivity.LOW
        self._entered = came_in
        memory = first.state.memory
        self._memory = {one.name: _lasting(memory, one) for one in all_detectors()}
        self._raised: list[Mark] = []
        self._figures: list[Figures] = []
        self._more: list[Floats32] = []

    def search(self) -> Generator[None, None, None]:
        """For lasting changes: their days are no example for others."""
        self._figures = []
        for i, day in enumerate(self.past.days):
            self._figures.append(figures_of(day, profile_of(self.past.around(i), day.type)))
            yield
        self.past.daily[RATIO] = np.array([one.ratio for one in self._figures], np.float32)
        changes = [change for change, mark in self._changes() if mark.score >= 1]
        for change in changes:
            self.past.flag[change.first : change.end] |= not change.stays
        self.past.era = eras(len(self.past.days), changes)

    def judge(self) -> Generator[None, None, None]:
        """Every day, by those on both sides of it."""
        self._figures = []
        marks: list[list[Mark]] = []
        for i, day in enumerate(self.past.days):
            around = self.past.around(i)
            usual = profile_of(around, day.type)
            self._figures.append(figures_of(day, usual))
            self._more.append(more_of(day, usual))
            marks.append(self._judge(i, day, around))
            yield
        self._tell(marks, list(self._changes()))

    def _changes(self) -> Iterable[tuple[Change, Mark]]:
        """Of a use whose days are alike: of others, no level is usual."""
        alike = self.nature is Nature.USE and days_alike(self.past.clean, self.past.type)
        return lasting_marks(self.past.days, self._figures) if alike else ()

    def events(self) -> list[Event]:
        last = self.past.days[-1]
        return joined(self._raised, self.past.days, self._more, int(last.end[-1]))

    def _judge(self, i: int, day: Day, around: Around) -> list[Mark]:
        mine = [m for m in self._entered if day.ts[0] <= m.detected - day.step <= day.ts[-1]]
        before = self.past.before(i)
        marks = self._asked(day, around, before, (1,)) + [_of_day(m, day) for m in mine]
        marks += self._asked(without(day, marks), around, before, (2, 3))
        return clear(marks)

    def _asked(self, day: Day, around: Around, before: Past, layers: tuple[int, ...]) -> list[Mark]:
        found: list[Mark] = []
        for one in all_detectors():
            past = before if one.from_before else around
            if one.layer in layers and not one.searched and is_for(one, self.nature, past):
                found += [_of_day(m, day) for m in one.judge(day, past, self._memory[one.name])]
        return found

    def _tell(self, marks: list[list[Mark]], found: list[tuple[Change, Mark]]) -> None:
        """Choose the level, and what is told at it."""
        top = np.array([max((m.score for m in mine if m.layer > 1), default=0.0) for mine in marks])
        for change, mark in found:
            span = slice(change.first, change.end)
            top[span] = np.maximum(top[span], mark.score)
        self.level = highest(top) if self.asked is Sensitivity.AUTO else self.asked
        told = [self._scaled(mine) for mine in marks]
        lasting = [m for _, one in found for m in self._scaled([one])]
        self._raised = [m for mine in told for m in mine] + lasting

    def _scaled(self, marks: Iterable[Mark]) -> list[Mark]:
        factor = FACTOR[self.level]
        scaled = (m if m.layer == 1 else replace(m, score=m.score * factor) for m in marks)
        return [m for m in scaled if m.score >= 1]


def _lasting(memory: dict[str, dict[str, float]], of: Detector) -> dict[str, float]:
    """What of a detector's memory holds from the first day on."""
    return {name: value for name, value in memory.get(of.name, {}).items() if name in of.lasts}


def _of_day(mark: Mark, day: Day) -> Mark:
    """A fault of the data was one from its first reading on; an hour's shift of the clock that the
    days around show is told of the day in their middle."""
    if mark.layer > 1:
        return mark
    start = int(day.start[0]) if mark.kind is Anomaly.CLOCK_SHIFTED else mark.start
    return replace(mark, start=start, detected=min(start, int(day.ts[0])))
