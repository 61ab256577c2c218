"""Our words → ESPI's codes, and values as ESPI's whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from energy_core.errors import BadRequest
from energy_core.formats.document import Floats
from energy_core.formats.export.what import Cells, Column, Export
from energy_core.metering.readings import SECOND
from energy_core.model import Commodity, Kind, Quality, Role

UOM = {"Wh": 72, "W": 38, "m³": 42, "°C": 23}
ACCUMULATION = {
    Kind.COUNTER: 1,  # bulk quantity
    Kind.INTERVAL: 4,  # delta data
    Kind.POWER: 12,  # instantaneous
    Kind.LEVEL: 12,
}
COMMODITY = {
    Commodity.NONE: 0,
    Commodity.ELECTRICITY: 1,
    Commodity.GAS: 7,
    Commodity.WATER: 9,
    Commodity.HEAT: 12,
}
SERVICE = {Commodity.GAS: 1, Commodity.WATER: 2, Commodity.HEAT: 4}
"""ServiceCategory, where it is not electricity."""
FORWARD, REVERSE = 1, 19
REVERSED = frozenset({Role.GRID_EXPORT, Role.PRODUCTION, Role.BATTERY_DISCHARGE})
"""What flows from the customer's side."""
QUALITY = {Quality.ESTIMATED: 8, Quality.CORRECTED: 7}
"""QualityOfReading, where a value is not measured: estimated, manually edited."""

LARGEST = 1 << 47  # of ESPI's 48-bit integers
POWERS = (0, -3, -6, -9, -12)


def check(columns: Iterable[Column]) -> None:
    """Raises BadRequest for a unit that ESPI has no code for."""
    strangers = sorted({c.unit or "no unit" for c in columns if c.unit not in UOM})
    if strangers:
        raise BadRequest(
            f"Green Button XML has no code for {', '.join(strangers)}; ask for csv or parquet"
        )


def powers_of_ten(export: Export) -> list[int]:
    """For each column the highest power of ten of which every value is a whole multiple; where
    none is exact, the lowest that leaves room for the largest value.

    Raises BadRequest where a stamp is no whole second or a value has no room.
    """
    scales = [Scale() for _ in export.columns]
    for chunk in export.chunks():
        for scale, cells in zip(scales, chunk, strict=True):
            scale.look(cells)
    return [scale.power() for scale in scales]


@dataclass(slots=True)
class Scale:
    """What is known of a column's values: powers of ten that say all of them, and the largest."""

    exact: set[int] = field(default_factory=lambda: set(POWERS))
    largest: float = 0.0

    def look(self, cells: Cells) -> None:
        if (cells.ts % SECOND).any():
            raise BadRequest(
                "Green Button XML keeps whole seconds and these readings are closer; ask for csv,"
                " parquet or a coarser resolution"
            )
        self.largest = max(self.largest, float(np.abs(cells.value).max(initial=0.0)))
        self.exact = {power for power in self.exact if _is_exact(cells.value, power)}

    def power(self) -> int:
        room = [power for power in POWERS if self.largest * 10.0**-power < LARGEST]
        if not room:
            raise BadRequest("Green Button XML has no room for values as large as these")
        return max(self.exact & set(room), default=room[-1])


def whole(value: Floats, power: int) -> np.ndarray:
    """`value` as whole multiples of 10**power."""
    return np.rint(value * 10.0**-power).astype(np.int64)


def _is_exact(value: Floats, power: int) -> bool:
    scaled = np.rint(value * 10.0**-power)
    return bool(np.all(np.abs(scaled) < LARGEST) and np.all(scaled / 10.0**-power == value))
