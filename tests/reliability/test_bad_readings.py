"""Readings that cannot be true: each is refused with a reason, the others are kept."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.server import Server
from tests.support.streams import Listener

FIRST = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
MINUTE_S = 60

NOT_FINITE, NOT_A_NUMBER = "value is not a finite number", "value must be a number"
VALUES = {
    "NaN": NOT_FINITE,
    "Infinity": NOT_FINITE,
    "-Infinity": NOT_FINITE,
    "1e999": NOT_FINITE,
    "1" + "0" * 5000: NOT_FINITE,  # more digits than Python takes for an int
    "1e308": "value is too large",
    '"1,5"': NOT_A_NUMBER,
    '"1.5"': NOT_A_NUMBER,
    "null": NOT_A_NUMBER,
    "true": NOT_A_NUMBER,
    "[1]": NOT_A_NUMBER,
    json.dumps("x" * 1_000_000): NOT_A_NUMBER,
}
"""A value as it stands in JSON → why it is refused."""


@pytest.fixture
def meter(request: pytest.FixtureRequest) -> str:
    """A meter that no other test knows."""
    return f"{request.node.name}.power_w"


@pytest.fixture(scope="module")
def server(shared_server: Server) -> Iterator[Server]:
    yield shared_server


def body(meter: str, values: list[str]) -> bytes:
    """JSON rows a minute apart, with values as they are written."""
    rows = [
        f'{{"meter": {json.dumps(meter)}, "ts": {FIRST + n * MINUTE_S}, "value": {value}}}'
        for n, value in enumerate(values)
    ]
    return f"[{', '.join(rows)}]".encode()


def test_each_impossible_value_is_refused_and_the_rest_is_kept(server: Server, meter: str) -> None:
    """Test 22. A -0 is taken, as 0."""
    values = [v for bad in VALUES for v in ("60", bad)] + ["60", "-0", "-0.0", "60"]
    answer = server.http.post("/api/v1/readings", content=body(meter, values))
    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": len(VALUES) + 4,
        "refused": [
            {"index": 2 * n + 1, "reason": reason} for n, reason in enumerate(VALUES.values())
        ],
    }
    end = str(FIRST + len(values) * MINUTE_S)
    points = server.series(meter, str(FIRST), end, "raw")["points"]
    assert [p["mean_w"] for p in points] == [60] * (len(VALUES) + 1) + [0, 0, 60]
    assert "-0" not in json.dumps([p["mean_w"] for p in points])


@pytest.mark.parametrize("value", ["NaN", "Inf", "-inf", "1e999", "1e308", "1.5.5", "1,5", "--1"])
def test_line_protocol_names_the_bad_line_and_keeps_the_rest(
    server: Server, meter: str, value: str
) -> None:
    """Test 22."""
    name = f"lines{value.encode().hex()}"
    lines = [
        f"energy,meter={name},unit=W value={shown} {FIRST + n * MINUTE_S:.0f}"
        for n, shown in enumerate(["60", value, "120", "180"])
    ]
    answer = server.write("\n".join(lines))
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("line 2: ")
    points = server.series(name, str(FIRST), str(FIRST + 4 * MINUTE_S), "raw")["points"]
    assert [p["mean_w"] for p in points] == [60, 120, 180]


def seconds_from_now(seconds: float) -> str:
    return datetime.fromtimestamp(time.time() + seconds, UTC).isoformat()


OLD, AHEAD = "ts is before 1990", "ts is more than a day ahead"
DAY_S = 86_400
STAMPS = {
    "1970": (lambda: "1970-01-01T00:00:00Z", OLD),
    "0": (lambda: 0, OLD),
    "a second before 1990": (lambda: "1989-12-31T23:59:59+00:00", OLD),
    "2099": (lambda: "2099-01-01T00:00:00Z", AHEAD),
    "a day and a minute ahead": (lambda: seconds_from_now(DAY_S + MINUTE_S), AHEAD),
    "no zone": (lambda: seconds_from_now(0).removesuffix("+00:00"), "has no offset"),
    "leap second": (lambda: "2016-12-31T23:59:60Z", "is not ISO 8601"),
    "milliseconds": (lambda: time.time() * 1000, "ts is not in seconds"),
    "29 February": (lambda: "2025-02-29T00:00:00Z", "is not ISO 8601"),
    "not a stamp": (lambda: "yesterday", "is not ISO 8601"),
    "null": (lambda: None, "ts is missing"),
    "true": (lambda: True, "ts must be a number"),
}
"""A stamp that cannot be → how to make it, and what its refusal says."""


def test_each_impossible_stamp_is_refused_and_the_live_figure_goes_on(
    server: Server, meter: str
) -> None:
    """Test 23."""
    now = time.time()
    rows = [{"meter": meter, "ts": make(), "value": 999} for make, _ in STAMPS.values()]
    answer = server.post([{"meter": meter, "ts": now, "value": 60}, *rows])
    assert answer["accepted"] == 1
    assert [refusal["index"] for refusal in answer["refused"]] == list(range(1, len(rows) + 1))
    for refusal, (_, reason) in zip(answer["refused"], STAMPS.values(), strict=True):
        assert reason in refusal["reason"]
    assert latest(server, meter) == (pytest.approx(now), 60)
    server.post([{"meter": meter, "ts": now + 1, "value": 61}])
    assert latest(server, meter) == (pytest.approx(now + 1), 61)


def test_a_stamp_of_tomorrow_is_taken_but_does_not_hold_the_live_figure_fast(
    server: Server, meter: str
) -> None:
    """Test 23."""
    now = time.time()
    server.post([{"meter": meter, "ts": now, "value": 60}])
    server.post([{"meter": meter, "ts": now + DAY_S - MINUTE_S, "value": 999}])
    with Listener(server.port) as live:
        server.post([{"meter": meter, "ts": now + 1, "value": 61}])
        figure = {"meter": meter, "ts": pytest.approx(now + 1), "value": 61}
        live.wait_for(lambda event: event.data.get("readings") == [figure])
    assert latest(server, meter) == (pytest.approx(now + 1), 61)


def latest(server: Server, meter: str) -> tuple[float, float]:
    """Stamp and figure of a meter on a page that opens now."""
    with Listener(server.port) as live:
        (found,) = [m for m in live.events[0].data["meters"] if m["slug"] == meter]
    return found["ts"], found["value"]


IMPOSSIBLE_METERS = {
    "a step of 30,000 years": ('"step_s": 1e12', "a step must be above 0 and at most"),
    "a step that overflows": ('"step_s": 1e300', "a step must be above 0 and at most"),
    "no step": ('"step_s": 0', "a step must be above 0"),
    "a step back": ('"step_s": -60', "a step must be above 0"),
    "half a letter": ('"meter": "a\\ud800"', "letters that are none"),
    "no character": ('"meter": "a\\u0000b"', "letters that are none"),
    "two lines": ('"meter": "a\\nb"', "letters that are none"),
    "an escape": ('"meter": "\\u001b[31m"', "letters that are none"),
    "a long name": (f'"meter": "{"x" * 301}"', "at most 300 characters"),
}


@pytest.mark.parametrize(("said", "reason"), IMPOSSIBLE_METERS.values(), ids=IMPOSSIBLE_METERS)
def test_a_meter_that_cannot_be_is_refused_and_the_rest_is_kept(
    server: Server, meter: str, said: str, reason: str
) -> None:
    """Test 22, of what a sender says about a new meter."""
    bad = f'{{"meter": "new {meter}", "ts": {FIRST}, "value": 1, "unit": "Wh", {said}}}'
    good = f'{{"meter": "{meter[:40]}", "ts": {FIRST}, "value": 1}}'
    answer = server.http.post("/api/v1/readings", content=f"[{bad}, {good}]")
    assert answer.status_code == 200
    (refusal,) = answer.json()["refused"]
    assert refusal["index"] == 0 and reason in refusal["reason"]


def test_the_halves_of_a_signed_meter_are_not_another_meters_register(
    server: Server, meter: str
) -> None:
    counter = {"meter": f"{meter}.import", "ts": FIRST, "value": 1000, "unit": "kWh"}
    signed = {"meter": meter, "ts": FIRST + 60, "value": 500, "unit": "W", "role": "grid"}
    assert server.post([counter])["accepted"] == 1
    answer = server.post([signed])
    assert "is no part of" in answer["refused"][0]["reason"]


def test_two_readings_thirty_years_apart_do_not_speak_for_thirty_years(
    server: Server, meter: str
) -> None:
    """A clock that starts in 1995 and is then set right."""
    old = datetime(1995, 1, 1, tzinfo=UTC).timestamp()
    server.post([{"meter": meter, "ts": ts, "value": 100} for ts in (old, FIRST)])
    total = server.series(meter, str(old), str(FIRST), "1mo")["total"]
    assert total["energy_wh"] <= 100 * 24 * 400
