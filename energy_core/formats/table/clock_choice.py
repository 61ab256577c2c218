"""How local stamps are to be read through the changes of the clock: as they are, as ends that were
counted on from starts, or as hours counted from midnight. The reading that makes no row collide
with another, and none fall into an hour that no clock showed, is the file's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from energy_core.formats.table.clock import around, inside, near, to_utc
from energy_core.formats.table.clock_changes import Change, changes
from energy_core.formats.table.stamp_calendar import DAY_US, HOUR_US, NAT, Ints, plus


class Way(StrEnum):
    WALL = "wall"  # a stamp is what the wall's clock showed
    SHIFTED = "shifted"  # an end is its start as the clock showed it, and a step more
    ELAPSED = "elapsed"  # a time is counted from midnight: the long day has 25 hours


@dataclass(frozen=True, slots=True)
class Local:
    """Local stamps. wall: as written; day: their midnights, empty where these are not told apart;
    step: that of the intervals [µs], 0 where it is not known."""

    wall: Ints
    day: Ints
    timezone: str
    step: int
    series: Ints | None

    def at(self, rows: Ints) -> Local:
        """Some of the rows, in the same order."""
        series = None if self.series is None else self.series[rows]
        day = self.day[rows] if len(self.day) else self.day
        return Local(self.wall[rows], day, self.timezone, self.step, series)


def instants(local: Local, way: Way) -> Ints:
    """The instants [µs UTC] that the stamps name; NAT where there is none."""
    if way is Way.ELAPSED:
        midnight = to_utc(local.day, local.timezone, local.series)
        return plus(midnight, np.where(local.wall == NAT, NAT, local.wall - local.day))
    if way is Way.SHIFTED:
        starts = to_utc(plus(local.wall, -local.step), local.timezone, local.series)
        return plus(starts, local.step)
    return to_utc(local.wall, local.timezone, local.series)


def faults(local: Local, ways: list[Way]) -> dict[Way, int]:
    """Of each way, how many rows around the changes collide or fall into no hour."""
    found = changes(local.timezone, local.wall)
    if not found:
        return dict.fromkeys(ways, 0)
    some = local.at(around(local.wall, found))
    return {way: _faults(instants(some, way), some) for way in ways}


def _faults(utc: Ints, local: Local) -> int:
    never = int(np.count_nonzero((utc == NAT) & (local.wall != NAT)))
    known = utc != NAT
    series = np.zeros(len(utc), np.int64) if local.series is None else local.series
    pairs = np.stack([series[known], utc[known]])
    return never + pairs.shape[1] - np.unique(pairs, axis=1).shape[1]


def counts_beyond_midnight(local: Local, ends: bool) -> bool:
    """Whether a day's times go past 24:00, as only counted hours do."""
    if not len(local.day):
        return False
    known = (local.wall != NAT) & (local.day != NAT)
    within = (local.wall - local.day)[known]
    return bool(np.any(within > DAY_US if ends else within >= DAY_US))


def ignores_changes(local: Local, utc: Ints, way: Way) -> bool:
    """Whether the file goes through every change as if there were none: rows in the hours that no
    clock showed, no hour repeated."""
    shift = local.step if way is Way.SHIFTED else 0
    wall = plus(local.wall, -shift)
    found = [change for change in changes(local.timezone, wall) if _covered(wall, change)]
    forward = [bool(len(inside(wall, change))) for change in found if not change.is_repeat]
    repeated = [_repeated(wall, utc - shift, change) for change in found if change.is_repeat]
    return bool(forward) and all(forward) and not any(repeated)


def _covered(wall: Ints, change: Change) -> bool:
    rows = near(wall, change, 3 * HOUR_US)
    return bool(np.any(wall[rows] < change.low) and np.any(wall[rows] >= change.high))


def _repeated(wall: Ints, utc: Ints, change: Change) -> bool:
    rows = inside(wall, change)
    return len(np.unique((wall - utc)[rows])) > 1
