"""What a day of one type usually looks like on this meter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.slots import Floats32

LATELY = 10  # days whose level the profile follows
FOLLOWS = 0.7  # of the way
FARTHEST = 0.5  # log ratio
RATIO = "day ratio"  # log of a day's energy over that of its profile, before it followed


@dataclass(frozen=True, slots=True)
class Profile:
    """Of like days. center: usual [W] of each slot; rest: residuals of those days (rows, slots),
    0 where unknown; level: mean of center; rows: how many days; moved: log of what the level of
    the last days did to it."""

    center: Floats32
    rest: Floats32
    level: float
    rows: int
    moved: float = 0.0


def profile_of(past: Past, type_: int) -> Profile | None:
    """Medians of like days, moved by what the level of the last days was: seasons come slowly, but
    faster than five weeks. None where too few days are known."""
    if type_ not in past.profiles:
        past.profiles[type_] = _profile_of(past, type_)
    return past.profiles[type_]


def _profile_of(past: Past, type_: int) -> Profile | None:
    rows = past.alike(type_)
    if rows is None:
        return None
    values = past.clean[rows]
    center = middle(values)
    known = center[~np.isnan(center)]
    if len(known) == 0:
        return None
    rest = np.nan_to_num(values - center)
    moved = _moved(past)
    level = float(np.abs(known).mean()) * float(np.exp(moved))
    return Profile(center * np.float32(np.exp(moved)), rest, level, len(rows), moved)


def _moved(past: Past) -> float:
    lately = past.series(RATIO)[-LATELY:]
    lately = lately[~np.isnan(lately)]
    if len(lately) < LATELY // 2:
        return 0.0
    return FOLLOWS * min(max(float(np.median(lately)), -FARTHEST), FARTHEST)


def middle(values: Floats32) -> Floats32:
    """Median of each column, without NaN."""
    ordered = np.sort(values, axis=0)
    count = (~np.isnan(values)).sum(axis=0)
    columns = np.arange(values.shape[1])
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    high = np.minimum(high, np.maximum(count - 1, 0))
    return (ordered[low, columns] + ordered[high, columns]) / 2
