"""Files and live readings come and go in any order: what is left is as if the rest had never been."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Commodity, Kind, Meter, MeterSpec, Quality, Role
from energy_core.settings import Settings
from energy_core.store import Store
from energy_core.store.imports import Counts, Import, Policy, now
from tests.support.files import claims, tables

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "12"))
FIRST = 1_743_120_000
STEPS_S = (60, 600, 3600)
STAMPS = 40
KINDS = (Kind.POWER, Kind.INTERVAL, Kind.COUNTER)
UNITS = {Kind.POWER: "W", Kind.INTERVAL: "Wh", Kind.COUNTER: "Wh"}
SOURCES = ("api", "mqtt")
_names = itertools.count()

Row = tuple[int, int, float, int]
"""(kind's place, stamp's place, value, quality)"""


@dataclass(frozen=True)
class Live:
    source: str
    rows: list[Row]


@dataclass(frozen=True)
class File:
    policy: Policy
    rows: list[Row]
    pieces: int = 1


@dataclass(frozen=True)
class Undo:
    """Of the file that came as number `file` among those that are there (a remainder)."""

    file: int


@dataclass(frozen=True)
class Remove:
    source: str


Deed = Live | File | Undo | Remove


@st.composite
def rows(draw: st.DrawFn, estimated: bool) -> list[Row]:
    """Of a meter or two, mostly a stretch without holes; values from few, so that many agree."""
    out = []
    for kind in draw(st.lists(st.sampled_from(range(len(KINDS))), min_size=1, max_size=2)):
        first = draw(st.integers(0, STAMPS - 1))
        places = range(first, min(first + draw(st.integers(1, 25)), STAMPS))
        missing = draw(st.sets(st.sampled_from(places), max_size=3))
        for place in places:
            if place not in missing:
                value = draw(st.sampled_from([100.0, 100.0, 100.0, 250.0, 0.0]))
                if KINDS[kind] is Kind.COUNTER:
                    value += 20_000 + 300 * place
                guessed = estimated and draw(st.integers(0, 5)) == 0
                out.append((kind, place, value, int(Quality.ESTIMATED if guessed else 0)))
    return out


deeds = st.lists(
    st.one_of(
        st.builds(Live, st.sampled_from(SOURCES), rows(estimated=False).filter(bool)),
        st.builds(
            File,
            st.sampled_from([Policy.KEEP, Policy.REPLACE]),
            rows(estimated=True).filter(bool),
            st.integers(1, 3),
        ),
        st.builds(
            File,
            st.sampled_from([Policy.KEEP, Policy.REPLACE]),
            rows(estimated=True).filter(bool),
            st.integers(1, 3),
        ),
        st.builds(Undo, st.integers(0, 20)),
        st.builds(Undo, st.integers(0, 20)),
        st.builds(Remove, st.sampled_from(SOURCES)),
    ),
    min_size=2,
    max_size=12,
)


@dataclass
class House:
    """Meters of a store of their own, made when they are first told of."""

    store: Store
    step_s: int
    number: int = field(default_factory=lambda: next(_names))
    files: list[int] = field(default_factory=list)

    def slugs(self) -> list[str]:
        return [f"{self.number}.{kind}" for kind in KINDS]

    def meters(self) -> dict[str, Meter]:
        """Those that there are, by kind."""
        found = {slug.split(".")[1]: self.store.find(slug) for slug in self.slugs()}
        return {kind: meter for kind, meter in found.items() if meter is not None}

    def readings(self, told: Sequence[Row]) -> Readings:
        kind, place, value, quality = zip(*told, strict=True)
        self.store.create_meters([self._spec(k) for k in sorted(set(kind))])
        return Readings(
            np.array([self.store.meter(self.slugs()[k]).id for k in kind], np.int32),
            (FIRST + np.array(place, np.int64) * self.step_s) * SECOND,
            np.array(value),
            np.array(quality, np.uint8),
        )

    def _spec(self, n: int) -> MeterSpec:
        kind = KINDS[n]
        what = (kind, Role.SUBMETER, Commodity.ELECTRICITY, UNITS[kind], UNITS[kind])
        return MeterSpec(self.slugs()[n], *what)

    def live(self, deed: Live) -> Future:
        return self.store.ingest(self.readings(deed.rows), deed.source)

    def file(self, deed: File) -> int:
        imports = self.store.imports
        batch = imports.number()
        imports.begin(Import(batch, "a.csv", "", "Table", deed.policy, now()), [])
        size = -(-len(deed.rows) // deed.pieces)
        for at in range(0, len(deed.rows), size):
            imports.add(batch, [self.readings(deed.rows[at : at + size])], deed.policy)
        imports.finish(batch, Counts(), {})
        self.files.append(batch)
        return batch


def done(house: House, told: Sequence[Deed]) -> list[Live | File]:
    """Do all deeds, one after the other; returns those that still count."""
    left: list[tuple[Live | File, int]] = []
    for deed in told:
        files = [pair for pair in left if isinstance(pair[0], File)]
        if isinstance(deed, Live):
            house.live(deed).result(10)
            left.append((deed, 0))
        elif isinstance(deed, File):
            left.append((deed, house.file(deed)))
        elif isinstance(deed, Remove):
            house.store.remove_source(deed.source)
            left = [p for p in left if not (isinstance(p[0], Live) and p[0].source == deed.source)]
        elif files:
            pair = files[deed.file % len(files)]
            house.store.imports.undo(pair[1])
            left = [p for p in left if p is not pair]
    return [deed for deed, _ in left]


@pytest.fixture(scope="module", params=["keep", "replace"])
def stores(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest):
    """Two stores, for what was done and for what is left of it; meters are never dropped in
    between, since each example has its own."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    common = Settings(timezone="UTC", max_meters=100_000, on_conflict=request.param)
    with (
        Store(replace(common, db=folder / "a.duckdb")) as one,
        Store(replace(common, db=folder / "b.duckdb")) as other,
    ):
        yield one, other


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # an example takes long, and is short
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(told=deeds, step_s=st.sampled_from(STEPS_S))
def test_what_is_left_is_as_if_the_rest_had_never_been(
    stores: tuple[Store, Store], told: list[Deed], step_s: int
) -> None:
    house, fresh = (House(store, step_s) for store in stores)
    done(fresh, done(house, told))
    mine, theirs = house.meters(), fresh.meters()
    assert mine.keys() == theirs.keys()
    for kind in mine:
        assert house.store.extent(mine[kind]) == fresh.store.extent(theirs[kind])
        expected = tables(fresh.store, theirs[kind])
        for name, frame in tables(house.store, mine[kind]).items():
            pd.testing.assert_frame_equal(frame, expected[name], rtol=1e-9, atol=1e-6, obj=name)
    take_all_back(house)
    assert (house.meters(), claims(house.store)) == ({}, 0)


def take_all_back(house: House) -> None:
    for batch in house.files:
        house.store.imports.undo(batch)
    for source in SOURCES:
        house.store.remove_source(source)
