"""A straight line through hours: nobody measured this."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.runs import count, lengths, needed
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import HOUR

LAYER = 1
LASTS = ("same", "all")
LEAST = 4  # readings on the line of the two before them
STRAIGHT = 2e-3  # of the slope: what rounding may bend
KEY = "longest line"


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    before = [memory.get("second", np.nan), memory.get("last", np.nan)]
    value = np.concatenate([np.array(before), day.power.astype(np.float64)])
    slope = np.diff(value)
    size = np.abs(value[2:])
    bend = np.abs(np.diff(slope))
    rising = np.abs(slope[1:]) > 1e-5 * size
    line = rising & (bend <= np.maximum(STRAIGHT * np.abs(slope[1:]), 1e-6 * size))
    run = lengths(line, int(memory.get("run", 0)))
    least = max(LEAST, 2 * HOUR // day.step)
    limit = max(needed(memory, day.step, least), round(1.5 * past.record(KEY)))
    over = run >= limit
    count(memory, line & ~over, ~np.isnan(day.power))
    past.pending[KEY] = int(run[~over].max(initial=0))
    memory["run"], memory["second"], memory["last"] = float(run[-1]), *map(float, value[-2:])
    return [
        Mark(
            Anomaly.INTERPOLATED, LAYER, int(day.end[i]) - (int(run[i]) + 2) * day.step,
            int(day.end[i]), int(day.end[i]), float(run[i] / limit),
            facts={"hours": float((run[i] + 2) * day.step / HOUR)}, family="interpolated",
        )
        for i in np.flatnonzero(over)
    ]  # fmt: skip
