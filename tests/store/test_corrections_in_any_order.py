"""Corrections, undos and late readings in any order leave what a fresh store makes of the survivors."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from energy_core.metering.corrections import Correction
from energy_core.metering.readings import SECOND, Readings
from energy_core.model import CorrectionKind, Kind, Meter
from energy_core.settings import Settings
from energy_core.store import Store
from energy_core.store.corrections import own_readings
from tests.support.ledger import content, meter
from tests.support.meter_stories import FIRST, counters, flows
from tests.support.plain_physics import pieces, quarters

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "15"))  # more when a defect is hunted
few = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SHIFTS = [-7200.0, -60.0, 0.5, 3600.0, 5 * 86_400.0]
FACTORS = [0.001, 0.5, 1.1, 1000.0]
_names = itertools.count()
K = CorrectionKind


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("corrections") / "energy.duckdb"
    with Store(Settings(db=path, timezone="UTC", max_meters=100_000)) as opened:
        yield opened


@dataclass(frozen=True)
class Wish:
    """A correction of meter number `on` of two, in µs from the stories' beginning."""

    on: int
    kind: CorrectionKind
    start: int
    end: int
    parameters: dict = field(default_factory=dict)
    own: tuple[tuple[int, float], ...] = ()

    def of(self, meters: list[Meter]) -> Correction:
        at = round(FIRST * SECOND)
        mine = meters[self.on]
        parameters = dict(self.parameters)
        if self.kind is K.MERGE:
            parameters["other"] = meters[1 - self.on].id
        stamps = np.array([at + ts for ts, _ in self.own], np.int64)
        own = own_readings(mine, stamps, np.array([v for _, v in self.own], np.float64))
        start, end = at + self.start, at + self.end
        return Correction(mine.id, self.kind, start, end, parameters, "", "", own)


@st.composite
def wishes(draw: st.DrawFn, register: Kind, reading_stamps: list[int]) -> Wish:
    """Mostly at readings, as a person picks them, or anywhere between."""
    edge = st.one_of(
        st.sampled_from(reading_stamps),
        st.integers(-3600 * SECOND, max(reading_stamps) + 3600 * SECOND),
    )
    start, end = sorted(draw(st.lists(edge, min_size=2, max_size=2)))
    end += 1
    kind = draw(st.sampled_from([k for k in K if register is Kind.COUNTER or k is not K.SPLIT]))
    parameters, own = draw(_details(kind, register, start, end))
    return Wish(draw(st.integers(0, 1)), kind, start, end, parameters, own)


@st.composite
def _details(draw: st.DrawFn, kind: K, register: Kind, start: int, end: int):
    if kind is K.SCALE:
        return {"factor": draw(st.sampled_from(FACTORS))}, ()
    if kind is K.SHIFT:
        return {"seconds": draw(st.sampled_from(SHIFTS))}, ()
    if kind is K.MERGE:
        return {"joined": draw(st.booleans())}, ()
    if kind is K.FILL:
        how = draw(st.sampled_from(["profile", "total", "missing"]))
        of = {"register": True} if register is Kind.COUNTER and how != "missing" else {}
        count = 0 if how == "missing" else draw(st.integers(1, 6))
        places = sorted({start + (end - start) * n // (count + 1) for n in range(1, count + 1)})
        high = 1.0 if of and how == "profile" else 5000.0
        values = sorted(
            draw(st.lists(st.floats(0, high), min_size=len(places), max_size=len(places)))
        )
        return {"how": how, **of}, tuple(zip(places, values, strict=True))
    if kind is K.REPLACE or (kind is K.SPLIT and draw(st.booleans())):
        ends = [start, end - 1] if kind is K.REPLACE else [start - 1, start]
        return {}, tuple((at, draw(st.floats(0, 5e7))) for at in sorted({*ends}))
    return {}, ()


@st.composite
def happenings(draw: st.DrawFn):
    """Two meters of one kind, what is read of them, and what is corrected and undone when."""
    register = draw(st.sampled_from([Kind.POWER, Kind.INTERVAL, Kind.COUNTER, Kind.LEVEL]))
    story = counters() if register is Kind.COUNTER else flows(register)
    stories = [draw(story), draw(story)]
    stamps = [round((ts - FIRST) * SECOND) for s in stories for ts, _ in s.readings]
    asked = draw(st.lists(wishes(register, stamps), min_size=1, max_size=5))
    undone = draw(st.lists(st.booleans(), min_size=len(asked), max_size=len(asked)))
    return register, [s.readings for s in stories], asked, undone, draw(st.integers(0, 1 << 32))


def pair(store: Store, register: Kind) -> list[Meter]:
    return [meter(store, f"m{next(_names)}", register) for _ in range(2)]


def tell(store: Store, mine: Meter, readings: list[tuple[float, float]]) -> None:
    if readings:
        ts = np.array([round(ts * SECOND) for ts, _ in readings], np.int64)
        value = np.array([v for _, v in readings])
        r = Readings(np.full(len(ts), mine.id, np.int32), ts, value)
        store.ingest(r, "api").result()


def made_of(store: Store, meters: list[Meter]) -> tuple[list, list]:
    """Quarter hours and events of the two, by their number."""
    number = {m.id: n for n, m in enumerate(meters)}
    rows = content(store)
    return tuple(
        [(number[row[0]], *row[1:]) for row in rows[table] if row[0] in number]
        for table in ("quarters", "meter_events")
    )


def assert_alike(one: tuple[list, list], other: tuple[list, list]) -> None:
    assert [row[:2] for row in one[0]] == [row[:2] for row in other[0]]
    numbers = [
        np.array([row[2:] for row in rows], float).reshape(-1, 6) for rows in (one[0], other[0])
    ]
    np.testing.assert_allclose(*numbers, rtol=1e-9, atol=1e-5)
    assert one[1] == other[1]


@few
@given(happened=happenings())
def test_whatever_the_order_the_survivors_alone_count(store: Store, happened) -> None:
    register, readings, asked, undone, seed = happened
    chance = random.Random(seed)
    meters, fresh = pair(store, register), pair(store, register)
    rest = [chance.sample(r, len(r)) for r in readings]
    made = []
    for wish in asked:
        for n, mine in enumerate(meters):
            some = chance.randrange(len(rest[n]) + 1)
            tell(store, mine, rest[n][:some])
            rest[n] = rest[n][some:]
        made.append(store.corrections.add(wish.of(meters)).id)
    steps = [("undo", id) for id, gone in zip(made, undone, strict=True) if gone]
    steps += [("tell", n) for n in range(2)]
    for what, which in chance.sample(steps, len(steps)):
        if what == "undo":
            store.corrections.undo(which)
        else:
            tell(store, meters[which], rest[which])
    for mine, shown in zip(fresh, readings, strict=True):
        tell(store, mine, shown)
    for wish, gone in zip(asked, undone, strict=True):
        if not gone:
            store.corrections.add(wish.of(fresh))
    assert_alike(made_of(store, meters), made_of(store, fresh))


@few
@given(happened=happenings())
def test_undone_corrections_leave_what_was_there_before(store: Store, happened) -> None:
    register, readings, asked, _, seed = happened
    meters = pair(store, register)
    for mine, shown in zip(meters, readings, strict=True):
        tell(store, mine, shown)
    before = made_of(store, meters)
    made = [store.corrections.add(wish.of(meters)).id for wish in asked]
    for id in random.Random(seed).sample(made, len(made)):
        store.corrections.undo(id)
    assert_alike(made_of(store, meters), before)


PLAIN = {
    K.DELETE: lambda *_: [],
    K.SCALE: lambda inside, w: [(ts, v * w.parameters["factor"]) for ts, v in inside],
    K.SHIFT: lambda inside, w: [(ts + w.parameters["seconds"], v) for ts, v in inside],
}


@few
@given(happened=happenings())
def test_deleted_scaled_and_shifted_readings_count_as_a_plain_loop_over_them_says(
    store: Store, happened
) -> None:
    register, readings, asked, *_ = happened
    asked = [replace(w, on=0) for w in asked if w.kind in PLAIN]
    if register is Kind.COUNTER or not asked:
        return
    mine, _ = pair(store, register)
    tell(store, mine, readings[0])
    known = dict(readings[0])
    for wish in asked:
        c = store.corrections.add(wish.of([mine, mine]))
        inside = [(ts, v) for ts, v in known.items() if c.start <= round(ts * SECOND) < c.end]
        known = {ts: v for ts, v in known.items() if (ts, v) not in inside}
        for ts, value in PLAIN[wish.kind](inside, wish):
            known.setdefault(ts, value)
    expected = quarters(pieces(register, list(known.items()), None))
    rows, _ = made_of(store, [mine])
    assert len(rows) == len(expected)
    for row, (_, want) in zip(rows, sorted(expected.items()), strict=True):
        assert row[2] == pytest.approx(want.amount, rel=1e-6, abs=1e-4)
        assert row[5] == pytest.approx(want.covered_s, abs=1e-4)


@few
@given(happened=happenings(), seconds=st.sampled_from([-86_400 * 90.0, 86_400 * 365.0]))
def test_a_shift_of_all_and_a_merge_of_all_keep_every_watt_hour(
    store: Store, happened, seconds: float
) -> None:
    register, (shown, _), *_ = happened
    mine, other = pair(store, register)
    tell(store, mine, shown)
    total = sum(row[2] for row in made_of(store, [mine])[0])
    whole = Wish(0, K.SHIFT, -86_400 * SECOND, 86_400 * 900 * SECOND, {"seconds": seconds})
    store.corrections.add(whole.of([mine, other]))
    assert sum(row[2] for row in made_of(store, [mine])[0]) == pytest.approx(
        total, rel=1e-9, abs=1e-3
    )
    store.corrections.add(
        replace(whole, kind=K.MERGE, start=whole.start - 86_400 * 900 * SECOND).of([other, mine])
    )
    assert sum(row[2] for row in made_of(store, [other])[0]) == pytest.approx(
        total, rel=1e-9, abs=1e-3
    )
    assert made_of(store, [mine])[0] == []
