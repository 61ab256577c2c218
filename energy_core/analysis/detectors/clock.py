"""The day's shape comes an hour earlier or later, day after day.

Where the sun makes the shape, its first and last light tell, which no cloud moves; else the shape
of like days.
"""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.analysis.detectors.usual import profile_of
from energy_core.metering.periods import DAY
from energy_core.metering.readings import FAR, HOUR

LAYER = 1
NATURES, HABIT = (Nature.USE,), True
HOURS = (1, -1)
DAYS = 5  # most of which must say so
LEAST = 0.4  # log ratio of misfits


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """How much better the shifted profile fits: the median of five days, against this meter's
    other days."""
    usual = profile_of(past, day.type)
    if usual is None or day.slot_length > HOUR or day.closed >= FAR or day.judged.mean() < 0.9:
        return []
    straight = _misfit(day, usual.center)
    marks: list[Mark] = []
    for hours in HOURS:
        shifted = np.roll(usual.center, hours * HOUR // day.slot_length)
        gain = float(np.log(max(straight, 1e-9) / max(_misfit(day, shifted), 1e-9)))
        key = f"clock {hours:+d} h"
        recent = np.append(past.series(key)[1 - DAYS :], np.float32(gain))
        past.pending[key] = gain
        if np.isnan(recent).any():
            continue
        lasting = float(np.median(recent))
        limit = past.limit(f"{key} lasting", LEAST)
        past.note(f"{key} lasting", lasting, LEAST)
        if lasting >= limit:
            marks.append(clock_mark(day, hours, lasting / limit, DAYS // 2 + 1))
    return marks


def clock_mark(day: Day, hours: float, score: float, days: int) -> Mark:
    start, end = int(day.start[0]) - (days - 1) * DAY, int(day.start[-1]) + day.slot_length
    return Mark(
        Anomaly.CLOCK_SHIFTED, LAYER, start, end, day.closed, score, 0, None,
        {"hours": float(hours), "days": float(days)}, "clock", whole_day=True,
    )  # fmt: skip


def _misfit(day: Day, center: Floats32) -> float:
    """Squared distance of the day's shape from the profile's, both of mean zero and scaled to
    each other."""
    both = day.judged & ~np.isnan(center)
    if both.sum() < 4:
        return 0.0
    x, y = day.value[both], center[both]
    x, y = x - x.mean(), y - y.mean()
    along = float((x * y).sum()) / max(float((y * y).sum()), 1e-12)
    rest = x - max(along, 0.0) * y
    return float((rest * rest).sum()) / max(float((y * y).sum()), 1e-12)
