"""Whatever is read, and however it arrives: no energy is made, lost or moved."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from energy_core.metering.local_days import day_bounds
from energy_core.metering.readings import Readings
from energy_core.model import Commodity, Kind, Meter, MeterSpec, Role
from energy_core.settings import Settings
from energy_core.store import Resolution, Store
from energy_core.store.ingest import Outcome
from tests.support.meter_stories import Story, homes
from tests.support.plain_physics import pieces, quarters

BEGIN, END = datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC)
COLUMNS = ["start", "amount", "min", "max", "covered_s", "estimated_s"]
EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "12"))  # more when a defect is hunted
UNITS = {Kind.POWER: "W", Kind.LEVEL: "°C", Kind.INTERVAL: "Wh", Kind.COUNTER: "Wh"}
few = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
_names = itertools.count()


@contextmanager
def opened(folder: Path, policy: str) -> Iterator[Store]:
    path = folder / f"{policy}.duckdb"
    with Store(Settings(db=path, timezone="UTC", max_meters=100_000, on_conflict=policy)) as store:
        yield store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(tmp_path_factory.mktemp("properties"), "keep") as store:
        yield store


@pytest.fixture(scope="module")
def replacing_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(tmp_path_factory.mktemp("properties"), "replace") as store:
        yield store


@dataclass(frozen=True)
class Home:
    """Meters of the store that tell `stories`, one each."""

    store: Store
    stories: list[Story]
    meters: list[Meter]

    def send(self, rows: list[tuple[int, int]]) -> Outcome:
        """Readings by (story, place in it), in one batch."""
        shown = [self.stories[story].readings[n] for story, n in rows]
        readings = Readings(
            np.array([self.meters[story].id for story, _ in rows], np.int32),
            np.array([round(ts * 1e6) for ts, _ in shown], np.int64),
            np.array([value for _, value in shown], np.float64),
        )
        return self.store.ingest(readings, "test").result()

    def send_in(self, batches: int, rows: list[tuple[int, int]]) -> None:
        """The rows in their order, in about so many batches."""
        size = -(-len(rows) // batches)
        for at in range(0, len(rows), max(size, 1)):
            self.send(rows[at : at + size])

    def rows(self) -> list[tuple[int, int]]:
        return [(s, n) for s, story in enumerate(self.stories) for n in range(len(story.readings))]

    def stored(self, resolution: Resolution, timezone: str = "UTC") -> list[pd.DataFrame]:
        return [self.store.series(meter, BEGIN, END, resolution, timezone) for meter in self.meters]

    def events(self) -> list[list[tuple[object, ...]]]:
        return [
            sorted((e.kind, e.start, e.end, e.before, e.after) for e in self.store.events(meter))
            for meter in self.meters
        ]


def new_home(store: Store, stories: list[Story]) -> Home:
    home = next(_names)
    specs = [
        MeterSpec(
            slug=f"home{home}.{n}",
            kind=story.kind,
            role=Role.TEMPERATURE if story.kind is Kind.LEVEL else Role.SUBMETER,
            commodity=Commodity.NONE if story.kind is Kind.LEVEL else Commodity.ELECTRICITY,
            unit=UNITS[story.kind],
            sent_unit=UNITS[story.kind],
            step_s=story.declared_s,
        )
        for n, story in enumerate(stories)
    ]
    store.create_meters(specs)
    return Home(store, stories, [store.meter(spec.slug) for spec in specs])


def told_at_once(store: Store, stories: list[Story]) -> Home:
    home = new_home(store, stories)
    home.send(home.rows())
    return home


def shuffled(rows: list[tuple[int, int]], seed: int) -> list[tuple[int, int]]:
    return random.Random(seed).sample(rows, len(rows))


def assert_equal(home: Home, whole: Home) -> None:
    """Quarter hours and events of both are the same."""
    for mine, theirs in zip(
        home.stored(Resolution.QUARTER), whole.stored(Resolution.QUARTER), strict=True
    ):
        pd.testing.assert_frame_equal(mine[COLUMNS], theirs[COLUMNS], rtol=1e-9, atol=1e-6)
    assert home.events() == whole.events()


@few
@given(stories=homes)
def test_every_quarter_hour_equals_a_plain_loop_over_the_readings(
    store: Store, stories: list[Story]
) -> None:
    home = told_at_once(store, stories)
    for story, frame in zip(stories, home.stored(Resolution.QUARTER), strict=True):
        if story.faulty:
            continue  # a plain loop does not judge registers: see the next test
        expected = quarters(pieces(story.kind, story.readings, story.declared_s))
        assert [t.timestamp() for t in frame["start"]] == sorted(expected)
        for name, column in (
            ("amount", "amount"),
            ("covered_s", "covered_s"),
            ("estimated_s", "estimated_s"),
            ("low", "min"),
            ("high", "max"),
        ):
            want = [getattr(expected[start], name) for start in sorted(expected)]
            np.testing.assert_allclose(frame[column], want, rtol=1e-6, atol=1e-4, err_msg=name)


@few
@given(stories=homes)
def test_every_resolution_holds_the_energy_that_was_counted(
    store: Store, stories: list[Story]
) -> None:
    home = told_at_once(store, stories)
    for resolution in (Resolution.QUARTER, Resolution.HOUR, Resolution.DAY, Resolution.MONTH):
        for story, frame in zip(stories, home.stored(resolution), strict=True):
            if story.counted is not None:
                want = story.counted
            else:
                told = pieces(story.kind, story.readings, story.declared_s)
                want = sum(piece.amount for piece in told)
            assert frame["amount"].sum() == pytest.approx(want, rel=1e-9, abs=1e-3)


@few
@given(stories=homes)
def test_sent_twice_is_sent_once(store: Store, stories: list[Story]) -> None:
    home = told_at_once(store, stories)
    before = home.stored(Resolution.QUARTER)
    again = home.send(home.rows())
    assert (again.stored, again.known, len(again.conflicts)) == (0, len(home.rows()), 0)
    for old, new in zip(before, home.stored(Resolution.QUARTER), strict=True):
        pd.testing.assert_frame_equal(old, new, check_exact=True)


@few
@given(stories=homes, batches=st.integers(2, 25))
def test_in_pieces_is_as_a_whole(store: Store, stories: list[Story], batches: int) -> None:
    home = new_home(store, stories)
    home.send_in(batches, sorted(home.rows(), key=lambda row: stories[row[0]].readings[row[1]][0]))
    assert_equal(home, told_at_once(store, stories))


@few
@given(stories=homes, seed=st.integers(0, 1 << 32), batches=st.integers(2, 25))
def test_in_any_order_is_the_same(
    store: Store, stories: list[Story], seed: int, batches: int
) -> None:
    home = new_home(store, stories)
    home.send_in(batches, shuffled(home.rows(), seed))
    assert_equal(home, told_at_once(store, stories))


@few
@given(stories=homes, seed=st.integers(0, 1 << 32))
def test_late_readings_leave_what_a_rebuild_would(
    store: Store, stories: list[Story], seed: int
) -> None:
    home = new_home(store, stories)
    rows = shuffled(home.rows(), seed)
    late = rows[: len(rows) * 3 // 10]
    home.send(sorted(rows[len(late) :]))
    home.send_in(5, late)
    assert_equal(home, told_at_once(store, stories))


@few
@given(stories=homes, seed=st.integers(0, 1 << 32))
def test_replaced_values_leave_what_a_rebuild_would(
    replacing_store: Store, stories: list[Story], seed: int
) -> None:
    chance = random.Random(seed)
    first = [
        replace(
            story, readings=[(ts, v * chance.choice([1, 1, 0.5, 2])) for ts, v in story.readings]
        )
        for story in stories
    ]
    home = told_at_once(replacing_store, first)
    corrected = Home(home.store, stories, home.meters)
    corrected.send_in(4, shuffled(corrected.rows(), seed))
    assert_equal(corrected, told_at_once(replacing_store, stories))


@st.composite
def wild_registers(draw: st.DrawFn) -> Story:
    """A register that does anything: near the last digit, near zero, down and up and far."""
    heights = draw(
        st.lists(
            st.one_of(
                st.sampled_from([0.0, 50.0, 1000.0, 99_999_900.0, 99_999_000.0, 4_500_000.0]),
                st.floats(0, 1e8).map(lambda v: round(v, 1)),
                st.floats(9e6, 1.1e7).map(lambda v: round(v, 1)),
            ),
            min_size=2,
            max_size=120,
        )
    )
    step = draw(st.sampled_from([10, 60, 900, 3600]))
    at = [datetime(2025, 3, 28, tzinfo=UTC).timestamp() + n * step for n in range(len(heights))]
    return Story(Kind.COUNTER, None, list(zip(at, heights, strict=True)))


@few
@given(story=wild_registers(), seed=st.integers(0, 1 << 32), batches=st.integers(1, 40))
def test_a_wild_register_never_makes_negative_or_impossible_energy_and_heeds_no_order(
    store: Store, story: Story, seed: int, batches: int
) -> None:
    home = new_home(store, [story])
    home.send_in(batches, shuffled(home.rows(), seed))
    (frame,) = home.stored(Resolution.QUARTER)
    assert (frame["amount"] >= 0).all() and (frame["min"] >= 0).all()
    assert (frame["max"] <= home.meters[0].plausible_rate * (1 + 1e-9)).all()
    assert_equal(home, told_at_once(store, [story]))


@few
@given(
    stories=homes,
    timezone=st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe"]),
)
def test_local_days_sum_to_the_utc_total_hours_included(
    store: Store, stories: list[Story], timezone: str
) -> None:
    home = told_at_once(store, stories)
    start, _ = day_bounds(date(2025, 3, 25), timezone)
    end, _ = day_bounds(date(2025, 4, 10), timezone)
    for meter in home.meters:
        days = store.series(meter, start, end, Resolution.DAY, timezone)
        plain = store.series(meter, start, end, Resolution.QUARTER, "UTC")
        assert days["amount"].sum() == pytest.approx(plain["amount"].sum(), rel=1e-9, abs=1e-6)
        assert days["covered_s"].sum() == pytest.approx(plain["covered_s"].sum(), abs=1e-6)
        hours = store.series(meter, start, end, Resolution.HOUR, timezone)
        assert hours["amount"].sum() == pytest.approx(plain["amount"].sum(), rel=1e-9, abs=1e-6)
        for begin, length in zip(days["start"], days["length_s"], strict=True):
            following = begin.tz_convert(timezone).date() + timedelta(days=1)
            assert begin + timedelta(seconds=length) == day_bounds(following, timezone)[0]
