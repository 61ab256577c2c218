"""How far apart stamps are, and how long the interval before each one is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energy_core.formats.table.stamp_calendar import DAY_US, MINUTE_US, NAT, SECOND_US, Ints

_USUAL = 0.5  # of the differences are the step; else there is none
_ENOUGH = 1_000_000  # differences show the usual one
_LONGEST_US = 27 * DAY_US  # months and years are of several lengths
_RUN = 8  # equal differences in a row are a step of their own: a meter's step was changed
_INCLUSIVE = (1, 1_000, SECOND_US, MINUTE_US, DAY_US)
"""What an end that belongs to the interval (00:14, 23:59:59, the 31st) falls short of the next."""


def in_order(us: Ints, series: Ints | None = None) -> Ints:
    """Rows that have a stamp, series by series, in order of time."""
    rows = np.flatnonzero(us != NAT)
    if series is None:
        rising = bool(np.all(np.diff(us[rows]) >= 0))
        return rows if rising else rows[np.argsort(us[rows], kind="stable")]
    return rows[np.lexsort((us[rows], series[rows]))]


def step_us(us: Ints, series: Ints | None = None) -> int | None:
    """The usual difference of a series' stamps [µs]; None where there is none, as of months."""
    if series is None and not np.any(us == NAT) and not np.any(us[1:] < us[:-1]):
        steps = np.diff(us)
    else:
        rows = in_order(us, series)
        steps = np.diff(us[rows])
        if series is not None:
            steps = steps[np.diff(series[rows]) == 0]
    step = usual(steps[:: len(steps) // _ENOUGH + 1])
    return step if step is None or step <= _LONGEST_US else None


def usual(steps: Ints) -> int | None:
    """The most frequent number over 0, where half of all are it."""
    steps = steps[steps > 0]
    if not len(steps):
        return None
    middle = int(np.median(steps))
    if np.count_nonzero(steps == middle) < _USUAL * len(steps):
        values, counts = np.unique(steps, return_counts=True)
        middle = int(values[np.argmax(counts)])
    return middle if np.count_nonzero(steps == middle) >= _USUAL * len(steps) else None


def told_step(lengths: Ints, between: int | None) -> int | None:
    """The step where rows tell their lengths (end less start); `between` is that of their stamps,
    which an end that belongs to the interval falls short of."""
    known = usual(lengths)
    if known is None or known > _LONGEST_US:
        return between
    if between is None:
        return known
    return between if between - known in _INCLUSIVE else known


def lengths_before(us: Ints, step: int | None, series: Ints | None = None) -> Ints:
    """Length of the interval that ends with each stamp [µs]: the step, or another that the stamps
    keep for a while; without any, back to the stamp before."""
    rows = in_order(us, series)
    length = np.full(len(us), step or 0)
    if len(rows) < 2:
        return length
    steps = np.diff(us[rows])
    if series is not None:
        steps[np.diff(series[rows]) != 0] = 0
    back, ahead = np.r_[steps[0], steps], np.r_[steps, steps[-1]]
    if step is None:
        length[rows] = np.where(back > 0, back, ahead)
        return length
    kept = _kept(steps, step)
    if len(kept) > 1:
        own = np.where(np.isin(back, kept), back, np.where(np.isin(ahead, kept), ahead, step))
        length[rows] = own
    return length


def _kept(steps: Ints, step: int) -> npt.NDArray[np.int64]:
    """Steps that come `_RUN` times in a row."""
    bounds = np.flatnonzero(np.diff(steps)) + 1
    starts, stops = np.r_[0, bounds], np.r_[bounds, len(steps)]
    runs = steps[starts[stops - starts >= _RUN]]
    return np.unique(np.r_[runs[runs > 0], step])
