"""A file is stored once, in the meters it belongs to, and taken back as if it had never come."""

from __future__ import annotations

import itertools
import math
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from energy_core.errors import (
    Contradiction,
    NothingToStore,
    TooManyMeters,
    UnknownImport,
    UnknownMeter,
)
from energy_core.formats.document import Document
from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Commodity, EventKind, EventState, Kind, MeterSpec, Role
from energy_core.services.corrections import Correcting
from energy_core.services.importing.rows import CONTRADICTED, PIECE_ROWS
from energy_core.services.importing.targets import named
from energy_core.services.imports import File, Imports, Stored
from energy_core.settings import Settings
from energy_core.store import Resolution, Store
from energy_core.store.imports import Counts, Policy, State
from tests.support.documents import T0, document, series
from tests.support.files import claims, tables

METER = "prm-14.consumption"
DAY = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC))
_files = itertools.count()


@pytest.fixture
def imports(store: Store) -> Imports:
    return Imports(store)


def put(imports: Imports, told: Document, policy: Policy = Policy.KEEP, name: str = "") -> Stored:
    """Store a document as a file of its own (or one that is the same as others of its `name`)."""
    digest = name or f"file {next(_files)}"
    return imports.store(File(f"{digest}.csv", digest, [told]), imports.targets([told]), policy)


def counts(stored: Stored) -> Counts:
    (tally,) = stored.tallies
    return tally.counts


def energy(store: Store, slug: str = METER) -> float:
    return float(store.series(store.meter(slug), *DAY, Resolution.DAY, "UTC")["amount"].sum())


def held(store: Store, slug: str = METER) -> list[float]:
    return tables(store, store.meter(slug))["readings"]["value"].tolist()


def live(store: Store, slug: str, values: list[float], source: str = "api") -> None:
    store.create_meters(
        [MeterSpec(slug, Kind.INTERVAL, Role.GRID_IMPORT, Commodity.ELECTRICITY, "Wh", "Wh")]
    )
    ts = (T0 + np.arange(len(values), dtype=np.int64) * 900) * SECOND
    ids = np.full(len(values), store.meter(slug).id, np.int32)
    store.ingest(Readings(ids, ts, np.array(values)), source).result(10)


# -- what is stored


def test_a_series_becomes_a_meter_in_stored_units_with_its_quarter_hours(
    store: Store, imports: Imports
) -> None:
    stored = put(imports, document(series([0.25, 0.5, 1.0])))
    assert counts(stored) == Counts(new=3)
    meter = store.meter(METER)
    assert (meter.kind, meter.role, meter.unit) == (Kind.INTERVAL, Role.GRID_IMPORT, "Wh")
    assert (meter.name, meter.confirmed) == ("Consumption", True)
    assert tables(store, meter)["quarters"]["amount"].tolist() == [250.0, 500.0, 1000.0]


def test_what_the_file_calls_estimated_is_estimated_in_every_sum(
    store: Store, imports: Imports
) -> None:
    put(imports, document(series([1, 1, 1, 1], estimated=[1, 3])))
    day = store.series(store.meter(METER), *DAY, Resolution.DAY, "UTC")
    assert (day["covered_s"].item(), day["estimated_s"].item()) == (3600, 1800)


def test_a_counter_between_two_readings_of_which_one_is_estimated_is_estimated(
    store: Store, imports: Imports
) -> None:
    put(imports, document(series([100, 101, 102, 103], kind=Kind.COUNTER, estimated=[1])))
    day = store.series(store.meter(METER), *DAY, Resolution.DAY, "UTC")
    assert (day["amount"].item(), day["estimated_s"].item()) == (3000, 1800)


def test_a_negative_number_of_a_file_that_means_production_is_stored_positive(
    store: Store, imports: Imports
) -> None:
    put(imports, document(series([-0.5, -0.25], role=Role.PRODUCTION, sign=-1)))
    assert held(store) == [500.0, 250.0]


def test_a_signed_series_becomes_two_meters_and_its_rows_count_once(
    store: Store, imports: Imports
) -> None:
    told = series([2, -1], "power", Kind.POWER, Role.GRID, "kW", meter="house")
    stored = put(imports, document(told))
    assert counts(stored) == Counts(new=2)
    assert held(store, "house.power.import") == [2000.0, 0.0]
    assert held(store, "house.power.export") == [0.0, 1000.0]
    imports.undo(stored.batch)
    assert store.whole_meters() == []


def test_of_two_values_for_a_stamp_in_a_file_the_first_is_stored_under_either_policy(
    store: Store, imports: Imports
) -> None:
    one = series([1, 2, 3])
    double = document(replace(one, ts=one.ts[[0, 0, 1]]))
    for policy in (Policy.KEEP, Policy.REPLACE):
        (tally,) = put(imports, double, policy).tallies
        assert tally.counts.refused == 1
        assert tally.reasons == {CONTRADICTED: 1}
        assert held(store) == [1000.0, 3000.0]


def test_readings_of_1985_are_history_and_of_1969_are_none(store: Store, imports: Imports) -> None:
    old = int(datetime(1985, 5, 1, tzinfo=UTC).timestamp())
    assert counts(put(imports, document(series([1, 2], start=old)))) == Counts(new=2)
    (tally,) = put(imports, document(series([1, 2], "B", start=-900))).tallies
    assert (tally.counts, dict(tally.reasons)) == (
        Counts(new=1, refused=1),
        {"ts is before 1970": 1},
    )


def test_a_forecast_is_refused_and_leaves_nothing(store: Store, imports: Imports) -> None:
    ahead = int((datetime.now(UTC) + timedelta(days=3)).timestamp())
    with pytest.raises(NothingToStore, match="more than a day ahead"):
        put(imports, document(series([1, 2], start=ahead)))
    assert (store.whole_meters(), imports.all()) == ([], [])


def test_a_unit_that_cannot_be_stored_leaves_out_its_series_alone(
    store: Store, imports: Imports
) -> None:
    told = document(series([1, 2]), series([3, 4], "Reactive", unit="kVArh", role=Role.OTHER))
    good, reactive = imports.targets([told])
    assert (good.slug, good.reason) == (METER, "")
    assert (reactive.slug, reactive.reason) == ("", "unit 'kVArh' is not known")
    assert [t.counts for t in put(imports, told).tallies] == [Counts(new=2), Counts()]


# -- once


def test_the_same_file_again_adds_nothing_and_is_the_same_batch(
    store: Store, imports: Imports
) -> None:
    first = put(imports, document(series([1, 2, 3])), name="a")
    again = put(imports, document(series([1, 2, 3])), name="a")
    assert (again.batch, again.known, counts(again)) == (first.batch, True, Counts(same=3))
    imports.undo(first.batch)
    assert store.whole_meters() == []
    assert counts(put(imports, document(series([1, 2, 3])), name="a")) == Counts(new=3)


def test_files_that_overlap_give_the_same_store_in_any_order(tmp_path: Path) -> None:
    values = np.round(np.random.default_rng(5).random(300), 3)
    parts = [
        document(series(values[a:b], start=T0 + 900 * a))
        for a, b in ((0, 120), (80, 200), (100, 110), (150, 300))
    ]
    seen = []
    for n, order in enumerate(itertools.permutations(parts)):
        with Store(Settings(db=tmp_path / f"{n}.duckdb", timezone="UTC")) as store:
            for part in order:
                put(Imports(store), part)
            seen.append(tables(store, store.meter(METER)))
    for other in seen[1:]:
        for name, frame in seen[0].items():
            assert frame.equals(other[name]), name


def test_a_preview_says_what_storing_then_does_and_writes_nothing(
    store: Store, imports: Imports
) -> None:
    put(imports, document(series([1, 2, 3, 4])))
    told = document(series([1, 5, 3, 4, 6, 7]), series([1], "Other"))
    before = tables(store, store.meter(METER))
    preview = imports.preview(imports.targets([told]))
    assert [t.counts for t in preview] == [Counts(2, 3, 1), Counts(1)]
    assert all(frame.equals(tables(store, store.meter(METER))[n]) for n, frame in before.items())
    assert len(store.whole_meters()) == len(imports.all()) == 1
    assert [t.counts for t in put(imports, told).tallies] == [t.counts for t in preview]


# -- another value


def test_kept_values_are_counted_and_the_others_come_up_when_the_first_file_goes(
    store: Store, imports: Imports
) -> None:
    first = put(imports, document(series([1, 2])))
    assert counts(put(imports, document(series([1, 9, 3])))) == Counts(1, 1, 1)
    assert held(store) == [1000, 2000, 3000]
    gone = imports.undo(first.batch)
    assert (gone.removed, gone.kept, gone.restored) == (0, 1, 1)
    assert held(store) == [1000, 9000, 3000]


def test_replaced_values_come_back_when_the_file_that_replaced_them_goes(
    store: Store, imports: Imports
) -> None:
    live(store, "grid", [100, 200, 300])
    before = tables(store, store.meter("grid"))
    told = document(series([0.1, 0.5, 0.3, 0.4], meter="grid"))
    stored = put(imports, told, Policy.REPLACE)
    assert counts(stored) == Counts(1, 2, 1)
    assert held(store, "grid") == [100, 500, 300, 400]
    imports.undo(stored.batch)
    for name, frame in tables(store, store.meter("grid")).items():
        assert frame.equals(before[name]), name
    assert claims(store) == 0


def test_an_estimate_gives_way_to_a_measured_value_that_is_the_same_when_it_is_to_be_replaced(
    store: Store, imports: Imports
) -> None:
    put(imports, document(series([1, 2], estimated=[0, 1])))
    assert counts(put(imports, document(series([1, 2])), Policy.REPLACE)) == Counts(different=2)
    assert tables(store, store.meter(METER))["quarters"]["estimated_s"].tolist() == [0, 0]


def test_as_corrections_the_stored_values_stay_and_the_file_s_are_counted(
    store: Store, imports: Imports
) -> None:
    live(store, "grid", [100, 200, 300])
    before = tables(store, store.meter("grid"))
    told = document(series([0.1, 0.5, 0.3], meter="grid"))
    stored = put(imports, told, Policy.CORRECT, "a")
    assert counts(stored) == Counts(same=2, different=1)
    assert held(store, "grid") == [100, 200, 300]
    assert energy(store, "grid") == 900
    assert put(imports, told, Policy.CORRECT, "a").known
    (correction,) = store.corrections.all()
    imports.undo(stored.batch)
    assert energy(store, "grid") == 600
    assert store.corrections.get(correction.id).undone is not None
    for name, frame in tables(store, store.meter("grid")).items():
        assert frame.equals(before[name]), name


def test_only_what_a_file_corrected_goes_with_it_whatever_a_person_calls_himself(
    store: Store, imports: Imports
) -> None:
    live(store, "grid", [100, 200, 300])
    live(store, "roof", [10, 20, 30])
    told = document(
        series([0.1, 0.5, 0.3], meter="grid"), series([0.01, 0.02, 0.07], "b", meter="roof")
    )
    slugs = ("grid", "roof")
    targets = [t.into(slug) for t, slug in zip(imports.targets([told]), slugs, strict=True)]
    stored = imports.store(File("a.csv", "a", [told]), targets, Policy.CORRECT)
    grid, third = store.meter("grid"), np.array([(T0 + 1800) * SECOND])
    typed = store.corrections.replace(
        grid, third, np.array([900.0]), "another value in a.csv", f"import {stored.batch}"
    )
    assert (energy(store, "grid"), energy(store, "roof")) == (1500, 100)
    imports.undo(stored.batch)
    assert (energy(store, "grid"), energy(store, "roof")) == (1200, 60)
    ledger = {c.id: (c.batch, c.undone) for c in store.corrections.all()}
    assert ledger.pop(typed.id) == (None, None)
    (once,) = set(ledger.values())  # both went in one transaction
    assert (len(ledger), once[0], once[1] is None) == (2, stored.batch, False)


# -- back


def test_what_a_live_source_sent_too_outlives_the_file(store: Store, imports: Imports) -> None:
    stored = put(imports, document(series([0.1, 0.2, 0.3])))
    live(store, METER, [100, 200])
    gone = imports.undo(stored.batch)
    assert (gone.removed, gone.kept) == (1, 2)
    assert (held(store), energy(store)) == ([100, 200], 300)
    store.remove_source("api")
    assert store.whole_meters() == []


@pytest.mark.parametrize("state", [EventState.CONFIRMED, EventState.REJECTED])
@pytest.mark.parametrize("policy", [Policy.KEEP, Policy.REPLACE])
def test_a_verdict_on_what_a_file_brought_goes_with_the_file(
    store: Store, imports: Imports, policy: Policy, state: EventState
) -> None:
    """The file has a register that begins anew: after what is read live, or in place of it."""
    register = document(series([100, 101, 102, 103], kind=Kind.COUNTER))
    put(imports, register)
    before, known = tables(store, store.meter(METER)), store.extent(store.meter(METER))
    start = T0 + (1800 if policy is Policy.REPLACE else 3600)
    other = put(imports, document(series([0.5, 1.5], kind=Kind.COUNTER, start=start)), policy)
    correcting = Correcting(store)
    (event,) = store.events(store.meter(METER))
    assert event.kind is EventKind.RESET
    correcting.judge(store.meter(METER), event.kind, event.start, state)
    imports.undo(other.batch)
    for name, frame in tables(store, store.meter(METER)).items():
        assert frame.equals(before[name]), name
    assert store.extent(store.meter(METER)) == known
    put(imports, document(series([108], kind=Kind.COUNTER, start=T0 + 5400)))
    assert energy(store) == pytest.approx(8000)


def test_undone_twice_it_finds_nothing_the_second_time(imports: Imports) -> None:
    stored = put(imports, document(series([1, 2])))
    assert imports.undo(stored.batch).removed == 2
    assert imports.undo(stored.batch).readings == 0
    assert [one.state for one in imports.all()] == [State.UNDONE]


def test_a_number_that_no_file_has_is_said(imports: Imports) -> None:
    with pytest.raises(UnknownImport, match="99"):
        imports.undo(99)


def test_a_file_that_fails_in_the_middle_leaves_nothing(store: Store, imports: Imports) -> None:
    told = document(series(np.ones(2 * PIECE_ROWS), step=60, start=T0 - 60 * 2 * PIECE_ROWS))

    def break_off(done: int, rows: int) -> None:
        raise RuntimeError(f"broken at {done} of {rows}")

    with pytest.raises(RuntimeError, match=f"{PIECE_ROWS} of {2 * PIECE_ROWS}"):
        imports.store(File("a.csv", "x", [told]), imports.targets([told]), progress=break_off)
    (one,) = imports.all()
    assert (one.state, store.whole_meters()) == (State.UNDONE, [])
    assert "broken" in one.reason


def test_more_meters_than_are_kept_are_refused_and_leave_none(tmp_path: Path) -> None:
    with Store(Settings(db=tmp_path / "a.duckdb", max_meters=2)) as store:
        told = document(*(series([1, 2], f"circuit {n}") for n in range(3)))
        with pytest.raises(TooManyMeters):
            put(Imports(store), told)
        assert store.whole_meters() == []


def test_live_readings_go_on_while_a_file_is_stored(store: Store, imports: Imports) -> None:
    told = document(series(np.ones(4 * PIECE_ROWS), step=60, start=T0 - 60 * 4 * PIECE_ROWS))
    going, sent = threading.Event(), []

    def send() -> None:
        going.wait(10)
        while going.is_set():
            live(store, "meanwhile", [1.0] * (len(sent) + 1))
            sent.append(len(sent))

    thread = threading.Thread(target=send)
    thread.start()

    def progress(done: int, rows: int) -> None:
        going.set() if done < rows else going.clear()

    imports.store(File("a.csv", "x", [told]), imports.targets([told]), progress=progress)
    thread.join()
    assert len(sent) >= 1
    assert len(held(store, "meanwhile")) == len(sent)
    assert len(held(store)) == 4 * PIECE_ROWS


# -- where it goes


def test_a_choice_is_remembered_for_the_next_file_of_the_same_meter(
    store: Store, imports: Imports
) -> None:
    told = document(series([1, 2]))
    (target,) = imports.targets([told])
    imports.store(File("a.csv", "a", [told]), [target.into("house")])
    (next_time,) = imports.targets([document(series([3, 4], start=T0 + 1800))])
    assert next_time.slug == "house"


def test_a_series_that_bears_the_name_of_a_meter_goes_there(store: Store, imports: Imports) -> None:
    live(store, "grid.import", [1])
    (target,) = imports.targets([document(series([1, 2], "value", meter="grid.import"))])
    assert (target.slug, target.fits) == ("grid.import", ("grid.import",))


def test_a_series_of_another_kind_is_not_put_into_a_meter_of_its_name(
    store: Store, imports: Imports
) -> None:
    live(store, METER, [1])
    counter = document(series([100, 101], kind=Kind.COUNTER))
    (target,) = imports.targets([counter])
    assert (target.slug, target.fits) == (f"{METER}-2", ())
    with pytest.raises(Contradiction, match="kind counter"):
        imports.store(File("a.csv", "a", [counter]), [target.into(METER)])


def test_a_series_that_is_left_out_is_not_stored(store: Store, imports: Imports) -> None:
    told = document(series([1, 2], "A"), series([1, 2], "B"))
    first, second = imports.targets([told])
    imports.store(File("a.csv", "a", [told]), [first, second.left_out()])
    assert [m.slug for m in store.meters()] == ["prm-14.a"]
    with pytest.raises(UnknownMeter):
        store.meter("prm-14.b")


@pytest.mark.parametrize(
    ("meters", "slugs"),
    [
        pytest.param(["house"], ["house.a", "house.b"], id="one name for several"),
        pytest.param(["A=one", "B=two"], ["one", "two"], id="a name for each"),
        pytest.param(["A=one", "house"], ["one", "house"], id="a name for the rest"),
    ],
)
def test_a_person_names_meters_by_series(
    imports: Imports, meters: list[str], slugs: list[str]
) -> None:
    told = document(series([1, 2], "A"), series([1, 2], "B"))
    assert [t.slug for t in named(imports.targets([told]), meters)] == slugs


def test_a_series_that_the_file_does_not_have_is_said(imports: Imports) -> None:
    with pytest.raises(Contradiction, match="no series 'C'"):
        named(imports.targets([document(series([1, 2], "A"))]), ["C=x"])


def test_progress_is_told_in_rows_and_ends_at_all_of_them(imports: Imports) -> None:
    told = document(series(np.ones(PIECE_ROWS + 1), step=60, start=T0 - 60 * PIECE_ROWS))
    seen: list[tuple[int, ...]] = []

    def note(*progress: int) -> None:
        seen.append(progress)

    imports.store(File("a.csv", "x", [told]), imports.targets([told]), progress=note)
    assert seen == [(PIECE_ROWS, PIECE_ROWS + 1), (PIECE_ROWS + 1, PIECE_ROWS + 1)]


def test_a_meter_of_files_is_told_from_one_that_is_sent(store: Store, imports: Imports) -> None:
    put(imports, document(series([1.0, 2.0])))
    assert store.sent_meters() == frozenset()
    sent = store.meter(METER)
    one = Readings(np.array([sent.id], np.int32), np.array([(T0 - 900) * SECOND]), np.array([1.0]))
    store.ingest(one, "a device").result()
    assert store.sent_meters() == {sent.id}


def test_five_days_of_an_inverter_make_no_event(
    store: Store, imports: Imports, tmp_path: Path
) -> None:
    """Its energy of the day begins at zero each morning, and at night it says nothing."""
    rows, total = ["Time,Daily Yield(kWh),Total Yield(kWh)"], 1234.0
    for day in range(5):
        today = 0.0
        for quarter in range(96):
            stamp = f"2023-11-0{day + 1} {quarter // 4:02}:{quarter % 4 * 15:02}"
            sun = max(0.0, math.sin((quarter - 30) / 36 * math.pi)) * 0.6  # kWh a quarter hour
            today, total = today + sun, total + sun
            seen = f"{today:.1f},{total:.1f}" if 30 <= quarter <= 66 else "--,--"
            rows.append(f"{stamp},{seen}")
    path = tmp_path / "inverter.csv"
    path.write_text("\n".join(rows))
    documents = imports.read(path, path.name)
    imports.store(File(path.name, "inverter", documents), imports.targets(documents))
    days = datetime(2023, 11, 1, tzinfo=UTC), datetime(2023, 11, 6, tzinfo=UTC)
    for meter in store.meters():
        amounts = store.series(meter, *days, Resolution.MONTH, "UTC")["amount"]
        assert amounts.sum() == pytest.approx(1000 * (total - 1234), abs=500)  # of rounding
    assert len(store.meters()) == 2
    assert store.events() == []
