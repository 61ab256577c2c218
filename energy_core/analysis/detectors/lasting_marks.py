"""What each day says of lasting changes, and the marks of those that are found with hindsight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from energy_core.analysis.detectors import base, level
from energy_core.analysis.detectors.baseline import LEARNING, LONG
from energy_core.analysis.detectors.calendar import WORKDAY
from energy_core.analysis.detectors.changes import Change, begins, lasting, runs, steps
from energy_core.analysis.detectors.cusum import spread
from energy_core.analysis.detectors.event import STAYS, Anomaly, Mark
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.analysis.detectors.usual import Profile
from energy_core.metering.readings import FAR

BESIDE = 14  # days on either side that tell the usual base
EXPLAINED = 0.85  # of a level's energy

Found = tuple[Change, Mark]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one day: mean, what was usual, the night's least [W]; NaN where unknown."""

    mean: float = float("nan")
    usual: float = float("nan")
    base: float = float("nan")
    moved: float = 0.0

    @property
    def ratio(self) -> float:
        """Log of the day's energy over what was usual, before that followed the days around it."""
        if not (self.mean > 0 and self.usual > 0):
            return float("nan")
        return float(np.log(max(self.mean / self.usual, 0.02))) + self.moved


def figures_of(day: Day, usual: Profile | None) -> Figures:
    known = day.value[day.judged]
    if day.closed >= FAR or len(known) < level.LEAST_COVERED * day.slots:
        return Figures()
    night = base.base_of(known)
    if usual is None:
        return Figures(float(known.mean()), base=night)
    both = day.judged & ~np.isnan(usual.center)
    if both.mean() < level.LEAST_COVERED:
        return Figures(float(known.mean()), base=night)
    value, expected = float(day.value[both].mean()), float(usual.center[both].mean())
    return Figures(value, expected, night, usual.moved)


def lasting_marks(days: Sequence[Day], figures: Sequence[Figures]) -> list[Found]:
    """What stays is not told as one that ends too; of the first days nobody knows what was before."""
    mean, usual, nights, ratio = (
        np.array([getattr(f, name) for f in figures], np.float32)
        for name in ("mean", "usual", "base", "ratio")
    )
    wide: Floats32 = np.maximum(_local_spread(ratio), np.float32(level.NARROWEST))
    stays = lasting(steps(_without_weekdays(mean, [day.type for day in days])))
    over = runs(ratio / wide, level.RULE)
    ended = [one for one in over if not any(begins(s, one) for s in stays)]
    ordinary = _around(nights, BESIDE)
    nights_stay = lasting(steps(_log(nights)))
    risen = runs(_base_figure(nights, ordinary, mean), base.RULE)
    levels = [(one, _mark(days, one, Anomaly.LEVEL_SHIFT, mean, usual)) for one in ended]
    bases = [(one, _mark(days, one, Anomaly.BASE_LOAD, nights, ordinary)) for one in risen]
    bases = [
        (one, _stays(mark) if any(begins(step, one) for step in nights_stay) else mark)
        for one, mark in bases
    ]
    found = [(one, _staying_mark(days, one, mean)) for one in stays] + levels
    found += [one for one in bases if _explains(one, levels)]
    return [one for one in found if one[0].first >= LEARNING]


def _staying_mark(days: Sequence[Day], change: Change, mean: Floats32) -> Mark:
    return _stays(_mark(days, change, Anomaly.LEVEL_SHIFT, mean, _before(mean, change)))


def _stays(mark: Mark) -> Mark:
    return replace(mark, facts={**mark.facts, STAYS: 1.0})


def _explains(base_: Found, levels: Iterable[Found]) -> bool:
    """Whether a base that rose is most of how the level changed in the same days: else it is told
    by the level alone."""
    change, mark = base_
    whole = sum(
        other.excess_wh or 0.0
        for one, other in levels
        if one.side == change.side and one.first < change.end and change.first < one.end
    )
    return (mark.excess_wh or 0.0) >= EXPLAINED * whole


def eras(days: int, changes: Iterable[Change]) -> np.ndarray:
    """Number of the era that each day is in: a change that stays begins one."""
    begins = np.zeros(days, np.int64)
    for change in changes:
        if change.stays:
            begins[change.first] = 1
    return np.cumsum(begins)


def _base_figure(nights: Floats32, usual: Floats32, mean: Floats32) -> Floats32:
    """How far each is from what is usual [spreads]."""
    rest = nights - usual
    wide = np.maximum(_local_spread(rest), np.float32(base.NARROWEST) * usual)
    return rest / np.maximum(np.maximum(wide, np.float32(base.LEAST) * mean), np.float32(base.TINY))


def _without_weekdays(mean: Floats32, types: Sequence[int]) -> Floats32:
    """Log of the means, without what the type of the day makes of them."""
    log = _log(mean)
    rest = log - _around(log, BESIDE)
    for type_ in set(types) - {WORKDAY}:
        mine = np.array(types) == type_
        if np.any(~np.isnan(rest[mine])):
            log[mine] -= np.nanmedian(rest[mine])
    return log


def _log(values: Floats32) -> Floats32:
    return np.log(np.where(values > 0, values, np.nan))


def _around(values: Floats32, days: int) -> Floats32:
    """Median of each day's surroundings; NaN where nothing is known."""
    return _rolling(values, days, lambda near: float(np.median(near[~np.isnan(near)])))


def _local_spread(values: Floats32) -> Floats32:
    return np.nan_to_num(_rolling(values, LONG // 2, spread))


def _rolling(values: Floats32, days: int, of: Callable[[Floats32], float]) -> Floats32:
    """Of each day and so many on either side of it."""
    out = np.full(len(values), np.nan, np.float32)
    for i in range(len(values)):
        near = values[max(0, i - days) : i + days + 1]
        if np.any(~np.isnan(near)):
            out[i] = of(near)
    return out


def _before(mean: Floats32, change: Change) -> Floats32:
    """What was usual before a change that stays."""
    before = mean[max(0, change.first - BESIDE) : change.first]
    return np.full(len(mean), np.nanmean(before) if np.any(~np.isnan(before)) else np.nan)


def _mark(
    days: Sequence[Day], change: Change, kind: Anomaly, value: Floats32, usual: Floats32
) -> Mark:
    span = slice(change.first, change.end)
    last = days[change.end - 1]
    now, expected = float(np.nanmean(value[span])), float(np.nanmean(usual[span]))
    start, end = int(days[change.first].start[0]), int(last.start[-1]) + last.slot_length
    excess = float(np.nansum(value[span] - usual[span])) * 24
    facts = {
        "days": float(change.end - change.first), "value_w": now, "usual_w": expected,
        "percent": 100 * (now / expected - 1) if expected else float("nan"),
    }  # fmt: skip
    return Mark(
        kind, 3, start, end, end, change.score, change.side, excess,
        {name: fact for name, fact in facts.items() if np.isfinite(fact)},
        f"level{'+' if change.side > 0 else '-'}", whole_day=True,
    )  # fmt: skip
