"""What the app exports, it imports to the same readings and the same totals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from energy_core.formats.document import Answers
from energy_core.formats.export.what import writers
from energy_core.metering.readings import Readings
from energy_core.model import Commodity, Kind, Meter, MeterSpec, Role
from energy_core.services import exports
from energy_core.services.exports import Wanted
from energy_core.services.importing.storing import File
from energy_core.services.imports import Imports
from energy_core.settings import Settings
from energy_core.store import Resolution, Store

ZONE = "Europe/Paris"
EVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
BEGIN = datetime(2024, 10, 25, 22, tzinfo=UTC)  # two days before the clock falls
QUARTERS = 5 * 96
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FORMATS = sorted(writers())
E_ = Commodity.ELECTRICITY
SPREAD = 96 * 1e-6
"""Of a day: a period that is spread over quarter hours is kept to a millionth in each of them."""


@dataclass(frozen=True)
class Told:
    """A meter and its readings: stamps in steps of a quarter hour, values as stored."""

    spec: MeterSpec
    at: np.ndarray
    value: np.ndarray


def spec(slug: str, kind: Kind, role: Role, unit: str, commodity: Commodity = E_) -> MeterSpec:
    return MeterSpec(slug, kind, role, commodity, unit, unit)


def told() -> list[Told]:
    """One meter of each kind, with a gap, a reset, a sign below zero and stamps off the grid; and
    again in whole numbers, which could be years, hours or lengths."""
    rng = np.random.default_rng(7)
    every = np.arange(QUARTERS, dtype=np.float64)
    gap = every[(every < 100) | (every > 160)]
    used = np.round(rng.gamma(2.0, 60, QUARTERS), 3)
    counted = np.round(4_211_000 + np.cumsum(used), 3)
    counted[300:] = np.round(counted[300:] - counted[300] + 12.5, 3)
    whole = np.round(used)
    return [
        Told(spec("pv", Kind.POWER, Role.PRODUCTION, "W"), gap + 0.25, rng.uniform(0, 4000, len(gap)).round(1)),
        Told(spec("house", Kind.INTERVAL, Role.CONSUMPTION, "Wh"), every, used),
        Told(spec("grid.import", Kind.COUNTER, Role.GRID_IMPORT, "Wh"), every, counted),
        Told(spec("outside", Kind.LEVEL, Role.TEMPERATURE, "°C", Commodity.NONE), every[::4], rng.normal(2, 6, QUARTERS // 4).round(1)),
        Told(spec("gas", Kind.COUNTER, Role.GAS, "m³", Commodity.GAS), every[::4], np.round(981 + np.cumsum(rng.uniform(0, 0.5, QUARTERS // 4)), 3)),
        Told(spec("whole.power", Kind.POWER, Role.CONSUMPTION, "W"), every, whole),
        Told(spec("whole.interval", Kind.INTERVAL, Role.GRID_EXPORT, "Wh"), every, whole),
        Told(spec("whole.counter", Kind.COUNTER, Role.GRID_IMPORT, "Wh"), every, np.cumsum(whole)),
        Told(spec("whole.level", Kind.LEVEL, Role.TEMPERATURE, "°C", Commodity.NONE), every, whole % 40),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(tmp_path_factory.mktemp("stored")) as store:
        for one in told():
            store.create_meters([one.spec])
            id = store.meter(one.spec.slug).id
            ts = (int(BEGIN.timestamp()) * 10**6 + one.at * 900e6).astype(np.int64)
            readings = Readings(np.full(len(ts), id, np.int32), ts, one.value)
            store.ingest(readings, "test").result()
        yield store


def opened(folder: Path) -> Store:
    return Store(Settings(db=folder / "energy.duckdb", timezone=ZONE))


def slugs() -> list[str]:
    return [one.spec.slug for one in told()]


def exported(
    store: Store, meters: list[Meter], format: str, resolution: Resolution, folder: Path
) -> Path:
    made = exports.download(store, Wanted(meters, *EVER, resolution), format, NOW)
    path = folder / made.name
    path.write_bytes(b"".join(made.pieces))
    return path


def imported(store: Store, path: Path, names: list[str]) -> None:
    """Each series into the meter that it was exported from."""
    imports = Imports(store)
    documents = imports.read(path, path.name, Answers(timezone="Asia/Tokyo"))
    targets = imports.targets(documents)
    assert len(targets) == len(names)
    aimed = [target.into(_named(target.series.name, names)) for target in targets]
    assert sorted(target.slug for target in aimed) == sorted(names)
    file = File(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), documents)
    imports.store(file, aimed)


def _named(name: str, names: list[str]) -> str:
    return next(slug for slug in names if name.startswith(slug))


def totals(store: Store, slug: str) -> np.ndarray:
    """Amount of each local day [Wh, m³ or level·h]."""
    end = BEGIN + timedelta(days=6)
    frame = store.series(store.meter(slug), BEGIN, end, Resolution.DAY, ZONE)
    return frame["amount"].to_numpy()


def readings(store: Store, slug: str) -> tuple[np.ndarray, np.ndarray]:
    frame = store.readings(store.meter(slug), BEGIN, BEGIN + timedelta(days=6))
    return frame["ts"].to_numpy("datetime64[us]").astype(np.int64), frame["value"].to_numpy()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("slug", slugs())
def test_one_meters_readings_come_back(
    slug: str, format: str, stored: Store, tmp_path: Path
) -> None:
    path = exported(stored, [stored.meter(slug)], format, Resolution.RAW, tmp_path)
    with opened(tmp_path) as fresh:
        imported(fresh, path, [slug])
        assert_same(fresh, stored, slug)
        assert fresh.meter(slug).kind is stored.meter(slug).kind


@pytest.mark.parametrize("format", FORMATS)
def test_several_meters_come_back_from_one_file(format: str, stored: Store, tmp_path: Path) -> None:
    path = exported(stored, [stored.meter(s) for s in slugs()], format, Resolution.RAW, tmp_path)
    with opened(tmp_path) as fresh:
        imported(fresh, path, slugs())
        for slug in slugs():
            assert_same(fresh, stored, slug)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "resolution", [Resolution.QUARTER, Resolution.HOUR, Resolution.DAY], ids=str
)
def test_periods_come_back_to_the_same_totals(
    resolution: Resolution, format: str, stored: Store, tmp_path: Path
) -> None:
    names = ["pv", "house", "grid.import", "gas"]
    path = exported(stored, [stored.meter(s) for s in names], format, resolution, tmp_path)
    with opened(tmp_path) as fresh:
        imported(fresh, path, names)
        for slug in names:
            assert readings(fresh, slug)[1].sum() == pytest.approx(
                totals(stored, slug).sum(), rel=0, abs=1e-6
            )
            np.testing.assert_allclose(
                totals(fresh, slug), totals(stored, slug), rtol=0, atol=SPREAD
            )


def test_an_export_that_is_imported_where_it_came_from_adds_nothing(
    stored: Store, tmp_path: Path
) -> None:
    path = exported(stored, [stored.meter("house")], "csv", Resolution.RAW, tmp_path)
    imports = Imports(stored)
    (target,) = imports.targets(imports.read(path, path.name))
    (tally,) = imports.preview([target.into("house")])
    assert (tally.counts.new, tally.counts.same) == (0, QUARTERS)


def assert_same(fresh: Store, stored: Store, slug: str) -> None:
    """XML's values are whole numbers times a power of ten: they come back to the last digits."""
    stamps, values = readings(fresh, slug)
    assert np.array_equal(stamps, readings(stored, slug)[0])
    np.testing.assert_allclose(values, readings(stored, slug)[1], rtol=1e-15, atol=0)
    np.testing.assert_allclose(totals(fresh, slug), totals(stored, slug), rtol=0, atol=1e-6)
