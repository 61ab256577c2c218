"""The shape that the physics works on: readings of many meters, side by side.

Stamps are int64 microseconds UTC. Rows are sorted by meter, then by stamp, and no meter
has a stamp twice. Working on all meters at once keeps a live batch of 20 meters as cheap
as one of a single meter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from energy_core.model import Meter

Stamps = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int32]
Qualities = npt.NDArray[np.uint8]

SECOND = 1_000_000
HOUR = 3600 * SECOND
QUARTER = 900 * SECOND
FAR = np.iinfo(np.int64).max // 4
"""A distance longer than any: there is no neighbour."""


@dataclass(frozen=True, slots=True)
class Readings:
    """`quality`: a model.Quality each; all measured where it is left out."""

    meter: Ids
    ts: Stamps
    value: Floats
    quality: Qualities = field(default_factory=lambda: np.empty(0, np.uint8))

    def __post_init__(self) -> None:
        if len(self.quality) != len(self.ts):
            object.__setattr__(self, "quality", np.zeros(len(self.ts), np.uint8))

    def __len__(self) -> int:
        return len(self.ts)

    def take(self, which: Flags | npt.NDArray[np.intp] | slice) -> Readings:
        return Readings(self.meter[which], self.ts[which], self.value[which], self.quality[which])


def ahead(r: Readings) -> Stamps:
    """Time from each reading to the next of its meter [µs]; FAR at a meter's last."""
    gap = np.full(len(r), FAR)
    if len(r) > 1:
        same = r.meter[1:] == r.meter[:-1]
        gap[:-1][same] = np.diff(r.ts)[same]
    return gap


def of_each(meter: Ids, meters: Mapping[int, Meter], trait: Callable[[Meter], float]) -> Floats:
    """`trait` of the meter of each row."""
    here = np.bincount(meter)
    table = np.zeros(len(here))
    ids = np.flatnonzero(here)
    table[ids] = [trait(meters[i]) for i in ids.tolist()]
    return table[meter]


def declared_steps(r: Readings, meters: Mapping[int, Meter]) -> Stamps:
    """Declared nominal step of each reading's meter [µs]; 0 where none is declared."""
    return (of_each(r.meter, meters, lambda m: m.step_s or 0.0) * SECOND).astype(np.int64)


def empty() -> Readings:
    return Readings(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.float64))


def merged(parts: list[Readings]) -> Readings:
    """All parts in one, sorted by meter and stamp."""
    whole = Readings(
        np.concatenate([p.meter for p in parts]),
        np.concatenate([p.ts for p in parts]),
        np.concatenate([p.value for p in parts]),
        np.concatenate([p.quality for p in parts]),
    )
    return whole.take(by_meter(whole.meter, whole.ts))


def by_meter(meter: Ids, ts: Stamps) -> npt.NDArray[np.intp]:
    """The stable order by meter, then stamp.

    Stamps mostly come in order, which a stable sort finds at once; meters sort fastest as
    16-bit numbers, by radix.
    """
    order = np.argsort(ts, kind="stable")
    few = len(meter) == 0 or int(meter.max()) <= np.iinfo(np.int16).max
    return order[np.argsort(meter[order].astype(np.int16 if few else np.int32), kind="stable")]
