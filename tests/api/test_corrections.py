"""The ledger over HTTP: corrected, previewed, undone; events confirmed and rejected."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.server import Server

T0 = 1_764_000_000  # 2025-11-24 16:00 UTC
RANGE = ("2025-11-24T16:00:00Z", "2025-11-24T18:00:00Z")


@pytest.fixture(scope="module")
def house(shared_server: Server) -> Server:
    """Two hours of 600 W a minute, and a register that begins anew at 17:00."""
    rows: list[dict[str, Any]] = [
        {"meter": "load", "ts": T0 + 60 * n, "value": 600, "unit": "W"} for n in range(120)
    ]
    heights = [5_000_000 + 100 * n for n in range(12)] + [50 + 100 * n for n in range(12)]
    rows += [
        {"meter": "register", "ts": T0 + 300 * n, "value": v, "unit": "Wh", "kind": "counter"}
        for n, v in enumerate(heights)
    ]
    shared_server.post(rows)
    return shared_server


def correct(house: Server, preview: bool = False, **body: Any) -> httpx.Response:
    words = {"meter": "load", "start": RANGE[0], "end": RANGE[1], "reason": "a test", **body}
    query = {"preview": "1"} if preview else {}
    return house.http.post("/api/v1/corrections", json=words, params=query)


def total(house: Server, meter: str = "load") -> dict[str, float]:
    return house.series(meter, *RANGE, "1h")["total"]


def test_a_correction_is_previewed_added_listed_and_undone(house: Server) -> None:
    before = total(house)
    assert before["energy_wh"] == pytest.approx(1200)
    asked = {"kind": "scale", "end": "2025-11-24T17:00:00Z", "factor": 2, "author": "Ada"}
    seen = correct(house, preview=True, **asked).json()
    assert (seen["before"]["amount"], seen["after"]["amount"]) == (
        pytest.approx(600),
        pytest.approx(1200),
    )
    assert (seen["after"]["corrected"], len(seen["after"]["points"])) == (1, 4)
    assert total(house) == before
    made = correct(house, **asked).json()
    assert (made["author"], made["reason"], made["parameters"]) == ("Ada", "a test", {"factor": 2})
    now = total(house)
    assert now["energy_wh"] == pytest.approx(1800)
    assert (now["measured"], now["corrected"]) == (pytest.approx(0.5), pytest.approx(0.5))
    listed = house.http.get("/api/v1/corrections", params={"meter": "load"}).json()
    assert [(c["id"], c["undone"]) for c in listed] == [(made["id"], None)]
    undone = house.http.delete(f"/api/v1/corrections/{made['id']}").json()
    assert undone["undone"] is not None
    assert total(house) == before
    assert house.http.delete(f"/api/v1/corrections/{made['id']}").status_code == 400


@pytest.mark.parametrize("meter", ["load", "register"])
@pytest.mark.parametrize("how", [{"how": "profile"}, {"how": "total", "total": 500}])
def test_what_the_ledger_says_of_a_filled_gap_can_be_asked_for_again(
    house: Server, meter: str, how: dict[str, Any]
) -> None:
    gap = {"meter": meter, "start": "2025-11-24T16:10:00Z", "end": "2025-11-24T16:20:00Z"}
    first = correct(house, kind="fill", **gap, **how).json()
    assert first["parameters"]["how"] == how["how"]
    house.http.delete(f"/api/v1/corrections/{first['id']}").raise_for_status()
    again = correct(house, kind="fill", **gap, **how | first["parameters"])
    assert again.json()["parameters"] == first["parameters"]
    house.http.delete(f"/api/v1/corrections/{again.json()['id']}").raise_for_status()


def test_the_shares_of_a_total_come_to_one(house: Server) -> None:
    answer = house.series("load", "2025-11-24T12:00:00Z", "2025-11-24T18:00:00Z", "1h")["total"]
    assert answer["missing"] == pytest.approx(4 / 6)
    names = ("measured", "estimated", "corrected", "missing")
    assert sum(answer[name] for name in names) == pytest.approx(1)
    assert answer["coverage"] == pytest.approx(1 - answer["missing"])


def test_a_rejected_reset_counts_nothing_across_until_it_is_confirmed(house: Server) -> None:
    (event,) = house.http.get("/api/v1/events", params={"meter": "register"}).json()
    assert (event["kind"], event["state"]) == ("reset", "found")
    named = {name: event[name] for name in ("meter", "kind", "start")}
    counted = total(house, "register")["energy_wh"]
    answer = house.http.post("/api/v1/events/reject", json=named)
    assert answer.json() == {**named, "state": "rejected"}
    assert total(house, "register")["energy_wh"] == pytest.approx(counted - 50)
    assert house.http.post("/api/v1/events/confirm", json=named).status_code == 200
    assert total(house, "register")["energy_wh"] == pytest.approx(counted)
    (event,) = house.http.get("/api/v1/events", params={"meter": "register"}).json()
    assert event["state"] == "confirmed"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param({"meter": "nobody", "kind": "delete"}, 404, id="unknown meter"),
        pytest.param({"kind": "erase"}, 400, id="unknown kind"),
        pytest.param({"kind": "scale"}, 400, id="no factor"),
        pytest.param({"kind": "delete", "start": "yesterday"}, 400, id="not a time"),
        pytest.param({"kind": "delete", "start": None}, 400, id="no start"),
        pytest.param({"kind": "delete", "end": RANGE[0]}, 400, id="ends where it starts"),
        pytest.param({"kind": "merge", "other": "nobody"}, 404, id="merged with nobody"),
        pytest.param({"kind": "delete", "reason": 5}, 400, id="a number as reason"),
        pytest.param({"kind": "delete", "reason": "x" * 501}, 400, id="a long reason"),
    ],
)
def test_what_cannot_be_understood_is_refused_clearly(house: Server, body, status: int) -> None:
    answer = correct(house, **body)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert [c for c in house.http.get("/api/v1/corrections").json() if not c["undone"]] == []


@pytest.mark.parametrize("content", ["", "[]", "5", "{", "null"])
def test_a_body_that_is_no_object_is_refused(house: Server, content: str) -> None:
    assert house.http.post("/api/v1/corrections", content=content).status_code == 400
    assert house.http.post("/api/v1/events/reject", content=content).status_code == 400


def test_a_correction_that_is_not_there_is_404(house: Server) -> None:
    answer = house.http.delete("/api/v1/corrections/9999")
    assert (answer.status_code, "9999" in answer.json()["error"]) == (404, True)


def test_an_event_that_is_not_there_cannot_be_judged(house: Server) -> None:
    named = {"meter": "register", "kind": "dip", "start": RANGE[0]}
    assert house.http.post("/api/v1/events/confirm", json=named).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/corrections"),
        ("POST", "/api/v1/corrections?preview=1"),
        ("DELETE", "/api/v1/corrections/1"),
        ("POST", "/api/v1/events/confirm"),
        ("POST", "/api/v1/events/reject"),
    ],
)
def test_nobody_corrects_from_another_page_or_with_a_wrong_token(
    house: Server, method: str, path: str
) -> None:
    foreign = house.http.request(method, path, json={}, headers={"Origin": "http://evil.test"})
    assert foreign.status_code == 403
    wrong = {"Authorization": "Bearer emt_nobody_knows"}
    assert house.http.request(method, path, json={}, headers=wrong).status_code == 401
