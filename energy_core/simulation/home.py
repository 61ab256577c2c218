"""A home as it can be asked: what flows, stands or has flowed at any second since it was built.

The same seed and second give the same answer, whichever way and how often one asks. Days are
simulated by the minute, each from the state of the one before. Within a minute house and sun
flicker around the minute's power and grid or battery answer; the minute's energy, and the power
at its first second, stay those of the minute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from energy_core.simulation import flicker, storage
from energy_core.simulation.day import Day, Load, State, simulate
from energy_core.simulation.habits import local_midnight
from energy_core.simulation.noise import Floats, Ints
from energy_core.simulation.profiles import Profile

BUILT = date(2025, 1, 1)
_DAYS_KEPT = 4
Values = TypeVar("Values", Ints, Floats)


class Home:
    """`extra`: loads that come on top of what the profile draws, such as a fault's.

    Seconds asked about are at least one. Asking about a time before BUILT raises ValueError.
    """

    def __init__(self, profile: Profile, seed: int, extra: Sequence[Load] = ()) -> None:
        self.profile, self.seed, self.extra = profile, seed, tuple(extra)
        self.zone = ZoneInfo(profile.timezone)
        stored = storage.full(profile.battery) // 2 if profile.battery else 0
        self._before = [State(stored, 0, {})]  # each day since BUILT
        self.day = lru_cache(_DAYS_KEPT)(self._day)
        self._flicker = lru_cache(_DAYS_KEPT)(lambda day: flicker.of_day(self.day(day), seed))

    def power(self, flow: str, t: Ints) -> Ints:
        """`flow` [W; gas, water: l/min] in the seconds that begin at rising epoch seconds `t`."""
        return self._by_day(t, lambda day, s: self._power(day, flow, s))

    def flowed(self, flow: str, t: Ints) -> Ints:
        """What passed since BUILT [J; gas, water: l/60] until rising epoch seconds `t`."""
        return self._by_day(t, lambda day, s: self._flowed(day, flow, s))

    def level(self, name: str, t: Ints) -> Floats:
        """Temperature `outdoor` or `indoor` [°C] or charge of the `battery` [%] at seconds `t`."""
        return self._by_day(t, lambda day, s: self.day(day).levels[name][s // 60])

    def _by_day(self, t: Ints, ask: Callable[[date, Ints], Values]) -> Values:
        """What `ask` answers for each local day and the seconds since its start, end to end."""
        parts, rest = [], t
        while len(rest):
            day = datetime.fromtimestamp(int(rest[0]), self.zone).date()
            start = local_midnight(day, self.profile.timezone)
            end = local_midnight(day + timedelta(1), self.profile.timezone)
            upto = int(np.searchsorted(rest, end))
            parts.append(ask(day, rest[:upto] - start))
            rest = rest[upto:]
        return np.concatenate(parts)

    def _power(self, day: date, flow: str, s: Ints) -> Ints:
        power = self.day(day).flows[flow][s // 60]
        if (s % 60 == 0).all():
            return power
        moves = self._flicker(day).power.get(flow)
        return power if moves is None else power + moves[s // 60, s % 60]

    def _flowed(self, day: date, flow: str, s: Ints) -> Ints:
        flows, before = self.day(day).flows[flow], self.day(day).before.flowed.get(flow, 0)
        passed = before + (np.cumsum(flows) - flows)[s // 60] * 60 + flows[s // 60] * (s % 60)
        if (s % 60 == 0).all():
            return passed
        moves = self._flicker(day).energy.get(flow)
        return passed if moves is None else passed + moves[s // 60, s % 60]

    def _day(self, day: date) -> Day:
        number = (day - BUILT).days
        if number < 0:
            raise ValueError(f"the simulated home was built on {BUILT}; nothing is known of {day}")
        for n in range(len(self._before) - 1, number):
            self._before.append(self._simulate(n).after)
        return self._simulate(number)

    def _simulate(self, number: int) -> Day:
        day = BUILT + timedelta(number)
        return simulate(self.profile, self.seed, day, self._before[number], self.extra)
