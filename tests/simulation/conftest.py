"""A small real HTTP app that keeps what it commits, and can die, hesitate or be busy."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from energy_core.simulation.client import Client
from energy_core.simulation.profiles import HOME
from energy_core.simulation.site import Site

QUARTER = 900
DIVISOR = {"s": 1, "us": 1_000_000}


class TinyApp:
    """`stored` outlives every death: (meter, epoch s) → value as written."""

    def __init__(self) -> None:
        self.stored: dict[tuple[str, float], str] = {}
        self.keys: dict[str, str] = {}
        self.conflicts: list[tuple[str, float]] = []
        self.requests: Counter[str] = Counter()
        self.before_answer: Callable[[str], tuple[int, dict[str, str]] | None] = lambda _: None
        self.changed = threading.Condition()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def kill(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def commit(self, text: str, precision: str) -> None:
        with self.changed:
            for line in text.splitlines():
                key, field, stamp = line.rsplit(" ", 2)
                meter = key.partition("meter=")[2].partition(",")[0]
                self._keep(meter, int(stamp) / DIVISOR[precision], field.removeprefix("value="))
                self.keys[meter] = key
            self.changed.notify_all()

    def _keep(self, meter: str, stamp: float, value: str) -> None:
        if self.stored.setdefault((meter, stamp), value) != value:
            self.conflicts.append((meter, stamp))

    def wait_for(self, readings: int) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: len(self.stored) >= readings, timeout=10)

    def covered(self, meter: str, start: float, end: float) -> list[dict[str, object]]:
        """A quarter hour with a reading of each minute, as the app's series would say it."""
        minutes = Counter(
            t // QUARTER * QUARTER for m, t in self.stored if m == meter and t % 60 == 0
        )
        quarters = sorted(q for q in minutes if start <= q < end)
        return [
            {
                "start": datetime.fromtimestamp(q).astimezone().isoformat(),
                "coverage": minutes[q] / 15,
            }
            for q in quarters
        ]


def _handler(app: TinyApp) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            app.requests[url.path] += 1
            if url.path == "/readyz":
                self._answer(200, b"ready")
            else:
                self._series({k: v[0] for k, v in parse_qs(url.query).items()})

        def _series(self, asked: dict[str, str]) -> None:
            if any(m == asked["meter"] for m, _ in app.stored):
                span = (datetime.fromisoformat(asked[k]).timestamp() for k in ("from", "to"))
                points = app.covered(asked["meter"], *span)
                self._answer(200, json.dumps({"points": points}).encode())
            else:
                self._answer(404, b'{"detail": "no such meter"}')

        def do_POST(self) -> None:
            url = urlsplit(self.path)
            app.requests[url.path] += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            if (refusal := app.before_answer("request")) is not None:
                self._answer(refusal[0], b"not now", refusal[1])
                return
            app.commit(body.decode(), parse_qs(url.query)["precision"][0])
            if app.before_answer("answer") is None:
                self._answer(204, b"")
            else:
                self.connection.shutdown(socket.SHUT_RDWR)

        def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture(scope="session")
def site() -> Site:
    """The program's default home; its past is simulated once for all tests that look at it."""
    return Site(HOME, 42)


@pytest.fixture
def app() -> Iterator[TinyApp]:
    tiny = TinyApp()
    tiny.start()
    yield tiny
    tiny.kill()


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def client(app: TinyApp, stop: threading.Event, told: list[str]) -> Iterator[Client]:
    made = Client(app.url, None, stop, told.append)
    yield made
    made.close()
