"""From the readings of one register, as a file lists them, to the arrays of a Series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from math import nan

import numpy as np

from energy_core.formats.document import Flags, Floats, Stamps
from energy_core.metering.periods import micros
from energy_core.metering.readings import SECOND

EARLIEST, LATEST = (micros(datetime(year, 1, 1, tzinfo=UTC)) for year in (1900, 2200))
"""Between these stand the stamps of meters [µs UTC]; others are mistakes."""
LARGEST = 1e15  # of any unit; a greater value is no reading
USUAL_SHARE = 0.5  # of the distances that must be alike for a step to be the usual one


@dataclass(frozen=True, slots=True)
class Ordered:
    """ts: µs UTC, rising, a stamp twice only where its values differ; `repeated` were left out."""

    ts: Stamps
    value: Floats
    estimated: Flags
    repeated: int


def ordered(ts: Stamps, value: Floats, estimated: Flags) -> Ordered:
    """Readings in any order → rising, each said once; values of one stamp keep the file's order.

    Of exact repeats the measured one stands for those that are called estimated.
    """
    if bool(np.all(np.diff(ts) > 0)):
        return Ordered(ts, value, estimated, 0)
    alike = np.lexsort((estimated, value, ts))
    again = np.zeros(len(ts), bool)
    again[1:] = (np.diff(ts[alike]) == 0) & (np.diff(value[alike]) == 0)
    kept = np.sort(alike[~again])
    kept = kept[np.argsort(ts[kept], kind="stable")]
    return Ordered(ts[kept], value[kept], estimated[kept], int(again.sum()))


def number(text: str | bytes) -> float:
    """NaN where the text is no number that a meter could show."""
    try:
        value = float(text)
    except ValueError:
        return nan
    return value if abs(value) <= LARGEST else nan


def usual_step(ts: Stamps) -> float | None:
    """The most frequent distance of rising stamps [s]; None where no distance is usual."""
    gaps = np.diff(np.unique(ts))
    if len(gaps) == 0:
        return None
    sizes, counts = np.unique(gaps, return_counts=True)
    most = int(np.argmax(counts))
    return float(sizes[most] / SECOND) if counts[most] >= USUAL_SHARE * len(gaps) else None
