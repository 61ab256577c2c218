"""Everything measured at once, as docs/accuracy.json holds it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.anomaly import (
    causality,
    dutch,
    goals,
    injecting,
    measuring,
    meters,
    nab,
    ours,
    rivalry,
    rows,
    scoring,
    simulated,
    speed,
)
from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.goals import Goal
from benchmarks.anomaly.measuring import Measured
from benchmarks.anomaly.rows import Row
from benchmarks.anomaly.scoring import Outcome, recall
from benchmarks.bench import say

GAPS = "without alarms of missing readings, which the labels do not know"

Reached = tuple[Goal, float, str]
"""A goal, what was reached, a note."""


@dataclass(frozen=True)
class Amount:
    """How much is done. `others`: the other detectors too."""

    rounds: int
    simulated_days: int
    cuts: int
    others: bool


FULL = Amount(injecting.ROUNDS, simulated_days=120, cuts=24, others=True)
QUICK = Amount(1, simulated_days=22, cuts=6, others=False)


@dataclass(frozen=True)
class Accuracy:
    reached: list[Reached]
    tables: dict[str, list[Row]]


def measure(amount: Amount, folder: Path) -> Accuracy:
    """`folder`: an empty one, for the simulator's truth file."""
    say(f"{len(meters.NAMES)} meters with faults, {amount.rounds} rounds")
    measured = measuring.measure(rounds=amount.rounds)
    others = _others(measured) if amount.others else {}
    parts = [
        _of_meters(measured, others),
        _of_hindsight(amount.rounds),
        _of_dutch(),
        _of_nab(),
        _of_simulator(amount, folder),
        _of_proofs(measured, amount),
    ]
    reached = [one for part in parts for one in part.reached]
    return Accuracy(reached, {name: table for part in parts for name, table in part.tables.items()})


def _others(measured: Sequence[Measured]) -> dict[str, list[Outcome]]:
    """The other detectors' outcomes, by their names."""
    assert goals.INCIDENTS.must is not None
    budget, outcomes = goals.INCIDENTS.must.limit, {}
    for rival in rivalry.modules():
        say(rival.NAME)
        outcomes[rival.NAME] = [
            one
            for each in measured
            for one in rivalry.outcomes(rival, each.meter, each.runs, budget)
        ]
    return outcomes


def _of_meters(measured: Sequence[Measured], others: dict[str, list[Outcome]]) -> Accuracy:
    every, quiet = measuring.outcomes(measured), measuring.quiet(measured)
    ours_, obvious = recall(every), recall(scoring.obvious(every))
    hard = recall(scoring.hard(every))
    reached: list[Reached] = [
        (goals.RECALL, ours_.share, _counted(ours_)),
        (goals.RECALL_HARD, hard.share, _counted(hard)),
        (goals.BEYOND_CHANCE, ours_.only_so / ours_.faults, f"{ours_.only_so} of {ours_.faults}"),
        (goals.RECALL_OBVIOUS, obvious.share, _counted(obvious)),
        (goals.DELAY, obvious.delay_h, "a gap in a file shows with the first reading behind it"),
        (
            goals.INCIDENTS,
            quiet.a_month,
            f"all over all months: {quiet.pooled_a_month:.2f}; single alarms: "
            f"{quiet.alarms_a_month:.2f} a meter-month",
        ),
        (goals.FALSE, quiet.false_a_week, ""),
    ]
    if others:
        best = max(others, key=lambda name: recall(others[name]).share)
        reached.append((goals.AHEAD, ours_.share - recall(others[best]).share, f"{best} is best"))
    tables = {
        "kinds": rows.kinds(every, others),
        "meters": [rows.meter(one) for one in measured],
        "detectors": [
            rows.detector("this", every),
            *(rows.detector(*one) for one in others.items()),
        ],
    }
    return Accuracy(reached, tables)


def _counted(found: scoring.Recall) -> str:
    return f"{found.found} of {found.faults}; by chance {found.by_chance}"


def _of_hindsight(rounds: int) -> Accuracy:
    say("the same with hindsight")
    measured = measuring.measure(rounds=rounds, mode=ours.RETROSPECTIVE)
    every, calm = measuring.outcomes(measured), measuring.quiet(measured)
    off = scoring.days_off(measuring.raised(measured))
    reached: list[Reached] = [
        (goals.HINDSIGHT, recall(every).share, _counted(recall(every))),
        (
            goals.HINDSIGHT_INCIDENTS,
            calm.a_month,
            f"all over all months: {calm.pooled_a_month:.2f}; told by their ends",
        ),
        (goals.DATED, float(np.median(off)) if off else math.nan, f"{len(off)} changes"),
    ]
    return Accuracy(reached, {})


def _of_dutch() -> Accuracy:
    say("Dutch power demand 1997")
    days = dutch.days(ours.find(dutch.meter()).alarms)
    reached: list[Reached] = [
        (goals.HOLIDAYS, len(days.found), f"missed: {listed(days.missed)}"),
        (goals.OTHER_DAYS, len(days.others), listed(days.others)),
    ]
    return Accuracy(reached, {})


def listed(days: Sequence[object]) -> str:
    return ", ".join(map(str, days)) or "none"


def _of_nab() -> Accuracy:
    say("NAB")
    corpus = nab.corpus()
    alarms = {name: ours.find(labelled.meter).alarms for name, labelled in corpus.items()}
    raised = {name: nab.rows_of(alarms[name], corpus[name]) for name in corpus}
    over, best = nab.best_threshold(alarms, corpus)
    taxi = next(name for name in corpus if "nyc_taxi" in name)
    reached: list[Reached] = [
        (
            goals.NAB,
            nab.score(raised, corpus),
            f"as it is; {_without_gaps(alarms, corpus):.1f} {GAPS}",
        ),
        (goals.NAB_BEST, best, f"{over:.2f}; how NAB's own table is made"),
        (goals.TAXI, nab.windows_found(alarms[taxi], corpus[taxi]), ""),
    ]
    return Accuracy(
        reached, {"nab": [rows.nab(name, corpus[name], alarms[name]) for name in corpus]}
    )


def _without_gaps(alarms: dict[str, tuple[Alarm, ...]], corpus: dict[str, nab.Labelled]) -> float:
    """The files have real gaps, which their labels do not know."""
    told = {name: [one for one in alarms[name] if one.kind != "missing"] for name in corpus}
    return nab.score({name: nab.rows_of(told[name], corpus[name]) for name in corpus}, corpus)


def _of_simulator(amount: Amount, folder: Path) -> Accuracy:
    say(f"the simulated home, {amount.simulated_days} days")
    seen = list(simulated.see(simulated.home(amount.simulated_days, folder)))
    every = [outcome for one in seen for outcome in one.outcomes]
    reached: list[Reached] = [
        (goals.SIMULATED, recall(every).share, _counted(recall(every))),
        (goals.SIMULATED_QUIET, simulated.a_month(seen), f"{len(seen)} meters"),
    ]
    return Accuracy(reached, {"simulator": rows.simulated_kinds(every)})


def _of_proofs(measured: Sequence[Measured], amount: Amount) -> Accuracy:
    say("causality and speed")
    checked = causality.check(measured, amount.cuts)
    fast = speed.readings_a_second(meters.meter("uci"))
    reached: list[Reached] = [
        (goals.CAUSAL, checked.same / max(checked.cuts, 1), f"{checked.same} of {checked.cuts}"),
        (goals.SPEED, fast, "two months of a meter read every minute, from an empty state"),
    ]
    return Accuracy(reached, {})
