"""The words of the product: what is measured, where, and which way it flows.

Imported by every room; imports none. Every instant is UTC; local time exists
only at the edges (parsing a file, drawing a page, a tariff's hours).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What the number of a register is. It decides how energy is made from it."""

    POWER = "power"  # momentary or mean power, stamped at its instant or its start
    INTERVAL = "interval"  # energy of one interval, stamped at the interval's START
    COUNTER = "counter"  # cumulative; may roll over, be reset or replaced
    LEVEL = "level"  # a state: temperature, state of charge


class Commodity(StrEnum):
    ELECTRICITY = "electricity"
    GAS = "gas"
    WATER = "water"
    HEAT = "heat"
    NONE = "none"  # a level measures no commodity


class Role(StrEnum):
    """What a POSITIVE number of the meter means. The signed roles are split on arrival."""

    GRID_IMPORT = "grid_import"  # bought from the grid
    GRID_EXPORT = "grid_export"  # sold to the grid
    PRODUCTION = "production"  # made on site
    CONSUMPTION = "consumption"  # used by the whole site
    BATTERY_CHARGE = "battery_charge"  # into the battery
    BATTERY_DISCHARGE = "battery_discharge"  # out of the battery
    EV = "ev"  # into the car
    SUBMETER = "submeter"  # a part of the consumption
    GAS = "gas"
    WATER = "water"
    HEAT = "heat"  # delivered heat
    TEMPERATURE = "temperature"
    LEVEL = "level"  # anything else that is a state
    OTHER = "other"  # no part of the balance: a second register of a flow, a check
    GRID = "grid"  # signed: positive = import, negative = export
    BATTERY = "battery"  # signed: positive = discharge, negative = charge


SIGNED_ROLES: dict[Role, tuple[tuple[str, Role], tuple[str, Role]]] = {
    Role.GRID: (("import", Role.GRID_IMPORT), ("export", Role.GRID_EXPORT)),
    Role.BATTERY: (("discharge", Role.BATTERY_DISCHARGE), ("charge", Role.BATTERY_CHARGE)),
}
"""Signed role → (suffix and role of the positive part, of the negative part)."""


def parts_of(slug: str, role: Role) -> list[tuple[str, Role]]:
    """Slug and role of the two directions in which a signed meter is kept; none of any other."""
    return [(f"{slug}.{suffix}", part) for suffix, part in SIGNED_ROLES.get(role, ())]


class Quality(IntEnum):
    """How a value came to be, the best first."""

    MEASURED = 0
    ESTIMATED = 1
    CORRECTED = 2


class EventKind(StrEnum):
    """What happened to a meter, found in its readings."""

    DIP = "dip"  # the register fell and came back: noise
    RESET = "reset"  # the register started again near zero
    ROLLOVER = "rollover"  # the register passed its last digit
    REPLACED = "replaced"  # the register jumped to another life
    OFFLINE = "offline"  # a long time without readings
    UNIT = "unit"  # from here on the values are a thousand times greater or smaller
    CLOCK = "clock"  # from here on the day's shape comes whole hours earlier or later
    REPEATED = "repeated"  # a day or more is the copy of what was read a day or a week before


class EventState(StrEnum):
    """What a person said of an event. See `metering.corrections` for what a rejected one means."""

    FOUND = "found"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class CorrectionKind(StrEnum):
    """What a correction does to the readings of [start, end)."""

    DELETE = "delete"  # they do not count
    SCALE = "scale"  # they are multiplied
    REPLACE = "replace"  # other values stand at their stamps
    FILL = "fill"  # readings are added where there are none
    SHIFT = "shift"  # they were taken earlier or later
    SPLIT = "split"  # at `start` the register became another
    MERGE = "merge"  # another meter's count as this one's


PLAUSIBLE_RATE: dict[Commodity, float] = {
    Commodity.ELECTRICITY: 1e6,  # W
    Commodity.HEAT: 1e6,  # W
    Commodity.GAS: 1e3,  # m³/h
    Commodity.WATER: 1e3,  # m³/h
    Commodity.NONE: float("inf"),
}
"""Of a meter that declares no highest rate: far above a home's, below a register's jumps."""


@dataclass(frozen=True, slots=True)
class Site:
    id: int
    name: str
    timezone: str  # IANA
    currency: str  # ISO 4217
    latitude: float | None = None
    longitude: float | None = None


PRICE_LIMITS: dict[str, tuple[float, float]] = {
    "bought": (-10.0, 100.0), "sold": (-10.0, 100.0), "carbon_bought": (0.0, 2000.0),
}  # fmt: skip
"""Between what a price, or the carbon of a kWh, is believed."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a kWh, in the site's currency; None where it is not known. ValueError names the field that
    is not within PRICE_LIMITS."""

    bought: float | None = None  # paid for a kWh from the grid
    sold: float | None = None  # earned for a kWh fed into it
    carbon_bought: float | None = None  # [g CO₂] emitted for a kWh from the grid

    def __post_init__(self) -> None:
        for one in fields(self):
            value, (low, high) = getattr(self, one.name), PRICE_LIMITS[one.name]
            if value is not None and not (math.isfinite(value) and low <= value <= high):
                raise ValueError(f"`{one.name}` must be between {low:g} and {high:g}")


@dataclass(frozen=True, slots=True)
class MeterSpec:
    """What a new meter is made from."""

    slug: str
    kind: Kind
    role: Role
    commodity: Commodity
    unit: str  # of the stored values: one of units.STORED
    sent_unit: str  # of the sender's values where a reading names none
    step_s: float | None = None
    confirmed: bool = False  # nothing of it was guessed
    name: str = ""  # for people; the slug where it is left out


@dataclass(frozen=True, slots=True)
class Meter:
    id: int
    site: int
    slug: str
    name: str
    role: Role
    commodity: Commodity
    kind: Kind
    unit: str  # of the stored values: W, Wh, m³, °C, %
    sent_unit: str  # of the sender's values where a reading names none
    parent: int | None = None
    step_s: float | None = None  # nominal seconds between readings, where declared
    digits: int | None = None  # whole digits of a counter's register, in kWh or m³
    max_rate: float | None = None  # highest plausible flow [W or m³/h]
    confirmed: bool = False

    @property
    def plausible_rate(self) -> float:
        """Highest flow that is believed [W or m³/h]; what is faster is no consumption. Gas counted
        in kWh flows as other energy does."""
        if self.max_rate is not None:
            return self.max_rate
        counted_as = Commodity.HEAT if self.unit in ("W", "Wh") else self.commodity
        return PLAUSIBLE_RATE[counted_as]

    @property
    def measures_flow(self) -> bool:
        return self.kind is not Kind.LEVEL

    @property
    def summed_unit(self) -> str:
        """Of what a time of it comes to: Wh of a power, m³; of a level its own."""
        return "Wh" if self.unit == "W" and self.measures_flow else self.unit


@dataclass(frozen=True, slots=True)
class MeterEvent:
    """`before` and `after` are the register's readings around the event, in its stored unit."""

    meter: int
    kind: EventKind
    start: datetime  # UTC, last reading before
    end: datetime  # UTC, first reading after
    before: float
    after: float
    state: EventState = EventState.FOUND


@dataclass(frozen=True, slots=True)
class Note:
    """A person's words about [start, end); `meter` is None where they are about the house."""

    id: int
    meter: int | None
    start: datetime  # UTC
    end: datetime  # UTC; `start` for a moment
    words: str
    author: str
    created: datetime


class Verdict(StrEnum):
    """What a person said of an incident."""

    NORMAL = "normal"  # it is how this meter is: the like of it is muted
    FAULT = "fault"
    BAD_DATA = "bad_data"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Incident:
    """What a detector found in a meter's readings, and what a person said of it."""

    id: int
    meter: Meter
    kind: str  # a value of `analysis.detectors.event.Anomaly`
    layer: int  # 1: the data, 2: hours, 3: days and weeks
    severity: str  # a value of `analysis.detectors.event.Severity`
    start: datetime  # UTC
    end: datetime  # UTC
    detected: datetime  # UTC, end of the reading with which it could first be raised
    score: float  # value over threshold
    excess_wh: float | None  # above what is usual (below: negative); None where none can be told
    facts: Mapping[str, float | str]  # the numbers of its sentence
    is_open: bool  # it may still grow
    verdict: Verdict | None = None
    author: str | None = None  # of the verdict
    judged: datetime | None = None
    muted: bool = False  # a verdict on an earlier one says that it is normal
