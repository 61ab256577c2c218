from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Commodity, Kind, MeterSpec, Role
from energy_core.store import Resolution, Store

START = datetime(2025, 1, 20, tzinfo=UTC)
YEAR = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))


def fill(store: Store, hours: range, watts: float) -> None:
    """Hourly readings of three meters, in the order in which they would arrive."""
    ids = np.array([m.id for m in store.meters()], np.int32)
    ts = (int(START.timestamp()) + 3600 * np.array(hours)) * SECOND
    store.ingest(
        Readings(
            np.tile(ids, len(hours)), np.repeat(ts, len(ids)), np.full(len(hours) * len(ids), watts)
        ),
        "api",
    ).result()


def content(store: Store) -> list[list[float]]:
    return [
        [
            *store.readings(m, *YEAR)["value"].tolist(),
            *store.series(m, *YEAR, Resolution.QUARTER, "UTC")["amount"].tolist(),
        ]
        for m in store.meters()
    ]


def test_compacting_changes_the_order_on_disk_and_nothing_else(store: Store) -> None:
    electric = (Kind.POWER, Role.SUBMETER, Commodity.ELECTRICITY, "W", "W")
    store.create_meters([MeterSpec(f"m{n}", *electric) for n in range(3)])
    fill(store, range(24 * 30), 100)
    before = content(store)
    stretches = store.to_compact()
    assert [s.month.month for s in stretches] == [1, 2]
    for stretch in stretches:
        store.compact(stretch)
    assert content(store) == before
    assert store.to_compact() == []
    order = store._database.writer.execute("SELECT meter FROM energy.readings").fetchall()
    assert len(set(order[:264])) == 1


def test_a_month_that_was_written_to_again_is_due_again(store: Store) -> None:
    store.create_meters(
        [MeterSpec("m", Kind.POWER, Role.SUBMETER, Commodity.ELECTRICITY, "W", "W")]
    )
    fill(store, range(24), 100)
    for stretch in store.to_compact():
        store.compact(stretch)
    fill(store, range(24, 48), 100)
    assert len(store.to_compact()) == 1
