"""Where values of a sender or a file go: into which meter of ours, in its unit, and of a meter with
a sign into its two directions; and which of them can be no readings."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from unicodedata import category

import numpy as np

from energy_core import units
from energy_core.errors import Contradiction
from energy_core.formats.words import conversion
from energy_core.metering.periods import instant, micros
from energy_core.metering.readings import SECOND, Flags, Floats, Readings, Stamps
from energy_core.metering.steps import LONGEST_STEP
from energy_core.model import Meter, MeterSpec, Role, parts_of
from energy_core.store import Store
from energy_core.units import Unit

EARLIEST = micros(datetime(1990, 1, 1, tzinfo=UTC))
AHEAD = 24 * 3600 * SECOND
LARGEST = 1e15
LONGEST_NAME = 300
LONGEST_STEP_S = LONGEST_STEP / SECOND
NOWHERE = -1
_NO_LETTERS = ("Cc", "Cs", "Zl", "Zp")  # they steer, are half a letter, end a line or a paragraph


@dataclass(frozen=True, slots=True)
class Way:
    """Where a sender's values go: into `meter`, and their negative part into `opposite`."""

    meter: int = NOWHERE
    opposite: int = NOWHERE
    unit: Unit = Unit(units.OTHER)
    reason: str = ""


def way_to(store: Store, meter: Meter, unit: str | None) -> Way:
    """The way of values in `unit` (None: in the meter's usual one). Raises Contradiction."""
    found = conversion(unit, meter.sent_unit, meter.unit)
    ways = parts_of(meter.slug, meter.role)
    if not ways:
        return Way(meter.id, NOWHERE, found)
    parts = [store.meter(slug) for slug, _ in ways]
    for part, (_, role) in zip(parts, ways, strict=True):
        if not _is_part(part, meter, role):
            raise Contradiction(f"{part.slug} exists and is no part of {meter.slug}")
    return Way(parts[0].id, parts[1].id, found)


def sound(spec: MeterSpec, store: Store) -> MeterSpec:
    """The spec itself; Contradiction where no meter can be made from it."""
    if len(spec.slug) > LONGEST_NAME:
        raise Contradiction(f"the meter's name is longer than {LONGEST_NAME} characters")
    if any(category(letter) in _NO_LETTERS for letter in spec.slug):
        raise Contradiction("the meter's name has letters that are none")
    if spec.step_s is not None and not 0 < spec.step_s <= LONGEST_STEP_S:
        raise Contradiction(f"a step must be above 0 and at most {LONGEST_STEP_S:.0f} s")
    for slug, role in parts_of(spec.slug, spec.role):
        there = store.find(slug)
        if there is not None and not _is_part(there, spec, role):
            raise Contradiction(f"{slug} exists and is no part of {spec.slug}")
    return spec


def with_parts(spec: MeterSpec) -> list[MeterSpec]:
    """A meter with a sign is kept as such, beside one meter for each direction."""
    part = replace(spec, sent_unit=spec.unit, name="")
    ways = parts_of(spec.slug, spec.role)
    return [spec, *(replace(part, slug=slug, role=role) for slug, role in ways)]


def _is_part(part: Meter, whole: Meter | MeterSpec, role: Role) -> bool:
    return (part.kind, part.unit, part.role) == (whole.kind, whole.unit, role)


def unusable(ts: Stamps, value: Floats, earliest: int = EARLIEST) -> list[tuple[Flags, str]]:
    """Which of stamps [µs] and values can be no readings, each kind with its reason."""
    latest = time.time_ns() // 1000 + AHEAD
    return [
        (~np.isfinite(value), "value is not a finite number"),
        (np.abs(value) > LARGEST, "value is too large"),
        (ts < earliest, f"ts is before {instant(earliest).year}"),
        (ts > latest, "ts is more than a day ahead"),
    ]


@dataclass(frozen=True, slots=True)
class Rows:
    """Values in the sender's units: `which` way each goes, and its place in what was sent."""

    which: np.ndarray
    ts: Stamps
    value: Floats
    quality: np.ndarray
    row: np.ndarray


def directed(rows: Rows, ways: Sequence[Way]) -> tuple[Readings, np.ndarray]:
    """Rows as readings in stored units, and the place of each in what was sent."""
    value = _converted(rows.value, rows.which, ways) + 0.0  # -0.0 is 0
    there = np.array([way.meter for way in ways], np.int32)[rows.which]
    back = np.array([way.opposite for way in ways], np.int32)[rows.which]
    signed = back != NOWHERE
    if not signed.any():
        return Readings(there, rows.ts, value, rows.quality), rows.row
    positive = np.where(signed, np.maximum(value, 0.0), value)
    return (
        Readings(
            np.r_[there, back[signed]],
            np.r_[rows.ts, rows.ts[signed]],
            np.r_[positive, np.maximum(-value[signed], 0.0)],
            np.r_[rows.quality, rows.quality[signed]],
        ),
        np.r_[rows.row, rows.row[signed]],
    )


def _converted(value: Floats, which: np.ndarray, ways: Sequence[Way]) -> Floats:
    for unit in {way.unit for way in ways}:
        if unit.factor == 1.0 and unit.offset == 0.0:
            continue
        mine = np.array([way.unit == unit for way in ways])[which]
        value = np.where(mine, units.to_stored(value, unit), value)
    return value
