"""What leaves the product as a file: columns of readings or periods, chunk by chunk.

Every format of `writing/` takes an Export and gives bytes; what it writes, `reading` understands.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from energy_core.formats import writing
from energy_core.formats.document import Floats, Stamps
from energy_core.model import Commodity, Kind, Quality, Role

Codes = npt.NDArray[np.uint8]
WHOLE = 100  # percent of a period that readings account for
KIND_WORDS = {
    Kind.POWER: "power",
    Kind.INTERVAL: "energy per interval",
    Kind.COUNTER: "meter reading",
    Kind.LEVEL: "level",
}
AMOUNTS = {Commodity.GAS: "volume per interval", Commodity.WATER: "volume per interval"}
"""What an interval register of a commodity counts, where it is not energy."""


@dataclass(frozen=True, slots=True)
class Column:
    """One meter as it is written: `name` is its slug, values are in `unit` with its role's sign."""

    name: str
    kind: Kind
    role: Role
    commodity: Commodity
    unit: str

    @property
    def title(self) -> str:
        """A heading that tells name, kind and unit to people and to our own reader."""
        word = KIND_WORDS[self.kind]
        if self.kind is Kind.INTERVAL:
            word = AMOUNTS.get(self.commodity, word)
        return f"{self.name} {word} ({self.unit})" if self.unit else f"{self.name} {word}"


@dataclass(frozen=True, slots=True)
class Cells:
    """Readings or periods of one column within a chunk.

    ts: µs UTC, rising, once each; STARTS of what covers time. length_s: how long each covers, 0
    for an instant. quality: a model.Quality each; covered: percent of a period that readings
    account for, rounded down; both at their best where they are left out.
    """

    ts: Stamps
    value: Floats
    length_s: Floats
    quality: Codes = field(default_factory=lambda: np.empty(0, np.uint8))
    covered: Codes = field(default_factory=lambda: np.empty(0, np.uint8))

    def __post_init__(self) -> None:
        for name, best in (("quality", Quality.MEASURED), ("covered", WHOLE)):
            if len(getattr(self, name)) != len(self.ts):
                object.__setattr__(self, name, np.full(len(self.ts), best, np.uint8))

    def __len__(self) -> int:
        return len(self.ts)


Chunk = Sequence[Cells]
"""What all columns have in one stretch of time, in the columns' order; stretches rise."""


@dataclass(frozen=True, slots=True)
class Export:
    """`chunks` may be asked again: a format may look at all values before it writes the first.

    timezone: whose clock text shows, with its offset. periods: values are of periods with an end.
    made: UTC.
    """

    columns: Sequence[Column]
    chunks: Callable[[], Iterator[Chunk]]
    timezone: str
    made: datetime
    periods: bool = False


class Writer(Protocol):
    """A module of `writing/`; see its `_blueprint.py`."""

    MEDIA_TYPE: str

    def write(self, export: Export) -> Iterator[bytes]: ...


@cache
def writers() -> dict[str, Writer]:
    """Every format that can be written, by its name."""
    names = [m.name for m in pkgutil.iter_modules(writing.__path__) if not m.name.startswith("_")]
    return {name: importlib.import_module(f"{writing.__name__}.{name}") for name in names}
