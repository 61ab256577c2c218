"""One register of a Green Button file → a Series, by the fields of its ReadingType."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from energy_core.formats.document import Floats, Issue, Series, Severity
from energy_core.formats.espi import codes
from energy_core.formats.espi.codes import Uom
from energy_core.formats.espi.joining import Register
from energy_core.formats.espi.resources import Resource
from energy_core.formats.registers import ordered, usual_step
from energy_core.metering.readings import SECOND
from energy_core.model import Commodity, Kind, Role

WH, CUBIC_METRE = 72, 42
INSTANTANEOUS = frozenset({6, 12})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a ReadingType says of its readings; `scale` multiplies a value as written."""

    kind: Kind
    role: Role
    commodity: Commodity
    unit: str
    scale: float
    mean: bool
    guessed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Readings of a register in the file's order; value NaN: none is written."""

    start: np.ndarray
    duration: np.ndarray
    value: Floats
    quality: np.ndarray


def series(register: Register, name: str, meter: str) -> tuple[Series, list[Issue]]:
    columns = _columns(register)
    meaning = _meaning(register, columns)
    there = ~np.isnan(columns.value)
    estimated = np.isin(columns.quality, list(codes.ESTIMATED))
    value = columns.value[there] * meaning.scale if meaning.scale != 1.0 else columns.value[there]
    rows = ordered(columns.start[there] * SECOND, value, estimated[there])
    made = Series(
        name, meaning.kind, meaning.role, meaning.commodity, meaning.unit,
        rows.ts, rows.value, rows.estimated, meter,
        step_s=_step(columns, rows.ts, meaning.kind),
        missing=int((~there).sum()), repeated=rows.repeated,
        mean=meaning.mean, guessed=meaning.guessed,
    )  # fmt: skip
    return made, list(_issues(register, meaning))


def _columns(register: Register) -> Columns:
    parts = [block.readings for block in register.blocks]
    return Columns(
        np.concatenate([np.array(p.start, np.int64) for p in parts]),
        np.concatenate([np.array(p.duration, np.int64) for p in parts]),
        np.concatenate([np.array(p.value, np.float64) for p in parts]),
        np.concatenate([np.array(p.quality, np.int64) for p in parts]),
    )


def _step(columns: Columns, ts: np.ndarray, kind: Kind) -> float | None:
    """The length that all intervals say they have, else the usual distance of the stamps."""
    lengths = np.unique(columns.duration)
    if kind is not Kind.COUNTER and len(lengths) == 1 and lengths[0] > 0:
        return float(lengths[0])
    return usual_step(ts)


def _meaning(register: Register, columns: Columns) -> Meaning:
    said = register.type
    commodity = _commodity(register)
    uom = _code(said, "uom")
    if uom is None:
        uom = WH if commodity is Commodity.ELECTRICITY else CUBIC_METRE
    unit, scale = _unit(uom, _code(said, "powerOfTenMultiplier") or 0)
    accumulated = _code(said, "accumulationBehaviour")
    kind = _kind(uom, accumulated, columns.value)
    mean = kind is Kind.POWER and accumulated not in INSTANTANEOUS and bool(columns.duration.all())
    role, commodity = _role(said, kind, uom, commodity)
    return Meaning(kind, role, commodity, unit, scale, mean, _guessed(said))


def _code(said: Resource | None, name: str) -> int | None:
    return said.number(name) if said else None


def _commodity(register: Register) -> Commodity:
    """By the type's commodity, else by the usage point's service, else electricity."""
    code = _code(register.type, "commodity")
    service = _code(register.usage, "kind")
    if code:
        return codes.COMMODITY.get(code, Commodity.NONE)
    return codes.SERVICE.get(service or 0, Commodity.NONE)


def _unit(uom: int, power: int) -> tuple[str, float]:
    """The unit to keep the values in, and what a value as written is multiplied by."""
    known = codes.UOM.get(uom, Uom(f"uom {uom}"))
    for exact, unit in known.exact:
        if exact == power:
            return unit, 1.0
    power = max(-30, min(power, 30))
    return known.unit, known.factor * (10.0**power if power >= 0 else 1 / 10.0**-power)


def _kind(uom: int, accumulated: int | None, value: Floats) -> Kind:
    if uom in codes.POWER_CODES:
        return Kind.POWER
    if uom not in codes.ENERGY_CODES | codes.VOLUME_CODES:
        return Kind.LEVEL
    if accumulated in codes.ACCUMULATION:
        return codes.ACCUMULATION[accumulated]
    rises = len(value) > 2 and bool(np.all(np.diff(value[~np.isnan(value)]) >= 0))
    return Kind.COUNTER if accumulated in INSTANTANEOUS and rises else Kind.INTERVAL


def _role(
    said: Resource | None, kind: Kind, uom: int, commodity: Commodity
) -> tuple[Role, Commodity]:
    if kind is Kind.LEVEL:
        return Role.TEMPERATURE if uom in (23, 6) else Role.LEVEL, Commodity.NONE
    if uom in codes.NO_ENERGY_OF_OURS or _code(said, "dataQualifier") in codes.EXTREMES:
        return Role.OTHER, commodity
    if commodity in codes.COMMODITY_ROLE:
        return codes.COMMODITY_ROLE[commodity], commodity
    role = codes.FLOW.get(_code(said, "flowDirection") or 0, Role.OTHER)
    if role is Role.GRID and kind is Kind.COUNTER:
        role = Role.OTHER  # a register that turns both ways tells neither
    return role, commodity


def _guessed(said: Resource | None) -> frozenset[str]:
    told = {"unit": "uom", "kind": "accumulationBehaviour", "role": "flowDirection"}
    return frozenset(word for word, name in told.items() if _code(said, name) is None)


def _issues(register: Register, meaning: Meaning) -> Iterator[Issue]:
    line = register.blocks[0].line
    if register.type is None:
        yield Issue(
            Severity.WARNING,
            f"no ReadingType stands beside these readings; taken as {meaning.unit} per interval",
            line,
        )
    elif "unit" in meaning.guessed:
        yield Issue(
            Severity.WARNING,
            f"the ReadingType names no unit (uom); taken as {meaning.unit}",
            register.type.line,
        )
    if meaning.scale != 1.0:
        yield Issue(
            Severity.INFO,
            f"values are multiplied by {meaning.scale:g} to be in {meaning.unit} (uom"
            f" {_code(register.type, 'uom')}, power of ten"
            f" {_code(register.type, 'powerOfTenMultiplier') or 0})",
        )
    odd = [row for block in register.blocks for row in block.readings.odd]
    if odd:
        yield Issue(
            Severity.WARNING,
            f"an IntervalReading cannot be read: {odd[0][1]}; expected whole seconds and a number",
            odd[0][0],
            rows=len(odd),
        )
    if costs := sum(block.readings.costs for block in register.blocks):
        yield Issue(Severity.INFO, "costs beside the readings are left out", rows=costs)
