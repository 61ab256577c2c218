"""Times on the wall → UTC. The repeated hour is told apart by the order of the rows; an hour that
no clock showed is NAT."""

from __future__ import annotations

import numpy as np

from energy_core.formats.table.clock_changes import Change, changes, first_offset
from energy_core.formats.table.clock_repeat import second_pass
from energy_core.formats.table.stamp_calendar import DAY_US, NAT, Ints

REACH = 2 * DAY_US
"""How far around a change the order of the rows is looked at."""


def to_utc(wall: Ints, timezone: str, series: Ints | None = None) -> Ints:
    """Instants [µs UTC] of times on the wall of `timezone`, in the file's order; NAT stays NAT.

    series: a number for each row; rows of several series may be mixed, each is in its own order.
    """
    found = changes(timezone, wall)
    if not found:
        return np.where(wall == NAT, NAT, wall - first_offset(timezone, wall))
    utc = _between_changes(wall, found, first_offset(timezone, wall))
    rows = around(wall, found)
    times, keys = wall[rows], None if series is None else series[rows]
    for change in found:
        shown = inside(times, change)
        if len(shown):
            utc[rows[shown]] = _repeat(times, shown, change, keys) if change.is_repeat else NAT
    return utc


def to_wall(utc: Ints, timezone: str) -> Ints:
    """What the wall's clock of `timezone` showed at these instants."""
    found = changes(timezone, utc)
    at = np.array([change.utc for change in found], dtype=np.int64)
    offsets = np.array([first_offset(timezone, utc), *(change.after for change in found)])
    return np.where(utc == NAT, NAT, utc + offsets[np.searchsorted(at, utc, side="right")])


def _between_changes(wall: Ints, found: list[Change], first: int) -> Ints:
    """Times after a change take its offset; those that were shown twice the one before."""
    ends = np.array([change.high for change in found])
    offsets = np.array([first, *(change.after for change in found)])
    return np.where(wall == NAT, NAT, wall - offsets[np.searchsorted(ends, wall, side="right")])


def around(wall: Ints, found: list[Change]) -> Ints:
    """Rows within REACH of any change, in their order."""
    bounds = np.array([(change.low - REACH, change.high + REACH) for change in found]).ravel()
    bounds = np.maximum.accumulate(bounds)
    return np.flatnonzero(np.searchsorted(bounds, wall, side="right") % 2)


def inside(wall: Ints, change: Change) -> Ints:
    """Rows whose time was shown twice, or never, at a change."""
    return np.flatnonzero((wall >= change.low) & (wall < change.high))


def near(wall: Ints, change: Change, reach: int = REACH) -> Ints:
    """Rows around a change."""
    return np.flatnonzero((wall >= change.low - reach) & (wall < change.high + reach))


def _repeat(wall: Ints, rows: Ints, change: Change, series: Ints | None) -> Ints:
    close = near(wall, change)
    utc = np.full(len(close), NAT)
    keys = np.zeros(len(close), dtype=np.int64) if series is None else series[close]
    order = np.argsort(keys, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(keys[order])) + 1):
        times = wall[close[group]]
        late = second_pass(times, change.low, change.high)
        utc[group] = times - np.where(late, change.after, change.before)
    return utc[np.searchsorted(close, rows)]
