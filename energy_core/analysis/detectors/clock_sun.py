"""The sun rises and sets an hour earlier or later than it did: the clock was moved."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.clock import clock_mark
from energy_core.analysis.detectors.event import Mark
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import FAR, HOUR

LAYER = 1
NATURES = (Nature.SUN,)
FROM_BEFORE = True
LIGHT = 0.01  # of the highest of the trailing weeks
RECENT = 10  # days
LEAST, MOST = 0.5, 1.6  # hours
DAYS = 2  # in a row
FIRST, LAST = "first light", "last light"


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """Both ends of the light must have moved the same way, on two days: clouds move one."""
    if day.closed >= FAR or day.judged.mean() < 0.9 or day.slot_length > HOUR:
        return []
    values = past.clean[~np.isnan(past.clean)]
    light = np.flatnonzero(day.judged & (day.value > LIGHT * values.max(initial=0)))
    if len(values) == 0 or len(light) == 0:
        return []
    length = day.slot_length / HOUR
    first = _moved(past, FIRST, float(light[0]) * length)
    last = _moved(past, LAST, float(light[-1] + 1) * length)
    least = min(abs(first), abs(last)) if first * last > 0 else 0.0
    move = float(np.sign(first) * least)
    before = memory.get("move", 0.0)
    memory["move"] = move
    both = min(abs(before), abs(move)) if before * move > 0 else 0.0
    if both < LEAST or max(abs(first), abs(last)) > MOST:
        return []
    past.pending[FIRST] = past.pending[LAST] = float("nan")
    return [clock_mark(day, round((before + move) / 2, 1), both / LEAST, DAYS)]


def _moved(past: Past, key: str, edge: float) -> float:
    """How far this end of the light is from where it was in the days before [h]; NaN at first."""
    recent = past.series(key)[-RECENT - 1 :]
    past.pending[key] = edge
    recent = recent[~np.isnan(recent)]
    return edge - float(np.median(recent)) if len(recent) >= RECENT // 2 else float("nan")
