"""What can be shifted in time: cars and the battery. All in whole watts, so sums are exact."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from energy_core.simulation.habits import MINUTE
from energy_core.simulation.noise import Ints
from energy_core.simulation.profiles import Battery, Cars

JOULE_PER_KWH = 3_600_000
STORED, DRAWN = 95, 105  # of 100 J charged 95 are stored; 100 J discharged take 105


def charge_cars(cars: Cars, room: Ints, arrivals: dict[int, int], left: int) -> tuple[Ints, int]:
    """Power into the cars [W] each minute, and the energy still wanted at the end [J].

    room: power that the connection leaves free [W]; arrivals: minute → energy wanted [J];
    left: energy wanted from before [J].
    """
    power = np.where(room >= cars.least_w, np.minimum(room, cars.power_w), 0)
    taken = np.zeros_like(power)
    marks = [0, *(m for m in arrivals if m), len(power)]
    for first, last in pairwise(marks):
        left += arrivals.get(first, 0)
        offered = np.cumsum(power[first:last]) * MINUTE
        taken[first:last] = np.where(offered <= left, power[first:last], 0)
        left -= int(taken[first:last].sum()) * MINUTE
        left = left if left >= cars.power_w * MINUTE else 0  # less than a minute's worth: done
    return taken, left


@dataclass(frozen=True, slots=True)
class Cycle:
    """Parallel arrays of minutes: power into and out of the battery [W], energy stored at the
    start of each [hundredths of a joule]; and the energy stored at the end."""

    charge: Ints
    discharge: Ints
    stored: Ints
    end: int


def full(battery: Battery) -> int:
    """Energy stored in a full battery [hundredths of a joule]."""
    return round(battery.kwh * JOULE_PER_KWH * 100)


def dispatch(battery: Battery, surplus: Ints, stored: int) -> Cycle:
    """Store what is left over, give it back when something is missing, within power and capacity.

    surplus: production less consumption each minute [W].
    """
    top, bottom = full(battery), round(full(battery) * battery.reserve)
    into, out = STORED * MINUTE, DRAWN * MINUTE
    power = np.clip(surplus, -battery.power_w, battery.power_w)
    turns = np.flatnonzero(np.diff(np.sign(power))) + 1
    level, flows = stored, []
    for stretch in np.split(power, turns):  # of one direction: capped where full or empty
        if stretch[0] > 0:
            passed = np.minimum(np.cumsum(stretch), (top - level) // into)
            level += int(passed[-1]) * into
        else:
            passed = np.maximum(np.cumsum(stretch), -((level - bottom) // out))
            level += int(passed[-1]) * out
        flows.append(np.diff(passed, prepend=0))
    flow = np.concatenate(flows)
    charge, discharge = np.maximum(flow, 0), np.maximum(-flow, 0)
    gained = charge * into - discharge * out
    return Cycle(charge, discharge, stored + np.cumsum(gained) - gained, level)
