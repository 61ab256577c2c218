"""Exports from a real store, stretch by stretch."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_core.metering.readings import Readings
from energy_core.model import Commodity, Kind, Meter, MeterSpec, Role
from energy_core.services import exports
from energy_core.services.exports import Wanted
from energy_core.settings import Settings
from energy_core.store import Resolution, Store

BEGIN = datetime(2023, 12, 20, tzinfo=UTC)
HOURS = 24 * 30
END = BEGIN + timedelta(hours=HOURS)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def paris(tmp_path):
    with Store(Settings(db=tmp_path / "energy.duckdb", timezone="Europe/Paris")) as store:
        yield store


def meter(store: Store, slug: str = "house") -> Meter:
    """A meter of hourly energies 0, 1, 2 … Wh over a new year."""
    new = MeterSpec(slug, Kind.INTERVAL, Role.CONSUMPTION, Commodity.ELECTRICITY, "Wh", "Wh")
    store.create_meters([new])
    id = store.meter(slug).id
    ts = (int(BEGIN.timestamp()) + np.arange(HOURS, dtype=np.int64) * 3600) * 10**6
    store.ingest(
        Readings(np.full(HOURS, id, np.int32), ts, np.arange(HOURS, dtype=float)), "t"
    ).result()
    return store.meter(slug)


def rows(store: Store, wanted: Wanted, format: str = "csv") -> list[list[str]]:
    content = b"".join(exports.download(store, wanted, format, NOW).pieces)
    return list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]


def test_stretches_lose_and_double_nothing(paris: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "ROWS", 7)
    wanted = Wanted([meter(paris)], BEGIN, END, Resolution.RAW)
    pieces = list(exports.download(paris, wanted, "csv", NOW).pieces)
    assert len(pieces) == 1 + -(-HOURS // 7)
    values = [float(row[1]) for row in rows(paris, wanted)]
    assert values == list(range(HOURS))


def test_the_end_is_not_included(paris: Store) -> None:
    wanted = Wanted([meter(paris)], BEGIN, BEGIN + timedelta(hours=2), Resolution.RAW)
    assert [float(row[1]) for row in rows(paris, wanted)] == [0, 1]


def test_days_stay_whole_over_a_new_year(paris: Store) -> None:
    wanted = Wanted([meter(paris)], BEGIN, END, Resolution.DAY)
    found = rows(paris, wanted)
    assert len(found) == 31  # the first and last are cut: a day in Paris begins at 23:00 UTC
    assert sum(float(row[2]) for row in found) == sum(range(HOURS))
    new_year = next(row for row in found if row[0].startswith("2024-01-01"))
    first = (datetime(2023, 12, 31, 23, tzinfo=UTC) - BEGIN) // timedelta(hours=1)
    assert new_year[:2] == ["2024-01-01T00:00:00+01:00", "2024-01-02T00:00:00+01:00"]
    assert float(new_year[2]) == sum(range(first, first + 24))


def test_a_period_that_is_not_wholly_known_says_how_much_is(paris: Store) -> None:
    late = BEGIN + timedelta(hours=HOURS - 7)
    wanted = Wanted([meter(paris)], late, END + timedelta(hours=18), Resolution.DAY)
    told = [row[3] for row in rows(paris, wanted)]
    assert told == ["measured", "measured, 5 % of the time"]


def test_what_leaves_is_read_while_it_is_written(
    paris: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "ROWS", 24)
    asked = []
    whole = paris.readings

    def noted(*args: object, **named: object):
        asked.append(args)
        return whole(*args, **named)

    wanted = Wanted([meter(paris)], BEGIN, END, Resolution.RAW)
    monkeypatch.setattr(paris, "readings", noted)
    pieces = exports.download(paris, wanted, "csv", NOW).pieces
    next(pieces), next(pieces)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        pytest.param("house", "energy-house-2023-12-20-2024-01-18-1h.csv", id="plain"),
        pytest.param('../a"b\r\nc', "energy-a-b-c-2023-12-20-2024-01-18-1h.csv", id="hostile"),
        pytest.param("日本", "energy-meter-2023-12-20-2024-01-18-1h.csv", id="no letter kept"),
    ],
)
def test_a_files_name_is_plain(slug: str, name: str, paris: Store) -> None:
    wanted = Wanted([meter(paris, slug)], BEGIN, END, Resolution.HOUR)
    assert exports.file_name(wanted, "csv") == name


def test_without_an_end_the_last_interval_is_whole(paris: Store) -> None:
    wanted = Wanted([meter(paris)], BEGIN, datetime(2100, 1, 1, tzinfo=UTC), Resolution.QUARTER)
    found = rows(paris, wanted)
    assert (len(found), found[-1][1]) == (4 * HOURS, "2024-01-19T01:00:00+01:00")
    assert sum(float(row[2]) for row in found) == sum(range(HOURS))


def test_a_reading_that_comes_meanwhile_stays_out(paris: Store) -> None:
    house = meter(paris)
    ever = Wanted([house], BEGIN, datetime(2100, 1, 1, tzinfo=UTC), Resolution.RAW)
    pieces = exports.download(paris, ever, "csv", NOW).pieces
    later = int(END.timestamp()) * 10**6
    paris.ingest(
        Readings(np.array([house.id], np.int32), np.array([later]), np.ones(1)), "t"
    ).result()
    assert b"".join(pieces).count(b"measured") == HOURS
