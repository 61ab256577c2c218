"""The rows of the tables in docs/accuracy.json."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.anomaly import meters, scoring
from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.faults import KINDS
from benchmarks.anomaly.measuring import Measured
from benchmarks.anomaly.nab import Labelled, raw, rows_of, windows_found
from benchmarks.anomaly.scoring import Outcome, recall

Row = dict[str, Any]


def kinds(every: Sequence[Outcome], others: Mapping[str, Sequence[Outcome]]) -> list[Row]:
    """Ours, and beside it the recall of each other detector."""
    table = []
    for kind in KINDS:
        beside = {name: _number(recall(_of(theirs, kind)).share) for name, theirs in others.items()}
        table.append({"kind": kind, **_recall(_of(every, kind)), **beside})
    return table


def simulated_kinds(every: Sequence[Outcome]) -> list[Row]:
    names = sorted({one.fault.kind for one in every})
    return [{"kind": name, **_recall(_of(every, name))} for name in names]


def meter(one: Measured) -> Row:
    return {
        "meter": one.meter.name,
        "days": round(one.meter.span_s / meters.DAY_S),
        "step_s": one.meter.step_s,
        **_recall(one.outcomes),
        "recall_without_obvious": _number(recall(scoring.hard(one.outcomes)).share),
        "incidents_a_month": _number(one.a_month),
        "false_a_week": _number(one.false_a_week),
        "sensitivity": one.clean.sensitivity,
    }


def detector(name: str, outcomes: Sequence[Outcome]) -> Row:
    figures = _recall(outcomes)
    del figures["rightly_named"]  # others give no names
    return {
        "detector": name,
        **figures,
        "recall_without_obvious": _number(recall(scoring.hard(outcomes)).share),
    }


def nab(name: str, labelled: Labelled, alarms: Sequence[Alarm]) -> Row:
    raised = rows_of(alarms, labelled)
    return {
        "file": name,
        "windows": len(labelled.windows),
        "found": windows_found(alarms, labelled),
        "alarms": len(raised),
        "unscaled_score": _number(raw(labelled, raised)),
    }


def _recall(outcomes: Sequence[Outcome]) -> Row:
    figures = recall(outcomes)
    return {
        "faults": figures.faults,
        "found": figures.found,
        "recall": _number(figures.share),
        "by_chance": figures.by_chance,
        "rightly_named": figures.named,
        "median_delay_h": _number(figures.delay_h),
    }


def _of(outcomes: Sequence[Outcome], kind: str) -> list[Outcome]:
    return [one for one in outcomes if one.fault.kind == kind]


def _number(value: float) -> float | None:
    return round(value, 3) if math.isfinite(value) else None
