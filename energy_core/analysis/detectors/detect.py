"""Readings of one meter → what deserves a look, causally."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from energy_core.analysis.detectors.about import About
from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.calendar import day_type
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.entering import Entered, enter
from energy_core.analysis.detectors.event import Event, Mark
from energy_core.analysis.detectors.found import Detector, all_detectors
from energy_core.analysis.detectors.joining import Energy, Open, join, quiet
from energy_core.analysis.detectors.sensitivity import FACTOR, TOP, Sensitivity, level
from energy_core.analysis.detectors.slots import (
    Day,
    make_day,
    slot_means,
    split,
)
from energy_core.analysis.detectors.state import State
from energy_core.analysis.detectors.usual import profile_of
from energy_core.metering.readings import FAR, HOUR, Flags


@dataclass(frozen=True, slots=True)
class Found:
    """events: that began or may still grow, by the time of their detection. sensitivity: in use at
    the end. readings, days: looked at so far. state: to go on from."""

    events: tuple[Event, ...]
    sensitivity: Sensitivity
    readings: int
    days: int
    state: State


def detect(frame: pd.DataFrame, about: About, state: State | None = None) -> Found:
    """`frame`: `ts` (UTC, rising) and `value`: W, Wh of each step, a counter in Wh, or a level;
    NaN where a row holds none. `state`: of an earlier call, whose readings these follow. Nothing
    ahead of an alarm is looked at; `hindsight.look_back` does.
    """
    entered = enter(frame, about.kind, state, about.step_s)
    run = Run(entered, about.sensitivity, about.nature)
    for day, over in days_of(entered, about):
        run.judge(day, over)
    return run.found()


def days_of(entered: Entered, about: About) -> Iterator[tuple[Day, bool]]:
    """Each day, and whether a later reading says that it is over."""
    clock, country = about.clock, about.holidays_of
    state, ts, power = entered.state, entered.ts, entered.power
    if not len(ts):
        return
    for number, rows, shown in split(ts, clock):
        over = rows.stop < len(ts)
        after = int(ts[rows.stop]) + state.step if over else FAR
        yield make_day(
            number, day_type(number, country), state.step, state.slots, ts[rows], shown,
            power[rows], after,
        ), over  # fmt: skip


class Run:
    """Day after day through the detectors. The running day is judged from a copy of the state, so
    that it can be judged again when there is more of it."""

    def __init__(self, entered: Entered, asked: Sensitivity, nature: Nature) -> None:
        self.state, self.asked, self.nature = entered.state, asked, nature
        self.entered = entered
        self.level = level(asked, self.state.past)
        self.over: list[Open] = []
        self.last = self.state

    def judge(self, day: Day, over: bool) -> None:
        self.last = self.state if over else copy.deepcopy(self.state)
        mine = self._entered(day, over)
        marks = self._marks(day, mine)
        if marks:
            energy = energy_of(day, self.last.past)
            join(self.last.open, marks, self.last.mean_w, energy)
        if over:
            self._close(day, marks)
        else:
            self.state.ts, self.state.power, self.state.marks = day.ts, day.power, mine
            self.state.seen = int(day.ts[-1]) + 1

    def _entered(self, day: Day, over: bool) -> list[Mark]:
        """Marks of the day's own readings, made where they came in; a register that fell over a
        gap belongs to the day in which it is seen."""
        waiting = self.entered.marks
        mine = [m for m in waiting if not over or m.detected - day.step <= day.ts[-1]]
        self.entered.marks[:] = [m for m in waiting if id(m) not in {id(x) for x in mine}]
        return mine

    def _marks(self, day: Day, marks: list[Mark]) -> list[Mark]:
        state = self.last
        self.level = level(self.asked, state.past)
        marks = self._asked(day, marks, (1,))
        day = without(day, marks)
        marks = clear(self._asked(day, marks, (2, 3)))
        state.past.pending[TOP] = max((m.score for m in marks if m.layer > 1), default=0.0)
        factor = FACTOR[self.level]
        scaled = (m if m.layer == 1 else replace(m, score=m.score * factor) for m in marks)
        return [self._dated(m) for m in scaled if m.score >= 1]

    def _dated(self, mark: Mark) -> Mark:
        """A minute may be known only by the first reading behind it."""
        known = mark.detected + self.state.fine
        return replace(mark, detected=max(known, self.state.since))

    def _asked(self, day: Day, marks: list[Mark], layers: tuple[int, ...]) -> list[Mark]:
        """`marks` and those of the detectors of these layers."""
        state, found = self.last, list(marks)
        for one in all_detectors():
            if one.layer in layers and is_for(one, self.nature, state.past):
                found += one.judge(day, state.past, state.memory.setdefault(one.name, {}))
        return found

    def _close(self, day: Day, marks: list[Mark]) -> None:
        state = self.state
        known = day.value[~np.isnan(day.value)]
        if len(known):
            share = 1 / min(state.past.days + 1, 30)
            state.mean_w += (float(np.abs(known).mean()) - state.mean_w) * share
        if state.past.close(day, flags_of(day, marks)):
            for one in state.open:
                one.stays()
        self.over += quiet(state.open, day.closed)

    def found(self) -> Found:
        state = self.state
        events = [o.event() for o in [*self.over, *self.last.open]]
        events.sort(key=lambda e: (e.detected, e.start, e.kind))
        return Found(tuple(events), self.level, state.readings, state.past.days, state)


def is_for(detector: Detector, nature: Nature, past: Past) -> bool:
    """Whether what it presumes is true of this meter."""
    return nature in detector.natures and detector.habit in (None, past.habit)


def without(day: Day, marks: list[Mark]) -> Day:
    """The day without the readings that are known for data faults with their own end."""
    faulty = np.zeros(len(day.ts), bool)
    for mark in marks:
        faulty |= (day.ts < mark.end) & (day.end > mark.start) & (mark.detected <= day.end)
    if not faulty.any():
        return day
    power = np.where(faulty, np.float32(np.nan), day.power)
    return replace(day, power=power, value=slot_means(day.slot, power, day.step, day.slots))


def clear(marks: list[Mark]) -> list[Mark]:
    """Without alarms on hours that were known for a data fault when the alarm was raised."""
    faults = [m for m in marks if m.layer == 1]
    if not faults:
        return marks
    start, end, known = (
        np.array([getattr(f, name) for f in faults]) for name in ("start", "end", "detected")
    )
    return [
        m for m in marks
        if m.layer == 1
        or not ((start < m.end) & (end > m.start) & (known <= m.detected)).any()
    ]  # fmt: skip


def energy_of(day: Day, past: Past) -> Energy | None:
    """How much more than usual flowed between two instants of the day."""
    usual = profile_of(past, day.type)
    if usual is None:
        return None
    hours = day.slot_length / HOUR
    more = np.nan_to_num(day.value - usual.center) * hours

    def energy(start: int, end: int) -> float:
        return float(more[(day.start >= start) & (day.start < end)].sum())

    return energy


def flags_of(day: Day, marks: list[Mark]) -> Flags:
    """The slots that a mark touches."""
    flags: npt.NDArray[np.bool_] = np.zeros(day.slots, bool)
    for mark in marks:
        if mark.whole_day:
            flags[:] = True
        flags |= (day.start < mark.end) & (day.start + day.slot_length > mark.start)
    return flags
