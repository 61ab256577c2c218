"""What a meter can be judged by: what flows through it, and whether its days are alike.

A test presumes something: that nothing flows backwards, that a morning is like other mornings.
Each detector names what it presumes (NATURES and HABIT of `_blueprint.py`), and is asked only of
meters of which that is true.
"""

from __future__ import annotations

from enum import Enum, auto

import numpy as np

from energy_core.analysis.detectors.calendar import WORKDAY
from energy_core.analysis.detectors.slots import Floats32
from energy_core.metering.readings import Flags
from energy_core.model import Kind, Role

SPANS = 12  # a day: a habit is kept to an hour or two, not to a quarter
REST = 0.03  # of a usual day's highest: less is rest
STRAY = 0.6  # of what flows may stray from the usual day of a meter that never rests
STRAY_LESS = 0.45  # less of it for one that always does: chance meetings look like none
FEWEST = 3  # days of one type


class Nature(Enum):
    USE = auto()  # flows because somebody or something needs it
    SUN = auto()  # flows as the sun shines
    STEERED = auto()  # what is left over, or what a controller decides from the other flows
    STATE = auto()  # stands: a temperature, a charge


FLOWS = (Nature.USE, Nature.SUN, Nature.STEERED)

_NATURES = {
    Role.PRODUCTION: Nature.SUN,
    Role.GRID_EXPORT: Nature.STEERED,
    Role.BATTERY_CHARGE: Nature.STEERED,
    Role.BATTERY_DISCHARGE: Nature.STEERED,
    Role.BATTERY: Nature.STEERED,
    Role.OTHER: Nature.STEERED,  # a second register, as often as not of one of these
    Role.TEMPERATURE: Nature.STATE,
    Role.LEVEL: Nature.STATE,
}


def nature_of(role: Role, kind: Kind) -> Nature:
    return Nature.STATE if kind is Kind.LEVEL else _NATURES.get(role, Nature.USE)


def days_alike(value: Floats32, type_: np.ndarray) -> bool:
    """Whether a usual day explains most of what flows. value: W, (days, slots), NaN where unknown;
    type_: of each day. True where too little is known to tell."""
    known = ~np.isnan(value).all(axis=1)
    if known.sum() < FEWEST:
        return True
    value, weekend = np.nan_to_num(value[known]), type_[known] > WORKDAY
    size = np.abs(value)
    rest = float((size <= REST * np.median(size.max(axis=1))).mean())
    width = max(1, value.shape[1] // SPANS)
    spans = value[:, : value.shape[1] // width * width].reshape(len(value), -1, width).mean(axis=2)
    stray = _stray(spans, ~weekend) + _stray(spans, weekend)
    return stray <= (STRAY - STRAY_LESS * rest) * float(np.abs(spans).sum())


def _stray(spans: Floats32, of: Flags) -> float:
    """Distance of these days from their usual one; that each has a part in it is made good."""
    mine = spans[of]
    if len(mine) < FEWEST:
        return 0.0
    apart = float(np.abs(mine - np.median(mine, axis=0)).sum())
    return apart * len(mine) / (len(mine) - 1)
