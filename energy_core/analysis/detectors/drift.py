"""Slowly away from what was usual: the last week against the weeks before the last two."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.cusum import FEWEST
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.metering.periods import DAY
from energy_core.metering.readings import FAR

LAYER = 3
NATURES, HABIT = (Nature.USE,), True
SEARCHED = True
WEEK = 7
BEFORE = slice(-56, -14)  # days that the last week is compared with
LEAST = 0.33  # log ratio
ONE_DAY = 3.0  # times what is usual: one odd day is no week
GROWS = 28  # days
WANDERS = 3.0  # times as far as from one week to the next is no drift: the weather
KEY = "day mean"


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    known = day.value[day.judged]
    if day.closed >= FAR or len(known) < 0.75 * day.slots:
        return []
    value = float(known.mean())
    level = memory.get("level", 0.0) or abs(value)
    if not level > 0:  # nothing flowed yet
        return []
    memory["level"] = level
    past.pending[KEY] = value / level
    means = np.append(past.series(KEY), np.float32(value / level))
    week, before = means[-WEEK:], means[:-1][BEFORE]
    if np.isnan(week).sum() > 1 or np.count_nonzero(~np.isnan(before)) < FEWEST + 4:
        return []
    usual = float(np.nanmean(before))
    now = float(np.nanmean(np.minimum(week, ONE_DAY * usual)))
    if now <= 0 or usual <= 0:
        return []
    change = float(np.log(now / usual))
    marks, wander = [], WANDERS * _wander(means[:-1])
    for side in (1, -1):
        key = f"drift {side:+d}"
        limit = max(past.limit(key, LEAST, grows=GROWS), wander)
        past.note(key, side * change, LEAST)
        if side * change > 0.7 * limit:
            marks.append(_mark(day, side, side * change / limit, now * level, usual * level))
    return marks


def _wander(means: Floats32) -> float:
    """How far the weeks of this meter lie from the week before, as the weather takes it: median
    log ratio."""
    known = np.convolve(means, np.ones(WEEK) / WEEK, "valid")
    known = np.maximum(known, 1e-6)
    apart = np.abs(np.log(known[WEEK:] / known[:-WEEK]))
    apart = apart[~np.isnan(apart)]
    return float(np.median(apart)) if len(apart) else 0.0


def _mark(day: Day, side: int, score: float, now: float, usual: float) -> Mark:
    end = int(day.start[-1]) + day.slot_length
    return Mark(
        Anomaly.DRIFT, LAYER, int(day.start[0]) - (WEEK - 1) * DAY, end, day.closed, score, side,
        (now - usual) * 24 * WEEK,
        {"value_w": now, "usual_w": usual, "percent": 100 * (now / usual - 1), "days": float(WEEK)},
        "level+" if side > 0 else "level-",
    )  # fmt: skip
