"""Unusual slots, hours and days: against the profile of like days, over several spans at once.

Residuals from the median of like days are averaged over one slot, 2 h, 6 h and the day, each
compared with the spread that the same span had on those days. Scale: 2.5 × the mean one-sided
deviation, the widest of neighbouring slots, with a floor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.metering.readings import FAR, HOUR, Flags
from energy_core.model import Role

LAYER = 2
ROLES = tuple(role for role in Role if role is not Role.PRODUCTION)  # a cloud is no anomaly
FLOORS = {"slot": 5.0, "2h": 4.0, "6h": 3.5, "day": 3.0}
STAKE = {"slot": 0.01, "2h": 0.06, "6h": 0.1, "day": 0.15}  # of a usual day's energy, at least
NEAR = {"slot": 0.9, "2h": 0.7}  # of the highest span of any hour: less is no anomaly
LEAST_SHARE = 0.04  # of the mean level: no span is usually steadier than that
LOWEST = 0.7  # scores below it are no mark at any sensitivity
GONE = 0.3  # of what is usual: less is a drop-out


@dataclass(frozen=True, slots=True)
class Profile:
    """Of like days. center: usual [W] of each slot; rest: residuals of those days (rows, slots),
    0 where unknown; level: mean of center; rows: how many days."""

    center: Floats32
    rest: Floats32
    level: float
    rows: int


def profile_of(past: Past, type_: int) -> Profile | None:
    rows = past.alike(type_)
    if rows is None:
        return None
    values = past.clean[rows]
    center = middle(values)
    rest = np.nan_to_num(values - center)
    known = center[~np.isnan(center)]
    if len(known) == 0:
        return None
    return Profile(center, rest, float(np.abs(known).mean()), len(rows))


def middle(values: Floats32) -> Floats32:
    """Median of each column, without NaN."""
    ordered = np.sort(values, axis=0)
    count = (~np.isnan(values)).sum(axis=0)
    columns = np.arange(values.shape[1])
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    high = np.minimum(high, np.maximum(count - 1, 0))
    return (ordered[low, columns] + ordered[high, columns]) / 2


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    usual = profile_of(past, day.type)
    if usual is None:
        return []
    rest = np.where(day.judged, day.value - usual.center, np.nan)
    marks: list[Mark] = []
    for name, width in _widths(day).items():
        mean, spread = _spans(np.nan_to_num(rest), width), _spans(usual.rest, width)
        known = _spans((~np.isnan(rest)).astype(np.float32), width) >= 0.75
        known &= day.done[width - 1 :] < FAR
        for side in (1, -1):
            scale = _scale(side * spread, usual, width)
            beyond = _beyond(day, usual, name, width, side)
            sample = float((side * spread / scale).max(initial=0)) * (1 + 2 / usual.rows)
            score = np.where(known & beyond, side * mean / scale, 0)
            marks += _marks(day, past, usual, name, width, side, score, mean, sample)
    return marks


def _beyond(day: Day, usual: Profile, name: str, width: int, side: int) -> Flags:
    """Spans near or beyond all that the meter showed at any hour: what it does every evening is no
    spike in the morning. Of longer spans the hour matters, so all of them."""
    share = NEAR.get(name)
    value = _spans(np.nan_to_num(day.value), width)
    if share is None:
        return np.ones(len(value), bool)
    shown = _spans(usual.rest + np.nan_to_num(usual.center), width)
    if side > 0:
        return value >= share * shown.max()
    gone = GONE * _spans(np.nan_to_num(usual.center), width)
    return value <= np.maximum(shown.min() + (1 - share) * usual.level, gone)


def _widths(day: Day) -> dict[str, int]:
    wide = {"slot": 1, "2h": 2 * HOUR // day.slot_length, "6h": 6 * HOUR // day.slot_length}
    wide["day"] = day.slots
    return {name: width for name, width in wide.items() if name == "slot" or width > 1}


def _spans(rest: Floats32, width: int) -> Floats32:
    """Means over `width` slots, by the last of them; from slot `width` - 1 on."""
    if width == 1:
        return rest
    total = np.cumsum(rest, axis=-1)
    total = np.concatenate([np.zeros_like(total[..., :1]), total], axis=-1)
    return (total[..., width:] - total[..., :-width]) / width


def _scale(spread: Floats32, usual: Profile, width: int) -> Floats32:
    one_sided = 2.5 * np.maximum(spread, 0).mean(axis=0)
    pooled = float(one_sided.mean())
    wide = one_sided.copy()
    if len(wide) > 2:
        wide[1:] = np.maximum(wide[1:], one_sided[:-1])
        wide[:-1] = np.maximum(wide[:-1], one_sided[1:])
    return np.maximum(wide, max(0.4 * pooled, LEAST_SHARE * usual.level, 1e-6)) * (
        1 + 4 / usual.rows
    )


def _marks(
    day: Day, past: Past, usual: Profile, name: str, width: int, side: int,
    score: Floats32, mean: Floats32, sample: float,
) -> list[Mark]:  # fmt: skip
    key, floor = f"profile {name} {side:+d}", FLOORS[name]
    limit = past.limit(key, floor, sample)
    past.note(key, float(score.max(initial=0)), floor)
    stake = np.abs(mean) * width / (day.slots * usual.level)
    over = np.flatnonzero((score > LOWEST * limit) & (stake > STAKE[name]))
    return [
        _mark(day, usual, int(i) + width - 1, width, side, float(score[i]) / limit, float(mean[i]))
        for i in over
    ]


def _mark(
    day: Day, usual: Profile, slot: int, width: int, side: int, score: float, mean: float
) -> Mark:
    first = slot - width + 1
    hours = width * day.slot_length / HOUR
    span = slice(first, slot + 1)
    value, expected = float(np.nanmean(day.value[span])), float(np.nanmean(usual.center[span]))
    return Mark(
        _kind(width, day.slots, side, value, expected), LAYER,
        int(day.start[first]), int(day.start[slot] + day.slot_length), int(day.done[slot]),
        score, side, mean * hours,
        {"value_w": value, "usual_w": expected, "hours": hours},
        "profile",
    )  # fmt: skip


def _kind(width: int, slots: int, side: int, value: float, expected: float) -> Anomaly:
    if width == slots and slots > 1:
        return Anomaly.UNUSUAL_DAY
    if side > 0:
        return Anomaly.SPIKE if width == 1 else Anomaly.UNUSUAL_HOURS
    return Anomaly.DROP_OUT if value < GONE * expected else Anomaly.UNUSUAL_HOURS
