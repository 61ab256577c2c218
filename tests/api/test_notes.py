"""Notes over HTTP: written, listed by time and meter, forgotten."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.server import Server

NOTE = {"start": "2026-05-03T10:00:00+02:00", "text": "Guests"}


@pytest.fixture(scope="module")
def house(shared_server: Server) -> Server:
    shared_server.post([{"meter": "pv", "ts": 1_777_800_000, "value": 1, "unit": "W"}])
    return shared_server


def write(house: Server, **note: Any) -> httpx.Response:
    return house.http.post("/api/v1/notes", json={**NOTE, **note})


def listed(house: Server, **asked: str) -> list[str]:
    return [note["text"] for note in house.http.get("/api/v1/notes", params=asked).json()]


def test_a_note_is_written_found_by_its_time_and_forgotten(house: Server) -> None:
    whole = write(house).json()
    of_meter = write(
        house, meter="pv", end="2026-05-04T00:00:00Z", text="Snow", author="Ada"
    ).json()
    assert (whole["meter"], whole["start"], whole["end"]) == (
        None,
        "2026-05-03T08:00:00+00:00",
        "2026-05-03T08:00:00+00:00",
    )
    assert (of_meter["meter"], of_meter["author"]) == ("pv", "Ada")
    assert listed(house) == ["Guests", "Snow"]
    assert listed(house, meter="pv") == ["Snow"]
    day = {"from": "2026-05-03T12:00:00Z", "to": "2026-05-05"}
    assert listed(house, **day) == ["Snow"]
    assert house.http.delete(f"/api/v1/notes/{of_meter['id']}").json() == of_meter
    assert listed(house) == ["Guests"]
    assert house.http.delete(f"/api/v1/notes/{of_meter['id']}").status_code == 404


@pytest.mark.parametrize(
    ("note", "status"),
    [
        pytest.param({"text": ""}, 400, id="no words"),
        pytest.param({"text": 5}, 400, id="a number"),
        pytest.param({"start": "soon"}, 400, id="no time"),
        pytest.param({"end": "2020-01-01"}, 400, id="ends before it starts"),
        pytest.param({"meter": "nobody"}, 404, id="unknown meter"),
        pytest.param({"meter": 5}, 400, id="no meter"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    house: Server, note: dict[str, Any], status: int
) -> None:
    before = listed(house)
    answer = write(house, **note)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert listed(house) == before


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/v1/notes"), ("DELETE", "/api/v1/notes/1")]
)
def test_nobody_writes_from_another_page_or_with_a_wrong_token(
    house: Server, method: str, path: str
) -> None:
    foreign = house.http.request(method, path, json=NOTE, headers={"Origin": "http://evil.test"})
    assert foreign.status_code == 403
    wrong = {"Authorization": "Bearer emt_nobody_knows"}
    assert house.http.request(method, path, json=NOTE, headers=wrong).status_code == 401
