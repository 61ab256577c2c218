"""What a meter's readings say of its unit and its clock, and whether they were made up. Pure.

Conservative: none of this is told unless chance and habit are ruled out, since a false alarm costs
more trust than a missed one. Events of registers are found by `counters`, while they are counted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_core.metering.counters import Found
from energy_core.metering.periods import instant, offsets
from energy_core.metering.readings import HOUR, Flags, Floats, Ids, Readings, Stamps
from energy_core.model import EventKind, Kind, Meter

DAY = 24 * HOUR
KINDS = (EventKind.UNIT, EventKind.CLOCK, EventKind.REPEATED)

LAGS = (DAY, 7 * DAY)  # of copies: fillers of gaps copy the day or the week before
FEWEST_CHANGES = 12  # in a copied run: what never changes may well repeat
SURE = 30.0  # nats: how far from chance a copy must be

THOUSAND = 3.0  # decades
WITHIN = 0.4  # decades: how near to a thousand the typical values of two stretches must be
STRETCH = 3 * DAY  # on either side of a change of unit
FEWEST = 24  # readings on either side

PROFILE_DAYS = 10  # on either side of a shifted clock
ALIKE = 0.95  # least correlation of the two shapes once one is moved back
BETTER = 0.15  # and how much worse they must fit unmoved
MOST_DAYS = 0.8  # share of single days that must agree
HABIT = 2  # hours by which people and the weather may move a day where the clocks change


def look(r: Readings, meter: Meter, timezone: str) -> list[Found]:
    """Events of one meter's readings, sorted; local habits are those of `timezone`.

    unit: `before` and `after` are the values on either side of the change. clock: `after` is by
    how many hours the day comes later. repeated: from the first to the last copied reading.
    """
    if len(r) < 2 * FEWEST:
        return []
    found = [*repeated(r, meter), *unit_changes(r, meter), *shifted_clocks(r, meter, timezone)]
    return sorted(found, key=lambda f: (f.start, f.kind))


def repeated(r: Readings, meter: Meter) -> list[Found]:
    """Runs of a day or more that equal what was read a day, or a week, before, value by value."""
    ts, value = _flow(r, meter)
    runs: list[tuple[int, int]] = []
    for lag in LAGS:
        runs += [run for run in _copies(ts, value, lag) if not _overlaps(run, runs)]
    return [_found(r, ts, value, EventKind.REPEATED, a, b) for a, b in sorted(runs)]


def _flow(r: Readings, meter: Meter) -> tuple[Stamps, Floats]:
    """What can repeat: the values, of a counter its rises."""
    if meter.kind is not Kind.COUNTER:
        return r.ts, r.value
    return r.ts[1:], np.round(np.diff(r.value), 6)


def _copies(ts: Stamps, value: Floats, lag: int) -> list[tuple[int, int]]:
    """(first, last) of each run whose readings all equal those one `lag` before."""
    there = np.searchsorted(ts, ts - lag).clip(max=len(ts) - 1)
    has = ts[there] == ts - lag
    same = has & (value[there] == value)
    changes = np.r_[False, value[1:] != value[:-1]]
    edges = np.flatnonzero(np.diff(np.r_[False, same, False]))
    first, last = edges[::2], edges[1::2] - 1
    long = ts[last] - ts[first] >= DAY // 2
    return [
        (a, b)
        for a, b in zip(first[long].tolist(), last[long].tolist(), strict=True)
        if ts[b] - ts[a] >= _least_span(ts, a, b) and _beyond_chance(same, has, changes, a, b)
    ]


def _least_span(ts: Stamps, a: int, b: int) -> int:
    """How far apart the first and the last reading of a copied day stand [µs]."""
    step = int(np.median(np.diff(ts[a : b + 1]))) if b > a else DAY
    return DAY - step


def _beyond_chance(same: Flags, has: Flags, changes: Flags, a: int, b: int) -> bool:
    """Whether the readings that change in a..b repeat far more than those outside do, of which
    there must be as many to know."""
    inside = int(changes[a : b + 1].sum())
    outside = has & changes
    outside[a : b + 1] = False
    rate = (int((same & outside).sum()) + 1) / (int(outside.sum()) + 2)
    known = FEWEST_CHANGES <= inside <= int(outside.sum())
    return known and inside * -np.log(rate) >= SURE


def _overlaps(run: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(run[0] <= b and a <= run[1] for a, b in others)


def unit_changes(r: Readings, meter: Meter) -> list[Found]:
    """Places from which on values, of a counter its rises, are a thousand times greater or smaller,
    and stay so. A register that starts again near zero is another matter."""
    if meter.kind is Kind.LEVEL:
        return []
    ts, value = _flow(r, meter)
    some, value = ts[value != 0], value[value != 0]
    if len(some) < 2 * FEWEST:
        return []
    decades = np.log10(np.abs(value))
    before, after = _medians(decades)
    jump = np.abs(np.diff(decades, prepend=decades[0])) > THOUSAND / 3
    likely = np.flatnonzero(jump & (np.abs(np.abs(after - before) - THOUSAND) < 1.0))
    places = [i for i in likely.tolist() if _apart(some, decades, i)]
    return [_found(r, some, value, EventKind.UNIT, i - 1, i) for i in _first(places)]


def _medians(decades: Floats) -> tuple[Floats, Floats]:
    """Median of the FEWEST readings before each reading, and of those from it on."""
    rolling = pd.Series(decades).rolling(FEWEST).median().to_numpy()
    nothing = np.full(FEWEST, np.nan)
    before = np.r_[np.nan, rolling[:-1]]
    after = np.r_[rolling[FEWEST - 1 :], nothing[: FEWEST - 1]]
    return before, after


def _apart(ts: Stamps, decades: Floats, i: int) -> bool:
    """Whether the stretches on either side of `i` are a thousand apart and do not mingle."""
    a = min(int(np.searchsorted(ts, ts[i] - STRETCH)), i - FEWEST)
    b = max(int(np.searchsorted(ts, ts[i] + STRETCH)), i + FEWEST)
    if a < 0 or b > len(ts):
        return False
    before, after = decades[a:i], decades[i:b]
    low, high = (before, after) if np.median(before) < np.median(after) else (after, before)
    near = abs(float(np.median(high) - np.median(low)) - THOUSAND) < WITHIN
    return near and bool(np.quantile(low, 0.95) < np.quantile(high, 0.05))


def _first(places: list[int]) -> list[int]:
    """Of neighbouring places the first."""
    return [i for n, i in enumerate(places) if n == 0 or i - places[n - 1] > FEWEST]


def shifted_clocks(r: Readings, meter: Meter, timezone: str) -> list[Found]:
    """Days from which on the shape of the day comes whole hours earlier or later, and stays so.

    A small shift where the clocks of `timezone` change is a habit, not an error.
    """
    days, shapes = _shapes(r, meter)
    places, hours, gain = _likely(days, shapes)
    found = []
    for n, moved, score in zip(places.tolist(), hours.tolist(), gain.tolist(), strict=True):
        best = score == gain[np.abs(places - n) < PROFILE_DAYS].max()
        habit = abs(moved) <= HABIT and _changes(int(days[n]), timezone)
        if best and not habit and _every_day(shapes, n, moved):
            i = int(np.searchsorted(r.ts, days[n] * DAY))
            stamps = int(r.ts[i - 1]), int(r.ts[i])
            found.append(Found(meter.id, EventKind.CLOCK, *stamps, 0.0, float(moved)))
    return found


def _shapes(r: Readings, meter: Meter) -> tuple[Stamps, Floats]:
    """Days since 1970 [UTC] whose every hour was read, and the mean of each hour (days × 24)."""
    ts, value = _flow(r, meter)
    frame = pd.DataFrame({"hour": ts // HOUR, "value": value}).groupby("hour")["value"].mean()
    hours = frame.index.to_numpy()
    day, count = np.unique(hours // 24, return_counts=True)
    whole = day[count == 24]
    return whole, frame.to_numpy()[np.isin(hours // 24, whole)].reshape(-1, 24)


def _likely(days: Stamps, shapes: Floats) -> tuple[Ids, Ids, Floats]:
    """Places among the days where those that follow are like those before once they are moved,
    by how many hours, and how much better they fit then."""
    n = np.arange(PROFILE_DAYS, len(days) - PROFILE_DAYS + 1)
    n = n[days[n + PROFILE_DAYS - 1] - days[n - PROFILE_DAYS] <= 3 * PROFILE_DAYS]
    sums = np.cumsum(np.vstack([np.zeros(24), shapes]), axis=0)
    before = _normed(sums[n] - sums[n - PROFILE_DAYS])
    after = _normed(sums[n + PROFILE_DAYS] - sums[n])
    fits = np.stack([(before * np.roll(after, -h, axis=1)).mean(1) for h in range(24)], axis=1)
    best = fits.argmax(1)
    fit = fits[np.arange(len(n)), best]
    likely = (best > 0) & (fit >= ALIKE) & (fit - fits[:, 0] >= BETTER)
    hours = np.where(best <= 12, best, best - 24)
    return n[likely], hours[likely], (fit - fits[:, 0])[likely]


def _every_day(shapes: Floats, n: int, hours: int) -> bool:
    """Whether most single days before `n` fit better as they are, and most from it on moved."""
    before, after = shapes[n - PROFILE_DAYS : n], shapes[n : n + PROFILE_DAYS]
    usual = _normed(before.sum(0, keepdims=True))
    moved = (usual * np.roll(_normed(after), -hours, axis=1)).mean(1)
    unmoved = (usual * _normed(after)).mean(1)
    mine = (usual * _normed(before)).mean(1)
    other = (usual * np.roll(_normed(before), -hours, axis=1)).mean(1)
    return bool(np.mean(moved > unmoved) >= MOST_DAYS and np.mean(mine > other) >= MOST_DAYS)


def _normed(shapes: Floats) -> Floats:
    """Each row with mean 0 and spread 1; zeros where it does not vary."""
    centred = shapes - shapes.mean(1, keepdims=True)
    spread = shapes.std(1, keepdims=True)
    return np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)


def _changes(day: int, timezone: str) -> bool:
    """Whether the clocks of the zone change within two days of `day` (since 1970)."""
    return len(offsets(instant((day - 2) * DAY), instant((day + 3) * DAY), timezone)) > 1


def _found(r: Readings, ts: Stamps, value: Floats, kind: EventKind, a: int, b: int) -> Found:
    return Found(int(r.meter[0]), kind, int(ts[a]), int(ts[b]), float(value[a]), float(value[b]))
