"""Which rows of a repeated hour are of its second time round: told by the order of the rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energy_core.formats.table.stamp_calendar import DAY_US, Ints

Flags = npt.NDArray[np.bool_]

_NEIGHBOURS = 8  # rows on either side that show which way a stretch runs


def second_pass(wall: Ints, low: int, high: int) -> Flags:
    """True where a row is of the second pass of [low, high). `wall`: one series' rows around it,
    in the file's order, rising or falling; blocks may be out of order."""
    late = np.zeros(len(wall), dtype=bool)
    inside = np.flatnonzero((wall >= low) & (wall < high))
    if len(inside):
        for run in np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1):
            late[run] = _of_run(wall, run, low, high)
    return late


def _of_run(wall: Ints, run: Ints, low: int, high: int) -> Flags:
    """A run: rows of the repeated hour with none of another hour between them."""
    falling = _falls(wall, int(run[0]), int(run[-1]))
    before, after = wall[max(run[0] - 1, 0)], wall[min(run[-1] + 1, len(wall) - 1)]
    times = wall[run]
    if falling:
        before, after, times = after, before, times[::-1]
    late = _in_order(times, high - low, _mixed(wall, run))
    if not late.any():
        comes, goes = low - DAY_US < before < low, high <= after < high + DAY_US
        gaps = (int(times[0] - before) if comes else None, int(after - times[-1]) if goes else None)
        late[:] = _is_second(gaps, high - low)
    return late[::-1] if falling else late


def _is_second(gaps: tuple[int | None, int | None], length: int) -> bool:
    """Whether rows that went round only once fit the hour after better than the hour before, by
    the gaps on the wall to the rows before and after them."""
    ahead, behind = gaps
    if ahead is None or behind is None:
        return behind is not None
    return max(ahead + length, behind) < max(ahead, behind + length)


def _falls(wall: Ints, first: int, last: int) -> bool:
    """Whether the rows around a run run backwards."""
    ahead = wall[max(first - _NEIGHBOURS, 0) : first + 1]
    behind = wall[last : last + _NEIGHBOURS + 1]
    steps = np.concatenate([np.diff(ahead), np.diff(behind)])
    steps = steps[np.abs(steps) < DAY_US]
    if not np.any(steps):
        steps = np.diff(wall[first : last + 1])
    return bool(np.count_nonzero(steps < 0) > np.count_nonzero(steps > 0))


def _mixed(wall: Ints, run: Ints) -> int:
    """How many rows share one time outside the repeated hour: series that nobody told apart."""
    outside = np.concatenate([wall[max(run[0] - 32, 0) : run[0]], wall[run[-1] + 1 : run[-1] + 33]])
    if not len(outside):
        return 1
    _, counts = np.unique(outside, return_counts=True)
    return max(int(np.median(counts)), 1)


def _in_order(times: Ints, length: int, mixed: int) -> Flags:
    """By the fall of the clock, else by which row of a time comes second; `times` rise."""
    drops = np.diff(times)
    biggest = int(np.argmin(drops)) if len(drops) else 0
    if len(drops) and drops[biggest] < 0 and _is_turn(drops, biggest, length):
        return np.arange(len(times)) > biggest
    return _ranks(times) // mixed >= 1


def _is_turn(drops: Ints, at: int, length: int) -> bool:
    """Whether one fall stands out as the moment when clocks went back."""
    others = np.delete(drops, at)
    return bool(-drops[at] * 2 >= length or not np.any(others < 0))


def _ranks(times: Ints) -> Ints:
    """How many rows before each have the same time."""
    order = np.argsort(times, kind="stable")
    ordered = times[order]
    starts = np.flatnonzero(np.r_[True, np.diff(ordered) != 0])
    ranks = np.empty(len(times), dtype=np.int64)
    ranks[order] = np.arange(len(times)) - np.repeat(starts, np.diff(np.r_[starts, len(times)]))
    return ranks
