"""Documents made by hand, as a reader of files would give them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_core.formats.document import Document, Series
from energy_core.metering.readings import SECOND
from energy_core.model import Commodity, Kind, Role

T0 = 1_735_689_600  # 2025-01-01 UTC


def series(
    values: Sequence[float] | np.ndarray,
    name: str = "Consumption",
    kind: Kind = Kind.INTERVAL,
    role: Role = Role.GRID_IMPORT,
    unit: str = "kWh",
    start: int = T0,
    step: int = 900,
    estimated: Sequence[int] = (),
    **more: object,
) -> Series:
    """Readings every `step` seconds from `start` on; `estimated`: places of guessed ones."""
    value = np.array(values, np.float64)
    guessed = np.zeros(len(value), bool)
    guessed[list(estimated)] = True
    ts = (start + np.arange(len(value), dtype=np.int64) * step) * SECOND
    commodity = Commodity.NONE if kind is Kind.LEVEL else Commodity.ELECTRICITY
    told = {"step_s": float(step), "meter": "PRM 14", **more}
    return Series(name, kind, role, commodity, unit, ts, value, guessed, **told)


def document(*parts: Series) -> Document:
    return Document("Table", parts)
