"""More or less than usual, day after day: the log ratio of a day's energy to that of like days."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.cusum import Rule, lasting, spread
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day
from energy_core.analysis.detectors.usual import RATIO, profile_of

LAYER = 3
NATURES, HABIT = (Nature.USE,), True
SEARCHED = True
RULE = Rule(slack=0.6, clip=2.2, floor=6.0, least_days=3)
LEAST_COVERED = 0.75  # of a day's slots
NARROWEST = 0.1  # no meter's days are steadier than that


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    usual = profile_of(past, day.type)
    if usual is None or not usual.level:
        return []
    both = day.judged & ~np.isnan(usual.center)
    if both.mean() < LEAST_COVERED:
        return []
    value, expected = float(day.value[both].mean()), float(usual.center[both].mean())
    if expected <= 0 or value <= 0:
        return []
    ratio = float(np.log(max(value, 0.02 * expected) / expected))
    wide = max(spread(past.series(RATIO)), NARROWEST)
    past.pending[RATIO] = ratio + usual.moved
    return lasting(
        day, past, memory, "level", Anomaly.LEVEL_SHIFT, ratio / wide, RULE,
        family="level", usual_w=expected, value_w=value,
    )  # fmt: skip
