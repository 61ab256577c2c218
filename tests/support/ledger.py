"""Meters, readings and corrections for tests of the ledger, and all that a store holds."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_core.metering.corrections import Correction
from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Commodity, CorrectionKind, Kind, Meter, MeterSpec, Role
from energy_core.store import Store
from energy_core.store.corrections import own_readings

T0 = 1_762_128_000  # Monday 2025-11-03 00:00 UTC
UNITS = {Kind.POWER: "W", Kind.INTERVAL: "Wh", Kind.COUNTER: "Wh", Kind.LEVEL: "°C"}
TABLES = {
    "readings": "meter, ts, value, quality",
    "quarters": "meter, start, amount, low, high, covered_s, estimated_s, corrected_s",
    "meter_events": "meter, kind, start_ts, end_ts, before, after, state",
}


def meter(store: Store, slug: str, kind: Kind = Kind.POWER) -> Meter:
    level = kind is Kind.LEVEL
    spec = MeterSpec(
        slug,
        kind,
        Role.TEMPERATURE if level else Role.SUBMETER,
        Commodity.NONE if level else Commodity.ELECTRICITY,
        UNITS[kind],
        UNITS[kind],
    )
    store.create_meters([spec])
    return store.meter(slug)


def send(store: Store, meter: Meter, pairs: list[tuple[float, float]], source: str = "api") -> None:
    """(seconds after T0, value) of one meter."""
    ts = np.array([round((T0 + at) * SECOND) for at, _ in pairs], np.int64)
    value = np.array([v for _, v in pairs], np.float64)
    store.ingest(Readings(np.full(len(ts), meter.id, np.int32), ts, value), source).result()


def at(seconds: float) -> int:
    return round((T0 + seconds) * SECOND)


def correction(
    meter: Meter,
    kind: CorrectionKind,
    start: float,
    end: float,
    own: list[tuple[float, float]] | None = None,
    **parameters: Any,
) -> Correction:
    """Of [start, end) in seconds after T0; `own` as in `send`."""
    brings = own_readings(
        meter,
        np.array([at(s) for s, _ in own or []], np.int64),
        np.array([v for _, v in own or []], np.float64),
    )
    return Correction(meter.id, kind, at(start), at(end), parameters, "a test", "tests", own=brings)


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables that hold readings and what is made of them."""
    with store._database.cursor() as cursor:
        return {
            table: cursor.execute(
                f"SELECT {columns.replace('ts', 'ts::VARCHAR').replace('start,', 'start::VARCHAR,')}"
                f" FROM energy.{table} ORDER BY ALL"
            ).fetchall()
            for table, columns in TABLES.items()
        }


def energy(store: Store, meter: Meter) -> float:
    """All that the quarter hours of a meter hold [Wh]."""
    return sum(row[2] for row in content(store)["quarters"] if row[0] == meter.id)
