"""Unusual slots, hours and days: against the profile of like days, over several spans at once.

Residuals from what is usual are averaged over one slot, 2 h, 6 h and the day, each compared with
the spread that the same span had on like days. Scale: 2.5 × the mean one-sided deviation, the
widest of neighbouring slots, with a floor. The calm hours, where little usually moves, are judged
by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.calendar import weekday_type
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.analysis.detectors.usual import Profile, profile_of
from energy_core.metering.readings import FAR, HOUR, Flags

LAYER = 2
NATURES, HABIT = (Nature.USE,), True  # a cloud is no anomaly
LEAST_SHARE = 0.04  # of the mean level: no span is usually steadier than that
LOWEST = 0.7  # scores below it are no mark at any sensitivity
GONE = 0.3  # of what is usual: less is a drop-out
LESS = 1.4  # times the floor: that nobody is in is no anomaly
TINY = 1e-6  # W
DAYS_AGAIN, AGAIN = 3, 1.2  # days that reached it make a height usual; times that is none
CALM = 0.25  # share of the day's spans that are its calm ones


@dataclass(frozen=True, slots=True)
class Span:
    """hours: None is the whole day, 0 one slot. floor: of its score. stake: share of a usual day's
    energy, below which nobody cares. near: share of the highest span of any hour, below which it is
    no anomaly. pooled: share of the whole day's spread that its scale has at least. calm: only
    where little usually moves."""

    name: str
    hours: int | None
    floor: float
    stake: float
    near: float | None = None
    pooled: float = 0.4
    calm: bool = False
    sides: tuple[int, ...] = (1, -1)

    def width(self, day: Day) -> int:
        if self.hours is None:
            return day.slots
        return max(1, self.hours * HOUR // day.slot_length)


SPANS = (
    Span("slot", 0, 5.0, 0.01, near=0.9),
    Span("2h", 2, 4.0, 0.06, near=0.7),
    Span("6h", 6, 3.5, 0.1),
    Span("day", None, 3.0, 0.15),
    Span("calm", 2, 4.0, 0.03, pooled=0.1, calm=True, sides=(1,)),
)


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    usual = profile_of(past, day.type)
    if usual is None:
        return []
    usual = _either(day, past, usual)
    marks: list[Mark] = []
    for span in SPANS:
        if span.name == "slot" or span.width(day) > 1:
            marks += _judge(day, past, usual, span)
    return marks


def _either(day: Day, past: Past, usual: Profile) -> Profile:
    """A holiday may be kept or not: what is usual on a day of that name is no anomaly either."""
    kept = weekday_type(day.number) == day.type
    other = None if kept else profile_of(past, weekday_type(day.number))
    if other is None:
        return usual
    nearer = np.abs(day.value - other.center) < np.abs(day.value - usual.center)
    center = np.where(nearer, other.center, usual.center)
    return replace(usual, center=center, rest=np.concatenate([usual.rest, other.rest]))


def _judge(day: Day, past: Past, usual: Profile, span: Span) -> list[Mark]:
    width = span.width(day)
    rest = np.where(day.judged, day.value - usual.center, np.nan)
    mean, spread = spans(np.nan_to_num(rest), width), spans(usual.rest, width)
    known = spans((~np.isnan(rest)).astype(np.float32), width) >= 0.75
    known &= day.done[width - 1 :] < FAR
    marks: list[Mark] = []
    for side in span.sides:
        wide = 2.5 * np.maximum(side * spread, 0).mean(axis=0)
        asked = wide <= np.quantile(wide, CALM) if span.calm else np.ones(len(wide), bool)
        scale = _scale(wide, usual, span.pooled)
        there = np.where(asked & _near(usual, span, width, side), side * spread / scale, 0)
        sample = float(there.max(initial=0)) * (1 + 2 / usual.rows)
        asked = asked & known & _beyond(day, past, usual, span, side)
        score = np.where(asked, side * mean / scale, 0)
        marks += _marks(day, past, usual, span, side, score, mean, sample)
    return marks


def spans(values: Floats32, width: int) -> Floats32:
    """Means over `width` slots, by the last of them; from slot `width` - 1 on."""
    if width == 1:
        return values
    total = np.cumsum(values, axis=-1)
    total = np.concatenate([np.zeros_like(total[..., :1]), total], axis=-1)
    mean = (total[..., width:] - total[..., :-width]) / width
    return mean.astype(np.float32, copy=False)


def _scale(wide: Floats32, usual: Profile, pooled: float) -> Floats32:
    least = max(pooled * float(wide.mean()), LEAST_SHARE * usual.level, TINY)
    widest = wide.copy()
    if len(wide) > 2:
        widest[1:] = np.maximum(widest[1:], wide[:-1])
        widest[:-1] = np.maximum(widest[:-1], wide[1:])
    scale: Floats32 = np.maximum(widest, np.float32(least)) * np.float32(1 + 4 / usual.rows)
    return scale


def _shown(usual: Profile, width: int) -> Floats32:
    return spans(usual.rest + np.nan_to_num(usual.center), width)


def _near(usual: Profile, span: Span, width: int, side: int) -> Flags | bool:
    """Spans of like days that were near the highest, or the lowest, of any hour."""
    if span.near is None:
        return True
    shown = _shown(usual, width)
    if side > 0:
        return shown >= span.near * shown.max()
    return shown <= shown.min() + (1 - span.near) * usual.level


def _beyond(day: Day, past: Past, usual: Profile, span: Span, side: int) -> Flags | bool:
    """The same of the day's spans: what a meter does every evening is no spike in the morning. Of
    longer spans the hour matters, so all of them."""
    if span.near is None:
        return True
    width = span.width(day)
    value, shown = spans(np.nan_to_num(day.value), width), _shown(usual, width)
    if side > 0:
        return value >= span.near * np.maximum(shown.max(), AGAIN * _again(past, width))
    gone = GONE * spans(np.nan_to_num(usual.center), width)
    return value <= np.maximum(shown.min() + (1 - span.near) * usual.level, gone)


def _again(past: Past, width: int) -> float:
    """What spans reached on several of the trailing days, those with an alarm too."""
    highest = np.sort(spans(np.nan_to_num(past.value), width).max(axis=1))
    return float(highest[-DAYS_AGAIN])


def _marks(
    day: Day, past: Past, usual: Profile, span: Span, side: int,
    score: Floats32, mean: Floats32, sample: float,
) -> list[Mark]:  # fmt: skip
    key, width = f"profile {span.name} {side:+d}", span.width(day)
    floor = span.floor * (1 if side > 0 else LESS)
    limit = max(past.limit(key, floor, sample), past.recurs(f"{key} as it was"))
    highest = float(score.max(initial=0))
    past.note(key, highest, floor)
    past.pending[f"{key} as it was"] = highest
    stake = np.abs(mean) * width / (day.slots * max(usual.level, TINY))
    over = np.flatnonzero((score > LOWEST * limit) & (stake > span.stake))
    return [
        _mark(day, usual, int(i) + width - 1, width, side, float(score[i]) / limit, float(mean[i]))
        for i in over
    ]


def _mark(
    day: Day, usual: Profile, slot: int, width: int, side: int, score: float, mean: float
) -> Mark:
    first = slot - width + 1
    hours = width * day.slot_length / HOUR
    within = slice(first, slot + 1)
    value, expected = float(np.nanmean(day.value[within])), float(np.nanmean(usual.center[within]))
    return Mark(
        _kind(width, day.slots, side, value, expected), LAYER,
        int(day.start[first]), int(day.start[slot] + day.slot_length), int(day.done[slot]),
        score, side, mean * hours,
        {"value_w": value, "usual_w": expected, "hours": hours}, "profile",
    )  # fmt: skip


def _kind(width: int, slots: int, side: int, value: float, expected: float) -> Anomaly:
    if width == slots and slots > 1:
        return Anomaly.UNUSUAL_DAY
    if side > 0:
        return Anomaly.SPIKE if width == 1 else Anomaly.UNUSUAL_HOURS
    return Anomaly.DROP_OUT if value < GONE * expected else Anomaly.UNUSUAL_HOURS
