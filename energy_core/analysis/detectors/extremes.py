"""Readings beyond all that this meter ever showed: above its highest, below half its lowest."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import FLOWS
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import HOUR

LAYER = 2
NATURES = FLOWS
LASTS = ("scale",)
FEWEST = 7  # days
ABOVE, BELOW = 1.3, 0.5  # times the highest, the lowest
HIGH, LOW = "highest reading", "lowest slot"
MOST = 5.0
STEADY = 0.4  # the lowest of days over their median: less is no floor of this meter's


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    highest, lowest = past.series(HIGH), past.series(LOW)
    scale = memory.get("scale", 0.0) or float(np.nanmax(np.abs(day.power), initial=0))
    if not scale > 0:  # nothing flowed yet
        return []
    memory["scale"] = scale
    value = np.where(day.judged, day.value, np.nan)
    marks: list[Mark] = []
    if np.count_nonzero(~np.isnan(highest)) >= FEWEST:
        marks = _above(day, past.highest(HIGH) * scale)
        low = float(np.nanquantile(lowest, 0.1))
        if low >= STEADY * np.nanmedian(lowest):
            marks += _below(day, value, low * scale)
    _note(day, value, past, scale)
    return marks


def _note(day: Day, value: np.ndarray, past: Past, scale: float) -> None:
    """What was below all teaches no more than the threshold."""
    known = value[~np.isnan(value)]
    if not len(known):
        return
    high, low = float(np.nanmax(day.power)) / scale, float(known.min()) / scale
    if past.days >= FEWEST:
        low = max(low, BELOW * float(np.nanmin(past.series(LOW), initial=low)))
    past.pending[HIGH], past.pending[LOW] = high, low


def _above(day: Day, highest: float) -> list[Mark]:
    if highest <= 0:
        return []
    score = day.power / (ABOVE * highest)
    return [
        Mark(
            Anomaly.SPIKE, LAYER, int(day.ts[i]), int(day.end[i]), int(day.end[i]),
            min(float(score[i]), MOST), 1, float(day.power[i] - highest) * day.step / HOUR,
            {"value_w": float(day.power[i]), "highest_w": highest}, "profile",
        )
        for i in np.flatnonzero(score > 0.8)
    ]  # fmt: skip


def _below(day: Day, value: np.ndarray, lowest: float) -> list[Mark]:
    if lowest <= 0:
        return []
    score = np.minimum(BELOW * lowest / np.maximum(value, 1e-9 * lowest), MOST)
    return [
        Mark(
            Anomaly.DROP_OUT, LAYER, int(day.start[i]), int(day.start[i]) + day.slot_length,
            int(day.done[i]), float(score[i]), -1,
            float(value[i] - lowest) * day.slot_length / HOUR,
            {"value_w": float(value[i]), "lowest_w": lowest}, "profile",
        )
        for i in np.flatnonzero(score > 0.7)
    ]  # fmt: skip
