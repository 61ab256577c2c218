"""Part of the array is lost: a day as smooth as a clear one, but lower.

Clouds lower a day and roughen it; a lost string only lowers it. Roughness is the rest of the day
after the clear sky, scaled to it, was taken away.
"""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.cusum import Rule, lasting
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day, Floats32

LAYER = 3
NATURES = (Nature.SUN,)
FEWEST = 10  # days
HIGH = 0.3  # of the peak: slots that tell
CLEAR = 21  # days whose best moments make the clear sky
LOWER = 0.87  # of the clear sky: a day that reaches more has lost nothing
SMOOTH = 0.13  # roughness of what may be a clear day
RULE = Rule(slack=0.5, clip=3.0, floor=2.0, least_days=1, sides=(-1,))


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    recent = past.clean[-CLEAR:]
    if np.count_nonzero(~np.isnan(recent).all(axis=1)) < FEWEST:
        return []
    clear = _clear_sky(recent)
    high = clear > HIGH * clear.max()
    told = day.judged & high
    if told.sum() < max(0.8 * np.count_nonzero(high), 4):
        return []
    value, sky = day.value[told], clear[told]
    best = float(np.sort(value / sky)[-2])
    figure = SMOOTH / _roughness(value, sky) if best < LOWER else -3.0
    return lasting(
        day, past, memory, "pv loss", Anomaly.PV_LOSS, -figure, RULE,
        family="pv", usual_w=float(sky.mean()), value_w=float(value.mean()),
    )  # fmt: skip


def _roughness(value: Floats32, sky: Floats32) -> float:
    """Root mean square of what the scaled clear sky leaves, over its mean."""
    scale = float((value * sky).sum() / (sky * sky).sum())
    if scale <= 0.05:  # nothing flows: an outage, not a loss
        return 1.0
    rest = value - scale * sky
    return max(float(np.sqrt((rest * rest).mean()) / (scale * sky.mean())), 0.02)


def _clear_sky(values: Floats32) -> Floats32:
    """Highest but one of each slot: one odd reading is no sky."""
    ordered = np.sort(np.nan_to_num(values), axis=0)
    return ordered[-2]
