"""A simulated site: a home, its meters and what is wrong with them, ready to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from energy_core.simulation import faults
from energy_core.simulation.faults import Fault, FaultKind
from energy_core.simulation.habits import local_midnight
from energy_core.simulation.home import BUILT, Home
from energy_core.simulation.meters import SimMeter, Stream, meters_of, read
from energy_core.simulation.profiles import Profile

WITNESS = "home"
"""A meter that every profile has and no fault silences: where it has readings, all have."""

_LAST_FAULT = date(2045, 1, 1)


@dataclass(frozen=True, slots=True)
class Reading:
    meter: SimMeter
    stream: Stream


class Site:
    """The same profile, seed and kinds of fault always give the same readings."""

    def __init__(self, profile: Profile, seed: int, kinds: Sequence[FaultKind] = ()) -> None:
        built, last = (local_midnight(d, profile.timezone) for d in (BUILT, _LAST_FAULT))
        self.built = built
        self.meters = meters_of(profile)
        slugs = {m.slug for m in self.meters}
        self.faults = [f for f in faults.schedule(seed, kinds, built, last) if f.meter in slugs]
        self.home = Home(profile, seed, faults.loads(self.faults))

    def readings(self, start: int, end: int, step_s: int) -> list[Reading]:
        """What arrives from each meter for [start, end) [epoch s], read every `step_s` at most."""
        near = [f for f in self.faults if self._matters(f, start, end)]
        streams = [(m, read(self.home, m, start, end, step_s)) for m in self.meters]
        arrived = [Reading(m, faults.apply(near, self.home, m, s)) for m, s in streams]
        return [r for r in arrived if len(r.stream.t)]

    def faults_in(self, start: int, end: int) -> list[Fault]:
        return [f for f in self.faults if faults.touches(f, start, end)]

    @staticmethod
    def _matters(fault: Fault, start: int, end: int) -> bool:
        if fault.kind is FaultKind.COUNTER_RESET:
            return fault.start < end
        return faults.touches(fault, start, end)
