"""The same runs for the other detectors, at the same number of incidents on the clean series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType

import numpy as np

from benchmarks import folder
from benchmarks.anomaly import grid as grids
from benchmarks.anomaly import rivals
from benchmarks.anomaly.alarms import Alarm, incidents
from benchmarks.anomaly.grid import Grid
from benchmarks.anomaly.injecting import Run
from benchmarks.anomaly.meters import Floats, Meter
from benchmarks.anomaly.scoring import MONTH_S, Outcome, outcome

TRIED = 400  # thresholds, from the most extreme slot down


def modules() -> list[ModuleType]:
    return folder.modules(rivals.__name__)


def outcomes(
    rival: ModuleType, meter: Meter, runs: Sequence[Run], a_month: float
) -> Iterator[Outcome]:
    """`a_month` incidents at most on the clean series: the threshold that gives most alarms
    within that is chosen looking at all of it."""
    clean = grids.of(meter)
    its_scores = rival.scores(clean, clean)
    over = threshold(clean, its_scores, a_month * meter.span_s / MONTH_S)
    quiet = alarms(rival.NAME, clean, its_scores, over)
    for run in runs:
        grid = grids.of(run.meter)
        raised = alarms(rival.NAME, grid, rival.scores(grid, clean), over)
        yield from (outcome(meter.name, fault, raised, quiet) for fault in run.faults)


def threshold(grid: Grid, scores: Floats, allowed: float) -> float:
    """The lowest threshold down to which no more than `allowed` incidents come."""
    known = np.sort(scores[~np.isnan(scores)])[::-1]
    chosen = float(known[0])
    for over in known[_spread(len(known))]:
        if len(incidents(alarms("", grid, scores, over))) > allowed:
            break
        chosen = float(over)
    return chosen


def _spread(count: int) -> np.ndarray:
    """Places in a sorted list, dense at its beginning."""
    return np.unique(np.geomspace(1, count, TRIED).astype(int) - 1)


def alarms(name: str, grid: Grid, scores: Floats, over: float) -> list[Alarm]:
    """One for each slot over the threshold."""
    starts = grid.t[np.nan_to_num(scores, nan=-np.inf) > over].tolist()
    return [Alarm(name, 2, at, at + grid.slot_s, at + grid.slot_s) for at in starts]
