"""One reading far above both its neighbours: no load runs for so short a time."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import MINUTE, Day
from energy_core.metering.readings import HOUR

LAYER = 2
NATURES = (Nature.USE,)
LASTS = ("scale", "high")
LONGEST = 5 * MINUTE  # of a reading: in more time, a load may come and go
FEWEST = 7  # days
ABOVE = 0.5  # of the highest that a reading ever stood out by, on top of it
LEAST = 0.2  # of the highest reading: less is no height
MOST = 5.0
TINY = 1e-6  # W
KEY = "stands out"


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """Known with the reading after it."""
    if day.step > LONGEST or len(day.power) < 3:
        return []
    out = day.power[1:-1] - np.fmax(day.power[:-2], day.power[2:])
    scale = memory.get("scale", 0.0) or float(np.nanmax(np.abs(day.power), initial=0))
    if not scale > 0:  # nothing flowed yet
        return []
    memory["scale"] = scale
    high = memory.get("high", 0.0)  # of the days before: what is to come tells nothing
    memory["high"] = max(high, float(np.nanmax(day.power, initial=0)))
    known = np.count_nonzero(~np.isnan(past.series(KEY)))
    usual = max(past.highest(KEY) * scale, LEAST * high, TINY)
    score = (out / usual - 1) / ABOVE
    past.pending[KEY] = float(np.nanmax(out, initial=0)) / scale
    if known < FEWEST:
        return []
    return [
        _mark(day, i + 1, float(out[i]), float(score[i]))
        for i in np.flatnonzero(score > 0.8).tolist()
    ]


def _mark(day: Day, i: int, out: float, score: float) -> Mark:
    value = float(day.power[i])
    return Mark(
        Anomaly.SPIKE, LAYER, int(day.ts[i]), int(day.end[i]), int(day.end[i + 1]),
        min(score, MOST), 1, out * day.step / HOUR,
        {"value_w": value, "usual_w": value - out}, "profile",
    )  # fmt: skip
