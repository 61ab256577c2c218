"""Midnights that close their day: 00:00 under the date of the day that ends with it."""

from __future__ import annotations

import numpy as np

from energy_core.formats.table.stamp_calendar import DAY_US, NAT, Ints
from energy_core.formats.table.stamp_cells import NO_OFFSET
from energy_core.formats.table.stamp_plan import Parsed
from energy_core.formats.table.stamp_steps import step_us

_MOST = 0.9  # of the midnights
_SHOWS = 100_000  # rows that show the step


def closing(parsed: Parsed, series: Ints | None) -> Ints | None:
    """The stamps with such midnights moved to the next day; None where they stand as they should.

    A midnight closes its day where the row beside it, of the same series, is that day's last.
    """
    stamp = parsed.stamp
    step = step_us(stamp[:_SHOWS], None if series is None else series[:_SHOWS])
    at = np.flatnonzero((stamp != NAT) & (stamp % DAY_US == 0))
    if step is None or step >= DAY_US or not len(at) or np.any(parsed.offset != NO_OFFSET):
        return None
    last = stamp[at] + DAY_US - step
    late = np.zeros(len(at), bool)
    for way in (-1, 1):  # rising, falling
        before, after = _beside(stamp, at, way, series), _beside(stamp, at, -way, series)
        late |= (before == last) & (after != stamp[at] + step)
    if np.mean(late) < _MOST:
        return None
    moved = stamp.copy()
    moved[at[late]] += DAY_US
    return moved


def _beside(stamp: Ints, at: Ints, way: int, series: Ints | None) -> Ints:
    """The stamps of the rows next to those `at`; NAT where there is none of the same series."""
    place = np.clip(at + way, 0, len(stamp) - 1)
    same = place == at + way
    if series is not None:
        same &= series[place] == series[at]
    return np.where(same, stamp[place], NAT)
