"""One local day of a home, minute by minute, from the state in which the last one left it.

Every flow is a whole number of watts (or of litres a minute), so that energies add up exactly:
production + import + discharge = consumption + export + charge, in every minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from energy_core.simulation import habits, heating, storage, sun, weather
from energy_core.simulation.noise import Channel, Floats, Ints, of_day
from energy_core.simulation.profiles import Panels, Profile

Flows = dict[str, Ints]  # name of a flow → W, or l/min for gas and water, of each minute

FLUIDS = ("gas", "water")
_SYSTEM = 0.86  # share that wiring, dirt and inverter leave of the panels' power
_PER_KELVIN, _RATED_CELL = -0.0037, 25.0
_CELL_ABOVE_AIR = 25 / 800  # K per W/m² (nominal operating cell temperature 45 °C)
_DARK = 0.08  # of the sun in the zenith


@dataclass(frozen=True, slots=True)
class Load:
    """Something more that draws `watts` from epoch second `start` to `end`."""

    start: int
    end: int
    watts: int


@dataclass(frozen=True, slots=True)
class State:
    """What one day hands to the next: energy in the battery [hundredths of a joule], wanted by
    the cars [J], and what has flowed since the home was built [J; gas, water: l/60]."""

    stored: int
    cars_want: int
    flowed: dict[str, int]


@dataclass(frozen=True, slots=True)
class Day:
    """`flows` and `levels` [°C, %] at each minute of `t` [epoch seconds]."""

    t: Ints
    flows: Flows
    levels: dict[str, Floats]
    before: State
    after: State


def simulate(
    profile: Profile, seed: int, day: date, before: State, extra: Sequence[Load] = ()
) -> Day:
    """The local day `day`; `extra` loads come on top of what the profile draws."""
    t = habits.minutes_of(day, profile.timezone)
    sky = sun.position(t, profile.latitude, profile.longitude)
    air = weather.at(profile.climate, seed, t, profile.longitude)
    circuits = habits.drawn(profile, seed, day, t)
    warm = heating.run(profile.heatpump, air, t, circuits["heatpump"])
    dark = air.clearness * np.maximum(sky.cos_zenith, 0) < _DARK
    quiet = habits.background(profile, seed, day, t, dark) + sum(_extra(e, t) for e in extra)
    flows = circuits | {"heatpump": warm.electric, "house": circuits["house"] + quiet}
    flows["pv"] = produced(profile.panels, sky, air)
    cars, want = _cars(profile, seed, day, flows, before.cars_want)
    flows |= cars
    flows["home"] = sum((f for name, f in flows.items() if name not in (*FLUIDS, "pv")), 0 * t)
    balance, charged = _balance(profile, flows["pv"] - flows["home"], before.stored)
    flows |= balance | {"heat": warm.heat}
    levels = {"outdoor": air.temperature, "indoor": heating.indoor(profile.heatpump, air, seed, t)}
    after = State(charged.end, want, _passed(before.flowed, flows))
    return Day(t, flows, levels | _level(profile, charged), before, after)


def produced(panels: Panels, sky: sun.Sun, air: weather.Weather) -> Ints:
    """Power of the panels [W] behind an inverter as large as they are."""
    light = sun.clear_sky(sky) * air.clearness
    light = sun.on_plane(sky, light, panels.tilt_deg, panels.azimuth_deg)
    cell = air.temperature + _CELL_ABOVE_AIR * light
    power = panels.kwp * light * _SYSTEM * (1 + _PER_KELVIN * (cell - _RATED_CELL))
    return np.rint(np.clip(power, 0, panels.kwp * 1000)).astype(np.int64)


def _extra(load: Load, t: Ints) -> Ints:
    return np.where((t >= load.start) & (t < load.end), load.watts, 0)


def _cars(profile: Profile, seed: int, day: date, flows: Flows, want: int) -> tuple[Flows, int]:
    """The flow into the cars, and the energy that they still want at the end [J]."""
    cars = profile.cars
    if cars is None:
        return {}, 0
    t, rng = habits.minutes_of(day, profile.timezone), of_day(seed, Channel.CARS, day)
    others = sum(f for name, f in flows.items() if name not in (*FLUIDS, "pv"))
    room = profile.subscribed_w - others + flows["pv"]
    begins = habits.starts(rng, cars.times, 20, day, profile.timezone)
    wanted = [int(rng.uniform(*cars.kwh) * storage.JOULE_PER_KWH) for _ in begins]
    arrivals = {(b - int(t[0])) // 60: j for b, j in zip(begins, wanted, strict=True)}
    power, left = storage.charge_cars(cars, room, arrivals, want)
    return {"ev": power}, left


def _balance(profile: Profile, surplus: Ints, stored: int) -> tuple[Flows, storage.Cycle]:
    """What battery and grid do about the surplus [W], and the battery's cycle."""
    nothing = np.zeros_like(surplus)
    if profile.battery is None:
        cycle, flows = storage.Cycle(nothing, nothing, nothing, 0), {}
    else:
        cycle = storage.dispatch(profile.battery, surplus, stored)
        flows = {"charge": cycle.charge, "discharge": cycle.discharge}
    rest = surplus - cycle.charge + cycle.discharge
    return flows | {"import": np.maximum(-rest, 0), "export": np.maximum(rest, 0)}, cycle


def _passed(flowed: dict[str, int], flows: Flows) -> dict[str, int]:
    return {name: flowed.get(name, 0) + int(f.sum()) * 60 for name, f in flows.items()}


def _level(profile: Profile, cycle: storage.Cycle) -> dict[str, Floats]:
    if profile.battery is None:
        return {}
    return {"battery": 100 * cycle.stored / storage.full(profile.battery)}
