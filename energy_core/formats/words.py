"""The words in which senders name things → role, kind, unit. Tables, not branches.

Guesses are for a meter that is new; a person confirms or changes them.
"""

from __future__ import annotations

import re
from typing import TypeVar

from energy_core import units
from energy_core.errors import Contradiction
from energy_core.formats.incoming import Sender
from energy_core.formats.vocabulary import units as vocabulary
from energy_core.formats.vocabulary.measures import measure
from energy_core.model import SIGNED_ROLES, Commodity, Kind, MeterSpec, Role
from energy_core.units import UNITS, Unit

QUANTITIES: dict[str, str] = {
    "power": "W", "puissance": "W", "leistung": "W", "apower": "W", "load": "W",
    "energy": "kWh", "energie": "kWh", "total": "kWh", "consumed": "kWh",
    "temperature": "°C", "temperatur": "°C", "temp": "°C",
    "soc": "%", "level": "%", "humidity": "%",
    "gas": "m³", "gaz": "m³", "water": "m³", "eau": "m³", "wasser": "m³",
}  # fmt: skip
"""Any word of a name → unit, where no unit is said."""

ROLE_UNITS: dict[Role, str] = {
    Role.GAS: "m³", Role.WATER: "m³", Role.TEMPERATURE: "°C",
}  # fmt: skip
COMMODITIES: dict[Role, Commodity] = {
    Role.GAS: Commodity.GAS, Role.WATER: Commodity.WATER, Role.HEAT: Commodity.HEAT,
    Role.TEMPERATURE: Commodity.NONE, Role.LEVEL: Commodity.NONE,
}  # fmt: skip
_MEANT = {Role.GRID: Role.GRID_IMPORT, Role.OTHER: Role.SUBMETER}
KINDS: dict[str, Kind] = {
    units.POWER: Kind.POWER, units.ENERGY: Kind.COUNTER, units.VOLUME: Kind.COUNTER,
}  # fmt: skip
"""Stored unit → kind, where none is said: what devices send of energy is mostly cumulative."""
KIND_UNITS: dict[Kind, tuple[str, ...]] = {
    Kind.POWER: (units.POWER,),
    Kind.COUNTER: (units.ENERGY, units.VOLUME),
    Kind.INTERVAL: (units.ENERGY, units.VOLUME),
    Kind.LEVEL: units.STORED,
}


def spec(sender: Sender) -> MeterSpec:
    """The meter that a sender's series would be. Raises Contradiction."""
    words = _words(f"{sender.field} {sender.meter}")
    role = _said(Role, sender.role, "role") or _role(f"{sender.field} {sender.meter}")
    kind = _said(Kind, sender.kind, "kind")
    sent = sender.unit or _guess(words, sender.field, role, kind)
    stored = _find(sent).stored
    kind = kind or KINDS.get(stored, Kind.LEVEL)
    if role is Role.SUBMETER and kind is Kind.LEVEL:
        role = Role.LEVEL
    if stored not in KIND_UNITS[kind]:
        raise Contradiction(f"unit {sent} does not fit kind {kind}")
    if role in SIGNED_ROLES and kind not in (Kind.POWER, Kind.INTERVAL):
        if sender.role:
            raise Contradiction(f"role {role} has a sign, which a {kind} register cannot show")
        role = Role.SUBMETER if kind is Kind.COUNTER else Role.LEVEL
    commodity = _said(Commodity, sender.commodity, "commodity") or _commodity(role, kind)
    told = None not in (sender.role, sender.kind, sender.unit)
    return MeterSpec(sender.meter, kind, role, commodity, stored, sent, sender.step_s, told)


def conversion(unit: str | None, sent_unit: str, stored: str) -> Unit:
    """How a value in `unit` (None: the unit this sender used at first) becomes a stored one.

    Raises Contradiction when the units measure different things.
    """
    said = _find(unit or sent_unit)
    if said.stored != stored:
        raise Contradiction(f"unit {unit} does not fit this meter, which is stored in {stored}")
    return said


def _find(text: str) -> Unit:
    found = units.find(text) if text else Unit(units.OTHER)
    if found is None:
        raise Contradiction(f"unit {text[:40]!r} is not known")
    return found


def _words(text: str) -> list[str]:
    return [w for w in re.split(r"[^\w°³%]+|_", text.lower()) if w]


def _role(text: str) -> Role:
    """A device's grid is mostly what it buys; what no words tell is a part of the consumption."""
    found = measure(text)
    role = found.role if found else None
    return _MEANT.get(role, role) if role else Role.SUBMETER


def _unit(words: list[str], field: str) -> str | None:
    """From the field's last word, else from the measurement, else from any word that names a
    quantity."""
    measurement, _, name = field.partition(" ")
    last = _words(name)[-1:] or [""]
    for word in (*last, *words[-1:]):
        known = vocabulary.unit(word)
        if known and units.find(known):  # "a" and "v" are names more often than units
            return known
    if measurement.lower() in UNITS:
        return measurement
    return next((QUANTITIES[w] for w in words if w in QUANTITIES), None)


def _guess(words: list[str], field: str, role: Role, kind: Kind | None) -> str:
    guess = _unit(words, field) or _unit_of(role, kind)
    if kind is Kind.LEVEL and _find(guess).stored not in (units.TEMPERATURE, units.SHARE):
        return ""  # a level of unknown unit is no power
    return guess


def _unit_of(role: Role, kind: Kind | None) -> str:
    if kind in (Kind.COUNTER, Kind.INTERVAL):
        return ROLE_UNITS.get(role, "kWh")
    return ROLE_UNITS.get(role, "" if kind is Kind.LEVEL else "W")


def _commodity(role: Role, kind: Kind) -> Commodity:
    return Commodity.NONE if kind is Kind.LEVEL else COMMODITIES.get(role, Commodity.ELECTRICITY)


Word = TypeVar("Word", Role, Kind, Commodity)


def _said(words: type[Word], text: str | None, name: str) -> Word | None:
    if text is None:
        return None
    try:
        return words(text)
    except ValueError:
        known = ", ".join(word.value for word in words)
        raise Contradiction(f"{name} {text[:40]!r} is not one of {known}") from None
