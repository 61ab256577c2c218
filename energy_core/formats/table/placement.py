"""Whether stamps stand at the start or the end of their intervals: told by the days' edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_core.formats.document import Placement
from energy_core.formats.table.stamp_calendar import DAY_US, NAT, Ints

_CLEARLY = 3  # times as much speaks for one as for the other
_LEAST = 2  # one edge of a gap may be there by chance
_END_OF_FILE = (
    3  # edges of gaps, which may stand at any time of day, that an end of the file is worth
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`sure`: the file tells; else the placement is a guess, and a question is open."""

    placement: Placement
    sure: bool
    reason: str


GUESS = Finding(Placement.START, False, "nothing in the file tells start from end")


def by_edges(wall: Ints, step: int | None) -> Finding:
    """From the times of day at which the rows begin and stop, at the file's ends and at its gaps:
    whole days run from 00:00 to the last step if stamps are starts, from the first step to 00:00
    if they are ends."""
    if step is None or step >= DAY_US or DAY_US % step:
        return _of_days(step)
    if step == DAY_US // 2:
        return GUESS
    first, last = _edges(wall, step)
    starts = _weight(first == 0, 0) + _weight(last == DAY_US - step, -1)
    ends = _weight(first == step, 0) + _weight(last == 0, -1)
    if starts >= max(_LEAST, _CLEARLY * ends):
        return Finding(Placement.START, True, "whole days run from 00:00 to the last step")
    if ends >= max(_LEAST, _CLEARLY * starts):
        return Finding(Placement.END, True, "whole days run from the first step to 00:00")
    return GUESS


def _of_days(step: int | None) -> Finding:
    if step is not None and step % DAY_US == 0:
        return Finding(Placement.START, True, "a row names its day")
    return GUESS


def _edges(wall: Ints, step: int) -> tuple[Ints, Ints]:
    """Times of day of the first and the last row of every stretch without a gap."""
    known = wall[wall != NAT]
    if len(known) and np.any(np.diff(known) < 0):
        known = np.sort(known)
    if not len(known):
        return known, known
    gaps = np.flatnonzero(np.diff(known) > step)
    return known[np.r_[0, gaps + 1]] % DAY_US, known[np.r_[gaps, len(known) - 1]] % DAY_US


def _weight(hits: npt.NDArray[np.bool_], own: int) -> int:
    """Of the edges that speak for a placement; `own` is the one at the file's end."""
    if not len(hits):
        return 0
    return int(np.count_nonzero(hits)) + (_END_OF_FILE - 1) * int(hits[own])
