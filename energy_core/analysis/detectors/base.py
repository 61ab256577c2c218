"""What flows when nobody uses anything: the night's least, and whether it has risen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.cusum import Rule, lasting, spread
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import HOUR

LAYER = 3
NATURES, HABIT = (Nature.USE,), True
SEARCHED = True
RULE = Rule(slack=1.0, clip=4.0, floor=5.5, least_days=2, sides=(1,))
LOW = 0.15  # quantile of a day's slots
NARROWEST = 0.08  # of the usual base: no spread is less
LEAST = 0.03  # of the mean: the same
RECENT = 35  # days
LATELY = 14
TINY = 1e-6  # W
KEY = "base load"


def base_of(known: npt.NDArray[np.floating]) -> float:
    """Of a day's slots [W], all known."""
    return float(np.sort(known)[int(LOW * len(known))])


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    known = day.value[day.judged]
    if day.slot_length > HOUR or len(known) < 0.75 * day.slots:
        return []
    value = base_of(known)
    level = memory.get("level", 0.0) or float(np.abs(known).mean())
    if not level > 0:  # nothing flowed yet
        return []
    memory["level"] = level
    base = past.series(KEY)[-RECENT:]
    past.pending[KEY] = value / level
    wide = max(spread(base), spread(np.diff(base)) / 1.41)
    if np.isnan(wide):
        return []
    lately = base[-LATELY:]
    usual = float(np.nanmedian(lately if np.count_nonzero(~np.isnan(lately)) > 4 else base)) * level
    mean = float(np.abs(known).mean())
    wide = max(wide * level, NARROWEST * usual, LEAST * mean, TINY)
    return lasting(
        day, past, memory, "base", Anomaly.BASE_LOAD, (value - usual) / wide, RULE,
        family="level", usual_w=usual, value_w=value,
    )  # fmt: skip
