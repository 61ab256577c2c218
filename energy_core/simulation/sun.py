"""Where the sun stands and what it gives on a clear day, for any place and instant.

Sources: NOAA Global Monitoring Laboratory, "General Solar Position Calculations" (declination
and equation of time after Spencer, 1971); Haurwitz, 1945 (clear sky, global horizontal);
Erbs, Klein & Duffie, Solar Energy 28 (1982) 293 (diffuse fraction); Liu & Jordan, Solar
Energy 7 (1963) 53 (tilted plane).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from energy_core.simulation.noise import Floats, Ints

SOLAR_CONSTANT = 1361.0  # W/m²
GROUND = 0.2  # share of light that the ground throws back
_DAY = 86400


@dataclass(frozen=True, slots=True)
class Sun:
    """Parallel arrays: cosine of the zenith angle, azimuth [rad from north, clockwise], and
    irradiance on a plane facing the sun above the air [W/m²]."""

    cos_zenith: Floats
    azimuth: Floats
    extraterrestrial: Floats

    @property
    def elevation_deg(self) -> Floats:
        return np.degrees(np.arcsin(self.cos_zenith))


def position(t: Ints, latitude: float, longitude: float) -> Sun:
    """The sun at epoch seconds `t` over a place in degrees north and east, without refraction."""
    year_angle = _year_angle(t)
    decl, lat = _declination(year_angle), np.radians(latitude)
    minutes = (t % _DAY) / 60 + _equation_of_time(year_angle) + 4 * longitude
    hour = np.radians(minutes / 4 - 180)
    cos_zenith = np.sin(lat) * np.sin(decl) + np.cos(lat) * np.cos(decl) * np.cos(hour)
    azimuth = np.pi + np.arctan2(
        np.sin(hour), np.cos(hour) * np.sin(lat) - np.tan(decl) * np.cos(lat)
    )
    return Sun(cos_zenith, azimuth, SOLAR_CONSTANT * (1 + 0.033 * np.cos(year_angle)))


def clear_sky(sun: Sun) -> Floats:
    """Global horizontal irradiance under a cloudless sky [W/m²]."""
    high = np.maximum(sun.cos_zenith, 1e-3)
    return np.where(sun.cos_zenith > 0, 1098 * high * np.exp(-0.057 / high), 0.0)


def on_plane(sun: Sun, horizontal: Floats, tilt_deg: float, azimuth_deg: float) -> Floats:
    """Irradiance on a tilted plane [W/m²] from that on the horizontal one [W/m²]."""
    high = np.maximum(sun.cos_zenith, 0.05)  # a sun at the horizon would blind the formula
    diffuse = horizontal * _diffuse_fraction(horizontal / (sun.extraterrestrial * high))
    tilt, turn = np.radians(tilt_deg), sun.azimuth - np.radians(azimuth_deg)
    sin_zenith = np.sqrt(1 - np.minimum(sun.cos_zenith**2, 1))
    facing = sun.cos_zenith * np.cos(tilt) + sin_zenith * np.sin(tilt) * np.cos(turn)
    beam = (horizontal - diffuse) * np.maximum(facing, 0) / high
    sky, ground = (1 + np.cos(tilt)) / 2, (1 - np.cos(tilt)) / 2
    return beam + diffuse * sky + horizontal * GROUND * ground


def _year_angle(t: Ints) -> Floats:
    """The earth's way round the sun [rad] since 1 January."""
    year = datetime.fromtimestamp(int(t[0]), UTC).year
    start = datetime(year, 1, 1, tzinfo=UTC).timestamp()
    return 2 * np.pi / 365 * ((t - start) / _DAY - 0.5)


def _declination(g: Floats) -> Floats:
    return (
        0.006918 - 0.399912 * np.cos(g) + 0.070257 * np.sin(g) - 0.006758 * np.cos(2 * g)
        + 0.000907 * np.sin(2 * g) - 0.002697 * np.cos(3 * g) + 0.00148 * np.sin(3 * g)
    )  # fmt: skip


def _equation_of_time(g: Floats) -> Floats:
    """Sundial minus clock [min]."""
    return 229.18 * (
        0.000075 + 0.001868 * np.cos(g) - 0.032077 * np.sin(g)
        - 0.014615 * np.cos(2 * g) - 0.040849 * np.sin(2 * g)
    )  # fmt: skip


def _diffuse_fraction(clearness: Floats) -> Floats:
    k = np.clip(clearness, 0, 1)
    middle = 0.9511 - 0.1604 * k + 4.388 * k**2 - 16.638 * k**3 + 12.336 * k**4
    return np.where(k <= 0.22, 1 - 0.09 * k, np.where(k <= 0.8, middle, 0.165))
