"""A frame of readings, of any kind → power [W] at rising stamps, after what is known already.

A state's running day comes first. What no power can say is marked here: stamps with two values,
and registers that fell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import (
    MINUTE,
    Floats32,
    nominal_step,
    slots_a_day,
)
from energy_core.analysis.detectors.state import State
from energy_core.metering.readings import HOUR, SECOND, Flags, Stamps
from energy_core.model import Kind

FIRST = 20  # readings that tell a meter's step
LONGEST = 3  # steps between two readings of a counter that are no gap

MOST = 1e15  # W, Wh: more is no reading

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Entered:
    """ts, power: of the running day and after. marks: of stamps and registers."""

    state: State
    ts: Stamps
    power: Floats32
    marks: list[Mark]
    count: int


def enter(
    frame: pd.DataFrame, kind: Kind, state: State | None, step_s: float | None = None
) -> Entered:
    """Raises KeyError where a column is missing."""
    ts, value = _columns(frame)
    if state is None:
        state = State(0, 0, Past.of(1))
    count = int(np.count_nonzero(~np.isnan(value)))
    state.readings += count
    ts = np.concatenate([np.array([t for t, _ in state.tail], np.int64), ts])
    value = np.concatenate([np.array([v for _, v in state.tail], np.float64), value])
    ts, value, marks = _once(ts, value, state)
    if not state.step and not _begin(state, ts, step_s):
        state.tail = list(zip(ts.tolist(), value.tolist(), strict=True))
        return Entered(state, state.ts, state.power, [], count)
    ts, value = _by_minute(ts, value, state, kind)
    if kind is Kind.COUNTER:
        ts, value, more = _rates(ts, value, state)
        marks += more
    elif kind is Kind.INTERVAL:
        value = value / (state.step / HOUR)
    power = np.concatenate([state.power, value.astype(np.float32)])
    return Entered(state, np.concatenate([state.ts, ts]), power, state.marks + marks, count)


def _columns(frame: pd.DataFrame) -> tuple[Stamps, Floats]:
    stamps = pd.DatetimeIndex(frame["ts"])
    if stamps.tz is not None:
        stamps = stamps.tz_convert("UTC").tz_localize(None)
    ts, value = stamps.as_unit("us").asi8, frame["value"].to_numpy(np.float64, na_value=np.nan)
    value = np.where(np.abs(value) < MOST, value, np.nan)
    if (np.diff(ts) < 0).any():
        order = np.argsort(ts, kind="stable")
        return ts[order], value[order]
    return ts, value


def _begin(state: State, ts: Stamps, step_s: float | None) -> bool:
    """Whether the meter's step is known now."""
    if step_s is None and len(ts) < FIRST:
        return False
    step = round(step_s * SECOND) if step_s else nominal_step(ts[:FIRST])
    state.fine = step if step < MINUTE else 0
    state.step = max(step, MINUTE)
    state.slots = slots_a_day(state.step)
    state.past = Past.of(state.slots)
    state.since = int(ts[min(FIRST, len(ts)) - 1]) + state.step if step_s is None else 0
    return True


def _once(ts: Stamps, value: Floats, state: State) -> tuple[Stamps, Floats, list[Mark]]:
    """Each stamp once, the first value of several; what comes before readings already judged is
    left out."""
    late = ts < state.seen if state.seen else np.zeros(len(ts), bool)
    ts, value = ts[~late], value[~late]
    again = np.diff(ts, prepend=-1) == 0
    if not again.any():
        return ts, value, []
    first = np.maximum.accumulate(np.where(again, 0, np.arange(len(ts))))
    differs = again & (value != value[first]) & ~np.isnan(value) & ~np.isnan(value[first])
    marks = [_conflict(int(ts[i]), state, float(value[first[i]]), float(value[i]))
             for i in np.flatnonzero(differs)]  # fmt: skip
    return ts[~again], value[~again], marks


def _conflict(ts: int, state: State, one: float, other: float) -> Mark:
    return Mark(
        Anomaly.REPEATED, 1, ts, ts + state.step, ts + state.step, 1.0,
        facts={"value": one, "other": other, "why": "stamps"}, family="repeated stamps",
    )  # fmt: skip


def _by_minute(ts: Stamps, value: Floats, state: State, kind: Kind) -> tuple[Stamps, Floats]:
    """Of what is read more than once a minute: the mean (a counter: the last) of each minute that
    is over; the running one waits in `tail`. A minute is over with the reading that reaches its
    end, or with the first one behind it; what still comes of it is left out."""
    state.tail = []
    if not state.fine or not len(ts):
        return ts, value
    ts, value = _without_closed(ts, value, state, kind)
    minute = ts // MINUTE
    runs = (minute == minute[-1:]) & (ts[-1:] + state.fine < (minute[-1:] + 1) * MINUTE)
    state.tail = list(zip(ts[runs].tolist(), value[runs].tolist(), strict=True))
    ts, value, minute = ts[~runs], value[~runs], minute[~runs]
    first = np.flatnonzero(np.diff(minute, prepend=-1))
    if not len(first):
        return ts, value
    if kind is Kind.COUNTER:
        last = np.append(first[1:], len(ts)) - 1
        return minute[first] * MINUTE, value[last]
    known = ~np.isnan(value)
    count = np.add.reduceat(known.astype(float), first)
    total = np.add.reduceat(np.where(known, value, 0.0), first)
    mean = np.divide(total, count, out=np.full(len(first), np.nan), where=count > 0)
    return minute[first] * MINUTE, mean


def _without_closed(ts: Stamps, value: Floats, state: State, kind: Kind) -> tuple[Stamps, Floats]:
    minute = ts // MINUTE
    reaches = ts + state.fine >= (minute + 1) * MINUTE
    closed = np.append(False, reaches[:-1] & (minute[1:] == minute[:-1]))
    if kind is Kind.COUNTER:
        before = state.last[0] if state.last else 0
    else:
        before = int(state.ts[-1]) if len(state.ts) else 0
    closed |= minute <= before // MINUTE
    return ts[~closed], value[~closed]


def _rates(ts: Stamps, value: Floats, state: State) -> tuple[Stamps, Floats, list[Mark]]:
    """Mean power between the readings of a counter [Wh], stamped a step before the later one."""
    known = ~np.isnan(value)
    ts, value = ts[known], value[known]
    if state.last is not None:
        ts = np.append(state.last[0], ts)
        value = np.append(state.last[1], value)
    if not len(ts):
        return ts, value, []
    state.last = (int(ts[-1]), float(value[-1]))
    gap, rise = np.diff(ts), np.diff(value)
    fell: Flags = rise < 0
    marks = [_reset(int(ts[i]), int(ts[i + 1]), state, float(value[i]), float(value[i + 1]))
             for i in np.flatnonzero(fell)]  # fmt: skip
    rate = np.where(fell, np.nan, rise / (gap / HOUR))
    return np.where(gap > LONGEST * state.step, ts[1:] - state.step, ts[:-1]), rate, marks


def _reset(before: int, after: int, state: State, value: float, now: float) -> Mark:
    known = after + state.step if state.fine else after
    return Mark(
        Anomaly.COUNTER_RESET, 1, before, after + state.step, known, 1.0,
        facts={"before": value, "after": now}, family="counter",
    )  # fmt: skip
