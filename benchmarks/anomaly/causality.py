"""Was anything looked at that came after an alarm? Files cut where it was raised must give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.anomaly import ours
from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.measuring import Measured
from benchmarks.anomaly.meters import Meter

SEED = 11


@dataclass(frozen=True)
class Checked:
    cuts: int
    same: int
    different: tuple[tuple[str, Alarm], ...]


def check(measured: Sequence[Measured], cuts: int) -> Checked:
    """`cuts` alarms drawn from all runs, each looked for in its run up to its detection."""
    raised = [
        (run.meter, alarm)
        for one in measured
        for run, found in zip(one.runs, one.found, strict=True)
        for alarm in found.alarms
    ]
    rng = np.random.default_rng(SEED)
    drawn = rng.permutation(len(raised))[:cuts].tolist()
    failed = [raised[n] for n in drawn if not _is_given(*raised[n])]
    different = tuple((meter.name, alarm) for meter, alarm in failed)
    return Checked(len(drawn), len(drawn) - len(different), different)


def _is_given(meter: Meter, alarm: Alarm) -> bool:
    again = ours.find(ours.until(meter, alarm.detected)).alarms
    return any(
        (one.kind, one.start, one.detected) == (alarm.kind, alarm.start, alarm.detected)
        for one in again
    )
