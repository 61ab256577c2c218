"""From a person's words to a correction: gaps filled by habit or by a bill, previews, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from energy_core.errors import BadRequest
from energy_core.model import CorrectionKind, EventKind, EventState, Kind, Meter
from energy_core.services import refusing
from energy_core.services.corrections import Asked, Correcting
from energy_core.services.looking import Looking
from energy_core.store import Resolution, Store
from tests.support.ledger import T0, content, energy, meter, send

HOUR, DAY = 3600, 86_400
START = datetime.fromtimestamp(T0, UTC)
K = CorrectionKind


def asked(m: Meter, kind: K, start: float, end: float | None, **parameters: Any) -> Asked:
    """Of [start, end) in seconds after the first reading."""
    until = None if end is None else START + timedelta(seconds=end)
    begin = START + timedelta(seconds=start)
    return Asked(m, kind, begin, until, parameters, "a reason", "someone")


def weeks(kind: Kind, missing: range) -> list[tuple[float, float]]:
    """Four weeks of quarter hours, 100 W at night and 500 W from 8 to 20, without those of some
    hours."""
    watts = np.array([500.0 if 8 <= n // 4 % 24 < 20 else 100.0 for n in range(28 * 96)])
    values = {
        Kind.POWER: watts,
        Kind.INTERVAL: watts / 4,
        Kind.COUNTER: 5e6 + np.r_[0, np.cumsum(watts / 4)[:-1]],
    }[kind]
    return [(900 * n, float(v)) for n, v in enumerate(values) if n // 4 not in missing]


GAP = range(14 * 24 + 2, 15 * 24 + 10)  # from 2 on Monday to 10 on Tuesday
GAP_S = (GAP.start * HOUR, GAP.stop * HOUR)
BY_HABIT_WH = sum(500 if 8 <= hour % 24 < 20 else 100 for hour in GAP)


@pytest.mark.parametrize("kind", [Kind.POWER, Kind.INTERVAL, Kind.COUNTER])
def test_a_gap_filled_by_profile_is_what_the_weeks_around_would_say(
    store: Store, kind: Kind
) -> None:
    m, whole = meter(store, "m", kind), meter(store, "whole", kind)
    send(store, m, weeks(kind, GAP))
    send(store, whole, weeks(kind, range(0)))
    Correcting(store).add(asked(m, K.FILL, *GAP_S, how="profile"))
    bounds = (START, START + timedelta(days=28))
    mine, theirs = (
        store.series(one, *bounds, Resolution.HOUR, "UTC")["amount"] for one in (m, whole)
    )
    np.testing.assert_allclose(mine, theirs, rtol=1e-6)
    frame = store.series(m, *bounds, Resolution.DAY, "UTC")
    assert frame["corrected_s"].sum() == pytest.approx(len(GAP) * HOUR, abs=2 * 900)


@pytest.mark.parametrize("kind", [Kind.POWER, Kind.INTERVAL, Kind.COUNTER])
def test_a_gap_filled_by_a_total_holds_exactly_that(store: Store, kind: Kind) -> None:
    m = meter(store, "m", kind)
    send(store, m, weeks(kind, GAP))
    without = energy(store, m)
    rise = BY_HABIT_WH if kind is Kind.COUNTER else 0  # a counter knew what its register rose by
    edge = 100 * 0.25 if kind is Kind.COUNTER else 0  # and its gap begins at the last reading
    Correcting(store).add(asked(m, K.FILL, *GAP_S, how="total", total=7000))
    assert energy(store, m) == pytest.approx(without - rise - edge + 7000, abs=0.01)
    gap = (START + timedelta(seconds=s) for s in GAP_S)
    filled = store.series(m, *gap, Resolution.HOUR, "UTC")
    rates = filled["amount"].to_numpy()[1:-1]
    assert rates.max() / rates.min() == pytest.approx(5)


def test_a_preview_says_what_the_correction_then_does(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, weeks(Kind.POWER, GAP))
    correcting, before = Correcting(store), content(store)
    seen = correcting.preview(asked(m, K.FILL, *GAP_S, how="profile"))
    assert content(store) == before
    assert (seen.before.amount, seen.after.amount) == (0, pytest.approx(BY_HABIT_WH))
    assert (seen.before.trust.missing, seen.after.trust.corrected) == (1, 1)
    assert len(seen.after.quarters) == 4 * len(GAP)
    correcting.add(asked(m, K.FILL, *GAP_S, how="profile"))
    day = store.series(m, seen.start, seen.end, Resolution.QUARTER, "UTC")
    assert day["amount"].tolist() == pytest.approx(seen.after.quarters["amount"].tolist())


def test_a_preview_of_a_correction_without_an_end_ends_with_the_readings(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(120)])
    seen = Correcting(store).preview(asked(m, K.SCALE, HOUR, None, factor=2))
    assert seen.before.amount == pytest.approx(100)
    assert seen.after.amount == pytest.approx(200)
    assert seen.end - seen.start <= timedelta(hours=1.25)


def test_a_preview_of_a_shift_shows_where_the_readings_go(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(60)])
    seen = Correcting(store).preview(asked(m, K.SHIFT, 0, None, seconds=7200))
    assert (seen.before.amount, seen.after.amount) == (pytest.approx(100), pytest.approx(100))
    assert seen.after.quarters["start"].iloc[0] == START + timedelta(hours=2)


def test_one_value_replaces_every_reading_that_is_there(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(60)])
    Correcting(store).add(asked(m, K.REPLACE, 600, 1200, value=0))
    assert energy(store, m) == pytest.approx(50 * 100 / 60)


REFUSED = [
    pytest.param(Kind.POWER, K.SCALE, {}, id="no factor"),
    pytest.param(Kind.POWER, K.SCALE, {"factor": 0}, id="factor 0"),
    pytest.param(Kind.POWER, K.SCALE, {"factor": "2"}, id="factor in quotes"),
    pytest.param(Kind.POWER, K.SCALE, {"factor": True}, id="factor true"),
    pytest.param(Kind.POWER, K.SCALE, {"factor": float("nan")}, id="factor nan"),
    pytest.param(Kind.POWER, K.SHIFT, {"seconds": 0}, id="no shift"),
    pytest.param(Kind.POWER, K.SHIFT, {"seconds": 1e12}, id="a shift beyond the calendar"),
    pytest.param(Kind.POWER, K.SHIFT, {"seconds": 11 * 366 * DAY}, id="a shift of eleven years"),
    pytest.param(Kind.POWER, K.REPLACE, {"values": [[T0, 1e308]]}, id="a value too large to add"),
    pytest.param(Kind.POWER, K.REPLACE, {"value": -1e16}, id="one value too large"),
    pytest.param(Kind.POWER, K.FILL, {"how": "total", "total": 1e308}, id="a total too large"),
    pytest.param(Kind.POWER, K.SPLIT, {}, id="a power has no register"),
    pytest.param(Kind.POWER, K.FILL, {}, id="how?"),
    pytest.param(Kind.POWER, K.FILL, {"how": "total"}, id="no total"),
    pytest.param(Kind.POWER, K.FILL, {"how": "total", "total": -1}, id="total below 0"),
    pytest.param(Kind.LEVEL, K.FILL, {"how": "total", "total": 1}, id="a level has no total"),
    pytest.param(Kind.COUNTER, K.FILL, {"how": "profile"}, id="no reading after the gap"),
    pytest.param(Kind.POWER, K.REPLACE, {}, id="no values"),
    pytest.param(Kind.POWER, K.REPLACE, {"values": [[1]]}, id="half a value"),
    pytest.param(Kind.POWER, K.REPLACE, {"values": [[T0 - 1, 1]]}, id="a value outside"),
    pytest.param(Kind.POWER, K.REPLACE, {"values": [[T0, 1e999]]}, id="an infinite value"),
    pytest.param(Kind.POWER, K.MERGE, {"other": "m"}, id="merged with itself"),
    pytest.param(Kind.POWER, K.MERGE, {"other": "counter"}, id="merged with another kind"),
]


@pytest.mark.parametrize(("register", "kind", "parameters"), REFUSED)
def test_what_cannot_be_corrected_is_refused_and_nothing_changes(
    store: Store, register: Kind, kind: K, parameters: dict[str, Any]
) -> None:
    m = meter(store, "m", register)
    meter(store, "counter", Kind.COUNTER if register is not Kind.COUNTER else Kind.POWER)
    send(store, m, [(60 * n, 100.0 + n) for n in range(60)])
    before = content(store)
    with pytest.raises(BadRequest):
        Correcting(store).add(asked(m, kind, 0, 2 * HOUR, **parameters))
    assert content(store) == before
    assert Correcting(store).all() == []


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [(K.DELETE, {}), (K.SCALE, {"factor": 2}), (K.SHIFT, {"seconds": 60})],
    ids=str,
)
@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(5 * DAY, None, id="after all"),
        pytest.param(-DAY, 0, id="before all"),
        pytest.param(HOUR, 2 * HOUR, id="in a gap"),
    ],
)
def test_where_nothing_is_there_nothing_is_deleted_scaled_or_shifted(
    store: Store, kind: K, parameters: dict[str, Any], start: float, end: float | None
) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(240) if not 60 <= n < 120])
    with pytest.raises(BadRequest, match="there are no readings there"):
        Correcting(store).add(asked(m, kind, start, end, **parameters))


def test_readings_that_were_shifted_can_be_deleted_where_they_are_now(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(60)])
    Correcting(store).add(asked(m, K.SHIFT, 0, HOUR, seconds=5 * DAY))
    there = asked(m, K.DELETE, 5 * DAY, 6 * DAY)
    assert Correcting(store).preview(there).before.amount == pytest.approx(100)
    Correcting(store).add(there)
    assert energy(store, m) == 0


@pytest.mark.parametrize(
    "merges",
    [
        pytest.param([("a", "b", 0, 9), ("b", "a", 5, None)], id="two"),
        pytest.param([("a", "b", 0, 9), ("b", "c", 0, 9), ("c", "a", 8, 12)], id="three"),
    ],
)
def test_meters_cannot_count_each_others_readings_in_a_circle(
    store: Store, merges: list[tuple[str, str, int, int | None]]
) -> None:
    for slug in "abc":
        send(store, meter(store, slug), [(60 * n, 100.0) for n in range(60 * 24)])
    *first, last = [
        asked(store.meter(slug), K.MERGE, a * HOUR, b and b * HOUR, other=other)
        for slug, other, a, b in merges
    ]
    for one in first:
        Correcting(store).add(one)
    before = content(store)
    with pytest.raises(BadRequest, match=f"{merges[-1][1]} counts readings of this meter"):
        Correcting(store).add(last)
    assert content(store) == before
    later = asked(last.meter, K.MERGE, 20 * HOUR, 24 * HOUR, other=merges[-1][1])
    assert Correcting(store).add(later).id == len(merges)


def test_shifts_one_after_the_other_do_not_leave_the_calendar(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(60)])
    ten_years = asked(m, K.SHIFT, 0, None, seconds=3650 * DAY)
    for _ in range(7):
        Correcting(store).add(ten_years)
    assert energy(store, m) == pytest.approx(100)
    with pytest.raises(BadRequest, match="1970 to 2100"):
        Correcting(store).add(ten_years)
    with pytest.raises(BadRequest, match="1970 to 2100"):
        Correcting(store).add(asked(m, K.REPLACE, 0, None, values=[[253402200000, 5]]))


def test_factors_of_the_same_readings_have_one_limit_together(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(120)])
    for start in (0, HOUR):
        Correcting(store).add(asked(m, K.SCALE, start, start + HOUR, factor=1e6))
    assert energy(store, m) == pytest.approx(2e8)
    with pytest.raises(BadRequest, match="more than a thousand million"):
        Correcting(store).add(asked(m, K.SCALE, 0, HOUR, factor=1e6))


def test_a_meter_has_so_many_corrections_and_no_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusing, "MOST_ACTIVE", 2)
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(60)])
    twice = asked(m, K.SCALE, 0, None, factor=2)
    first, _ = (Correcting(store).add(twice) for _ in range(2))
    with pytest.raises(BadRequest, match="2 corrections at most"):
        Correcting(store).add(twice)
    Correcting(store).undo(first.id)
    Correcting(store).add(twice)


def test_what_a_person_says_cannot_steer_a_terminal(store: Store) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(60)])
    said = replace(asked(m, K.DELETE, 0, None), reason="a\x1b[31m\u202eb", author="me\n")
    made = Correcting(store).add(said)
    assert (made.reason, made.author) == ("a [31m b", "me ")


def test_a_correction_at_the_end_of_the_calendar_that_is_there_lets_the_rest_be_read(
    store: Store,
) -> None:
    m = meter(store, "m")
    send(store, m, [(60 * n, 100.0) for n in range(60)])
    last = np.array([253402200 * 10**9])
    store.corrections.replace(m, last, np.array([5.0]), "from before", "someone")
    bounds = (START, START + timedelta(days=1))
    total = store.series(m, *bounds, Resolution.DAY, "UTC")["amount"].sum()
    assert total == pytest.approx(100, rel=0.02)
    seen = Correcting(store).preview(asked(m, K.SCALE, 0, None, factor=2))
    assert seen.before.amount == pytest.approx(total, rel=0.02)


def test_a_correction_that_ends_before_it_starts_is_refused(store: Store) -> None:
    m = meter(store, "m")
    with pytest.raises(BadRequest):
        Correcting(store).add(asked(m, K.DELETE, HOUR, HOUR))


def test_copied_days_are_found_noted_once_and_a_verdict_on_them_stays(store: Store) -> None:
    m = meter(store, "m", Kind.INTERVAL)
    chance = np.random.default_rng(7)
    value = np.round(chance.lognormal(5, 1, 24 * 40), 1)
    value[24 * 20 : 24 * 22] = value[24 * 19 : 24 * 21]
    value[24 * 21 : 24 * 22] = value[24 * 20 : 24 * 21]
    send(store, m, [(HOUR * n, float(v)) for n, v in enumerate(value)])
    looking = Looking(store)
    assert (looking.look(m), looking.look(m)) == (1, 1)
    (event,) = store.events(m)
    assert (event.kind, event.start) == (EventKind.REPEATED, START + timedelta(days=20))
    Correcting(store).judge(m, event.kind, event.start, EventState.REJECTED)
    looking.look(m)
    assert [e.state for e in store.events(m)] == [EventState.REJECTED]
    send(store, m, [(HOUR * 24 * 40, 1.0)])
    assert len(store.events(m)) == 1


def test_a_recent_look_leaves_what_was_found_before(store: Store) -> None:
    m = meter(store, "m", Kind.INTERVAL)
    value = np.round(np.random.default_rng(7).lognormal(5, 1, 24 * 90), 1)
    value[24 * 20 : 24 * 21] = value[24 * 19 : 24 * 20]
    send(store, m, [(HOUR * n, float(v)) for n, v in enumerate(value)])
    looking = Looking(store)
    looking.look(m)
    looking.look(m, START + timedelta(days=60))
    assert [e.kind for e in store.events(m)] == [EventKind.REPEATED]
