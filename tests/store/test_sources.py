from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from energy_core.metering.readings import Readings
from energy_core.model import Commodity, Kind, MeterSpec, Role
from energy_core.store import Store

SOURCES = 8


def test_sources_that_are_new_at_the_same_moment_get_a_number_each(store: Store) -> None:
    what = (Kind.POWER, Role.SUBMETER, Commodity.ELECTRICITY, "W", "W")
    store.create_meters([MeterSpec("a", *what)])
    meter = store.meter("a").id
    together = threading.Barrier(SOURCES)

    def send(n: int) -> None:
        one = Readings(np.array([meter], np.int32), np.array([n * 10**6]), np.array([1.0]))
        together.wait()
        store.ingest(one, f"source {n}").result()

    with ThreadPoolExecutor(SOURCES) as pool:
        list(pool.map(send, range(SOURCES)))
    assert sorted(store.sources()) == [f"source {n}" for n in range(SOURCES)]
