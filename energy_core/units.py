"""One table of units. Values are converted once, at the edge, to the stored unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", float, npt.NDArray[np.float64])

POWER, ENERGY, VOLUME, TEMPERATURE, SHARE, OTHER = (
    "W", "Wh", "m³", "°C", "%", "",
)  # fmt: skip
STORED = (POWER, ENERGY, VOLUME, TEMPERATURE, SHARE, OTHER)


@dataclass(frozen=True, slots=True)
class Unit:
    """`stored = value × factor + offset`, in unit `stored`."""

    stored: str
    factor: float = 1.0
    offset: float = 0.0


UNITS: dict[str, Unit] = {
    "w": Unit(POWER), "kw": Unit(POWER, 1e3), "mw": Unit(POWER, 1e6), "va": Unit(OTHER),
    "kva": Unit(OTHER), "btu/h": Unit(POWER, 0.29307107),
    "wh": Unit(ENERGY), "kwh": Unit(ENERGY, 1e3), "mwh": Unit(ENERGY, 1e6), "gwh": Unit(ENERGY, 1e9),
    "mj": Unit(ENERGY, 1e6 / 3600), "gj": Unit(ENERGY, 1e9 / 3600), "therm": Unit(ENERGY, 29307.107),
    "m³": Unit(VOLUME), "m3": Unit(VOLUME), "l": Unit(VOLUME, 1e-3), "dm3": Unit(VOLUME, 1e-3),
    "ft³": Unit(VOLUME, 0.028316846592), "ft3": Unit(VOLUME, 0.028316846592),
    "ccf": Unit(VOLUME, 2.8316846592), "gal": Unit(VOLUME, 3.785411784e-3),
    "°c": Unit(TEMPERATURE), "c": Unit(TEMPERATURE), "degc": Unit(TEMPERATURE),
    "°f": Unit(TEMPERATURE, 5 / 9, -160 / 9), "degf": Unit(TEMPERATURE, 5 / 9, -160 / 9),
    "k": Unit(TEMPERATURE, 1.0, -273.15),
    "%": Unit(SHARE), "percent": Unit(SHARE), "pct": Unit(SHARE),
}  # fmt: skip
"""Unit as people write it, lower case → the stored unit."""

_DECIMALS = 6  # of a converted value: 1 µWh; keeps 0.218 kW at 218 W instead of 218.00000000000003


CASED: dict[str, Unit] = {"mW": Unit(POWER, 1e-3), "mWh": Unit(ENERGY, 1e-3)}
"""Units of which another is meant in capitals."""


def find(text: str) -> Unit | None:
    """The unit that `text` names, or None. Case matters only between milli and mega."""
    text = text.strip()
    return CASED.get(text) or UNITS.get(text.lower())


def to_stored(value: Number, unit: Unit) -> Number:
    """`value` in the stored unit, rounded to a millionth where a factor was applied."""
    if unit.factor == 1.0 and unit.offset == 0.0:
        return value
    return np.round(value * unit.factor + unit.offset, _DECIMALS)
