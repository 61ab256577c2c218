"""Corrections overlay the readings: the quarter hours follow, the readings stay, undo is exact."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_core.errors import BadRequest, UnknownCorrection
from energy_core.metering.corrections import FOREVER, Correction
from energy_core.metering.periods import instant
from energy_core.model import CorrectionKind, EventKind, EventState, Kind, Meter
from energy_core.settings import Settings
from energy_core.store import Resolution, Store
from tests.support.ledger import T0, at, content, correction, energy, meter, send

HOUR = 3600
DAY = 24 * HOUR
K = CorrectionKind


def steady(hours: int, watts: float, start: float = 0) -> list[tuple[float, float]]:
    """A reading a minute."""
    return [(start + 60 * n, watts) for n in range(60 * hours)]


def rising(hours: int, watts: float, first_wh: float = 5e6) -> list[tuple[float, float]]:
    """A register read every quarter hour."""
    return [(900 * n, first_wh + watts * n / 4) for n in range(4 * hours + 1)]


CASES = [
    pytest.param(Kind.POWER, K.DELETE, 2, 4, {}, 1000 * 22, id="deleted hours are missing"),
    pytest.param(Kind.POWER, K.SCALE, 2, 4, {"factor": 0.5}, 1000 * 23, id="scaled hours"),
    pytest.param(Kind.POWER, K.SHIFT, 23, 30, {"seconds": 7200.0}, 1000 * 24, id="a late clock"),
    pytest.param(Kind.COUNTER, K.DELETE, 2, 4, {}, 1000 * 24, id="a counter bridges what is gone"),
    pytest.param(Kind.COUNTER, K.SPLIT, 5, 30, {}, 1000 * 23.75, id="no difference at a split"),
    pytest.param(
        Kind.COUNTER,
        K.SCALE,
        2,
        4,
        {"factor": 2.0},
        1000 * (24 - 2 - 0.25 + 3.5),
        id="a transformer's ratio",
    ),
    pytest.param(
        Kind.COUNTER, K.FILL, 2, 4, {"how": "missing"}, 1000 * 23.5, id="declared missing"
    ),
    pytest.param(Kind.INTERVAL, K.SCALE, 0, 30, {"factor": 1e-3}, 24, id="Wh that were kWh"),
]


@pytest.mark.parametrize(("register", "kind", "start", "end", "parameters", "expected"), CASES)
def test_a_correction_changes_the_energy_and_undoing_it_leaves_everything_as_it_was(
    store: Store, register: Kind, kind: K, start: float, end: float, parameters, expected: float
) -> None:
    m = meter(store, "m", register)
    shown = {
        Kind.POWER: steady(24, 1000),
        Kind.COUNTER: rising(24, 1000),
        Kind.INTERVAL: [(HOUR * n, 1000.0) for n in range(24)],
    }
    send(store, m, shown[register])
    before = content(store)
    made = store.corrections.add(correction(m, kind, start * HOUR, end * HOUR, **parameters))
    assert energy(store, m) == pytest.approx(expected)
    assert content(store)["readings"] == before["readings"]
    assert content(store)["quarters"] != before["quarters"]
    store.corrections.undo(made.id)
    assert content(store) == before


def test_a_corrected_stretch_is_known_as_such_and_a_deleted_one_as_missing(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, steady(24, 1000))
    store.corrections.add(correction(m, K.SCALE, 6 * HOUR, 12 * HOUR, factor=2.0))
    store.corrections.add(correction(m, K.DELETE, 0, 3 * HOUR))
    day = (instant(at(0)), instant(at(DAY)))
    for resolution in (Resolution.RAW, Resolution.QUARTER, Resolution.DAY):
        frame = store.series(m, *day, resolution, "UTC")
        assert frame["corrected_s"].sum() == pytest.approx(6 * HOUR)
        assert frame["covered_s"].sum() == pytest.approx(21 * HOUR)
        assert frame["amount"].sum() == pytest.approx(1000 * (21 + 6))


def test_late_readings_in_a_corrected_stretch_are_corrected_too(store: Store) -> None:
    late, early = meter(store, "late"), meter(store, "early")
    shown = steady(12, 600)
    send(store, early, shown)
    store.corrections.add(correction(early, K.SCALE, 2 * HOUR, 5 * HOUR, factor=10.0))
    send(store, late, shown[:60] + shown[400:])
    store.corrections.add(correction(late, K.SCALE, 2 * HOUR, 5 * HOUR, factor=10.0))
    send(store, late, shown[60:400][::-1])
    assert energy(store, late) == pytest.approx(energy(store, early)) == pytest.approx(23_400)
    rows = {
        id: [r[1:] for r in content(store)["quarters"] if r[0] == id] for id in (late.id, early.id)
    }
    assert rows[late.id] == rows[early.id]


def test_a_replaced_value_stands_whatever_is_read(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(60) if n != 30])
    stamps = np.array([at(60 * n) for n in (10, 30)], np.int64)
    store.corrections.replace(m, stamps, np.array([1300.0, 700.0]), "read from the display", "me")
    send(store, m, [(60 * 30, 5.0)])
    assert energy(store, m) == pytest.approx((58 * 100 + 1300 + 700) / 60)


def test_a_split_register_with_its_last_and_first_reading_loses_nothing(store: Store) -> None:
    """The old one showed 5,010.333 kWh when it was taken out at 10:20, the new one 12.5."""
    m = meter(store, "m", Kind.COUNTER)
    old = [(900 * n, 5e6 + 250 * n) for n in range(41)]
    new = [(HOUR * 10 + 1800 + 900 * n, 12_600 + 250.0 * n) for n in range(20)]
    send(store, m, old + new)
    ends = [(HOUR * 10 + 1200 - 1e-6, 5_010_333.0), (HOUR * 10 + 1200, 12_500.0)]
    store.corrections.add(correction(m, K.SPLIT, HOUR * 10 + 1200, 30 * DAY, own=ends))
    assert energy(store, m) == pytest.approx(10_000 + 333 + 100 + 4750, abs=1e-3)
    assert [e.kind for e in store.events(m)] == []


def test_a_gap_filled_by_profile_gives_way_to_what_is_read_late(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, steady(4, 1000) + steady(4, 1000, 8 * HOUR))
    own = steady(4, 400, 4 * HOUR)
    store.corrections.add(correction(m, K.FILL, 4 * HOUR, 8 * HOUR, own, how="profile"))
    assert energy(store, m) == pytest.approx(8000 + 1600)
    send(store, m, steady(2, 1000, 4 * HOUR))
    assert energy(store, m) == pytest.approx(8000 + 2000 + 800)


def test_a_gap_of_a_counter_filled_along_a_profile_keeps_its_energy(store: Store) -> None:
    m = meter(store, "m", Kind.COUNTER)
    shown = rising(48, 1000)
    send(store, m, shown[:41] + shown[137:])
    own = [(10 * HOUR + 900 * n, (n / 96) ** 2) for n in range(1, 96)]
    fill = correction(
        m, K.FILL, 10 * HOUR, 34 * HOUR + 900 + 1e-6, own, how="profile", register=True
    )
    store.corrections.add(fill)
    assert energy(store, m) == pytest.approx(48_000)
    first = store.series(m, instant(at(10 * HOUR)), instant(at(22 * HOUR)), Resolution.DAY, "UTC")
    rise = shown[137][1] - shown[40][1]
    assert first["amount"].sum() == pytest.approx(
        rise
        * np.interp(
            12 * HOUR,
            [0, *(s - 10 * HOUR for s, _ in own), 24.25 * HOUR],
            [0, *(v for _, v in own), 1],
        ),
        rel=1e-6,
    )


def test_a_known_total_of_a_counter_counts_however_fast_it_is(store: Store) -> None:
    """The register was replaced while it was away; the bill says that 90 kWh were used."""
    m = meter(store, "m", Kind.COUNTER)
    send(store, m, [(900 * n, 5e6 + 250 * n) for n in range(5)])
    send(store, m, [(5 * HOUR + 900 * n, 1e5 + 250 * n) for n in range(5)])
    own = [(HOUR + 3600 * n, 22_500.0 * n) for n in range(1, 4)]
    own.append((5 * HOUR - 1e-6, 90_000.0))
    store.corrections.add(
        correction(m, K.FILL, HOUR, 5 * HOUR + 1e-6, own, how="total", register=True)
    )
    assert energy(store, m) == pytest.approx(1000 + 90_000 + 1000)


def test_what_is_merged_counts_once_as_the_others(store: Store) -> None:
    a, b = meter(store, "a"), meter(store, "b")
    send(store, a, steady(4, 1000))
    send(store, b, steady(4, 500, 5 * HOUR))
    before = content(store)
    made = store.corrections.add(correction(a, K.MERGE, 5 * HOUR, 40 * DAY, other=b.id))
    assert (energy(store, a), energy(store, b)) == (pytest.approx(6000), 0)
    send(store, b, steady(1, 500, 9 * HOUR))
    assert (energy(store, a), energy(store, b)) == (pytest.approx(6500), 0)
    whole = store.series(a, instant(at(0)), instant(at(2 * DAY)), Resolution.DAY, "UTC")
    assert whole["amount"].sum() == pytest.approx(6500)
    store.corrections.undo(made.id)
    assert energy(store, b) == pytest.approx(2500)
    assert [r for r in content(store)["quarters"] if r[0] == a.id] == [
        r for r in before["quarters"] if r[0] == a.id
    ]


def test_corrections_outlive_the_process_and_so_does_what_they_do_to_late_readings(
    tmp_path: Path,
) -> None:
    settings = Settings(db=tmp_path / "energy.duckdb", timezone="UTC")
    with Store(settings) as store:
        m = meter(store, "m")
        send(store, m, steady(2, 1000))
        store.corrections.add(
            Correction(m.id, K.SCALE, at(HOUR), FOREVER, {"factor": 2.0}, "wrong ratio", "me")
        )
        store.corrections.replace(m, np.array([at(0)]), np.array([4000.0]), "typed", "me")
        kept = store.corrections.all(m)
    with Store(settings) as store:
        again = store.corrections.all(m)
        assert [(c.id, c.kind, c.start, c.end, dict(c.parameters), c.reason) for c in again] == [
            (c.id, c.kind, c.start, c.end, dict(c.parameters), c.reason) for c in kept
        ]
        send(store, m, steady(1, 1000, 2 * HOUR))
        assert energy(store, m) == pytest.approx((59 * 1000 + 4000) / 60 + 2000 + 2000)


def test_the_live_figure_of_a_corrected_meter_is_the_corrected_one(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, steady(1, 5))
    store.corrections.add(Correction(m.id, K.SCALE, at(0), FOREVER, {"factor": 1000.0}, "kW", "me"))
    heard = []
    store.on_commit(lambda committed: heard.append(committed.figures(m, 600)))
    send(store, m, [(HOUR, 6.0)])
    assert heard[0][-1] == (T0 + HOUR, 6000.0)
    shown = store.figures(m, instant(at(HOUR)), instant(at(HOUR + 1)))
    assert shown == [(T0 + HOUR, 6000.0)]


def test_a_source_taken_back_leaves_what_the_corrections_make_of_the_rest(store: Store) -> None:
    m, alone = meter(store, "m"), meter(store, "alone")
    parts = steady(12, 600)
    for one in (m, alone):
        store.corrections.add(correction(one, K.SCALE, 2 * HOUR, 5 * HOUR, factor=10.0))
        store.corrections.add(correction(one, K.SHIFT, 4 * HOUR, 6 * HOUR, seconds=86_400.0))
    send(store, m, parts[::2], "file")
    send(store, m, parts[1::2], "api")
    send(store, alone, parts[1::2], "api")
    store.remove_source("file")
    rows = content(store)["quarters"]
    assert [r[1:] for r in rows if r[0] == m.id] == [r[1:] for r in rows if r[0] == alone.id]


def test_the_corrections_of_a_meter_that_goes_go_with_it(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, steady(1, 600), "file")
    store.corrections.replace(m, np.array([at(0)]), np.array([1.0]), "typed", "me")
    store.remove_source("file")
    assert store.corrections.all() == []


def test_what_is_undone_or_was_never_there_cannot_be_undone(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, steady(1, 600))
    made = store.corrections.add(correction(m, K.DELETE, 0, 60))
    store.corrections.undo(made.id)
    for id, error in ((made.id, BadRequest), (77, UnknownCorrection)):
        with pytest.raises(error):
            store.corrections.undo(id)
    assert store.corrections.all()[0].undone is not None


def reset_story(store: Store) -> Meter:
    """10 kWh-steps up to 5,010 kWh, then the register begins at 0.4 kWh."""
    m = meter(store, "m", Kind.COUNTER)
    up = [(900 * n, 5e6 + 250 * n) for n in range(41)]
    send(store, m, up + [(900 * (41 + n), 400 + 250 * n) for n in range(20)])
    return m


def test_a_rejected_reset_counts_nothing_across_and_a_second_thought_counts_it_again(
    store: Store,
) -> None:
    m = reset_story(store)
    before = content(store)
    (event,) = store.events(m)
    assert event.kind is EventKind.RESET
    assert energy(store, m) == pytest.approx(10_000 + 400 + 4750)
    store.corrections.judge(event, EventState.REJECTED)
    assert energy(store, m) == pytest.approx(10_000 + 4750)
    assert [e.state for e in store.events(m)] == [EventState.REJECTED]
    store.corrections.judge(event, EventState.FOUND)
    assert content(store) == before


def test_a_rejected_replacement_counts_the_rise(store: Store) -> None:
    """A counter away for a day, in which a car was charged over and over: 3,000 kWh."""
    m = meter(store, "m", Kind.COUNTER)
    send(store, m, [(900 * n, 5e6 + 250 * n) for n in range(9)])
    send(store, m, [(DAY + 900 * n, 8.002e6 + 250 * n) for n in range(9)])
    replaced = next(e for e in store.events(m) if e.kind is EventKind.REPLACED)
    assert energy(store, m) == pytest.approx(4000)
    store.corrections.judge(replaced, EventState.REJECTED)
    assert energy(store, m) == pytest.approx(3_004_000)


def test_a_rejected_dip_takes_the_fall_for_real(store: Store) -> None:
    m = meter(store, "m", Kind.COUNTER)
    heights = [500_000 + 250 * n for n in range(12)]
    heights[5:8] = [h - 5000 for h in heights[5:8]]
    send(store, m, [(900 * n, h) for n, h in enumerate(heights)])
    (dip,) = store.events(m)
    assert (dip.kind, energy(store, m)) == (EventKind.DIP, pytest.approx(2750))
    store.corrections.judge(dip, EventState.REJECTED)
    assert energy(store, m) == pytest.approx(4 * 250 + 2 * 250 + 5250 + 3 * 250)


def test_a_confirmed_event_stays_listed_and_changes_nothing(store: Store) -> None:
    m = reset_story(store)
    before = content(store)["quarters"]
    (event,) = store.events(m)
    store.corrections.judge(event, EventState.CONFIRMED)
    assert content(store)["quarters"] == before
    assert [e.state for e in store.events(m)] == [EventState.CONFIRMED]


def test_a_preview_writes_nothing(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, steady(2, 1000))
    before = content(store)
    new = correction(m, K.SCALE, 0, HOUR, factor=3.0)
    was, would = store.corrections.preview(new, at(0), at(2 * HOUR))
    assert (was.amount.sum(), would.amount.sum()) == (pytest.approx(2000), pytest.approx(4000))
    assert content(store) == before
    assert store.corrections.all() == []


def test_a_stored_value_that_is_replaced_in_a_corrected_stretch_is_corrected_again(
    tmp_path: Path,
) -> None:
    settings = Settings(db=tmp_path / "energy.duckdb", timezone="UTC", on_conflict="replace")
    with Store(settings) as store:
        m = meter(store, "m")
        send(store, m, steady(2, 1000))
        store.corrections.add(correction(m, K.SCALE, 0, HOUR, factor=2.0))
        send(store, m, [(60, 7000.0)])
        assert energy(store, m) == pytest.approx((59 * 2000 + 14_000 + 60 * 1000) / 60)


def test_what_is_deleted_for_ever_is_never_shown_live(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, steady(1, 5))
    store.corrections.add(Correction(m.id, K.DELETE, at(0), FOREVER, {}, "broken", "me"))
    heard = []
    store.on_commit(lambda committed: heard.append(len(committed.readings)))
    send(store, m, [(HOUR, 6.0)])
    assert heard == [0]
    assert energy(store, m) == 0


def test_what_comes_from_far_away_is_found_in_a_dense_history(store: Store) -> None:
    """An hour of the second day was stamped three days late; a reading beside its right place, and
    one at its wrong place, come late themselves."""
    m = meter(store, "m")
    hour = range(29 * 60, 30 * 60)
    minutes = [(60.0 * n, 100.0) for n in range(6 * 24 * 60) if n not in hour]
    minutes = [(s, 900.0) if 101 * HOUR <= s < 102 * HOUR else (s, w) for s, w in minutes]
    late = [(29 * HOUR - 60.0, 100.0), (101 * HOUR + 2400.0, 6900.0)]
    send(store, m, [(s, w) for s, w in minutes if s not in dict(late)])
    shift = correction(m, K.SHIFT, 101 * HOUR, 102 * HOUR, seconds=-3.0 * DAY)
    store.corrections.add(shift)
    send(store, m, late)
    assert energy(store, m) == pytest.approx(100 * (6 * 24 - 2) + 1000)
    for resolution in (Resolution.RAW, Resolution.QUARTER):
        right = store.series(m, instant(at(29 * HOUR)), instant(at(30 * HOUR)), resolution, "UTC")
        assert right["amount"].sum() == pytest.approx(1000)
        assert right["corrected_s"].sum() == pytest.approx(HOUR)
    shown = store.figures(m, instant(at(29.5 * HOUR)), instant(at(29.5 * HOUR + 60)))
    assert shown == [(T0 + 29.5 * HOUR, 900.0)]


def test_many_shifts_of_one_meter_are_kept_opened_again_and_undone(tmp_path: Path) -> None:
    settings = Settings(db=tmp_path / "energy.duckdb", timezone="UTC")
    with Store(settings) as store:
        m = meter(store, "m")
        send(store, m, steady(2, 1000))
        before = content(store)
        made = [
            store.corrections.add(correction(m, K.SHIFT, 0, 1e9, seconds=60.0 * (n + 1)))
            for n in range(25)
        ]
        assert energy(store, m) == pytest.approx(2000)
    with Store(settings) as store:
        for one in reversed(made):
            store.corrections.undo(one.id)
        assert content(store) == before
