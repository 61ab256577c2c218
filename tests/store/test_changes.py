"""What was read of a period and kept is told when it is no longer true, and not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Commodity, Kind, MeterSpec, Role
from energy_core.store import Store

MAY = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def put(store: Store, first: datetime, values: list[float], slug: str = "m") -> None:
    ts = int(first.timestamp()) * SECOND + 900 * SECOND * np.arange(len(values))
    ids = np.full(len(values), store.meter(slug).id, np.int32)
    store.ingest(Readings(ids, ts, np.array(values)), "a test").result()


@pytest.fixture
def filled(store: Store) -> Store:
    """Quarter hours of a week before May to a week after it."""
    store.create_meters(
        [MeterSpec("m", Kind.POWER, Role.SUBMETER, Commodity.ELECTRICITY, "W", "W", step_s=900)]
    )
    put(store, MAY[0] - 7 * DAY, [100.0] * (96 * 45))
    return store


CHANGES: dict[str, Callable[[Store], object]] = {
    "a late reading": lambda s: put(s, MAY[0] + 3 * DAY + timedelta(minutes=5), [500.0]),
    "a reading just before, that changes what is held until the next": lambda s: put(
        s, MAY[0] - timedelta(minutes=5), [900.0]
    ),
    "a meter": lambda s: s.create_meters(
        [MeterSpec("n", Kind.POWER, Role.SUBMETER, Commodity.ELECTRICITY, "W", "W")]
    ),
    "another role": lambda s: s.change_meter("m", role=Role.CONSUMPTION),
    "a note": lambda s: s.notes.add(None, MAY[0], MAY[1], "Guests", "Ada"),
    "a source taken back": lambda s: s.remove_source("a test"),
}
OTHERS: dict[str, Callable[[Store], object]] = {
    "readings of a week later": lambda s: put(s, MAY[1] + 8 * DAY, [100.0] * 96),
    "readings of a week before": lambda s: put(s, MAY[0] - 9 * DAY, [100.0] * 96),
    "readings that are there already": lambda s: put(s, MAY[0], [100.0] * 96),
    "the file's order": lambda s: [s.compact(stretch) for stretch in s.to_compact()],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_within_a_period_is_told(filled: Store, change: Callable[[Store], object]) -> None:
    before = filled.changed(*MAY)
    change(filled)
    assert filled.changed(*MAY) != before


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_what_changes_nothing_of_a_period_is_not(
    filled: Store, change: Callable[[Store], object]
) -> None:
    before = filled.changed(*MAY)
    change(filled)
    assert filled.changed(*MAY) == before


def test_a_reading_that_holds_for_days_is_told_of_all_of_them(store: Store) -> None:
    """One a week: the last one counts until the next, and changes nothing of its own day alone."""
    weekly = MeterSpec("w", Kind.INTERVAL, Role.SUBMETER, Commodity.ELECTRICITY, "Wh", "Wh")
    store.create_meters([weekly])
    for week in range(4):
        put(store, MAY[0] + week * 7 * DAY, [1000.0], "w")
    held = MAY[0] + 30 * DAY, MAY[0] + 33 * DAY
    before = store.changed(*held)
    put(store, MAY[0] + 28 * DAY, [1000.0], "w")
    assert store.changed(*held) != before
