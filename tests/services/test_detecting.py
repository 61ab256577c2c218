"""Whatever the way of a reading into the store, what is found is what one look at all of them
finds: with hindsight of days that were over when they came, as it came of those since. What people
said of it stays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_core.model import CorrectionKind, Kind, Verdict
from energy_core.services.detecting import watch
from energy_core.settings import Settings
from energy_core.store import Store
from tests.support.ledger import at, correction, meter, send
from tests.support.usual import DAY, STEP, Look, Pairs, covers, told, usual, with_spike

SPIKE = 30.5  # days after T0
DAYS = with_spike(usual(0, 40), SPIKE)


@pytest.fixture
def whole(tmp_path_factory: pytest.TempPathFactory, look: Look) -> list[tuple[object, ...]]:
    """What one look back at all the days finds."""
    file = tmp_path_factory.mktemp("whole") / "energy.duckdb"
    with Store(Settings(db=file, timezone="UTC")) as store:
        send(store, meter(store, "house"), DAYS)
        return told(look(store).look())


@pytest.fixture
def lived(tmp_path_factory: pytest.TempPathFactory, look: Look) -> list[tuple[object, ...]]:
    """What is found of a meter that was there since the first of the days."""
    file = tmp_path_factory.mktemp("lived") / "energy.duckdb"
    with Store(Settings(db=file, timezone="UTC")) as store:
        house, looking = meter(store, "house"), look(store)
        for days in (DAYS[:100], DAYS[100:]):
            send(store, house, days)
            looking.look()
        return told(looking.look())


def pieces(pairs: Pairs, count: int) -> list[Pairs]:
    cuts = np.sort(np.random.default_rng(3).integers(0, len(pairs), count)).tolist()
    return [pairs[a:b] for a, b in zip([0, *cuts], [*cuts, len(pairs)], strict=True) if a < b]


def test_a_spike_is_found_where_it_is(store: Store, look: Look) -> None:
    send(store, meter(store, "house"), DAYS)
    (found,) = covers(look(store).look(), SPIKE)
    assert (found.kind, found.layer, found.start.hour) == ("spike", 2, 12)
    assert found.excess_wh == pytest.approx((9800 - 330) / 4, rel=0.05)
    assert found.facts["value_w"] == 9800


def test_readings_in_pieces_find_what_all_at_once_do(
    store: Store, look: Look, lived: list[tuple[object, ...]]
) -> None:
    house, looking = meter(store, "house"), look(store)
    for piece in pieces(DAYS, 60):
        send(store, house, piece)
        looking.look()
    looking.stop()
    assert told(looking.look()) == lived


def test_a_process_that_dies_between_pieces_changes_nothing(
    store: Store, look: Look, lived: list[tuple[object, ...]]
) -> None:
    house = meter(store, "house")
    for piece in pieces(DAYS, 8):
        dying = look(store)
        send(store, house, piece)
        dying.look()  # and it is never stopped: what only it knows is lost
    assert told(look(store).look()) == lived


def test_readings_of_a_day_may_come_in_any_order(
    store: Store, look: Look, lived: list[tuple[object, ...]]
) -> None:
    house, looking = meter(store, "house"), look(store)
    day = [(t, v) for t, v in DAYS if int(SPIKE) * DAY <= t < (int(SPIKE) + 1) * DAY]
    before, after = ([p for p in DAYS if p[0] < day[0][0]], [p for p in DAYS if p[0] > day[-1][0]])
    mixed = [day[0], *(day[i] for i in 1 + np.random.default_rng(5).permutation(len(day) - 1))]
    for piece in (before, *([p] for p in mixed), after):
        send(store, house, piece)
        looking.look()
    looking.stop()
    assert told(looking.look()) == lived


def test_days_that_come_last_are_judged_in_their_place(
    store: Store, look: Look, whole: list[tuple[object, ...]]
) -> None:
    house, looking = meter(store, "house"), look(store)
    for low, high in ((20, 40), (0, 10), (10, 20)):
        send(store, house, [p for p in DAYS if low * DAY <= p[0] < high * DAY])
        looking.look()
    assert told(looking.look()) == whole


def test_a_reading_of_a_clock_far_ahead_keeps_nothing_from_being_found(
    store: Store, look: Look, lived: list[tuple[object, ...]]
) -> None:
    house, looking = meter(store, "house"), look(store)
    send(store, house, [(70 * 365 * DAY, 300.0)])
    looking.look()
    for piece in pieces(DAYS, 5):
        send(store, house, piece)
        looking.look()
    looking.stop()
    assert told(looking.look()) == lived
    assert looking.incidents()[0].is_open is False  # it is long past by now


def test_a_meter_that_comes_in_pieces_while_it_is_gone_through_is_so_once(
    store: Store, look: Look, whole: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[int] = []
    begin = watch.Watch._begin
    monkeypatch.setattr(watch.Watch, "_begin", lambda w, id: (began.append(id), begin(w, id)))
    house, looking = meter(store, "house"), look(store)
    for piece in pieces(DAYS, 10):
        send(store, house, piece)
        looking.once()
    looking.look()
    looking.stop()
    assert told(looking.look()) == whole
    assert began == [house.id]


def test_what_a_person_said_outlives_a_second_look(store: Store, look: Look) -> None:
    house, looking = meter(store, "house"), look(store)
    send(store, house, DAYS)
    (found,) = covers(looking.look(), SPIKE)
    looking.judge(found.id, Verdict.FAULT, "Ada")
    send(store, house, [(450 - DAY, 300.0)])
    (again,) = covers(looking.look(), SPIKE)
    assert (again.id, again.verdict, again.author) == (found.id, Verdict.FAULT, "Ada")


def test_a_correction_takes_an_incident_away_and_its_undoing_brings_it_back(
    store: Store, look: Look
) -> None:
    house, looking = meter(store, "house"), look(store)
    send(store, house, DAYS)
    looking.look()
    mend = correction(
        house, CorrectionKind.REPLACE, SPIKE * DAY, SPIKE * DAY + 1, [(SPIKE * DAY, 330.0)]
    )
    made = store.corrections.add(mend)
    assert covers(looking.look(), SPIKE) == []
    store.corrections.undo(made.id)
    assert [one.kind for one in covers(looking.look(), SPIKE)] == ["spike"]


def test_what_was_called_bad_data_stays_in_sight_after_its_correction(
    store: Store, look: Look
) -> None:
    house, looking = meter(store, "house"), look(store)
    send(store, house, DAYS)
    (found,) = covers(looking.look(), SPIKE)
    looking.judge(found.id, Verdict.BAD_DATA, "Ada")
    store.corrections.add(correction(house, CorrectionKind.DELETE, SPIKE * DAY, SPIKE * DAY + 1))
    assert found.id in {one.id for one in looking.look()}


def test_a_value_that_is_replaced_is_judged_again(tmp_path: Path, look: Look) -> None:
    settings = Settings(db=tmp_path / "energy.duckdb", timezone="UTC", on_conflict="replace")
    with Store(settings) as store:
        house, looking = meter(store, "house"), look(store)
        send(store, house, DAYS)
        assert len(covers(looking.look(), SPIKE)) == 1
        send(store, house, [(SPIKE * DAY, 330.0)])
        assert covers(looking.look(), SPIKE) == []


def test_readings_that_are_taken_back_take_their_incident_along(store: Store, look: Look) -> None:
    house, looking = meter(store, "house"), look(store)
    calm = [p for p in DAYS if p[0] != SPIKE * DAY]
    send(store, house, calm)
    send(store, house, [(SPIKE * DAY, 9800.0)], "other")
    assert len(covers(looking.look(), SPIKE)) == 1
    store.remove_source("other")
    assert covers(looking.look(), SPIKE) == []


def test_a_meter_that_goes_takes_its_incidents_along(store: Store, look: Look) -> None:
    looking = look(store)
    send(store, meter(store, "house"), DAYS)
    assert looking.look()
    store.remove_source("api")
    assert (looking.look(), store.meters()) == ([], [])


def test_a_temperature_that_jumps_is_found(store: Store, look: Look) -> None:
    room = meter(store, "room", Kind.LEVEL)
    jump, t = SPIKE * DAY, np.arange(0, 40 * DAY, STEP)
    noise = np.random.default_rng(1).normal(0, 0.05, len(t))
    warm = 20 + 0.5 * np.cos((t % DAY / 3600 - 15) / 12 * np.pi) + noise - 3 * (t >= jump)
    send(store, room, list(zip(t.tolist(), np.round(warm, 1).tolist(), strict=True)))
    (found,) = covers(look(store).look(), SPIKE)
    assert (found.kind, found.excess_wh) == ("jump", None)
    assert found.facts["value"] == pytest.approx(found.facts["usual"] - 3, abs=0.3)


def test_normal_mutes_what_is_like_it_until_that_is_taken_back(store: Store, look: Look) -> None:
    house, looking = meter(store, "house"), look(store)
    later = SPIKE + 5
    send(store, house, with_spike(DAYS, later, 9700.0))
    (first,), (second,) = (covers(looking.look(), day) for day in (SPIKE, later))
    assert not second.muted
    looking.judge(first.id, Verdict.NORMAL, "Ada")
    assert looking.incident(second.id).muted
    looking.judge(first.id, None, "Ada")
    assert not looking.incident(second.id).muted


def test_a_meter_is_learned_day_by_day(store: Store, look: Look) -> None:
    house, looking = meter(store, "house"), look(store)
    send(store, house, usual(0, 4.5))
    looking.look()
    assert looking.learning(house) == (5, 14)
    send(store, house, usual(4.5, 15))
    looking.look()
    assert looking.learning(house) is None


def test_a_sensitivity_is_kept_and_the_past_is_judged_with_it(store: Store, look: Look) -> None:
    house, looking = meter(store, "house"), look(store)
    send(store, house, DAYS)
    looking.look()
    assert looking.sensitivity(house) == "auto"
    looking.set_sensitivity(house, "low")
    low = looking.look()
    assert (look(store).sensitivity(house), looking.level(house)) == ("low", "low")
    looking.set_sensitivity(house, "high")
    assert covers(looking.look(), SPIKE)[0].score > covers(low, SPIKE)[0].score
    counts = [looking.would(house, s) for s in ("low", "normal", "high")]
    assert counts == sorted(counts)
    assert counts[0] >= 1


def test_around_an_incident_stands_what_was_usual_there(store: Store, look: Look) -> None:
    house, looking = meter(store, "house"), look(store)
    send(store, house, DAYS)
    (found,) = covers(looking.look(), SPIKE)
    shown = looking.around(found)
    assert list(shown.frame) == ["start", "mean", "low", "high"]
    (row,) = shown.frame[shown.frame["start"] == found.start].to_dict("records")
    before = [v for t, v in DAYS if t % DAY == DAY / 2 and t < int(SPIKE) * DAY]
    assert row["mean"] == 9800
    assert min(before) - 60 <= row["low"] < row["high"] <= max(before) + 60
    wednesday = [day.isoformat() for day in shown.days]
    assert wednesday == ["2025-12-02", "2025-12-01", "2025-11-28", "2025-11-27", "2025-11-26"]


def test_a_state_is_small_and_survives_a_stop(store: Store, look: Look) -> None:
    house, looking = meter(store, "house"), look(store)
    send(store, house, usual(0, 20, step=60))
    looking.look()
    looking.stop()
    kept = store.anomalies.state(house)
    assert kept is not None
    assert (kept.until, kept.stale) == (at(20 * DAY - 60) + 1, False)
    assert len(kept.state) <= 25_000


def test_what_was_withdrawn_stays_away_after_a_restart(store: Store, look: Look) -> None:
    house, days = meter(store, "house"), usual(0, 40.6)
    gap = [pair for pair in days if 40.2 * DAY <= pair[0] < 40.5 * DAY]
    send(store, house, [pair for pair in days[:-1] if pair not in gap])
    looking = look(store)
    assert [one.kind for one in looking.look()] == ["missing"]
    looking.stop()
    looking = look(store)
    send(store, house, gap)
    assert looking.look() == []
    looking.stop()
    looking = look(store)
    send(store, house, days[-1:])
    assert looking.look() == []
