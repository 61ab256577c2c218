"""All meters through our detectors: on the series as they are, and with faults in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from statistics import fmean

from benchmarks.anomaly import injecting, meters, ours, scoring
from benchmarks.anomaly.alarms import Alarm, incidents
from benchmarks.anomaly.faults import Fault
from benchmarks.anomaly.injecting import Run
from benchmarks.anomaly.meters import Meter
from benchmarks.anomaly.ours import Found
from benchmarks.anomaly.scoring import MONTH_S, Outcome, outcome

WORKERS = 2


@dataclass(frozen=True)
class Measured:
    """One meter: what it gave without faults, its runs, and what became of each fault."""

    meter: Meter
    clean: Found
    runs: tuple[Run, ...]
    found: tuple[Found, ...] = field(repr=False)
    in_time: bool = True  # with hindsight no alarm is too late

    @property
    def outcomes(self) -> list[Outcome]:
        return [
            outcome(self.meter.name, fault, found.alarms, self.clean.alarms, self.in_time)
            for run, found in zip(self.runs, self.found, strict=True)
            for fault in run.faults
        ]

    @property
    def a_month(self) -> float:
        return scoring.a_month(self.clean.alarms, self.meter)

    @property
    def false_a_week(self) -> float:
        return scoring.false_a_week(self.clean.alarms, self.meter)


def measure(
    names: Sequence[str] = meters.NAMES,
    rounds: int = injecting.ROUNDS,
    mode: str = ours.CAUSAL,
    seed: int = injecting.SEED,
) -> list[Measured]:
    """Series after series; the order in which they are worked through changes nothing."""
    with ProcessPoolExecutor(WORKERS) as pool:
        every = {name: injecting.runs(meters.meter(name), rounds, seed) for name in names}
        clean = {name: pool.submit(ours.find, meters.meter(name), mode) for name in names}
        found = {
            name: [pool.submit(ours.find, run.meter, mode) for run in runs]
            for name, runs in every.items()
        }
        return [
            Measured(
                meters.meter(name),
                clean[name].result(),
                tuple(every[name]),
                tuple(future.result() for future in found[name]),
                in_time=mode == ours.CAUSAL,
            )
            for name in names
        ]


def outcomes(measured: Sequence[Measured]) -> list[Outcome]:
    return [one for meter in measured for one in meter.outcomes]


def raised(measured: Sequence[Measured]) -> list[tuple[Fault, tuple[Alarm, ...]]]:
    """Each fault with the alarms of its run."""
    return [
        (fault, found.alarms)
        for one in measured
        for run, found in zip(one.runs, one.found, strict=True)
        for fault in run.faults
    ]


@dataclass(frozen=True)
class Quiet:
    """Of the clean series: means over the meters, each counting the same."""

    a_month: float
    false_a_week: float
    pooled_a_month: float  # all incidents over all months
    alarms_a_month: float
    alarms: Counter[str]


def quiet(measured: Sequence[Measured]) -> Quiet:
    months = sum(one.meter.span_s for one in measured) / MONTH_S
    every: list[Alarm] = [alarm for one in measured for alarm in one.clean.alarms]
    together = sum(len(incidents(one.clean.alarms)) for one in measured)
    return Quiet(
        fmean(one.a_month for one in measured),
        fmean(one.false_a_week for one in measured),
        together / months,
        fmean(len(one.clean.alarms) * MONTH_S / one.meter.span_s for one in measured),
        Counter(alarm.kind for alarm in every),
    )
