"""What people and appliances draw on each circuit, minute by minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from energy_core.simulation.noise import Channel, Flags, Ints, of_day, smooth
from energy_core.simulation.profiles import Pattern, Profile, Times

MINUTE, HOUR, DAY = 60, 3600, 86400
SATURDAY = 5
_CALENDAR_STEP = 1800  # the offset of a time zone changes at no finer instant


def local_midnight(day: date, timezone: str) -> int:
    """Epoch seconds at which the local day begins."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).timestamp())


def minutes_of(day: date, timezone: str) -> Ints:
    """Epoch seconds of each minute of a local day: 1380, 1440 or 1500 of them."""
    start = local_midnight(day, timezone)
    return np.arange(start, local_midnight(day + timedelta(1), timezone), MINUTE)


def local_seconds(t: Ints, timezone: str) -> Ints:
    """Seconds on the local clock since midnight, at the minutes `t` of a day."""
    zone = ZoneInfo(timezone)
    marks = range(int(t[0]), int(t[-1]) + 1, _CALENDAR_STEP)
    offsets = [int(datetime.fromtimestamp(m, zone).utcoffset().total_seconds()) for m in marks]  # type: ignore[union-attr]
    return (t + np.repeat(offsets, _CALENDAR_STEP // MINUTE)[: len(t)]) % DAY


def starts(
    rng: np.random.Generator, times: Times, spread_min: int, day: date, timezone: str
) -> list[int]:
    """Epoch seconds, on the minute, at which something begins on a local day, in order."""
    weekend = day.weekday() >= SATURDAY
    chosen = []
    for hour, workday_chance, weekend_chance in times:
        luck, shift = rng.random(), rng.standard_normal()
        if luck < (weekend_chance if weekend else workday_chance):
            chosen.append(hour * MINUTE + shift * spread_min)
    return sorted(_on_clock(day, minute, timezone) for minute in chosen)


def _on_clock(day: date, minute: float, timezone: str) -> int:
    hour, minute_of_hour = divmod(min(max(int(minute), 0), DAY // MINUTE - 1), 60)
    zone = ZoneInfo(timezone)
    wall = datetime(day.year, day.month, day.day, hour, minute_of_hour, tzinfo=zone)
    return int(wall.timestamp())


def drawn(profile: Profile, seed: int, day: date, t: Ints) -> dict[str, Ints]:
    """Rate of each circuit at the minutes `t` of a local day: what people switched on.

    Runs begun on the day before reach into this one.
    """
    circuits = {name: np.zeros(len(t), np.int64) for name in profile.circuits}
    for begun in (day - timedelta(1), day):
        for circuit, start, rates in _runs(profile, seed, begun):
            _add(circuits[circuit], rates, (start - int(t[0])) // MINUTE)
    return circuits


def _add(line: Ints, rates: Ints, at: int) -> None:
    """Add `rates` from minute `at` on, as far as they fall on the line."""
    first, last = max(at, 0), min(at + len(rates), len(line))
    if first < last:
        line[first:last] += rates[first - at : last - at]


@lru_cache(maxsize=8)
def _runs(profile: Profile, seed: int, day: date) -> list[tuple[str, int, Ints]]:
    """(circuit, start, rate of each minute) of all that begins on a local day."""
    rng = of_day(seed, Channel.HABITS, day)
    runs = []
    for habit in profile.habits.values():
        begins = starts(rng, habit.times, habit.spread_min, day, profile.timezone)
        if day.month in habit.months:
            runs += [(c, b, _rates(p)) for b in begins for c, p in habit.uses.items()]
    return runs


@lru_cache(maxsize=256)
def _rates(pattern: Pattern) -> Ints:
    """The rate of each minute of a pattern."""
    return np.repeat([rate for _, rate in pattern], [minutes for minutes, _ in pattern])


def background(profile: Profile, seed: int, day: date, t: Ints, dark: Flags) -> Ints:
    """Standby, small devices and light [W] at the minutes `t`."""
    shape = np.array(profile.weekend if day.weekday() >= SATURDAY else profile.workday) / 100
    hour = local_seconds(t, profile.timezone) / HOUR
    activity = np.interp(hour, np.arange(25), np.append(shape, shape[0]))
    wander = 1 + 0.05 * smooth(seed, Channel.IDLE, t, 600)
    lively = 1 + 0.25 * smooth(seed, Channel.ACTIVE, t, 1200)
    active = np.maximum(lively, 0.2) * activity * (profile.active_w + profile.light_w * dark)
    return np.rint(profile.idle_w * wander + active).astype(np.int64)
