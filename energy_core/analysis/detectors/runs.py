"""Runs of equal outcomes, and how long one must be before chance does not explain it."""

from __future__ import annotations

from math import ceil, log

import numpy as np
import numpy.typing as npt

from energy_core.metering.periods import DAY
from energy_core.metering.readings import Flags

Counts = npt.NDArray[np.int64]
CHANCE = 0.02  # runs a month that chance may bring
MOST = 0.95  # of outcomes: what is nearly always true tells nothing
FORGET = 0.97  # a day, of what was counted


def lengths(same: Flags, before: int) -> Counts:
    """How many outcomes in a row were true up to each one; `before`: up to the first."""
    place = np.arange(1, len(same) + 1)
    broken = np.maximum.accumulate(np.where(same, -before, place))
    return np.where(same, place - broken, 0)


def needed(memory: dict[str, float], step: int, least: int) -> int:
    """True outcomes in a row that chance would bring less than CHANCE times a month."""
    share = (memory.get("same", 0.0) + 0.5) / (memory.get("all", 0.0) + 50.0)
    monthly = 30 * DAY / step
    return max(least, ceil(log(CHANCE / monthly) / log(min(share, MOST))))


def count(memory: dict[str, float], same: Flags, known: Flags) -> None:
    """Take a day's outcomes into the counts."""
    memory["same"] = FORGET * memory.get("same", 0.0) + float(np.count_nonzero(same & known))
    memory["all"] = FORGET * memory.get("all", 0.0) + float(np.count_nonzero(known))
