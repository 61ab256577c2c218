"""Cumulative or per interval: decided from the values, with the words as a hint."""

from __future__ import annotations

import numpy as np

from energy_core.formats.document import Floats

_FEW_FALLS = 0.02  # share of changes that fall in a register that is reset now and then
_TALL = 20  # times its usual step that a register stands high
_VERY_TALL = 1000  # the same, where few rises are seen
_FEW_RISES = 3
_NEAR_ZERO, _CLIMB = 0.1, 6  # of the height before a reset; changes to one of them
_DAILY_ZERO, _DAILY_CLIMB = (
    0.5,
    2,
)  # the same where words speak of a day, of which dawn may be missing


def is_cumulative(values: Floats, told: bool, daily: bool = False) -> bool | None:
    """Whether `values` (in order of time, without NaN) are a register's readings; None where they
    cannot tell (all alike). `told`: the words speak of a register; `daily`: of what a day made so far.

    A register rises; where it falls it starts again near zero. Energy per interval falls as often
    as it rises. Whole numbers and long pauses are normal in both.
    """
    steps = np.diff(values)
    changes = steps[steps != 0]
    if len(changes) == 0:
        return None
    falls, rises = np.flatnonzero(steps < 0), changes[changes > 0]
    if len(rises) == 0:
        return False
    if _restarts(values, falls, len(changes), daily):
        return True
    if len(falls) > max(_FEW_FALLS * len(changes), 1):
        return False
    if told:
        return True
    if len(rises) < _FEW_RISES:
        return float(np.min(values)) > _VERY_TALL * float(np.max(rises))
    return _stands_tall(values, rises)


def _restarts(values: Floats, falls: np.ndarray, changes: int, daily: bool) -> bool:
    """Whether every fall goes back near zero from the height of many rises: a daily register. One
    day of it begins near zero."""
    near, climb = (_DAILY_ZERO, _DAILY_CLIMB) if daily else (_NEAR_ZERO, _CLIMB)
    if len(falls) < (1 if daily else 2):
        whole = changes >= _FEW_RISES and values[0] <= near * np.max(values)
        return daily and not len(falls) and bool(whole)
    before, after = values[falls], values[falls + 1]
    rare = len(falls) * climb <= changes
    return rare and bool(np.mean(after <= near * np.maximum(before, 0)) > 0.9)


def _stands_tall(values: Floats, rises: Floats) -> bool:
    """Whether the values are higher than single rises explain."""
    span = float(np.max(values) - np.min(values))
    return float(np.median(values)) > _TALL * float(np.median(rises)) or (
        len(rises) >= 12 and span > _TALL * float(np.max(rises))
    )
