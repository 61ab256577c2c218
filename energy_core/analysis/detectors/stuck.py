"""The same value again and again, for longer than this meter ever shows it."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.runs import count, lengths, needed
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import HOUR

LAYER = 1
LEAST = 2  # repetitions
KEY = "longest repetition"


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """Zeros are no value here: a meter at rest is a matter of what is usual (drop-out)."""
    before = np.append(np.float32(memory.get("value", np.nan)), day.power[:-1])
    same = (day.power == before) & (day.power != 0)
    run = lengths(same, int(memory.get("run", 0)))
    least = max(LEAST, HOUR // day.step - 1)
    limit = max(needed(memory, day.step, least), round(1.5 * past.record(KEY)))
    over = run >= limit
    count(memory, same & ~over, ~np.isnan(day.power) & (day.power != 0))
    longest = int(run[~over].max(initial=0))
    past.pending[KEY] = longest
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
