"""How much is told: three levels, and the one that this meter's own past asks for."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from energy_core.analysis.detectors.baseline import LEARNING, LONG, Past
from energy_core.analysis.detectors.slots import Floats32

MONTH = 30.4


class Sensitivity(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    AUTO = "auto"


FACTOR = {Sensitivity.LOW: 0.69, Sensitivity.NORMAL: 1.0, Sensitivity.HIGH: 1.2}
"""What scores are multiplied with; the factors of what is told go up with sensitivity."""
TOP = "top score"  # a day's highest score at the normal level
BUDGET = 0.85  # incidents a month so far: less than one, which those to come would often exceed


def level(asked: Sensitivity, past: Past) -> Sensitivity:
    """The level for the next day; of AUTO the highest with at most BUDGET incidents a month in
    the days so far, those that even the lowest level would tell counted half."""
    if asked is not Sensitivity.AUTO:
        return asked
    if past.days < 2 * LEARNING:
        return Sensitivity.LOW
    months = min(past.days, LONG) / MONTH
    surely = incidents(past, Sensitivity.LOW)
    for candidate in (Sensitivity.HIGH, Sensitivity.NORMAL):
        if incidents(past, candidate) - surely / 2 <= BUDGET * months:
            return candidate
    return Sensitivity.LOW


def highest(top: Floats32) -> Sensitivity:
    """The same looking back: of all days' highest scores at the normal level."""
    months, surely = max(1.0, len(top) / MONTH), runs(top, Sensitivity.LOW)
    for candidate in (Sensitivity.HIGH, Sensitivity.NORMAL):
        if runs(top, candidate) - surely / 2 <= BUDGET * months:
            return candidate
    return Sensitivity.LOW


def incidents(past: Past, at: Sensitivity) -> int:
    """Runs of days in the past with a score above 1 at this level."""
    return runs(past.series(TOP), at)


def runs(top: Floats32, at: Sensitivity) -> int:
    """Runs of days with a score above 1 at this level."""
    over = top * FACTOR[at] >= 1
    return int(np.count_nonzero(over[1:] & ~over[:-1]) + over[0])
