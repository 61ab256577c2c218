"""Incidents are stored once, keep their number and their verdict, and go with their meter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from energy_core.errors import UnknownIncident
from energy_core.model import Incident, Meter, Verdict
from energy_core.store import Store
from energy_core.store.anomalies import Kept
from tests.support.ledger import T0, meter, send

HOUR = timedelta(hours=1)
START = datetime.fromtimestamp(T0, UTC)


@pytest.fixture
def house(store: Store) -> Meter:
    house = meter(store, "house")
    send(store, house, [(0, 100.0), (7200, 100.0)])
    return house


def found(house: Meter, hours: float = 0, **other: object) -> Incident:
    start = START + hours * HOUR
    one = Incident(
        0, house, "spike", 2, "info", start, start + HOUR, start + HOUR, 2.0, 500.0,
        {"value_w": 9800.0, "why": "é"}, is_open=True,
    )  # fmt: skip
    return replace(one, **other)


def test_what_was_put_is_read_again(store: Store, house: Meter) -> None:
    one = found(house)
    assert store.anomalies.put(house, None, [one])
    (read,) = store.anomalies.all()
    assert read == replace(one, id=read.id)


def test_what_grows_keeps_its_number_and_its_verdict(store: Store, house: Meter) -> None:
    store.anomalies.put(house, None, [found(house)])
    (one,) = store.anomalies.all()
    judged = store.anomalies.judge(one.id, Verdict.FAULT, "Ada")
    assert judged.judged is not None
    grown = found(house, end=START + 5 * HOUR, excess_wh=900.0, severity="alert")
    assert not store.anomalies.put(house, None, [grown])
    said = {"verdict": Verdict.FAULT, "author": "Ada", "judged": judged.judged}
    assert store.anomalies.all() == [replace(grown, id=one.id, **said)]


def test_a_verdict_is_taken_back_without_a_trace(store: Store, house: Meter) -> None:
    store.anomalies.put(house, None, [found(house)])
    (one,) = store.anomalies.all()
    store.anomalies.judge(one.id, Verdict.NORMAL, "Ada")
    assert store.anomalies.judge(one.id, None, "Bob") == one


def test_a_number_that_was_given_never_comes_back(store: Store, house: Meter) -> None:
    store.anomalies.put(house, None, [found(house)])
    (first,) = store.anomalies.all()
    store.anomalies.put(house, None, [], since=START)
    store.anomalies.put(house, None, [found(house)])
    (second,) = store.anomalies.all()
    assert second.id != first.id
    with pytest.raises(UnknownIncident, match=str(first.id)):
        store.anomalies.judge(first.id, Verdict.NORMAL, "Ada")


def test_a_second_look_leaves_what_lies_before_it_and_what_was_judged(
    store: Store, house: Meter
) -> None:
    store.anomalies.put(house, None, [found(house, hours) for hours in (0, 10, 20)])
    last = store.anomalies.all()[0]
    store.anomalies.judge(last.id, Verdict.HOLIDAY, "Ada")
    assert store.anomalies.put(house, None, [], since=START + 5 * HOUR)
    assert [one.start for one in store.anomalies.all()] == [START + 20 * HOUR, START]


def test_a_second_look_that_finds_it_a_little_elsewhere_keeps_the_verdict(
    store: Store, house: Meter
) -> None:
    store.anomalies.put(house, None, [found(house)])
    (one,) = store.anomalies.all()
    store.anomalies.judge(one.id, Verdict.FAULT, "Ada")
    moved = found(house, 0.5)
    assert not store.anomalies.put(house, None, [moved], since=START - HOUR)
    (read,) = store.anomalies.all()
    assert (read.id, read.start, read.verdict) == (one.id, moved.start, Verdict.FAULT)


def test_it_may_grow_for_a_day_of_readings(store: Store, house: Meter) -> None:
    store.anomalies.put(house, None, [found(house)])
    send(store, house, [(24 * 3600, 100.0)])
    assert store.anomalies.all()[0].is_open
    send(store, house, [(25 * 3600, 100.0)])
    assert not store.anomalies.all()[0].is_open


def test_all_that_is_kept_of_a_meter_goes_with_it(store: Store, house: Meter) -> None:
    store.anomalies.put(house, Kept(b"state", 5, "low"), [found(house)])
    store.anomalies.set_sensitivity(house, "high")
    assert store.anomalies.state(house) == Kept(b"state", 5, "low", stale=True)
    store.remove_source("api")
    assert (store.anomalies.all(), store.anomalies.state(house)) == ([], None)
    assert store.anomalies.sensitivity(house) is None
    assert not store.anomalies.put(house, Kept(b"late", 5, "low"), [found(house)])
    assert (store.anomalies.all(), store.anomalies.state(house)) == ([], None)
