"""Prices over HTTP: read, set as a whole, refused by name, told to every open page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.test_live import events, following
from tests.support.server import Server

PATH = "/api/v1/prices"
UNKNOWN = {"currency": "EUR", "bought": None, "sold": None, "carbon_bought": None}


def put(house: Server, body: Any) -> Any:
    return house.http.put(PATH, json=body)


def test_prices_are_set_as_a_whole_and_what_is_left_out_is_unknown(shared_server: Server) -> None:
    assert put(shared_server, {}).json() == UNKNOWN
    known = {"bought": 0.2516, "sold": 0, "carbon_bought": 52}
    assert put(shared_server, known).json() == {**UNKNOWN, **known}
    assert shared_server.http.get(PATH).json() == {**UNKNOWN, **known}
    assert put(shared_server, {"sold": -0.01, "bought": None}).json() == {**UNKNOWN, "sold": -0.01}


def test_what_was_read_can_be_sent_back(shared_server: Server) -> None:
    told = put(shared_server, {"bought": 0.3}).json()
    assert put(shared_server, told).json() == told


@pytest.mark.parametrize(
    ("body", "named"),
    [
        pytest.param({"bought": "0.25"}, "bought", id="a text"),
        pytest.param({"sold": True}, "sold", id="a truth"),
        pytest.param({"bought": 100.01}, "bought", id="too dear"),
        pytest.param({"sold": -11}, "sold", id="too cheap"),
        pytest.param({"carbon_bought": -1}, "carbon_bought", id="carbon below nothing"),
        pytest.param({"carbon_bought": 1e300}, "carbon_bought", id="carbon without end"),
        pytest.param({"bought": 0.2, "peak": 0.3}, "peak", id="a field that is none"),
        pytest.param({"bought": 0.2, "currency": "USD"}, "currency", id="another currency"),
        pytest.param([0.2], "object", id="no object"),
    ],
)
def test_what_is_no_price_is_refused_by_name_and_changes_nothing(
    shared_server: Server, body: Any, named: str
) -> None:
    before = put(shared_server, {"bought": 0.21}).json()
    answer = put(shared_server, body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]
    assert shared_server.http.get(PATH).json() == before


def test_nobody_sets_prices_from_another_page_or_with_a_wrong_token(shared_server: Server) -> None:
    foreign = shared_server.http.put(PATH, json={}, headers={"Origin": "http://evil.test"})
    assert foreign.status_code == 403
    wrong = {"Authorization": "Bearer emt_nobody_knows"}
    assert shared_server.http.put(PATH, json={}, headers=wrong).status_code == 401


def test_new_prices_reach_every_page_that_is_open(server: Server) -> None:
    with events(server) as one, events(server) as other:
        assert following(one, "snapshot")[1]["site"]["prices"]["bought"] is None
        following(other, "snapshot")
        put(server, {"bought": 0.25})
        for seen in (one, other):
            assert following(seen, "snapshot")[1]["site"]["prices"]["bought"] == 0.25
