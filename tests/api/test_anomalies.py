"""Over a real server: a spike is told within two seconds, judged, taken back, and outlives a kill."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.support.server import Server
from tests.support.streams import Listener
from tests.support.usual import usual

DAYS = 30
TOLD_S = 2.0


def post(house: Server, start: float, pairs: list[tuple[float, float]]) -> None:
    rows = [{"meter": "house", "ts": start + t, "value": v, "unit": "W"} for t, v in pairs]
    house.post(rows)


def midnight() -> int:
    """The first of the usual days [epoch s]; the last one ends with the last full day."""
    return int(time.time()) // 86_400 * 86_400 - DAYS * 86_400


@pytest.fixture(scope="module")
def house(shared_server: Server) -> Server:
    return furnished(shared_server)


def furnished(server: Server) -> Server:
    """A home of which a month is known, with one spike."""
    pairs = usual(0, DAYS - 2)
    with Listener(server.port) as live:
        spiky = [(t, 9800.0 if t == 20.25 * 86_400 else v) for t, v in pairs]
        post(server, midnight(), spiky)
        live.wait_for(lambda event: event.name == "anomalies")
    return server


def listed(house: Server, **asked: str) -> list[dict[str, Any]]:
    answer = house.http.get("/api/v1/anomalies", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def judge(house: Server, id: int, **body: Any) -> httpx.Response:
    return house.http.post(f"/api/v1/anomalies/{id}", json=body)


def spike(house: Server, at: int) -> dict[str, Any]:
    """The spike that is told after a reading at that second."""
    with Listener(house.port) as live:
        sent = time.monotonic()
        house.post([{"meter": "house", "ts": at, "value": 9700.0, "unit": "W"}])
        heard = live.wait_for(lambda event: event.name == "anomalies")
    assert heard.at - sent < TOLD_S
    assert heard.data == {"meter": "house"}
    newest = max(listed(house, kind="spike"), key=lambda one: one["start"])
    assert newest["start"] == time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(at))
    return newest


def test_a_spike_is_told_within_two_seconds_of_its_reading_and_after_a_kill_too(
    server: Server,
) -> None:
    house = furnished(server)
    (first,) = listed(house, kind="spike")
    assert (first["meter"], first["layer"], first["facts"]["value_w"]) == ("house", 2, 9800.0)
    second = spike(house, midnight() + (DAYS - 2) * 86_400)
    judge(house, second["id"], verdict="fault", author="Ada")
    house.kill()
    house.start()
    again = {one["id"]: one for one in listed(house, kind="spike")}
    assert set(again) == {first["id"], second["id"]}
    assert again[second["id"]]["verdict"] == "fault"
    post(house, midnight(), usual(DAYS - 2, DAYS)[1:])  # more than a day: another incident
    third = spike(house, midnight() + DAYS * 86_400)
    assert third["id"] not in again


def test_an_incident_is_judged_and_that_is_taken_back(house: Server) -> None:
    (one,) = listed(house, kind="spike")
    said = judge(house, one["id"], verdict="normal", author="Ada").json()
    assert (said["verdict"], said["author"]) == ("normal", "Ada")
    assert said["judged"]
    assert listed(house, kind="spike", state="open") == []
    assert judge(house, one["id"], verdict=None).json() == one


def test_incidents_are_asked_for_by_meter_kind_and_time(house: Server) -> None:
    (one,) = listed(house, kind="spike")
    assert one in listed(house, meter="house", **{"from": one["start"], "to": one["detected"]})
    assert one not in listed(house, to=one["start"])
    assert one not in listed(house, **{"from": one["end"]})
    assert listed(house, kind="pv_outage") == []


@pytest.mark.parametrize(
    ("id", "body", "status"),
    [
        pytest.param(99, {"verdict": "normal"}, 404, id="unknown incident"),
        pytest.param(1, {}, 400, id="no verdict"),
        pytest.param(1, {"verdict": "odd"}, 400, id="no such verdict"),
        pytest.param(1, {"verdict": 5}, 400, id="a number"),
        pytest.param(1, {"verdict": "fault", "author": 5}, 400, id="no author"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    shared_server: Server, id: int, body: dict[str, Any], status: int
) -> None:
    answer = judge(shared_server, id, **body)
    assert (answer.status_code, "error" in answer.json()) == (status, True)


def test_a_state_or_meter_that_is_none_is_refused(shared_server: Server) -> None:
    asked = [{"state": "shut"}, {"meter": "nobody"}]
    answers = [shared_server.http.get("/api/v1/anomalies", params=a) for a in asked]
    assert [a.status_code for a in answers] == [400, 404]
