"""The same value again and again, for longer than this meter ever shows it."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.runs import count, lengths, needed
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.metering.readings import HOUR, Flags

LAYER = 1
LASTS = ("same", "all")
LEAST = 2  # repetitions
FEWEST = 3  # days: before, nobody knows what this meter's habit is
UNKNOWN = 4.0  # days over those that are known: so much longer must it last
STOP, OFTEN = 2e-3, 0.02  # of the range: as good as its end; share of slots that makes it a stop
KEY = "longest repetition"


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """Zeros are no value here: a meter at rest is a matter of what is usual (drop-out)."""
    before = np.append(np.float32(memory.get("value", np.nan)), day.power[:-1])
    same = (day.power == before) & (day.power != 0)
    run = lengths(same, int(memory.get("run", 0)))
    limit = _limit(day, past, memory)
    over = (run >= limit) & ~_at_a_stop(day.power, past.value)
    count(memory, same & ~over, ~np.isnan(day.power) & (day.power != 0))
    past.pending[KEY] = int(run[~over].max(initial=0))
    memory["run"], memory["value"] = float(run[-1]), float(day.power[-1])
    return [
        Mark(
            Anomaly.STUCK, LAYER, int(day.end[i]) - (int(run[i]) + 1) * day.step, int(day.end[i]),
            int(day.end[i]), float(run[i] / limit),
            facts={"value_w": float(day.power[i]), "hours": float((run[i] + 1) * day.step / HOUR)},
            family="stuck",
        )
        for i in np.flatnonzero(over)
    ]  # fmt: skip


def _limit(day: Day, past: Past, memory: dict[str, float]) -> float:
    """Repetitions that are too many."""
    if past.days < FEWEST:
        return np.inf
    least = max(LEAST, HOUR // day.step - 1)
    usual = max(needed(memory, day.step, least), round(1.5 * past.highest(KEY)))
    return round(usual * (1 + UNKNOWN / past.days))


def _at_a_stop(power: Floats32, past: Floats32) -> Flags:
    """Where a meter comes to rest again and again: full, empty, all that it can draw."""
    known = past[~np.isnan(past)]
    if not len(known):
        return np.zeros(len(power), bool)
    low, high = float(known.min()), float(known.max())
    near = STOP * (high - low)
    stops = np.zeros(len(power), bool)
    if (known <= low + near).mean() > OFTEN:
        stops |= power <= low + near
    if (known >= high - near).mean() > OFTEN:
        stops |= power >= high - near
    return stops
