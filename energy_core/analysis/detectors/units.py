"""From here on a thousand times greater or smaller: kW read as W, or the other way."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import FLOWS
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.runs import lengths
from energy_core.analysis.detectors.slots import Day
from energy_core.analysis.detectors.usual import profile_of

LAYER = 1
NATURES, HABIT = FLOWS, True
FACTOR, WITHIN = 1000.0, 4.0  # the ratio lies between 250 and 4000
BEYOND = 10.0  # times the highest, or below the lowest, that this meter ever showed
LEAST = 3  # slots in a row


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    usual = profile_of(past, day.type)
    if usual is None:
        return []
    value = np.where(day.judged, day.value, np.nan)
    flows = usual.center > max(0.02 * usual.level, 1e-6)
    ratio = np.divide(value, usual.center, out=np.full(day.slots, np.nan), where=flows)
    highest, lowest = float(np.nanmax(past.clean)), float(np.nanmin(past.clean))
    value = np.where(value < 0, np.nan, value)
    never = {FACTOR: value > BEYOND * highest, 1 / FACTOR: value < max(lowest, 0.0) / BEYOND}
    marks: list[Mark] = []
    for factor in (FACTOR, 1 / FACTOR):
        near = np.abs(np.log(np.maximum(ratio, 1e-12) / factor)) < np.log(WITHIN)
        run = lengths(never[factor] & (near | ~flows), int(memory.get(f"run {factor:g}", 0)))
        memory[f"run {factor:g}"] = float(run[-1])
        marks += [_mark(day, int(i), int(run[i]), factor) for i in np.flatnonzero(run >= LEAST)]
    return marks


def _mark(day: Day, i: int, run: int, factor: float) -> Mark:
    start = int(day.start[i]) - (run - 1) * day.slot_length
    return Mark(
        Anomaly.UNIT_CHANGE, LAYER, start, int(day.start[i]) + day.slot_length, int(day.done[i]),
        run / LEAST, 1 if factor > 1 else -1, facts={"factor": factor}, family="unit",
    )  # fmt: skip
