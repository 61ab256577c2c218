"""The product's detectors, asked as the product asks them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.meters import Meter
from energy_core.analysis.detectors.about import About
from energy_core.analysis.detectors.event import Event
from energy_core.analysis.detectors.sensitivity import Sensitivity
from energy_core.commands.detect import MODES
from energy_core.model import Kind, Role

CAUSAL, RETROSPECTIVE = MODES
AUTO = "auto"


@dataclass(frozen=True)
class Found:
    alarms: tuple[Alarm, ...]
    sensitivity: str


def find(meter: Meter, mode: str = CAUSAL, sensitivity: str = AUTO) -> Found:
    about = About(
        meter.timezone, meter.country, Role(meter.role), Kind(meter.kind),
        sensitivity=Sensitivity(sensitivity),
    )  # fmt: skip
    found = MODES[mode](frame(meter), about)
    return Found(tuple(map(_alarm, found.events)), str(found.sensitivity))


def frame(meter: Meter) -> pd.DataFrame:
    return pd.DataFrame({"ts": pd.to_datetime(meter.t, unit="s", utc=True), "value": meter.value})


def until(meter: Meter, at: int) -> Meter:
    """What was known of the meter at `at` [epoch s]: the readings that had ended."""
    known = meter.t + meter.step_s <= at
    return replace(meter, t=meter.t[known], value=meter.value[known])


def _alarm(event: Event) -> Alarm:
    start, end, detected = (int(at.timestamp()) for at in (event.start, event.end, event.detected))
    return Alarm(str(event.kind), event.layer, start, end, detected, float(event.score))
