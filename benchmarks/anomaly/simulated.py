"""The simulated home with all its faults, scored against the truth file that the simulator writes.

The readings are what `simulator.py --faults all` sends of a past; every meter is looked at on its
own, also those that nothing befalls.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from benchmarks.anomaly import ours
from benchmarks.anomaly.alarms import Alarm, incidents
from benchmarks.anomaly.faults import Fault
from benchmarks.anomaly.meters import DAY_S, Meter
from benchmarks.anomaly.scoring import GRACE_S, MONTH_S, Outcome, outcome
from energy_core import units
from energy_core.model import Kind
from energy_core.simulation.faults import FaultKind
from energy_core.simulation.feed import PAST_STEP_S
from energy_core.simulation.profiles import PROFILES
from energy_core.simulation.site import Reading, Site
from energy_core.simulation.truth import TruthFile

PROFILE, SEED = "home", 42
LEARNING_S = 14 * DAY_S
AFTER_S = 400 * DAY_S  # of the home's building: past what its batteries and rooms start with


@dataclass(frozen=True)
class Home:
    meters: tuple[Meter, ...]
    faults: tuple[tuple[str, Fault], ...]  # (meter, fault), those after the learning


@dataclass(frozen=True)
class Scored:
    """false: incidents that no fault explains; months: of all meters together."""

    outcomes: tuple[Outcome, ...]
    false: int
    months: float


def home(days: int, folder: Path) -> Home:
    """The same for the same number of days; the truth goes through its file in `folder`."""
    site = Site(PROFILES[PROFILE], SEED, list(FaultKind))
    start = site.built + AFTER_S
    end = start + days * DAY_S
    readings = site.readings(start, end, PAST_STEP_S)
    truth = TruthFile(folder / "truth.jsonl")
    truth.note(site.faults_in(start, end))
    lines = map(json.loads, (folder / "truth.jsonl").read_text().splitlines())
    faults = tuple((line["meter"], _fault(line)) for line in lines)
    scored = tuple((m, f) for m, f in faults if f.start >= start + LEARNING_S and f.end <= end)
    zone = PROFILES[PROFILE].timezone
    return Home(tuple(_meter(reading, zone) for reading in readings), scored)


def score(home: Home) -> Scored:
    outcomes, false, seconds = [], 0, 0
    for meter in home.meters:
        alarms = ours.find(meter).alarms
        mine = [fault for name, fault in home.faults if name == meter.name]
        outcomes += [outcome(meter.name, fault, alarms, ()) for fault in mine]
        false += len(incidents(_unexplained(alarms, home, meter)))
        seconds += meter.span_s
    return Scored(tuple(outcomes), false, seconds / MONTH_S)


def _unexplained(alarms: tuple[Alarm, ...], home: Home, meter: Meter) -> Iterator[Alarm]:
    """Alarms at a time when nothing was wrong with anything: a base load that rises is seen by
    several meters."""
    for alarm in alarms:
        if not any(
            alarm.start < fault.end + GRACE_S and alarm.end > fault.start
            for _, fault in home.faults
        ):
            yield alarm


def _fault(line: dict) -> Fault:
    start, end = (int(datetime.fromisoformat(line[side]).timestamp()) for side in ("start", "end"))
    return Fault(line["kind"], start, end)


def _meter(reading: Reading, timezone: str) -> Meter:
    meter, stream = reading.meter, reading.stream
    unit = units.find(meter.unit)
    value = stream.values if unit is None else units.to_stored(stream.values, unit)
    step_s = max(meter.every_s, PAST_STEP_S)
    return Meter(
        meter.slug, np.asarray(stream.t), value, step_s, Kind(meter.kind), meter.role, timezone
    )
