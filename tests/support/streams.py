"""A listener of the live stream, in a thread of its own."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    name: str
    data: Any
    at: float  # monotonic s


class Listener(threading.Thread):
    """`with Listener(port) as live:` is connected when the block begins."""

    def __init__(self, port: int) -> None:
        super().__init__(name="listener")
        self.events: list[Event] = []
        self._changed = threading.Condition()
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._http.request("GET", "/api/v1/live")
        self._socket = self._http.sock

    def __enter__(self) -> Listener:
        self.start()
        self.wait_for(lambda event: event.name == "snapshot")
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # the other side may have ended it first
            self._socket.shutdown(socket.SHUT_RDWR)
        self.join()
        self._http.close()

    def run(self) -> None:
        response, name = self._http.getresponse(), ""
        while line := response.readline():
            field, _, value = line.decode().strip().partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                self._heard(Event(name, json.loads(value), time.monotonic()))
        with self._changed:
            self._changed.notify_all()

    def _heard(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait_for(self, fits: Callable[[Event], bool], seconds: float = 10, since: int = 0) -> Event:
        """The first event from number `since` on that fits; AssertionError when none comes."""
        with self._changed:
            self._changed.wait_for(
                lambda: any(map(fits, self.events[since:])) or not self.is_alive(), seconds
            )
            found = next(filter(fits, self.events[since:]), None)
        last = [event.name for event in self.events[-5:]]
        assert found is not None, f"no such event in {seconds} s; the last were {last}"
        return found
