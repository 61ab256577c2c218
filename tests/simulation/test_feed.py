"""What reaches a real HTTP app that dies, hesitates, is busy or refuses."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise
from queue import Queue
from typing import TYPE_CHECKING

import pytest

from energy_core.errors import Refused, Stopped
from energy_core.simulation import client as client_module
from energy_core.simulation.client import Client
from energy_core.simulation.feed import Feeder, Pace, windows
from energy_core.simulation.profiles import HOME
from energy_core.simulation.site import Site

if TYPE_CHECKING:
    from tests.simulation.conftest import TinyApp

HOUR, DAY = 3600, 86400
SITE = Site(HOME, 42)
NOON = SITE.built + 3 * DAY + 12 * HOUR


def expected(start: int, end: int, step: int = 60) -> dict[tuple[str, float], float]:
    return {
        (r.meter.slug, t): v
        for r in SITE.readings(start, end, step)
        for t, v in zip(r.stream.t.tolist(), r.stream.values.tolist(), strict=True)
    }


def stored(app: TinyApp) -> dict[tuple[str, float], float]:
    return {key: float(value) for key, value in app.stored.items()}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "FIRST_WAIT_S", 0.01)


@pytest.fixture
def feeder(client: Client) -> Feeder:
    return Feeder(SITE, client, None, 2)


@pytest.fixture
def pace(stop: threading.Event) -> Pace:
    return Pace(0, stop)


def in_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_the_past_arrives_whole(app: TinyApp, feeder: Feeder, pace: Pace) -> None:
    feeder.send_past([(NOON, NOON + 2 * DAY)], pace)
    assert stored(app) == expected(NOON, NOON + 2 * DAY)


def test_a_reading_tells_what_its_meter_is(app: TinyApp, client: Client, pace: Pace) -> None:
    Feeder(SITE, client, "cabin", 5).send_past([(NOON, NOON + HOUR)], pace)
    assert app.keys["cabin.pv"] == (
        "reading,meter=cabin.pv,unit=W,kind=power,role=production,commodity=electricity,step=5"
    )
    assert (
        "kind=interval,role=submeter,commodity=electricity,step=900" in app.keys["cabin.dishwasher"]
    )
    assert "unit=m3,kind=counter,role=gas,commodity=gas,step=60" in app.keys["cabin.gas"]


def test_an_app_that_dies_after_committing_and_comes_back_has_all_once(
    app: TinyApp, feeder: Feeder, pace: Pace, told: list[str]
) -> None:
    dead = threading.Event()

    def die(moment: str) -> tuple[int, dict[str, str]] | None:
        if moment == "answer" and not dead.is_set():
            dead.set()
            return 0, {}
        return None

    app.before_answer = die
    sending = in_thread(lambda: feeder.send_past([(NOON, NOON + 3 * DAY)], pace))
    assert dead.wait(10)
    app.kill()
    threading.Event().wait(0.1)  # several attempts meet a closed port
    app.start()
    sending.join(20)
    assert not sending.is_alive()
    assert stored(app) == expected(NOON, NOON + 3 * DAY)
    assert app.conflicts == []
    assert any("nothing is lost" in text for text in told) and "answers again" in told[-1]


def test_a_busy_app_is_asked_again_when_it_said(
    app: TinyApp, feeder: Feeder, pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = [(429, {"Retry-After": "1"}), (503, {})]
    asked: list[float] = []

    def answer(moment: str) -> tuple[int, dict[str, str]] | None:
        if moment == "request":
            asked.append(time.monotonic())
            return busy.pop(0) if busy else None
        return None

    app.before_answer = answer
    feeder.send_past([(NOON, NOON + HOUR)], pace)
    assert len(asked) == 3
    assert asked[1] - asked[0] >= 1
    assert stored(app) == expected(NOON, NOON + HOUR)


def test_what_the_app_refuses_is_said_and_not_repeated(
    app: TinyApp, feeder: Feeder, pace: Pace
) -> None:
    app.before_answer = lambda moment: (400, {}) if moment == "request" else None
    with pytest.raises(Refused, match="400 not now"):
        feeder.send_past([(NOON, NOON + HOUR)], pace)
    assert app.requests["/api/v2/write"] == 1


def test_another_server_at_the_address_is_noticed(app: TinyApp, feeder: Feeder, pace: Pace) -> None:
    app.before_answer = lambda moment: (200, {}) if moment == "request" else None
    with pytest.raises(Refused, match="is not an energy monitor"):
        feeder.send_past([(NOON, NOON + HOUR)], pace)


def test_a_stop_ends_the_waiting_for_an_app_that_is_away(
    app: TinyApp, client: Client, stop: threading.Event
) -> None:
    app.kill()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(Stopped):
        client.wait_ready()


def test_an_app_that_starts_later_is_waited_for(app: TinyApp, stop: threading.Event) -> None:
    app.kill()
    said: Queue[str] = Queue()
    client = Client(app.url, None, stop, said.put)
    waiting = in_thread(client.wait_ready)
    assert "nothing answers" in said.get(timeout=10)
    assert waiting.is_alive()
    app.start()
    waiting.join(10)
    assert not waiting.is_alive()
    assert "answers again" in said.get(timeout=1)
    client.close()


def test_only_what_the_app_lacks_is_sent(app: TinyApp, feeder: Feeder, pace: Pace) -> None:
    feeder.send_past([(NOON, NOON + DAY)], pace)
    before = set(app.stored)
    later = NOON + 2 * DAY
    spans = feeder.missing(NOON, later)
    assert spans == [(NOON + DAY - 900, later)]
    app.stored.clear()
    feeder.send_past(spans, pace)
    assert before | set(app.stored) == set(expected(NOON, later))


def test_a_hole_is_filled_and_a_full_app_is_sent_nothing(
    app: TinyApp, feeder: Feeder, pace: Pace
) -> None:
    feeder.send_past([(NOON, NOON + 6 * HOUR)], pace)
    assert feeder.missing(NOON, NOON + 6 * HOUR) == []
    hole = NOON + 2 * HOUR + 900
    del app.stored["home", float(hole + 60)]
    assert feeder.missing(NOON, NOON + 6 * HOUR) == [(hole - 900, hole + 900)]


def test_an_empty_app_lacks_everything(feeder: Feeder) -> None:
    assert feeder.missing(NOON + 100, NOON + HOUR) == [(NOON, NOON + HOUR)]


def test_the_present_goes_on_where_the_past_ended(
    app: TinyApp, client: Client, pace: Pace, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = NOON + HOUR - time.time()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + shift)
    feeder = Feeder(SITE, client, None, 1)
    feeder.send_past([(NOON, NOON + HOUR)], pace)
    live = in_thread(lambda: feeder.send_present(NOON + HOUR, stop))
    assert app.wait_for(len(expected(NOON, NOON + HOUR)) + 20)
    stop.set()
    live.join(5)
    last = max(int(t) for _, t in app.stored)
    assert stored(app) == expected(NOON, NOON + HOUR) | expected(NOON + HOUR, last + 1, 1)


def test_live_readings_of_an_outage_are_sent_afterwards_at_their_own_step(
    app: TinyApp, client: Client, stop: threading.Event, site: Site
) -> None:
    feeder = Feeder(site, client, None, 1)
    since = int(time.time())
    app.kill()
    live = in_thread(lambda: feeder.send_present(since, stop))
    threading.Event().wait(2.2)  # the outage itself
    app.start()
    assert app.wait_for(3 * len(HOME.submeters))
    stop.set()
    live.join(5)
    last = max(int(t) for m, t in app.stored if m == "home")
    assert last - since >= 2
    assert [t for m, t in sorted(app.stored) if m == "home"] == list(range(since, last + 1))


@pytest.mark.parametrize("speed", [30 * HOUR, 60 * HOUR])
def test_the_past_can_be_played_at_a_pace(
    app: TinyApp, feeder: Feeder, stop: threading.Event, speed: float
) -> None:
    began = time.monotonic()
    feeder.send_past([(NOON, NOON + 2 * DAY)], Pace(speed, stop))
    assert time.monotonic() - began >= DAY / speed * 0.99
    assert stored(app) == expected(NOON, NOON + 2 * DAY)


def test_windows_join_to_the_whole() -> None:
    pieces = list(windows(NOON + 7, NOON + 3 * DAY + 11, DAY))
    assert pieces[0][0] == NOON + 7 and pieces[-1][1] == NOON + 3 * DAY + 11
    assert all(a[1] == b[0] for a, b in pairwise(pieces))
    assert max(b - a for a, b in pieces) == DAY
