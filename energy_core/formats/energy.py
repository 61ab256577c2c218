"""The energy of one series by the physics of the product, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_core import units
from energy_core.formats.document import Floats, Series, Stamps
from energy_core.metering.physics import segments
from energy_core.metering.readings import SECOND, Readings
from energy_core.metering.segments import Segments
from energy_core.model import Kind, Meter

WH_PER_KWH = 1000.0
_FLOWS = {
    Kind.POWER: (units.POWER,),
    Kind.INTERVAL: (units.ENERGY, units.VOLUME),
    Kind.COUNTER: (units.ENERGY, units.VOLUME),
}
"""Kind of register → stored units of which an amount can be made."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What flowed: the part in the direction of the series' role, and the part against it,
    both positive; in `unit`, Wh or m³."""

    unit: str
    along: float
    against: float

    @property
    def net(self) -> float:
        return self.along - self.against


def amount(series: Series) -> Amount | None:
    """None where nothing can be summed: a level, a unit that is neither energy nor volume.

    Of interval energies the plain sum, of a mean power each value over its own step, of a
    counter and a momentary power what the physics makes of them (resets, dips, gaps).
    Of two values of one stamp the first counts.
    """
    found = units.find(series.unit)
    if found is None or found.stored not in _FLOWS.get(series.kind, ()):
        return None
    ts, value = once(series)
    value = units.to_stored(value, found) * series.sign
    parts = _parts(series, ts, value, found.stored)
    unit = units.ENERGY if found.stored == units.POWER else found.stored
    return Amount(unit, float(parts[parts > 0].sum()), float(-parts[parts < 0].sum()))


def once(series: Series) -> tuple[Stamps, Floats]:
    """Stamps and values, of two values of one stamp the first."""
    first = np.ones(len(series), bool)
    first[1:] = np.diff(series.ts) > 0
    return series.ts[first], series.value[first]


def _parts(series: Series, ts: Stamps, value: Floats, stored: str) -> Floats:
    if series.kind is Kind.INTERVAL:
        return value
    if series.mean and series.step_s:
        return value * (series.step_s / 3600)
    return _segments(series, ts, value, stored).amount


def _segments(series: Series, ts: Stamps, value: Floats, stored: str) -> Segments:
    meter = Meter(
        1, 1, series.name, series.name, series.role, series.commodity, series.kind,
        stored, stored, step_s=series.step_s,
    )  # fmt: skip
    readings = Readings(np.full(len(ts), meter.id, np.int32), ts, value)
    made, _ = segments(readings, {meter.id: meter})
    return made


def ends(series: Series, ts: Stamps) -> Stamps:
    """Until when each reading speaks [µs UTC]: its own instant for a counter."""
    if series.kind is Kind.COUNTER or not series.step_s:
        return ts
    return ts + np.int64(series.step_s * SECOND)
