"""A temperature or a charge that jumps: what has inertia moves step by step."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import LESSON, Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import HOUR

LAYER = 3
NATURES = (Nature.STATE,)
LONGEST = HOUR / 2  # in more time a room may warm
FEWEST = 5  # days
BEYOND = 1.5  # times the farthest that it ever moved within two slots
STEPS = 10.0  # of the last digit that it shows
KEY = "farthest move"


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """Over two slots: a jump within one shows half of itself in its mean."""
    if day.slot_length > LONGEST:
        return []
    digit = memory.get("digit", 0.0)  # of the days before: what is to come tells nothing
    memory["digit"] = _digit(day, digit)
    if not digit:
        return []
    before = [memory.get("second", np.nan), memory.get("last", np.nan)]
    value = np.append(before, np.where(day.judged, day.value, np.nan))
    memory["second"], memory["last"] = map(float, value[-2:])
    move = value[2:] - value[:-2]
    usual = past.highest(KEY)
    limit = max(BEYOND * usual * (1 + 5 / max(past.days, 1)), STEPS * digit)
    farthest = float(np.nanmax(np.abs(move), initial=0))
    least = STEPS * digit / BEYOND
    known = np.count_nonzero(~np.isnan(past.series(KEY))) >= FEWEST
    past.pending[KEY] = min(farthest, max(LESSON * usual, least)) if known else farthest
    if not known:
        return []
    score = np.abs(np.nan_to_num(move)) / limit
    return [
        _mark(day, i, float(score[i]), float(value[i + 2]), float(value[i]))
        for i in np.flatnonzero(score >= 0.7).tolist()
    ]


def _digit(day: Day, before: float) -> float:
    """The least that two readings ever differed by, 0 where they never did."""
    apart = np.abs(np.diff(day.power))
    least = float(np.min(apart[apart > 1e-4], initial=before or np.inf))
    return least if np.isfinite(least) else 0.0


def _mark(day: Day, i: int, score: float, value: float, usual: float) -> Mark:
    return Mark(
        Anomaly.JUMP, LAYER, int(day.start[max(i - 1, 0)]),
        int(day.start[i]) + day.slot_length, int(day.done[i]), score,
        1 if value > usual else -1, None,
        {"value": value, "usual": usual}, "jump",
    )  # fmt: skip
