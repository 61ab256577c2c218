"""The heat pump: how much warmth the weather asks for, and what that draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_core.simulation.habits import MINUTE
from energy_core.simulation.noise import Channel, Floats, Ints, smooth
from energy_core.simulation.profiles import HeatPump
from energy_core.simulation.weather import Weather

_LEAST = 0.3  # share of its power below which a heat pump switches off and on
_CYCLE_MIN = 24
_WATER_COP = 2.6  # making hot water


@dataclass(frozen=True, slots=True)
class Heating:
    """Parallel arrays of minutes: electricity drawn and warmth delivered, both [W]."""

    electric: Ints
    heat: Ints


def cop(temperature: Floats) -> Floats:
    """Warmth per electricity of an air-water heat pump at an air temperature [°C]."""
    return np.clip(3.05 + 0.075 * temperature, 1.9, 5.0)


def run(pump: HeatPump, weather: Weather, t: Ints, hot_water: Ints) -> Heating:
    """The heat pump at the minutes `t`, `hot_water` being what it draws for that [W]."""
    air, ratio = weather.temperature, cop(weather.temperature)
    needed = np.maximum(pump.loss_w_per_k * (pump.indoor - air) - pump.gains_w, 0)
    cooling = np.maximum(pump.cool_w_per_k * (air - pump.cool_above), 0) / 3.2
    electric = _modulated(needed / ratio + cooling, pump.power_w, t)
    warming = np.where(needed > 0, electric * ratio, 0)
    heat = np.rint(warming + hot_water * _WATER_COP).astype(np.int64)
    return Heating(electric + hot_water, heat)


def _modulated(wanted: Floats, most: int, t: Ints) -> Ints:
    """Power [W] of a machine that cannot run below its least: then it is on for part of a cycle."""
    least = _LEAST * most
    on = (t // MINUTE) % _CYCLE_MIN < _CYCLE_MIN * wanted / least
    power = np.where(wanted < least, on * least, np.minimum(wanted, most))
    return np.rint(power).astype(np.int64)


def indoor(pump: HeatPump, weather: Weather, seed: int, t: Ints) -> Floats:
    """Temperature inside [°C]: the set point in winter, drifting with the weather in summer."""
    summer = 0.55 * np.maximum(weather.mild - pump.indoor + 3, 0)
    if pump.cool_w_per_k:
        summer = np.minimum(summer, pump.cool_above - pump.indoor)
    return pump.indoor + summer + 0.35 * smooth(seed, Channel.INDOOR, t, 5400)
