"""Everything measured at once, as docs/accuracy.json holds it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    scoring,
    simulated,
    speed,
)
from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.faults import KINDS
from benchmarks.anomaly.goals import Goal
from benchmarks.anomaly.measuring import Measured
from benchmarks.anomaly.scoring import Outcome, recall
from benchmarks.bench import say

GAPS = "without alarms of missing readings, which the labels do not know"

Row = dict[str, Any]
Reached = tuple[Goal, float, str]
"""A goal, what was reached, a note."""


@dataclass(frozen=True)
class Amount:
    """How much is done. `others`: the other detectors and what needs a second pass too."""

    rounds: int
    simulated_days: int
    cuts: int
    others: bool


FULL = Amount(injecting.ROUNDS, simulated_days=120, cuts=24, others=True)
QUICK = Amount(1, simulated_days=30, cuts=6, others=False)


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
        _of_hindsight(amount.rounds) if amount.others else Accuracy([], {}),
        _of_dutch(),
        _of_nab(),
        _of_simulator(amount, folder),
        _of_proofs(measured, amount),
    ]
    reached = [one for part in parts for one in part.reached]
    return Accuracy(reached, {name: rows for part in parts for name, rows in part.tables.items()})


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
        "kinds": list(_kinds(every, others)),
        "meters": [_meter_row(one) for one in measured],
        "detectors": [
            _detector_row("this", every),
            *(_detector_row(*one) for one in others.items()),
        ],
    }
    return Accuracy(reached, tables)


def _counted(found: scoring.Recall) -> str:
    return f"{found.found} of {found.faults}; by chance {found.by_chance}"


def _kinds(every: Sequence[Outcome], others: dict[str, list[Outcome]]) -> Iterator[Row]:
    for kind in KINDS:
        mine = _of_kind(every, kind)
        beside = {name: recall(_of_kind(theirs, kind)).share for name, theirs in others.items()}
        yield {"kind": kind, **_recall_row(mine), **beside}


def _of_kind(outcomes: Sequence[Outcome], kind: str) -> list[Outcome]:
    return [one for one in outcomes if one.fault.kind == kind]


def _recall_row(outcomes: Sequence[Outcome]) -> Row:
    figures = recall(outcomes)
    return {
        "faults": figures.faults,
        "found": figures.found,
        "recall": _number(figures.share),
        "by_chance": figures.by_chance,
        "rightly_named": figures.named,
        "median_delay_h": _number(figures.delay_h),
    }


def _number(value: float) -> float | None:
    return round(value, 3) if math.isfinite(value) else None


def _meter_row(one: Measured) -> Row:
    return {
        "meter": one.meter.name,
        "days": round(one.meter.span_s / meters.DAY_S),
        "step_s": one.meter.step_s,
        **_recall_row(one.outcomes),
        "recall_without_obvious": _number(recall(scoring.hard(one.outcomes)).share),
        "incidents_a_month": _number(one.a_month),
        "false_a_week": _number(one.false_a_week),
        "sensitivity": one.clean.sensitivity,
    }


def _detector_row(name: str, outcomes: Sequence[Outcome]) -> Row:
    return {
        "detector": name,
        **_recall_row(outcomes),
        "recall_without_obvious": _number(recall(scoring.hard(outcomes)).share),
    }


def _of_hindsight(rounds: int) -> Accuracy:
    say("the same with hindsight")
    found = recall(measuring.outcomes(measuring.measure(rounds=rounds, mode=ours.RETROSPECTIVE)))
    days = dutch.days(ours.find(dutch.meter(), ours.RETROSPECTIVE).alarms)
    others = f"and {len(days.others)} other days"
    return Accuracy(
        [
            (goals.HINDSIGHT, found.share, _counted(found)),
            (goals.HINDSIGHT_DAYS, len(days.found), others),
        ],
        {},
    )


def _of_dutch() -> Accuracy:
    say("Dutch power demand 1997")
    days = dutch.days(ours.find(dutch.meter()).alarms)
    reached: list[Reached] = [
        (goals.HOLIDAYS, len(days.found), f"missed: {_listed(days.missed)}"),
        (goals.OTHER_DAYS, len(days.others), _listed(days.others)),
    ]
    return Accuracy(reached, {})


def _listed(days: Sequence[object]) -> str:
    return ", ".join(map(str, days)) or "none"


def _of_nab() -> Accuracy:
    say("NAB")
    corpus = nab.corpus()
    alarms = {name: ours.find(labelled.meter).alarms for name, labelled in corpus.items()}
    rows = {name: nab.rows_of(alarms[name], corpus[name]) for name in corpus}
    over, best = nab.best_threshold(alarms, corpus)
    taxi = next(name for name in corpus if "nyc_taxi" in name)
    reached: list[Reached] = [
        (
            goals.NAB,
            nab.score(rows, corpus),
            f"as it is; {_without_gaps(alarms, corpus):.1f} {GAPS}",
        ),
        (goals.NAB_BEST, best, f"{over:.2f}; how NAB's own table is made"),
        (goals.TAXI, nab.windows_found(alarms[taxi], corpus[taxi]), ""),
    ]
    return Accuracy(reached, {"nab": [_nab_row(name, corpus, alarms, rows) for name in corpus]})


def _without_gaps(alarms: dict[str, tuple[Alarm, ...]], corpus: dict[str, nab.Labelled]) -> float:
    """The files have real gaps, which their labels do not know."""
    told = {name: [one for one in alarms[name] if one.kind != "missing"] for name in corpus}
    return nab.score({name: nab.rows_of(told[name], corpus[name]) for name in corpus}, corpus)


def _nab_row(
    name: str,
    corpus: dict[str, nab.Labelled],
    alarms: dict[str, tuple[Alarm, ...]],
    rows: dict[str, list[int]],
) -> Row:
    return {
        "file": name,
        "windows": len(corpus[name].windows),
        "found": nab.windows_found(alarms[name], corpus[name]),
        "alarms": len(rows[name]),
        "unscaled_score": _number(nab.raw(corpus[name], rows[name])),
    }


def _of_simulator(amount: Amount, folder: Path) -> Accuracy:
    say(f"the simulated home, {amount.simulated_days} days")
    seen = list(simulated.see(simulated.home(amount.simulated_days, folder)))
    every = [outcome for one in seen for outcome in one.outcomes]
    kinds = sorted({one.fault.kind for one in every})
    reached: list[Reached] = [
        (goals.SIMULATED, recall(every).share, _counted(recall(every))),
        (goals.SIMULATED_QUIET, simulated.a_month(seen), f"{len(seen)} meters"),
    ]
    rows = [{"kind": kind, **_recall_row(_of_kind(every, kind))} for kind in kinds]
    return Accuracy(reached, {"simulator": rows})


def _of_proofs(measured: Sequence[Measured], amount: Amount) -> Accuracy:
    say("causality and speed")
    checked = causality.check(measured, amount.cuts)
    fast = speed.readings_a_second(meters.meter("uci"))
    reached: list[Reached] = [
        (goals.CAUSAL, checked.same / max(checked.cuts, 1), f"{checked.same} of {checked.cuts}"),
        (goals.SPEED, fast, "two months of a meter read every minute, from an empty state"),
    ]
    return Accuracy(reached, {})
