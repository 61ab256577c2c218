"""No production while the sun is up."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.runs import lengths
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import HOUR

LAYER = 3
NATURES = (Nature.SUN,)
FEWEST = 5  # days
DEAD = 0.003  # of the peak: less is nothing
BRIGHT = 0.18  # of the peak that a slot usually gives where no cloud makes it nothing
LEAST = 2.0  # hours
KEY = "dead hours"


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    known = ~np.isnan(past.clean).all(axis=1)
    if known.sum() < FEWEST:
        return []
    values = past.clean[known]
    peak = float(np.nanmax(values))
    usual = np.nan_to_num(np.nanmean(values, axis=0))
    bright = usual > BRIGHT * peak
    dead = day.judged & (day.value < DEAD * peak)
    run = lengths(bright & dead, 0)
    hours = run * day.slot_length / HOUR
    limit = max(LEAST, 1.3 * past.record(KEY))
    past.pending[KEY] = min(float(hours.max()), limit)
    return [
        _mark(day, usual, int(i), int(run[i]), float(hours[i]) / limit)
        for i in np.flatnonzero(bright & dead & (hours > 0.7 * limit))
    ]


def _mark(day: Day, usual: np.ndarray, i: int, run: int, score: float) -> Mark:
    first = i - run + 1
    hours = day.slot_length / HOUR
    lost = float((day.value[first : i + 1] - usual[first : i + 1]).sum()) * hours
    return Mark(
        Anomaly.PV_OUTAGE, LAYER, int(day.start[first]), int(day.start[i]) + day.slot_length,
        int(day.done[i]), score, -1, lost,
        {"hours": run * hours, "usual_w": float(usual[first : i + 1].mean())}, "pv",
    )  # fmt: skip
