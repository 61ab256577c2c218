"""Production at hours that were always dark."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import HOUR

LAYER = 1
NATURES = (Nature.SUN,)
DARK, LIT = 0.01, 0.02  # of the peak: at most that at night; more than that is light
FEWEST = 5  # days


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    known = ~np.isnan(past.clean).all(axis=1)
    if known.sum() < FEWEST:
        return []
    values = np.nan_to_num(past.clean[known])
    peak = float(values.max())
    dark = _shrunk(values.max(axis=0) <= DARK * peak, round(HOUR / day.slot_length))
    over = (day.power > LIT * peak) & dark[day.slot]
    return [
        Mark(
            Anomaly.NIGHT_PRODUCTION, LAYER, int(day.ts[i]), int(day.end[i]), int(day.end[i]),
            float(day.power[i] / (LIT * peak)), facts={"value_w": float(day.power[i])},
            family="night",
        )
        for i in np.flatnonzero(over)
    ]  # fmt: skip


def _shrunk(dark: np.ndarray, by: int) -> np.ndarray:
    """Without the hour beside the light, into which days grow."""
    kept = dark.copy()
    for n in range(1, by + 1):
        kept &= np.roll(dark, n) & np.roll(dark, -n)
    return kept
