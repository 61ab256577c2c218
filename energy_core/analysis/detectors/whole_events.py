"""Marks of all days → events, each from its beginning to its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from energy_core.analysis.detectors.event import Event, Mark
from energy_core.analysis.detectors.joining import Open, quiet, together
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.analysis.detectors.usual import Profile
from energy_core.metering.readings import HOUR

TOLD = 0.8  # of a span's energy


def joined(
    marks: Iterable[Mark], days: Sequence[Day], more: Sequence[Floats32], end: int
) -> list[Event]:
    """`more`: see `more_of`; `end`: of the readings [µs]. The strongest mark of the highest layer
    tells what an event is."""
    values = np.abs(np.concatenate([day.value for day in days]))
    known = values[~np.isnan(values)]
    mean_w = float(known.mean()) if len(known) else 0.0
    slots = _Slots(days, more)
    over: list[Open] = []
    running: list[Open] = []
    for mark in sorted(slots.told_once(marks), key=lambda m: (m.start, -m.layer, -m.score)):
        over += quiet(running, mark.start)
        mate = next((o for o in reversed(running) if together(o, mark)), None)
        if mate is None:
            mate = Open(replace(mark, excess_wh=None), mark.start, None, mark.start, mean_w)
            running.append(mate)
        mate.take(mark, slots.energy)
        if mark.score > mate.first.score and mark.layer == mate.first.layer:
            mate.first = replace(mark, start=mate.first.start, excess_wh=None)
    events = [_event(one, end) for one in over + running]
    return sorted(events, key=lambda e: (e.detected, e.start, e.kind))


def _event(one: Open, end: int) -> Event:
    one.first = replace(one.first, detected=min(one.end, end))
    return one.event()


def more_of(day: Day, usual: Profile | None) -> Floats32:
    """Energy above what is usual of each slot [Wh]."""
    if usual is None:
        return np.zeros(day.slots, np.float32)
    return np.nan_to_num(day.value - usual.center) * np.float32(day.slot_length / HOUR)


class _Slots:
    """All slots one after the other: where they start [µs], and their energy above usual [Wh]."""

    def __init__(self, days: Sequence[Day], more: Sequence[Floats32]) -> None:
        self._start = np.maximum.accumulate(np.concatenate([day.start for day in days]))
        self._more = np.concatenate(more).astype(np.float64)

    def _of(self, start: int, end: int) -> slice:
        a, b = np.searchsorted(self._start, [start, end])
        return slice(int(a), int(b))

    def energy(self, start: int, end: int) -> float:
        return float(self._more[self._of(start, end)].sum())

    def told_once(self, marks: Iterable[Mark]) -> list[Mark]:
        """Without the longer spans of layer 2 whose energy the shorter ones within them tell: a
        spike makes six hours unusual too."""
        told = {side: np.zeros(len(self._start), bool) for side in (1, 0, -1)}
        kept = []
        for mark in sorted(marks, key=lambda m: m.end - m.start):
            if mark.layer == 2:
                span = self._of(mark.start, mark.end)
                more, mine = mark.side * self._more[span], told[mark.side][span]
                if mine.any() and more[mine].sum() >= TOLD * more.sum():
                    continue
                mine[:] = True
            kept.append(mark)
        return kept
