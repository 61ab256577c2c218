"""ESPI's code lists → our words.

Source: NAESB REQ.21 ESPI, espi.xsd (UnitSymbolKind, AccumulationKind, FlowDirectionKind,
CommodityKind, ServiceKind, QualityOfReading).
"""

from __future__ import annotations

from dataclasses import dataclass

from energy_core.model import Commodity, Kind, Role


@dataclass(frozen=True, slots=True)
class Uom:
    """`unit`: what a value is in once multiplied by `factor` and the power of ten; `exact`:
    powers of ten (with factor 1) for which a unit of its own is written instead."""

    unit: str
    factor: float = 1.0
    exact: tuple[tuple[int, str], ...] = ()


_WH = ((-3, "mWh"), (0, "Wh"), (3, "kWh"), (6, "MWh"), (9, "GWh"))
_VOLUME = ((-3, "L"), (0, "m³"))
UOM: dict[int, Uom] = {
    72: Uom("Wh", 1.0, _WH),
    38: Uom("W", 1.0, ((-3, "mW"), (0, "W"), (3, "kW"), (6, "MW"))),
    31: Uom("MJ", 1e-6, ((6, "MJ"), (9, "GJ"))),
    132: Uom("Wh", 0.29307107),  # Btu
    133: Uom("W", 0.29307107),  # Btu/h
    169: Uom("therm", 1.0, ((0, "therm"),)),
    42: Uom("m³", 1.0, _VOLUME), 166: Uom("m³", 1.0, _VOLUME), 167: Uom("m³", 1.0, _VOLUME),
    134: Uom("L", 1.0, ((0, "L"), (3, "m³"))), 156: Uom("L", 1.0, ((0, "L"), (3, "m³"))),
    157: Uom("L", 1.0, ((0, "L"), (3, "m³"))),
    119: Uom("ft³", 1.0, ((0, "ft³"), (2, "CCF"))), 120: Uom("ft³", 1.0, ((0, "ft³"), (2, "CCF"))),
    121: Uom("ft³", 1.0, ((0, "ft³"), (2, "CCF"))),
    128: Uom("gal", 1.0, ((0, "gal"),)), 130: Uom("L", 4.54609),  # US and imperial gallon
    23: Uom("°C", 1.0, ((0, "°C"),)), 6: Uom("K", 1.0, ((0, "K"),)),
    29: Uom("V", 1.0, ((0, "V"), (3, "kV"))), 5: Uom("A", 1.0, ((0, "A"),)),
    33: Uom("Hz", 1.0, ((0, "Hz"),)), 65: Uom("", 1.0, ((0, ""),)),
    61: Uom("VA", 1.0, ((0, "VA"), (3, "kVA"))), 63: Uom("VAr", 1.0, ((0, "VAr"), (3, "kVAr"))),
    71: Uom("VAh", 1.0, ((0, "VAh"), (3, "kVAh"))),
    73: Uom("VArh", 1.0, ((0, "VArh"), (3, "kVArh"))),
    106: Uom("Ah", 1.0, ((0, "Ah"),)),
}  # fmt: skip
"""`uom` → the unit. What is not here is no energy of ours and keeps its code as a unit."""

ENERGY_CODES = frozenset({72, 31, 132, 169, 71, 73, 106})
POWER_CODES = frozenset({38, 133})
VOLUME_CODES = frozenset({42, 166, 167, 134, 156, 157, 119, 120, 121, 128, 130})
NO_ENERGY_OF_OURS = frozenset({71, 73, 106})  # apparent and reactive energy, charge

ACCUMULATION: dict[int, Kind] = {
    1: Kind.COUNTER,  # bulk quantity: never reset
    3: Kind.COUNTER,  # cumulative
    9: Kind.COUNTER,  # summation
    14: Kind.COUNTER,  # latching quantity
    4: Kind.INTERVAL,  # delta data
    15: Kind.INTERVAL,  # bounded quantity
}
"""`accumulationBehaviour` → kind of a register of energy or volume."""

FLOW: dict[int, Role] = {
    0: Role.GRID_IMPORT,  # not applicable
    1: Role.GRID_IMPORT,  # forward: delivered to the customer
    4: Role.GRID,  # net: forward minus reverse
    19: Role.GRID_EXPORT,  # reverse: received from the customer
    20: Role.CONSUMPTION,  # total, whichever way
    21: Role.CONSUMPTION,  # total by phase
}
"""`flowDirection` of electricity → role; every other code is of reactive quadrants."""

COMMODITY: dict[int, Commodity] = {
    0: Commodity.ELECTRICITY, 1: Commodity.ELECTRICITY, 2: Commodity.ELECTRICITY,
    7: Commodity.GAS, 8: Commodity.GAS,  # natural gas, propane
    9: Commodity.WATER, 11: Commodity.WATER, 14: Commodity.WATER,
    10: Commodity.HEAT, 12: Commodity.HEAT, 13: Commodity.HEAT,  # steam, heating, cooling fluid
}  # fmt: skip
SERVICE: dict[int, Commodity] = {
    0: Commodity.ELECTRICITY, 1: Commodity.GAS, 2: Commodity.WATER, 4: Commodity.HEAT,
    6: Commodity.WATER,
}  # fmt: skip
COMMODITY_ROLE: dict[Commodity, Role] = {
    Commodity.GAS: Role.GAS, Commodity.WATER: Role.WATER, Commodity.HEAT: Role.HEAT,
}  # fmt: skip

EXTREMES = frozenset({5, 7, 8, 9, 16, 17, 23, 24})
"""`dataQualifier`: a highest or lowest value, which no energy can be made of."""

ESTIMATED = frozenset({7, 8, 9, 11, 12, 15})
"""`quality`: edited, estimated, derived, projected, adjusted."""
