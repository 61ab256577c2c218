"""The event stream, as a browser reads it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue

import httpx

from tests.support.server import Server


@contextmanager
def events(server: Server, last_id: str | None = None) -> Iterator[Queue[tuple[str, str, dict]]]:
    """(event, id, data) as they come, in a queue."""
    seen: Queue[tuple[str, str, dict]] = Queue()
    headers = {"Last-Event-ID": last_id} if last_id else {}
    with (
        httpx.Client(timeout=None) as client,
        client.stream("GET", f"{server.url}/api/v1/live", headers=headers) as answer,
    ):
        thread = threading.Thread(target=_read, args=(answer, seen), daemon=True)
        thread.start()
        yield seen
        answer.close()
    thread.join(5)


def _read(answer: httpx.Response, seen: Queue) -> None:
    event, id = "", ""
    try:
        for line in answer.iter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                event = value
            elif name == "id":
                id = value
            elif name == "data":
                seen.put((event, id, json.loads(value)))
    except (httpx.StreamClosed, httpx.ReadError):
        return


def following(seen: Queue, wanted: str) -> tuple[str, dict]:
    while True:
        event, id, data = seen.get(timeout=10)
        if event == wanted:
            return id, data


def test_a_committed_reading_is_pushed_to_every_listener(server: Server) -> None:
    server.post([{"meter": "pv", "ts": time.time() - 5, "value": 100, "role": "production"}])
    with events(server) as one, events(server) as other:
        _, snapshot = following(one, "snapshot")
        assert [m["value"] for m in snapshot["meters"]] == [100]
        following(other, "snapshot")
        now = round(time.time(), 3)
        server.post([{"meter": "pv", "ts": now, "value": 250}])
        for seen in (one, other):
            _, data = following(seen, "readings")
            assert data["readings"] == [{"meter": "pv", "ts": now, "value": 250}]
        _, data = following(one, "today")
        assert data["today"]["pv"]["amount"] >= 0


def test_a_listener_that_returns_gets_what_it_missed_and_no_snapshot(server: Server) -> None:
    with events(server) as seen:
        following(seen, "snapshot")
        server.post([{"meter": "a", "ts": time.time() - 9, "value": 1}])
        last, _ = following(seen, "readings")
    missed = [round(time.time() - 5 + n, 3) for n in range(3)]
    for n, ts in enumerate(missed):
        server.post([{"meter": "a", "ts": ts, "value": n}])
    with events(server, last) as seen:
        got = []
        while len(got) < 3:
            event, _, data = seen.get(timeout=10)
            assert event != "snapshot"
            got += data["readings"] if event == "readings" else []
    assert [r["ts"] for r in got] == missed


def test_after_a_restart_a_listener_begins_with_a_snapshot(server: Server) -> None:
    server.post([{"meter": "a", "ts": time.time() - 9, "value": 42}])
    with events(server) as seen:
        last, _ = following(seen, "snapshot")
    server.stop()
    server.start()
    with events(server, last) as seen:
        _, snapshot = following(seen, "snapshot")
    assert snapshot["meters"][0]["value"] == 42


def test_a_new_meter_is_announced(server: Server) -> None:
    with events(server) as seen:
        following(seen, "snapshot")
        server.post([{"meter": "fresh", "ts": time.time(), "value": 1}])
        _, data = following(seen, "meters")
    assert [m["slug"] for m in data["meters"]] == ["fresh"]


def test_a_counter_shows_the_power_since_its_reading_before(server: Server) -> None:
    now = time.time()
    rows = [
        {"meter": "c", "ts": now - 120 + 60 * n, "value": 10 + n, "unit": "Wh"} for n in range(3)
    ]
    server.post([{**row, "kind": "counter"} for row in rows])
    with events(server) as seen:
        _, snapshot = following(seen, "snapshot")
    assert abs(snapshot["meters"][0]["value"] - 60) < 1e-6


def test_stopping_ends_the_streams(server: Server) -> None:
    with events(server) as seen:
        following(seen, "snapshot")
        started = time.monotonic()
        server.stop()
        assert time.monotonic() - started < 10
