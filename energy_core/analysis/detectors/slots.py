"""Readings → local days of wall-clock slots: what every detector looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from energy_core.metering.periods import DAY
from energy_core.metering.readings import FAR, HOUR, QUARTER, SECOND, Flags, Stamps

Clock = str | int
"""A time zone, or a distance from UTC [µs]."""

Floats32 = npt.NDArray[np.float32]

MINUTE = 60 * SECOND
LEAST_COVERED = 0.5  # share of a slot below which it has no value


@dataclass(frozen=True, slots=True)
class Day:
    """One local day, or what there is of it so far. Stamps are µs UTC.

    ts, end, power: its readings; NaN where a row holds no value. value: mean of each slot, NaN
    where less than half of it is covered. start: of each slot. done: end of the reading with which
    the slot was complete and all before it, FAR while it runs. closed: the same of the whole day.
    type: see `calendar`. step: nominal distance of readings.
    """

    number: int
    type: int
    step: int
    ts: Stamps
    end: Stamps
    power: Floats32
    slot: npt.NDArray[np.int64]
    value: Floats32
    start: Stamps
    done: Stamps
    closed: int

    @property
    def slots(self) -> int:
        return len(self.value)

    @property
    def slot_length(self) -> int:
        return DAY // len(self.value)

    @property
    def judged(self) -> Flags:
        """Slots that are complete and have a value."""
        return (self.done < FAR) & ~np.isnan(self.value)


def nominal_step(ts: Stamps) -> int:
    """Median of the nearest distances [µs] of the first readings; an hour where there is one."""
    gap = np.diff(ts[:200])
    gap = gap[gap > 0]
    if len(gap) < 2:
        return int(gap[0]) if len(gap) else HOUR
    nearest = np.minimum(np.append(gap, gap[-1]), np.insert(gap, 0, gap[0]))
    return int(np.sort(nearest)[len(nearest) // 2])


def slots_a_day(step: int) -> int:
    """96, 48 or 24 slots; fewer where a reading covers more than an hour."""
    for length in (QUARTER, 2 * QUARTER, HOUR):
        if step <= length:
            return DAY // length
    return max(1, round(DAY / step))


def standard_offset(timezone: str) -> int:
    """Distance of the zone's winter time from UTC [µs]: the sun keeps no summer time."""
    winter_or_summer = (datetime(2024, month, 1, tzinfo=ZoneInfo(timezone)) for month in (1, 7))
    offsets = [instant.utcoffset() or timedelta() for instant in winter_or_summer]
    return min(offsets) // timedelta(microseconds=1)


def local(ts: Stamps, clock: Clock) -> Stamps:
    """What the clock shows [µs] at each instant."""
    if isinstance(clock, int):
        return ts + clock
    timezone = clock
    if timezone == "UTC":
        return ts
    stamps = pd.DatetimeIndex(ts.view("M8[us]"), tz="UTC").tz_convert(timezone)
    return stamps.tz_localize(None).as_unit("us").asi8


def split(ts: Stamps, clock: Clock) -> Iterator[tuple[int, slice, Stamps]]:
    """(day number, its readings, their wall clock) in order."""
    shown = local(ts, clock)
    number = np.maximum.accumulate(shown // DAY)
    first = np.flatnonzero(np.diff(number, prepend=number[:1] - 1))
    for a, b in zip(first.tolist(), [*first[1:].tolist(), len(ts)], strict=True):
        yield int(number[a]), slice(a, b), shown[a:b]


def make_day(
    number: int,
    type_: int,
    step: int,
    slots: int,
    ts: Stamps,
    clock: Stamps,
    power: Floats32,
    after: int,
) -> Day:
    """`after`: end of the first reading beyond the day, FAR if there is none yet."""
    length = DAY // slots
    place = clock - number * DAY
    slot = np.clip(place // length, 0, slots - 1)
    end = ts + step
    value = slot_means(slot, power, step, slots)
    done = _done(slot, place + step, end, slots, length, after)
    start = _starts(slot, ts, place, slots, length)
    return Day(
        number, type_, step, ts, end, power, slot,
        value, start, done, int(done[-1]),
    )  # fmt: skip


def slot_means(slot: Stamps, power: Floats32, step: int, slots: int) -> Floats32:
    """Mean of the readings of each slot; NaN where less than half of it is covered."""
    known = ~np.isnan(power)
    length = DAY // slots
    count = np.bincount(slot[known], minlength=slots)
    total = np.bincount(slot[known], power[known], slots)
    covered = (count * min(step, length) >= LEAST_COVERED * length) & (count > 0)
    mean = np.divide(total, count, out=np.full(slots, np.nan), where=covered)
    return mean.astype(np.float32)


def _starts(slot: Stamps, ts: Stamps, place: Stamps, slots: int, length: int) -> Stamps:
    """UTC start of each slot, by the nearest reading before it (else the first)."""
    grid = np.arange(slots) * length
    near = np.clip(np.searchsorted(slot, np.arange(slots), "right") - 1, 0, None)
    return ts[near] - place[near] + grid


def _done(slot: Stamps, stop: Stamps, end: Stamps, slots: int, length: int, after: int) -> Stamps:
    """`stop`: wall clock within the day at which each reading ends."""
    last = np.searchsorted(np.maximum.accumulate(slot), np.arange(slots), "right") - 1
    following = np.append(end, after)[last + 1]
    reached = np.where(last >= 0, stop[last], 0) >= (np.arange(slots) + 1) * length - SECOND
    done = np.where(reached & (last >= 0), end[last], following)
    return np.minimum(np.maximum.accumulate(done), FAR)
