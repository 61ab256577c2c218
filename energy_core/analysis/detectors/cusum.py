"""Small lasting changes: a two-sided cumulative sum of daily figures in units of their own spread.

Page, E. S. (1954): Continuous inspection schemes. Biometrika 41, 100–115.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.metering.periods import DAY
from energy_core.metering.readings import FAR

FEWEST = 10  # days
GROWS = 10  # days over which a sum builds up
GRACE = 1  # usual days in a row within a shift


@dataclass(frozen=True, slots=True)
class Rule:
    """What a day's figure [spreads] loses, counts at most, and must reach together with others, in
    so many days at least; the same causally and with hindsight."""

    slack: float
    clip: float
    floor: float
    least_days: int
    sides: tuple[int, ...] = (1, -1)


@dataclass(frozen=True, slots=True)
class Sums:
    """Cumulative sum of a side, and for how many days it has been growing."""

    total: float
    days: int


def spread(values: Floats32) -> float:
    """Robust standard deviation of what is known; NaN of fewer than FEWEST days."""
    known = values[~np.isnan(values)]
    if len(known) < FEWEST:
        return float("nan")
    return 1.4826 * float(np.median(np.abs(known - np.median(known))))


def step(memory: dict[str, float], figure: float, side: int, rule: Rule) -> Sums:
    """Take a day's figure [spreads] into the sum of one side."""
    key = f"{side:+d}"
    up = min(max(side * figure, -rule.clip), rule.clip) - rule.slack
    total = max(0.0, memory.get(f"sum{key}", 0.0) + up)
    back = int(memory.get(f"back{key}", 0)) + 1 if up <= 0 else 0
    days = int(memory.get(f"days{key}", 0)) + 1 if total > 0 and back <= GRACE else 0
    memory |= {f"sum{key}": total, f"days{key}": float(days), f"back{key}": float(back)}
    return Sums(total, days)


def lasting(
    day: Day,
    past: Past,
    memory: dict[str, float],
    name: str,
    kind: Anomaly,
    figure: float,
    rule: Rule,
    *,
    family: str,
    usual_w: float,
    value_w: float,
) -> list[Mark]:
    """Marks of a day whose figure [spreads] carries a sum over its threshold. The running day adds
    nothing: a day is judged when it is over."""
    if np.isnan(figure) or day.closed >= FAR:
        return []
    marks = []
    for side in rule.sides:
        sums = step(memory, figure, side, rule)
        key = f"{name} {side:+d}"
        limit = past.limit(key, rule.floor, grows=GROWS)
        past.note(key, sums.total, rule.floor)
        if sums.total < 0.7 * limit:
            continue
        memory[f"sum{side:+d}"] = min(sums.total, 2 * limit)
        if side * figure > rule.slack and sums.days >= rule.least_days:
            marks.append(_mark(day, sums, kind, side, limit, family, usual_w, value_w))
    return marks


def _mark(
    day: Day, sums: Sums, kind: Anomaly, side: int, limit: float, family: str,
    usual_w: float, value_w: float,
) -> Mark:  # fmt: skip
    end = int(day.start[-1]) + day.slot_length
    start = int(day.start[0]) - (sums.days - 1) * DAY
    facts = {
        "days": float(sums.days), "value_w": value_w, "usual_w": usual_w,
        "percent": 100 * (value_w / usual_w - 1) if usual_w else float("nan"),
    }  # fmt: skip
    return Mark(
        kind, 3, start, end, day.closed, sums.total / limit, side,
        (value_w - usual_w) * 24 * sums.days,
        {name: fact for name, fact in facts.items() if np.isfinite(fact)},
        f"{family}{'+' if side > 0 else '-'}", whole_day=True,
    )  # fmt: skip
