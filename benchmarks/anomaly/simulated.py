"""The simulated home with all its faults, scored against the truth file that the simulator writes.

The readings are what `simulator.py --faults all` sends of a past; every meter is looked at on its
own, also those that nothing befalls. The same home without faults tells how quiet it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.anomaly import ours, scoring
from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.faults import Fault
from benchmarks.anomaly.meters import DAY_S, Meter
from benchmarks.anomaly.scoring import Outcome, outcome
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
    """`clean`: the same meters of the same home where nothing is wrong, in the same order."""

    meters: tuple[Meter, ...]
    clean: tuple[Meter, ...]
    faults: tuple[tuple[str, Fault], ...]  # (meter, fault), those after the learning

    def faults_of(self, meter: Meter) -> list[Fault]:
        return [fault for name, fault in self.faults if name == meter.name]


@dataclass(frozen=True)
class Seen:
    """A meter of the home, what was raised, and what is raised where nothing is wrong."""

    meter: Meter
    alarms: tuple[Alarm, ...]
    clean: tuple[Alarm, ...]
    outcomes: tuple[Outcome, ...]


def home(days: int, folder: Path) -> Home:
    """The same for the same number of days; the truth goes through its file in `folder`."""
    site = Site(PROFILES[PROFILE], SEED, list(FaultKind))
    start = site.built + AFTER_S
    end = start + days * DAY_S
    path = folder / "truth.jsonl"
    TruthFile(path).note(site.faults_in(start, end))
    counters = {meter.slug for meter in site.meters if meter.kind is Kind.COUNTER}
    lines = list(map(json.loads, path.open()))
    faults = [(line["meter"], _fault(line, line["meter"] in counters)) for line in lines]
    return Home(
        _meters(site, start, end),
        _meters(Site(PROFILES[PROFILE], SEED), start, end),
        tuple((m, f) for m, f in faults if f.start >= start + LEARNING_S and f.end <= end),
    )


def see(home: Home) -> Iterator[Seen]:
    for meter, untouched in zip(home.meters, home.clean, strict=True):
        clean = ours.find(untouched).alarms
        alarms = ours.find(meter).alarms
        outcomes = (outcome(meter.name, f, alarms, clean) for f in home.faults_of(meter))
        yield Seen(meter, alarms, clean, tuple(outcomes))


def a_month(seen: Iterable[Seen]) -> float:
    """Incidents a month of a meter of the home where nothing is wrong."""
    return fmean(scoring.a_month(one.clean, one.meter) for one in seen)


def _meters(site: Site, start: int, end: int) -> tuple[Meter, ...]:
    readings = site.readings(start, end, PAST_STEP_S)
    return tuple(_meter(reading, PROFILES[PROFILE].timezone) for reading in readings)


def _fault(line: dict, of_counter: bool) -> Fault:
    """What a register shows at a stamp happened in the step before it."""
    start, end = (int(datetime.fromisoformat(line[side]).timestamp()) for side in ("start", "end"))
    return Fault(line["kind"], start - PAST_STEP_S * of_counter, end)


def _meter(reading: Reading, timezone: str) -> Meter:
    meter, stream = reading.meter, reading.stream
    unit = units.find(meter.unit)
    value = stream.values if unit is None else units.to_stored(stream.values, unit)
    step_s = max(meter.every_s, PAST_STEP_S)
    return Meter(
        meter.slug, np.asarray(stream.t), value, step_s, Kind(meter.kind), meter.role, timezone
    )
