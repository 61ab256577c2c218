"""OBIS codes → what they measure.

Sources: IEC 62056-61 (the codes), DSMR P1 companion standard 5.0.2 and e-MUCS P1 (the telegram),
EN 13757-3 (media of M-Bus devices).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from energy_core.model import Commodity, Kind, Role


@dataclass(frozen=True, slots=True)
class Register:
    """`unit` where the telegram names none; `own_stamp`: the value brings its own stamp."""

    name: str
    kind: Kind
    role: Role
    commodity: Commodity
    unit: str
    own_stamp: bool = False


STAMP = "0-0:1.0.0"
METER_ID = ("0-0:96.1.1", "0-0:42.0.0", "1-0:0.0.0", "0-0:96.1.4", "0-0:96.1.0")

_FLOWS = {"1": ("import", Role.GRID_IMPORT), "2": ("export", Role.GRID_EXPORT)}
_PHASE_POWERS = {
    "21": "import L1", "41": "import L2", "61": "import L3",
    "22": "export L1", "42": "export L2", "62": "export L3",
    "36": "L1", "56": "L2", "76": "L3",
}  # fmt: skip
_STATES = {
    "32": ("voltage L1", "V"), "52": ("voltage L2", "V"), "72": ("voltage L3", "V"),
    "31": ("current L1", "A"), "51": ("current L2", "A"), "71": ("current L3", "A"),
    "14": ("frequency", "Hz"), "13": ("power factor", ""),
}  # fmt: skip
_REACTIVE = {"3": "reactive import", "4": "reactive export"}
_CODE = re.compile(r"1-\d+:(\d+)\.(\d+)\.(\d+)")
_DEVICE = re.compile(r"0-(\d+):24\.(?:2\.[1-9]|3\.0|4\.\d)")
DEVICE_TYPE = re.compile(r"0-(\d+):24\.1\.0")

MEDIA: dict[int, tuple[str, Role, Commodity, str]] = {
    2: ("second meter", Role.SUBMETER, Commodity.ELECTRICITY, "kWh"),
    3: ("gas", Role.GAS, Commodity.GAS, "m³"),
    4: ("heat", Role.HEAT, Commodity.HEAT, "GJ"),
    6: ("warm water", Role.WATER, Commodity.WATER, "m³"),
    7: ("water", Role.WATER, Commodity.WATER, "m³"),
    10: ("cold", Role.HEAT, Commodity.HEAT, "GJ"),
    12: ("heat", Role.HEAT, Commodity.HEAT, "GJ"),
}
"""Device type that an M-Bus channel announces → what it counts."""
GAS = 3

UNITS = {
    "kwh": "kWh", "wh": "Wh", "mwh": "MWh", "kw": "kW", "w": "W", "m3": "m³", "m³": "m³",
    "gj": "GJ", "mj": "MJ", "kvarh": "kVArh", "varh": "VArh", "kvar": "kVAr", "v": "V", "a": "A",
    "hz": "Hz",
}  # fmt: skip


def register(code: str, media: dict[str, int]) -> Register | None:
    """What a code stands for; None for texts, logs and what is no reading. `media`: device type
    of each M-Bus channel."""
    if device := _DEVICE.fullmatch(code):
        channel = device[1]
        name, role, commodity, unit = MEDIA.get(media.get(channel, GAS), MEDIA[GAS])
        return Register(f"{name} {channel}", Kind.COUNTER, role, commodity, unit, own_stamp=True)
    found = _CODE.fullmatch(code)
    return _electric(*found.groups()) if found else None


def _electric(what: str, how: str, tariff: str) -> Register | None:
    electricity, none = Commodity.ELECTRICITY, Commodity.NONE
    if what in _FLOWS and how == "8":
        name, role = _FLOWS[what]
        suffix = "" if tariff == "0" else f", tariff {tariff}"
        return Register(f"{name}{suffix}", Kind.COUNTER, role, electricity, "kWh")
    if what in _REACTIVE and how == "8" and tariff == "0":
        return Register(_REACTIVE[what], Kind.COUNTER, Role.OTHER, electricity, "kVArh")
    if how != "7" or tariff != "0":
        return None
    if what in _FLOWS:
        name, role = _FLOWS[what]
        return Register(f"{name} power", Kind.POWER, role, electricity, "kW")
    if what == "16":
        return Register("power", Kind.POWER, Role.GRID, electricity, "kW")
    if what in _PHASE_POWERS:
        name = f"power {_PHASE_POWERS[what]}"
        return Register(name, Kind.POWER, Role.OTHER, electricity, "kW")
    if what in _STATES:
        name, unit = _STATES[what]
        return Register(name, Kind.LEVEL, Role.LEVEL, none, unit)
    return None
