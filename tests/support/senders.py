"""Clients that send and send again until they are answered, and remember every answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

ROWS = 20
FIRST = 1_743_120_000
PAUSE = (429, 503)
Batch = tuple[str, int]
"""(meter, number): its readings are a second apart and show the batch's number [W]."""


def batch_rows(meter: str, number: int) -> list[dict[str, Any]]:
    start = FIRST + number * ROWS
    return [{"meter": meter, "ts": start + n, "value": number} for n in range(ROWS)]


class Ledger:
    """What was acknowledged, by all clients together."""

    def __init__(self) -> None:
        self.unexpected: list[str] = []
        self._acknowledged: set[Batch] = set()
        self._unanswered: set[Batch] = set()
        self._changed = threading.Condition()

    def state(self) -> tuple[set[Batch], set[Batch]]:
        """Batches that are acknowledged, and batches that were sent and are in doubt."""
        with self._changed:
            return set(self._acknowledged), set(self._unanswered)

    def sending(self, batch: Batch) -> None:
        with self._changed:
            self._unanswered.add(batch)

    def answered(self, batch: Batch) -> None:
        with self._changed:
            self._unanswered.discard(batch)
            self._acknowledged.add(batch)
            self._changed.notify_all()

    def not_expected(self, what: str) -> None:
        with self._changed:
            self.unexpected.append(what)
            self._changed.notify_all()

    def wait_for(self, more: int, seconds: float = 60) -> None:
        """Until so many further batches are acknowledged."""
        with self._changed:
            want = len(self._acknowledged) + more
            self._changed.wait_for(
                lambda: self.unexpected or len(self._acknowledged) >= want, seconds
            )
            have = len(self._acknowledged)
        assert not self.unexpected, self.unexpected
        assert have >= want, f"{have} of {want} batches acknowledged in {seconds} s"


class Sender(threading.Thread):
    """Sends the batches of one meter one after the other while the app is up, until `enough`."""

    def __init__(self, url: str, meter: str, ledger: Ledger, flags: Flags) -> None:
        super().__init__(name=meter)
        self._http = httpx.Client(base_url=url, timeout=30)
        self._meter, self._ledger, self._flags = meter, ledger, flags

    def run(self) -> None:
        number = 0
        with self._http:
            while not self._flags.enough.is_set():
                self._ledger.sending(batch := (self._meter, number))
                while not (self._sent(batch) or self._flags.left.is_set()):
                    self._flags.up.wait()
                number += 1

    def _sent(self, batch: Batch) -> bool:
        """Whether it needs no sending any more."""
        try:
            answer = self._http.post("/api/v1/readings", json=batch_rows(*batch))
        except httpx.TransportError:
            return False
        if answer.status_code in PAUSE:
            self._flags.left.wait(float(answer.headers["Retry-After"]))
            return False
        if answer.status_code == 200 and answer.json() == {"accepted": ROWS, "refused": []}:
            self._ledger.answered(batch)
        else:
            self._ledger.not_expected(f"{answer.status_code} {answer.text[:300]}")
        return True


class Flags:
    """up: the app is there; enough: begin no further batch; left: do not even send again."""

    def __init__(self) -> None:
        self.up, self.enough, self.left = (threading.Event() for _ in range(3))


class Senders:
    """`count` clients, each with a meter of its own."""

    def __init__(self, url: str, count: int) -> None:
        self.ledger = Ledger()
        self._flags = Flags()
        self.up = self._flags.up
        names = [f"client{n}.power_w" for n in range(count)]
        self._threads = [Sender(url, name, self.ledger, self._flags) for name in names]

    @contextmanager
    def running(self) -> Iterator[Ledger]:
        """Sending, while the block lasts."""
        self.up.set()
        for thread in self._threads:
            thread.start()
        try:
            yield self.ledger
        finally:
            self.leave()
            self._join()
        assert not self.ledger.unexpected, self.ledger.unexpected

    def finish(self) -> None:
        """Send again what is in doubt, until all of it is acknowledged."""
        self._flags.enough.set()
        self._join()

    def leave(self) -> None:
        """Begin nothing and repeat nothing from now on; what is in doubt stays `unanswered`."""
        for flag in (self._flags.enough, self._flags.left, self._flags.up):
            flag.set()

    def _join(self) -> None:
        for thread in self._threads:
            thread.join()
