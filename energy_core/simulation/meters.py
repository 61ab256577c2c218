"""The meters of the simulated home: what each measures, and how its readings look.

No two meters of one role measure the same flow, so that sums by role are right. The smart
meter's registers therefore have the role `other`: what they count is measured by the powers
`grid.import` and `grid.export`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from energy_core.model import Commodity, Kind, Role
from energy_core.simulation.home import Home
from energy_core.simulation.noise import Floats, Ints
from energy_core.simulation.profiles import Profile

QUARTER, MINUTE = 900, 60
_ELECTRIC = Commodity.ELECTRICITY


@dataclass(frozen=True, slots=True)
class SimMeter:
    """A meter as its device sends it: every `every_s` at the most, `decimals` in `unit`.

    `flow` names a flow of the home, or a level where `kind` is level.
    """

    slug: str
    flow: str
    kind: Kind
    role: Role
    unit: str = "W"
    commodity: Commodity = _ELECTRIC
    every_s: int = 1
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Stream:
    """Parallel arrays: stamps [epoch s], values [the meter's unit]."""

    t: Ints
    values: Floats


def _power(slug: str, flow: str, role: Role) -> SimMeter:
    return SimMeter(slug, flow, Kind.POWER, role)


def _counter(
    slug: str, flow: str, role: Role, unit: str = "kWh",
    commodity: Commodity = _ELECTRIC, decimals: int = 3,
) -> SimMeter:  # fmt: skip
    return SimMeter(slug, flow, Kind.COUNTER, role, unit, commodity, MINUTE, decimals)


def _level(slug: str, flow: str, role: Role, unit: str, decimals: int) -> SimMeter:
    return SimMeter(slug, flow, Kind.LEVEL, role, unit, Commodity.NONE, MINUTE, decimals)


_COMMON = (
    _power("home", "home", Role.CONSUMPTION),
    _power("pv", "pv", Role.PRODUCTION),
    _power("grid.import", "import", Role.GRID_IMPORT),
    _power("grid.export", "export", Role.GRID_EXPORT),
    _counter("smartmeter.import", "import", Role.OTHER),
    _counter("smartmeter.export", "export", Role.OTHER),
    _counter("heatpump.heat", "heat", Role.HEAT, commodity=Commodity.HEAT),
    _counter("water", "water", Role.WATER, "m3", Commodity.WATER),
    _counter("gas", "gas", Role.GAS, "m3", Commodity.GAS, 2),
    _level("temperature.outdoor", "outdoor", Role.TEMPERATURE, "°C", 1),
    _level("temperature.indoor", "indoor", Role.TEMPERATURE, "°C", 1),
)
_BATTERY = (
    _power("battery.charge", "charge", Role.BATTERY_CHARGE),
    _power("battery.discharge", "discharge", Role.BATTERY_DISCHARGE),
    _level("battery.level", "battery", Role.LEVEL, "%", 1),
)


def _submeter(circuit: str, kind: Kind) -> SimMeter:
    role = Role.EV if circuit == "ev" else Role.SUBMETER
    if kind is Kind.COUNTER:
        return _counter(circuit, circuit, role)
    if kind is Kind.INTERVAL:
        return SimMeter(circuit, circuit, kind, role, "Wh", every_s=QUARTER)
    return _power(circuit, circuit, role)


def meters_of(profile: Profile) -> tuple[SimMeter, ...]:
    submeters = tuple(_submeter(c, k) for c, k in profile.submeters.items())
    return _COMMON + (_BATTERY if profile.battery else ()) + submeters


def read(home: Home, meter: SimMeter, start: int, end: int, step_s: int) -> Stream:
    """The readings that a meter sends in [start, end) [epoch s] at a step of at least `step_s`.

    Stamps are multiples of the step. An interval is sent when it is over: here are those that
    end in (start, end].
    """
    step = max(step_s, meter.every_s)
    if meter.kind is Kind.INTERVAL:
        t = _multiples(start - step + 1, end - step + 1, step)
    else:
        t = _multiples(start, end, step)
    return Stream(t, sampled(home, meter, t, step))


def sampled(home: Home, meter: SimMeter, t: Ints, step_s: int) -> Floats:
    """What the meter shows for rising stamps `t` [its unit]."""
    if not len(t):
        return np.empty(0)
    return np.round(_SAMPLERS[meter.kind](home, meter, t, step_s), meter.decimals)


def _multiples(start: int, end: int, step: int) -> Ints:
    return np.arange(-(-start // step) * step, end, step, dtype=np.int64)


def _momentary(home: Home, meter: SimMeter, t: Ints, step_s: int) -> Floats:
    return home.power(meter.flow, t).astype(np.float64)


def _register(home: Home, meter: SimMeter, t: Ints, step_s: int) -> Floats:
    """Whole steps of the last digit that have passed; a register shows no part of a step."""
    per_unit = 60_000 if meter.unit == "m3" else 3_600_000
    return (home.flowed(meter.flow, t) * 10**meter.decimals // per_unit) / 10**meter.decimals


def _interval(home: Home, meter: SimMeter, t: Ints, step_s: int) -> Floats:
    """Whole Wh that passed in each step, nothing lost between them."""
    ends = home.flowed(meter.flow, t + step_s) // 3600
    return (ends - home.flowed(meter.flow, t) // 3600).astype(np.float64)


def _standing(home: Home, meter: SimMeter, t: Ints, step_s: int) -> Floats:
    return home.level(meter.flow, t)


_SAMPLERS: dict[Kind, Callable[[Home, SimMeter, Ints, int], Floats]] = {
    Kind.POWER: _momentary,
    Kind.COUNTER: _register,
    Kind.INTERVAL: _interval,
    Kind.LEVEL: _standing,
}
