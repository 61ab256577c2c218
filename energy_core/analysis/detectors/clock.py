"""The day's shape comes whole hours earlier or later, day after day."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.cusum import lasting, spread
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.profile import profile_of
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.metering.readings import HOUR

LAYER = 1
HOURS = (1, -1)
NARROWEST = 0.02


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """The gain of a shift is how much better the shifted profile fits, in -1..1; usually below
    zero. It is judged against this meter's other days."""
    usual = profile_of(past, day.type)
    if usual is None or day.slot_length > HOUR or day.judged.mean() < 0.9:
        return []
    marks: list[Mark] = []
    straight = _misfit(day, usual.center)
    for hours in HOURS:
        key = f"clock {hours:+d} h"
        shifted = _misfit(day, np.roll(usual.center, hours * HOUR // day.slot_length))
        gain = (straight - shifted) / max(straight + shifted, 1e-12)
        known = past.series(key)
        past.pending[key] = gain
        wide = spread(known)
        if np.isnan(wide):
            continue
        figure = (gain - float(np.nanmedian(known))) / max(wide, NARROWEST)
        mine = {k.removeprefix(key): v for k, v in memory.items() if k.startswith(key)}
        found = lasting(
            day, past, mine, f"{key} sum", Anomaly.CLOCK_SHIFTED, figure if gain > -0.5 else -1.0,
            slack=1.0, floor=5.0, sides=(1,), layer=LAYER, family="clock",
        )  # fmt: skip
        memory |= {f"{key}{k}": v for k, v in mine.items()}
        marks += [_said(mark, hours) for mark in found if gain > 0 and mark.score >= 1]
    return marks


def _said(mark: Mark, hours: int) -> Mark:
    return Mark(
        mark.kind, mark.layer, mark.start, mark.end, mark.detected, mark.score, 0, None,
        {"hours": float(hours), "days": mark.facts["days"]}, "clock", whole_day=True,
    )  # fmt: skip


def _misfit(day: Day, center: Floats32) -> float:
    """Squared distance of the day's shape from the profile's, both of mean zero and scaled to
    each other."""
    both = day.judged & ~np.isnan(center)
    if both.sum() < 4:
        return 0.0
    x, y = day.value[both], center[both]
    x, y = x - x.mean(), y - y.mean()
    along = float((x * y).sum()) / max(float((y * y).sum()), 1e-12)
    rest = x - max(along, 0.0) * y
    return float((rest * rest).sum())
