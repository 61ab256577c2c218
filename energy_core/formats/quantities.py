"""What a column of a file measures, told by the words in its name. Tables, no branches.

Words are English, French, Dutch and German. The first entry that fits decides, so what is
more special stands first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from energy_core.model import Commodity, Role

_E, _NONE = Commodity.ELECTRICITY, Commodity.NONE

UNIT_WORDS: dict[str, str] = {
    "kwh": "kWh", "mwh": "MWh", "wh": "Wh", "kw": "kW", "w": "W", "watt": "W", "watts": "W",
    "m3": "m3", "m³": "m3", "dm3": "l", "liter": "l", "litre": "l", "litres": "l",
    "°c": "°C", "degc": "°C", "celsius": "°C", "°f": "°F", "%": "%",
    "v": "", "volt": "", "a": "", "amp": "", "var": "", "kvar": "", "hz": "",
}  # fmt: skip
"""A word of a column's name that is a unit → the unit as `units.UNITS` knows it, "" for others."""

KNOWN_COLUMNS: dict[str, str] = {
    "global_active_power": "kW",  # UCI "Individual household electric power consumption"
    "global_reactive_power": "",
    "global_intensity": "",
    "sub_metering_1": "Wh",
    "sub_metering_2": "Wh",
    "sub_metering_3": "Wh",
}
"""Columns of well-known files whose names hide their unit."""

_UNIT_BY_PATTERN: tuple[tuple[str, str], ...] = (
    (r"reactive|réactive|blind", ""),
    (r"voltage|tension|spannung|spanning", ""),
    (r"current|intensit|courant|strom$|stroom$|frequen|power.?factor|cos.?phi", ""),
    (r"temp", "°C"),
    (r"humid|soc\b|state.of.charge|ladezustand|laadtoestand", "%"),
    (r"gas|gaz|water|wasser|\beau\b", "m3"),
    (r"power|puissance|leistung|vermogen", "W"),
    (r"energ|énerg|index|stand\b|total|consommation|verbrauch|verbruik", "kWh"),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    role: Role
    commodity: Commodity


_MEANINGS: tuple[tuple[str, Meaning], ...] = (
    (r"discharg|décharge|entlad|ontlad", Meaning(Role.BATTERY_DISCHARGE, _E)),
    (r"batter.*charg|charge.*batter|batter.*lad", Meaning(Role.BATTERY_CHARGE, _E)),
    (r"export|injecti|einspeis|teruglever|feed.?in|surplus", Meaning(Role.GRID_EXPORT, _E)),
    (r"import|soutirage|bezug|afname|levering|delivered", Meaning(Role.GRID_IMPORT, _E)),
    (r"\bpv\b|solar|solaire|zon|photovolt|produc|erzeug|opwek|opbrengst", Meaning(Role.PRODUCTION, _E)),
    (r"\bev\b|wallbox|laadpaal|ladepunkt|voiture|car\b", Meaning(Role.EV, _E)),
    (r"gas|gaz", Meaning(Role.GAS, Commodity.GAS)),
    (r"water|wasser|\beau\b", Meaning(Role.WATER, Commodity.WATER)),
    (r"\bheat\b|chaleur|wärme|warmte", Meaning(Role.HEAT, Commodity.HEAT)),
    (r"aggregate|global|mains|consum|consom|verbrauch|verbruik", Meaning(Role.CONSUMPTION, _E)),
)  # fmt: skip
_PART = Meaning(Role.SUBMETER, _E)
_TEMPERATURE, _STATE = Meaning(Role.TEMPERATURE, _NONE), Meaning(Role.LEVEL, _NONE)
_STATES = {"": _STATE, "%": _STATE, "°C": _TEMPERATURE, "°F": _TEMPERATURE}


def unit_of(column: str) -> str | None:
    """The unit that a column's name tells; "" for what is no energy (volts); None if it tells none."""
    name = column.strip().lower()
    if name in KNOWN_COLUMNS:
        return KNOWN_COLUMNS[name]
    words = re.findall(r"°[cf]|%|[^\W\d_]+[³3]?", name)
    for word in reversed(words):
        if word in UNIT_WORDS:
            return UNIT_WORDS[word]
    return next((unit for pattern, unit in _UNIT_BY_PATTERN if re.search(pattern, name)), None)


def meaning_of(column: str, unit: str) -> Meaning:
    """Role and commodity that a column's name tells; a part of the consumption if it tells none."""
    if unit in _STATES:
        return _STATES[unit]
    name = column.strip().lower().replace("_", " ")
    return next((m for pattern, m in _MEANINGS if re.search(pattern, name)), _PART)
