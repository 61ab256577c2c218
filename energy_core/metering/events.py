"""What a meter's readings say of its unit and its clock, and whether they were made up. Pure.

Conservative: none of this is told unless chance and habit are ruled out, since a false alarm costs
more trust than a missed one. Events of registers are found by `counters`, while they are counted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_core.metering.counters import Found
from energy_core.metering.periods import instant, offsets
from energy_core.metering.readings import HOUR, Flags, Floats, Readings, Stamps
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
    runs = []
    for a, b in zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True):
        if ts[b] - ts[a] >= lag_span(ts, a, b) and _beyond_chance(same, has, changes, a, b):
            runs.append((a, b))
    return runs


def lag_span(ts: Stamps, a: int, b: int) -> int:
    """How far apart the first and the last reading of a copied day stand [µs]."""
    step = int(np.median(np.diff(ts[a : b + 1]))) if b > a else DAY
    return DAY - step


def _beyond_chance(same: Flags, has: Flags, changes: Flags, a: int, b: int) -> bool:
    """Whether the readings that change in a..b repeat far more than those outside do."""
    inside = int(changes[a : b + 1].sum())
    outside = has & changes
    outside[a : b + 1] = False
    rate = (int((same & outside).sum()) + 1) / (int(outside.sum()) + 2)
    return inside >= FEWEST_CHANGES and inside * -np.log(rate) >= SURE


def _overlaps(run: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(run[0] <= b and a <= run[1] for a, b in others)


def unit_changes(r: Readings, meter: Meter) -> list[Found]:
    """Places from which on values are a thousand times greater or smaller, and stay so."""
    if meter.kind is Kind.LEVEL:
        return []
    some = r.take(r.value != 0)
    if len(some) < 2 * FEWEST:
        return []
    decades = np.log10(np.abs(some.value))
    jumps = np.flatnonzero(np.abs(np.abs(np.diff(decades)) - THOUSAND) < 2 * THOUSAND / 3) + 1
    typical = _medians(decades, some.ts)
    likely = [i for i in jumps.tolist() if _near_thousand(typical[1][i] - typical[0][i])]
    places = [i for i in likely if _apart(some.ts, decades, i)]
    return [_found(some, some.ts, some.value, EventKind.UNIT, i - 1, i) for i in _first(places)]


def _medians(decades: Floats, ts: Stamps) -> tuple[Floats, Floats]:
    """Median of the FEWEST readings before each reading, and of those from it on."""
    rolling = pd.Series(decades).rolling(FEWEST).median().to_numpy()
    nothing = np.full(FEWEST, np.nan)
    before = np.r_[np.nan, rolling[:-1]]
    after = np.r_[rolling[FEWEST - 1 :], nothing[: FEWEST - 1]]
    return before, after


def _near_thousand(difference: float) -> bool:
    return bool(abs(abs(difference) - THOUSAND) < 1.0)


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

    A shift by an hour where the clocks of `timezone` change is a habit, not an error.
    """
    days, shapes = _shapes(r, meter)
    scores = {n: s for n in _splits(days, shapes) if (s := _shift(shapes, n)) is not None}
    found = []
    for n, (score, hours) in scores.items():
        rivals = [other for m, (other, _) in scores.items() if abs(m - n) < PROFILE_DAYS]
        if score == max(rivals) and not (abs(hours) == 1 and _changes(days[n], timezone)):
            i = int(np.searchsorted(r.ts, days[n] * DAY))
            stamps = int(r.ts[i - 1]), int(r.ts[i])
            found.append(Found(meter.id, EventKind.CLOCK, *stamps, 0.0, float(hours)))
    return found


def _shapes(r: Readings, meter: Meter) -> tuple[Stamps, Floats]:
    """Days since 1970 [UTC] whose every hour was read, and the mean of each hour (days × 24)."""
    ts, value = _flow(r, meter)
    frame = pd.DataFrame({"hour": ts // HOUR, "value": value}).groupby("hour")["value"].mean()
    hours = frame.index.to_numpy()
    day, count = np.unique(hours // 24, return_counts=True)
    whole = day[count == 24]
    return whole, frame.to_numpy()[np.isin(hours // 24, whole)].reshape(-1, 24)


def _splits(days: Stamps, shapes: Floats) -> list[int]:
    """Days with enough days on either side, none far."""
    n = np.arange(PROFILE_DAYS, len(days) - PROFILE_DAYS + 1)
    if len(n) == 0:
        return []
    near = days[n + PROFILE_DAYS - 1] - days[n - PROFILE_DAYS] <= 3 * PROFILE_DAYS
    return n[near].tolist()


def _shift(shapes: Floats, n: int) -> tuple[float, int] | None:
    """(how much better, hours) where the days from `n` on are those before, moved; else None."""
    before, after = shapes[n - PROFILE_DAYS : n], shapes[n : n + PROFILE_DAYS]
    fits = [_alike(before.mean(0), np.roll(after.mean(0), -hours)) for hours in range(24)]
    best = int(np.argmax(fits))
    if best == 0 or fits[best] < ALIKE or fits[best] - fits[0] < BETTER:
        return None
    moved = [_alike(before.mean(0), np.roll(d, -best)) > _alike(before.mean(0), d) for d in after]
    stays = [_alike(before.mean(0), d) > _alike(before.mean(0), np.roll(d, -best)) for d in before]
    if np.mean(moved) < MOST_DAYS or np.mean(stays) < MOST_DAYS:
        return None
    return fits[best] - fits[0], best if best <= 12 else best - 24


def _alike(a: Floats, b: Floats) -> float:
    """Correlation, -1..1; 0 where one does not vary."""
    spread = float(a.std() * b.std())
    return float(((a - a.mean()) * (b - b.mean())).mean()) / spread if spread > 0 else 0.0


def _changes(day: int, timezone: str) -> bool:
    """Whether the clocks of the zone change within two days of `day` (since 1970)."""
    return len(offsets(instant((day - 2) * DAY), instant((day + 3) * DAY), timezone)) > 1


def _found(r: Readings, ts: Stamps, value: Floats, kind: EventKind, a: int, b: int) -> Found:
    return Found(int(r.meter[0]), kind, int(ts[a]), int(ts[b]), float(value[a]), float(value[b]))
