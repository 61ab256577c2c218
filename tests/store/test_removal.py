from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pytest import approx

from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Commodity, Kind, MeterSpec, Role
from energy_core.settings import Settings
from energy_core.store import Resolution, Store

T0 = 1_764_000_000
DAY = (datetime(2025, 11, 24, tzinfo=UTC), datetime(2025, 11, 26, tzinfo=UTC))


def meters(store: Store, *slugs: str) -> None:
    electric = (Kind.POWER, Role.SUBMETER, Commodity.ELECTRICITY, "W", "W")
    store.create_meters([MeterSpec(slug, *electric) for slug in slugs])


def send(store: Store, slug: str, source: str, minutes: range, watts: float) -> None:
    id = store.meter(slug).id
    ts = np.array([(T0 + 60 * m) * SECOND for m in minutes], np.int64)
    readings = Readings(np.full(len(ts), id, np.int32), ts, np.full(len(ts), watts))
    store.ingest(readings, source).result()


def energy(store: Store, slug: str) -> float:
    return float(store.series(store.meter(slug), *DAY, Resolution.DAY, "UTC")["amount"].sum())


def test_a_source_is_taken_back_with_the_meters_that_were_its_own(store: Store) -> None:
    meters(store, "mine", "shared")
    send(store, "mine", "file", range(60), 1000)
    send(store, "shared", "file", range(60, 120), 600)
    send(store, "shared", "api", range(60), 300)
    assert store.remove_source("file") == 120
    assert [m.slug for m in store.meters()] == ["shared"]
    assert energy(store, "shared") == approx(300)
    assert store.sources() == ["api"]


def test_what_is_sent_after_a_removal_counts_as_if_nothing_had_been(store: Store) -> None:
    meters(store, "again")
    send(store, "again", "file", range(60), 1000)
    store.remove_source("file")
    meters(store, "again")
    send(store, "again", "file", range(30), 400)
    assert energy(store, "again") == approx(200)


def test_a_removal_outlives_the_process(tmp_path: Path) -> None:
    settings = Settings(db=tmp_path / "energy.duckdb", timezone="UTC")
    with Store(settings) as store:
        meters(store, "mine", "other")
        send(store, "mine", "file", range(60), 1000)
        send(store, "other", "api", range(60), 1000)
        store.remove_source("file")
    with Store(settings) as store:
        assert [m.slug for m in store.meters()] == ["other"]
        assert energy(store, "other") == approx(1000)
