"""Marks of all days → events, each from its beginning to its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from energy_core.analysis.detectors.event import Event, Mark
from energy_core.analysis.detectors.joining import Energy, Open, quiet, together
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.analysis.detectors.usual import Profile
from energy_core.metering.readings import HOUR


def joined(
    marks: Iterable[Mark], days: Sequence[Day], more: Sequence[Floats32], end: int
) -> list[Event]:
    """`more`: see `more_of`; `end`: of the readings [µs]. The strongest of the marks that begin an
    event together gives it its kind, or one of a higher layer that it lies in."""
    mean_w = float(np.nanmean([np.abs(day.value) for day in days]))
    energy = _energy(days, more)
    over: list[Open] = []
    running: list[Open] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.layer, -m.score)):
        over += quiet(running, mark.start)
        mate = next((o for o in reversed(running) if together(o, mark)), None)
        if mate is None:
            mate = Open(replace(mark, excess_wh=None), mark.start, None, mark.start, mean_w)
            running.append(mate)
        mate.take(mark, energy)
        if mark.score > mate.first.score and mark.layer == mate.first.layer:
            mate.first = replace(mark, start=mate.first.start, excess_wh=None)
    return sorted(
        (_event(one, end) for one in over + running), key=lambda e: (e.detected, e.start, e.kind)
    )


def _event(one: Open, end: int) -> Event:
    one.first = replace(one.first, detected=min(one.end, end))
    return one.event()


def more_of(day: Day, usual: Profile | None) -> Floats32:
    """Energy above what is usual of each slot [Wh]."""
    if usual is None:
        return np.zeros(day.slots, np.float32)
    return np.nan_to_num(day.value - usual.center) * np.float32(day.slot_length / HOUR)


def _energy(days: Sequence[Day], more: Sequence[Floats32]) -> Energy:
    start = np.maximum.accumulate(np.concatenate([day.start for day in days]))
    total = np.concatenate([[0.0], np.cumsum(np.concatenate(more), dtype=np.float64)])

    def energy(begin: int, end: int) -> float:
        a, b = np.searchsorted(start, [begin, end])
        return float(total[b] - total[a])

    return energy
