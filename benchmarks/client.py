"""The client of every benchmark: keep-alive HTTP/1.1 with nothing in between."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

BUSY = (429, 503)
CLOSED = (RemoteDisconnected, BrokenPipeError, ConnectionResetError)
TIMEOUT_S = 300


class UnexpectedAnswer(Exception):
    """The server answered something else than what the benchmark is about."""


class Client:
    """One connection to 127.0.0.1, kept open."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._connection.close()

    def get(self, path: str) -> bytes:
        return self._ask("GET", path)

    def get_json(self, path: str) -> Any:
        return json.loads(self.get(path))

    def post(self, path: str, body: bytes, kind: str = "text/plain") -> bytes:
        return self._ask("POST", path, body, {"Content-Type": kind})

    def post_file(self, path: str, file: Path) -> Any:
        """The file as the body, read while it is sent."""
        with file.open("rb") as body:
            headers = {"Content-Length": str(file.stat().st_size)}
            return json.loads(self._ask("POST", path, body, headers))

    def post_json(self, path: str, body: object) -> Any:
        return json.loads(self.post(path, json.dumps(body).encode(), "application/json"))

    def _ask(
        self,
        verb: str,
        path: str,
        body: bytes | BinaryIO | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        answer, content = self._exchange(verb, path, body, headers or {})
        while answer.status in BUSY:
            time.sleep(float(answer.headers.get("Retry-After", 1)))
            answer, content = self._exchange(verb, path, body, headers or {})
        if answer.status >= 300:
            raise UnexpectedAnswer(f"{verb} {path}: {answer.status} {content[:300]!r}")
        return content

    def _exchange(
        self, verb: str, path: str, body: bytes | BinaryIO | None, headers: dict[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        """Once more on a new connection when the server had closed the idle one."""
        try:
            self._connection.request(verb, path, body, headers)
            answer = self._connection.getresponse()
        except CLOSED:
            self._connection.close()
            self._connection.request(verb, path, body, headers)
            answer = self._connection.getresponse()
        return answer, answer.read()


def post_all(port: int, path: str, bodies: Iterable[bytes], connections: int) -> float:
    """Send every body and wait for each acknowledgement, over `connections` at once [s]."""
    queue, lock = iter(bodies), threading.Lock()
    errors: list[Exception] = []
    senders = [
        threading.Thread(target=_send, args=(port, path, _shared(queue, lock), errors))
        for _ in range(connections)
    ]
    begun = time.perf_counter()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    if errors:
        raise errors[0]
    return time.perf_counter() - begun


def _send(port: int, path: str, bodies: Iterator[bytes], errors: list[Exception]) -> None:
    try:
        with Client(port) as client:
            for body in bodies:
                client.post(path, body)
    except Exception as error:  # handed to the thread that waits
        errors.append(error)


def _shared(queue: Iterator[bytes], lock: threading.Lock) -> Iterator[bytes]:
    """`queue` for several threads: each body goes to one of them."""
    while True:
        with lock:
            body = next(queue, None)
        if body is None:
            return
        yield body
