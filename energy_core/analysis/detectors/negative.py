"""Below zero where this meter never was."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import FLOWS
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day

LAYER = 1
NATURES = FLOWS
LASTS = ("below", "all", "high")
USUALLY = 0.01  # share of readings below zero that makes it a meter's habit
NOISE = 0.01  # of the highest: an inverter at night takes a little


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    below = day.power < -NOISE * memory.get("high", 0.0)
    share = memory.get("below", 0.0) / max(memory.get("all", 0.0), 1.0)
    signed = memory.get("all", 0.0) == 0 or share > USUALLY
    if signed:
        _remember(day, memory, below)
        return []
    _remember(day, memory, np.zeros_like(below))
    return [
        Mark(
            Anomaly.NEGATIVE, LAYER, int(day.ts[i]), int(day.end[i]), int(day.end[i]), 1.0 + share,
            facts={"value_w": float(day.power[i])}, family="negative",
        )
        for i in np.flatnonzero(below)
    ]  # fmt: skip


def _remember(day: Day, memory: dict[str, float], below: np.ndarray) -> None:
    memory["below"] = memory.get("below", 0.0) + float(np.count_nonzero(below))
    memory["all"] = memory.get("all", 0.0) + float(np.count_nonzero(~np.isnan(day.power)))
    known = np.nan_to_num(day.power)
    memory["high"] = max(memory.get("high", 0.0), float(np.abs(known[known > 0]).max(initial=0)))
