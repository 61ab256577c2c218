"""No readings for longer than this meter's habit."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import HOUR

LAYER = 1
STEPS = 2.0  # without a reading
LEAST = HOUR


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """Rows without a value tell the time too: with them a gap is known before it ends."""
    known = ~np.isnan(day.power)
    last = np.where(known, day.end, 0)
    before = int(memory.get("end", day.ts[0]))
    last = np.maximum.accumulate(np.maximum(np.append(before, last[:-1]), before))
    silent = np.where(known, day.ts, day.end) - last
    most = max(STEPS * day.step, LEAST)
    memory["end"] = float(max(before, int(np.where(known, day.end, 0).max())))
    return [
        Mark(
            Anomaly.MISSING, LAYER, int(last[i]), int(day.ts[i] if known[i] else day.end[i]),
            int(day.end[i]), float(silent[i] / most),
            facts={"hours": float(silent[i] / HOUR)}, family="missing",
        )
        for i in np.flatnonzero(silent > most)
    ]  # fmt: skip
