"""Hours that copy those of a day or a week before: somebody filled a gap. (Stamps with two values
are found where readings come in.)"""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past, coarse
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.runs import count, lengths, needed
from energy_core.analysis.detectors.slots import Day
from energy_core.metering.readings import HOUR

LAYER = 1
FROM_BEFORE = True
LEAST = 8  # slots
LEAST_DISTINCT = 3  # changes among them
MOVING = 0.5  # of the slots must differ from the one before
BACK = {"day": 1, "week": 7}


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    marks: list[Mark] = []
    for name, back in BACK.items():
        marks += _copies(day, memory, name, past.value[-back])
    return marks


def _copies(day: Day, memory: dict[str, float], name: str, earlier: np.ndarray) -> list[Mark]:
    mine = {key: memory.get(f"{name} {key}", 0.0) for key in ("same", "all", "run")}
    value = coarse(day.value)
    same = (value == earlier) & (value != 0) & day.judged
    run = lengths(same, int(mine["run"]))
    limit = needed(mine, day.slot_length, max(LEAST, 4 * HOUR // day.slot_length))
    over = np.flatnonzero(run >= limit)
    over = over[[_varied(value, int(i), int(run[i])) for i in over]] if len(over) else over
    count(mine, same & (run < limit), day.judged & (value != 0))
    mine["run"] = float(run[-1])
    memory |= {f"{name} {key}": number for key, number in mine.items()}
    return [
        Mark(
            Anomaly.REPEATED, LAYER, int(day.start[i]) - (int(run[i]) - 1) * day.slot_length,
            int(day.start[i]) + day.slot_length, int(day.done[i]), float(run[i] / limit),
            facts={
                "why": f"copy of a {name} before",
                "hours": float(run[i] * day.slot_length / HOUR),
            },
            family="repeated",
        )
        for i in over
    ]  # fmt: skip


def _varied(value: np.ndarray, last: int, run: int) -> bool:
    """What stands still is the same on any two days: only what moves can be a copy."""
    within = value[max(0, last - run + 1) : last + 1]
    moves = np.count_nonzero(np.diff(within))
    return bool(moves >= max(LEAST_DISTINCT, MOVING * (len(within) - 1)))
