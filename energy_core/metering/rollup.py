"""Segments → quarter hours, the one roll-up; every longer period is a sum of these.

Every time zone's offset is a whole number of quarter hours, so local hours, days and months
of any zone are exact sums of them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from energy_core.metering.readings import QUARTER, SECOND, Floats, Ids, Stamps
from energy_core.metering.segments import Segments

DECIMALS = 6  # of an amount: a millionth of a Wh is kept, and takes half the space of all digits


@dataclass(frozen=True, slots=True)
class Quarters:
    """One row a meter and quarter hour that a segment touches, sorted by meter and start.

    start: µs UTC; amount: Wh, m³ or level·h; low, high: least and greatest rate; covered_s:
    seconds accounted for, of which estimated_s and corrected_s. The mean rate is amount over hours
    covered, so it is not kept.
    """

    meter: Ids
    start: Stamps
    amount: Floats
    low: Floats
    high: Floats
    covered_s: Floats
    estimated_s: Floats
    corrected_s: Floats

    def __len__(self) -> int:
        return len(self.start)

    def take(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.intp] | slice) -> Quarters:
        return Quarters(*(getattr(self, f.name)[which] for f in fields(self)))


def roll_up(s: Segments) -> Quarters:
    """Each segment split exactly where a quarter hour ends, and the pieces summed by quarter."""
    row, start, end = _pieces(s)
    meter, quarter, length = s.meter[row], start // QUARTER * QUARTER, end - start
    if len(row) == 0:
        zero = np.empty(0)
        return Quarters(meter, quarter, zero, zero, zero, zero, zero, zero)
    new = np.ones(len(row), bool)
    new[1:] = (meter[1:] != meter[:-1]) | (quarter[1:] != quarter[:-1])
    first = np.flatnonzero(new)
    share = length / (s.end - s.start)[row]
    seconds = length / SECOND
    return Quarters(
        meter[first],
        quarter[first],
        np.round(np.add.reduceat(s.amount[row] * share, first), DECIMALS).astype(np.float64),
        np.minimum.reduceat(s.rate[row], first),
        np.maximum.reduceat(s.rate[row], first),
        np.add.reduceat(seconds, first),
        np.add.reduceat(seconds * s.estimated[row], first),
        np.add.reduceat(seconds * s.corrected[row], first),
    )


def _pieces(s: Segments) -> tuple[npt.NDArray[np.intp], Stamps, Stamps]:
    """(segment, start, end) of each piece of a segment within one quarter hour, in order."""
    first = s.start // QUARTER
    count = (s.end - 1) // QUARTER - first + 1
    row = np.repeat(np.arange(len(s)), count)
    if len(row) == len(s):
        return row, s.start, s.end
    nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    quarter = (first[row] + nth) * QUARTER
    return row, np.maximum(s.start[row], quarter), np.minimum(s.end[row], quarter + QUARTER)
