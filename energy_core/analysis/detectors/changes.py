"""Lasting changes with hindsight: when they began, and when they ended.

A change that ends is a run of days whose figures, in units of their own spread and less a slack,
have the greatest sum: all such runs are found in one go (Ruzzo, W. L., & Tompa, M. (1999): A
linear time algorithm for finding all maximal scoring subsequences. ISMB 7, 234–241). One that stays
is the split of a window for which the two sides differ most and are each the most alike (least
squares).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from energy_core.analysis.detectors.baseline import LESSON, MARGIN, OF, OUTRIGHT
from energy_core.analysis.detectors.cusum import Rule, spread
from energy_core.analysis.detectors.slots import Floats32

LONGEST = 21  # days of a change that ends; a longer one is a new normal
NEIGHBOURS = 45  # runs on either side that a run has to stand out from
WINDOW, LEAST_WINDOW = 21, 10  # days on either side of a change that stays
BESIDE = 7  # days next to it that must show most of it
SHOWN = 0.6
STEP = 0.25  # log ratio: less is no step
STEADY = 3.0  # spreads


@dataclass(frozen=True, slots=True)
class Change:
    """Days [first, end), side +1 above. stays: what came is the new normal, not told any longer."""

    first: int
    end: int
    side: int
    score: float
    stays: bool = False


def runs(figure: Floats32, rule: Rule) -> list[Change]:
    """Changes that end, with scores from 0.7 up, of each day's figure [spreads]; NaN: unknown."""
    found = []
    for side in rule.sides:
        gain = np.clip(side * figure, -rule.clip, rule.clip) - rule.slack
        spans = [(a, b, total) for a, b, total in _maximal(np.nan_to_num(gain)) if b - a <= LONGEST]
        totals = np.array([total for *_, total in spans], np.float32)
        lessons = _taught(totals, rule.floor)
        for n, (a, b, total) in enumerate(spans):
            limit = _limit(lessons, n, rule.floor, len(figure))
            known = np.count_nonzero(gain[a:b] > 0)
            if total > 0.7 * limit and known >= rule.least_days:
                found.append(Change(*_trimmed(side * figure, a, b), side, total / limit))
    return found


def _trimmed(figure: Floats32, first: int, end: int) -> tuple[int, int]:
    """Without days at its ends that are nearer to what is usual than to the run."""
    within = np.flatnonzero(figure[first:end] >= np.nanmedian(figure[first:end]) / 2)
    return first + int(within[0]), first + int(within[-1]) + 1


def _taught(scores: Floats32, floor: float) -> Floats32:
    """What each run says of this meter's habits, the weakest first: an outright anomaly among those
    around it nothing, what is little above the weaker ones a little (see `Past.note`). NaN:
    nothing."""
    out = np.zeros(len(scores), np.float32)
    known = np.flatnonzero(~np.isnan(scores))
    for i in known[np.argsort(scores[known])].tolist():
        record = float(out[max(0, i - NEIGHBOURS) : i + NEIGHBOURS + 1].max())
        score = float(scores[i])
        if score <= OUTRIGHT * max(floor, MARGIN * record):
            out[i] = min(score, max(floor, LESSON * record))
    out[out == 0] = np.nan
    return out


def _limit(lessons: Floats32, n: int, floor: float, days: int) -> float:
    """Above its floor, and above what the other runs of this meter teach."""
    others = np.delete(lessons, n)
    record = float(np.nanmax(others)) if np.any(~np.isnan(others)) else 0.0
    return max(floor * (1 + 8 / days), MARGIN * (1 + 5 / days) * record)


def _maximal(gain: Floats32) -> Iterator[tuple[int, int, float]]:
    """(first, end, sum) of all maximal scoring runs. Each candidate knows the sums of all before
    it and with it; it joins an earlier one that began lower and ended lower."""
    runs: list[tuple[int, int, float, float]] = []
    total = 0.0
    for i, value in enumerate(gain.tolist()):
        before, total = total, total + value
        if value <= 0:
            continue
        first, end, low, high = i, i + 1, before, total
        while runs:
            lower = next((n for n in range(len(runs) - 1, -1, -1) if runs[n][2] < low), None)
            if lower is None or runs[lower][3] >= high:
                break
            first, low = runs[lower][0], runs[lower][2]
            del runs[lower:]
        runs.append((first, end, low, high))
    return ((a, b, high - low) for a, b, low, high in runs)


def steps(level: Floats32) -> list[Change]:
    """Changes that stay, of each day's log level; NaN: unknown."""
    days = len(level)
    delta = np.array([_sides(level, i) for i in range(days)])
    wide = _noise(level)
    found: list[Change] = []
    left = np.abs(np.nan_to_num(delta))
    while len(left) and left.max() > 0.7 * max(STEP, STEADY * wide):
        peak = int(left.argmax())
        left[max(0, peak - WINDOW) : peak + WINDOW] = 0
        if (change := _step(level, peak, wide)) is not None:
            found.append(change)
    return found


def lasting(found: list[Change]) -> list[Change]:
    """Those after which it did not soon go back."""
    ordered = sorted(found, key=lambda one: one.first)
    back = {
        n
        for n, (one, other) in enumerate(pairwise(ordered))
        if one.side != other.side and other.first - one.first <= LONGEST
    }
    return [one for n, one in enumerate(ordered) if not {n - 1, n} & back]


def begins(step: Change, run: Change) -> bool:
    """Whether a run is how a change that stays began."""
    return step.side == run.side and run.first < step.first + LONGEST and step.first < run.end


def _step(level: Floats32, near: int, wide: float) -> Change | None:
    """The change near a day; None where the days next to it show nothing of it."""
    low, high = max(0, near - WINDOW), min(len(level), near + WINDOW)
    at = low + _split(level[low:high])
    delta = _sides(level, at)
    beside = _middle(level[at : at + BESIDE]) - _middle(level[max(0, at - BESIDE) : at])
    if not delta * beside > 0 or not abs(beside) >= SHOWN * abs(delta):
        return None
    score = abs(delta) / max(STEP, STEADY * wide)
    return Change(at, min(at + OF, len(level)), 1 if delta > 0 else -1, float(score), stays=True)


def _split(level: Floats32) -> int:
    """Where the two sides, clipped to what is usual within the window, differ most: the least sum
    of squares about their means."""
    known = ~np.isnan(level)
    y = np.where(known, level - np.nanmedian(level), 0)
    count, total = np.cumsum(known), np.cumsum(y)
    rest, behind = count[-1] - count, total[-1] - total
    gain = total**2 / np.maximum(count, 1) + behind**2 / np.maximum(rest, 1)
    gain[(count < BESIDE) | (rest < BESIDE)] = 0
    return int(gain.argmax()) + 1


def _sides(level: Floats32, at: int) -> float:
    """Median after it less median before it; NaN where too little of either is known."""
    before, after = level[max(0, at - WINDOW) : at], level[at : at + WINDOW]
    if min(np.count_nonzero(~np.isnan(side)) for side in (before, after)) < LEAST_WINDOW:
        return float("nan")
    return float(np.nanmedian(after) - np.nanmedian(before))


def _middle(values: Floats32) -> float:
    return float(np.nanmedian(values)) if np.any(~np.isnan(values)) else float("nan")


def _noise(level: Floats32) -> float:
    """Spread of what a change from one week to another week leaves."""
    wide = spread(level[BESIDE:] - level[:-BESIDE]) / 1.41 if len(level) > BESIDE else np.nan
    return 0.0 if np.isnan(wide) else float(wide)
