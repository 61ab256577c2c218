"""The writing thread outlives whatever its jobs do."""

from __future__ import annotations

import numpy as np
import pytest

from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Commodity, Kind, MeterSpec, Role
from energy_core.store import Store

T0 = 1_764_000_000


def one(id: int, at: int) -> Readings:
    return Readings(np.array([id], np.int32), np.array([(T0 + at) * SECOND]), np.array([1.0]))


@pytest.fixture
def meter(store: Store) -> int:
    store.create_meters(
        [MeterSpec("m", Kind.POWER, Role.SUBMETER, Commodity.ELECTRICITY, "W", "W")]
    )
    return store.meter("m").id


def test_a_sender_that_goes_away_does_not_stop_the_writer(store: Store, meter: int) -> None:
    future = store.ingest(one(meter, 0), "api")
    future.cancel()
    assert store.ingest(one(meter, 60), "api").result(10).stored == 1
    assert future.result(10).stored == 1


def test_a_listener_that_fails_loses_nothing(store: Store, meter: int) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("a listener broke")

    store.on_commit(fail)
    assert store.ingest(one(meter, 0), "api").result(10).stored == 1
    assert store.ingest(one(meter, 60), "api").result(10).stored == 1


def test_readings_of_a_meter_that_is_gone_take_no_others_along(store: Store, meter: int) -> None:
    futures = [store.ingest(one(id, n * 60), "api") for n, id in enumerate([meter, 99, meter])]
    assert [futures[0].result(10).stored, futures[2].result(10).stored] == [1, 1]
    with pytest.raises(KeyError):
        futures[1].result(10)
    assert store.writable


def test_an_id_is_never_given_twice(store: Store, meter: int) -> None:
    store.ingest(one(meter, 0), "file").result(10)
    store.remove_source("file")
    store.create_meters(
        [MeterSpec("other", Kind.POWER, Role.SUBMETER, Commodity.ELECTRICITY, "W", "W")]
    )
    assert store.meter("other").id > meter
