"""Homes of a few meters, with readings that are told in a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from energy_core.metering.readings import Readings
from energy_core.model import Commodity, Kind, MeterSpec, Quality, Role
from energy_core.store import Store

COMMODITIES = {Role.GAS: Commodity.GAS, Role.WATER: Commodity.WATER, Role.HEAT: Commodity.HEAT}


@dataclass(frozen=True)
class Sends:
    """`value` [Wh, m³ or °C] in every step of `step_s` seconds."""

    role: Role
    value: float
    unit: str = "Wh"
    step_s: int = 900

    def spec(self, slug: str) -> MeterSpec:
        is_level = self.unit == "°C"
        usual = Commodity.NONE if is_level else Commodity.ELECTRICITY
        return MeterSpec(
            slug, Kind.LEVEL if is_level else Kind.INTERVAL, self.role,
            COMMODITIES.get(self.role, usual), self.unit, self.unit, step_s=self.step_s,
            confirmed=True,
        )  # fmt: skip


def send(
    store: Store,
    start: datetime,
    end: datetime,
    quality: Quality = Quality.MEASURED,
    **meters: Sends,
) -> None:
    """By slug, over [start, end); may be called again for another time."""
    store.create_meters([one.spec(slug) for slug, one in meters.items()])
    for slug, one in meters.items():
        edges = (int(edge.timestamp()) * 10**6 for edge in (start, end))
        stamps = np.arange(*edges, one.step_s * 10**6)
        ids = np.full(len(stamps), store.meter(slug).id, np.int32)
        values, said = np.full(len(stamps), one.value), np.full(len(stamps), quality, np.uint8)
        store.ingest(Readings(ids, stamps, values, said), "a test").result()
