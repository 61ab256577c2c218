"""Air temperature and drifting clouds of a place with a temperate climate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_core.simulation.noise import Channel, Floats, Ints, smooth

_YEAR, _DAY = 365.2425 * 86400, 86400
_COLDEST, _WARMEST_HOUR = 17 * 86400, 15.0  # after 1 January; by the sun


@dataclass(frozen=True, slots=True)
class Climate:
    """Mean over the year and its half swing [°C], half swing of a clear day [°C], and the mean
    share of the sky under cloud in January and July."""

    mean: float = 12.9
    season: float = 9.3
    diurnal: float = 5.5
    cloud_january: float = 0.76
    cloud_july: float = 0.50


@dataclass(frozen=True, slots=True)
class Weather:
    """Parallel arrays: air temperature, the same without its daily swing [°C], and the share
    of the clear sky's light that the clouds let through."""

    temperature: Floats
    mild: Floats
    clearness: Floats


def at(climate: Climate, seed: int, t: Ints, longitude: float) -> Weather:
    """The weather at sorted epoch seconds `t`."""
    winter = np.cos(2 * np.pi * (t - _COLDEST) / _YEAR)
    cloud = _cloud_cover(climate, seed, t, winter)
    mild = climate.mean - climate.season * winter
    mild = mild + 3.2 * smooth(seed, Channel.SYNOPTIC, t, 3 * _DAY)
    hour = (t + longitude * 240) % _DAY / 3600
    swing = climate.diurnal * (1 - 0.6 * cloud) * (1 - 0.25 * winter)
    daily = swing * np.cos(2 * np.pi * (hour - _WARMEST_HOUR) / 24)
    wobble = 0.25 * smooth(seed, Channel.WARMTH, t, 1800)
    return Weather(mild + daily + wobble, mild, 1 - 0.75 * cloud**3.4)


def _cloud_cover(climate: Climate, seed: int, t: Ints, winter: Floats) -> Floats:
    """Share of the sky before the sun, 0 to 1: fronts of days, fields of hours, single clouds.

    The light let through, 1 - 0.75·cover^3.4, is Kasten & Czeplak, Solar Energy 24 (1980) 177.
    """
    mean = (climate.cloud_january + climate.cloud_july) / 2
    usual = mean + (climate.cloud_january - mean) * winter
    fields = usual + 0.34 * smooth(seed, Channel.CLOUD_DAYS, t, 40 * 3600)
    fields = fields + 0.22 * smooth(seed, Channel.CLOUD_HOURS, t, 5400)
    broken = np.clip(1 - 2.2 * np.abs(fields - 0.55), 0, 1)  # single clouds need blue between them
    single = np.tanh(2.5 * smooth(seed, Channel.CLOUD_MINUTES, t, 240))
    return np.clip(fields + 0.42 * broken * single, 0, 1)
