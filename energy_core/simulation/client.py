"""How the simulator speaks to the app: as any device would, and until it has an answer.

A write returns when the app has committed it. When the app is away or busy it is sent again,
later and later, or when the app asks for it; sent twice it changes nothing. Since nothing goes
on meanwhile, nothing piles up: what is missed is simulated, or read from the file, afterwards.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from urllib.parse import urlsplit

import httpx

from energy_core.errors import Refused, Stopped

FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 30.0
TIMEOUT_S = 60.0
FULL = 0.999  # coverage of a quarter hour in which nothing is missing
QUARTER = 900
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PASSING = (408, 425, 429, 500, 502, 503, 504)


class Client:
    """`say` is told when the app goes away and when it is back; `stop` ends every waiting."""

    def __init__(
        self,
        url: str,
        token: str | None,
        stop: Event,
        say: Callable[[str], None],
        source: str | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=TIMEOUT_S)
        self._packed = urlsplit(url).hostname not in _LOOPBACK
        self._stop, self._say, self.url = stop, say, url
        self._named = {"source": source} if source else {}

    def close(self) -> None:
        self._http.close()

    def wait_ready(self) -> None:
        """Return once the app is ready."""
        self._ask("GET", "/readyz")

    def write(self, lines: str, precision: str) -> None:
        """Return once these lines of line protocol are committed."""
        content, headers = lines.encode(), {"Content-Type": "text/plain; charset=utf-8"}
        if self._packed:
            content, headers["Content-Encoding"] = gzip.compress(content, 5), "gzip"
        path = "/api/v2/write"
        answer = self._ask(
            "POST",
            path,
            params={"precision": precision, **self._named},
            content=content,
            headers=headers,
        )
        if answer.status_code != httpx.codes.NO_CONTENT:
            raise Refused(f"{self.url} is not an energy monitor: {path} answered {_said(answer)}")

    def missing(self, meter: str, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of whole quarter hours in [start, end) [epoch s] not fully covered."""
        answer = self._ask("GET", "/api/v1/series", known_missing=True, params={
            "meter": meter, "from": _iso(start), "to": _iso(end), "resolution": "15m",
        })  # fmt: skip
        points = answer.json()["points"] if answer.is_success else []
        there = {_epoch(p["start"]) for p in points if (p["coverage"] or 0) >= FULL}
        return _spans([q for q in range(start, end, QUARTER) if q not in there], end)

    def _ask(
        self, method: str, path: str, known_missing: bool = False, **request: object
    ) -> httpx.Response:
        """The app's answer, however long it takes; a 404 is one where `known_missing`."""
        wait, away = FIRST_WAIT_S, False
        while not self._stop.is_set():
            answer, trouble = self._try(method, path, **request)
            if answer is not None and answer.status_code not in _PASSING:
                if away:
                    self._say(f"{self.url} answers again")
                return _accepted(answer, known_missing)
            if not away:
                self._say(f"{self.url}: {trouble}; nothing is lost, trying until it is there")
            away = True
            self._stop.wait(max(wait, _retry_after(answer)))
            wait = min(wait * 2, LONGEST_WAIT_S)
        raise Stopped("stopped before the app had answered")

    def _try(self, method: str, path: str, **request: object) -> tuple[httpx.Response | None, str]:
        try:
            answer = self._http.request(method, path, **request)  # type: ignore[arg-type]
        except httpx.TransportError as error:
            return None, f"nothing answers ({error or type(error).__name__})"
        return answer, f"busy ({_said(answer)})"


def _accepted(answer: httpx.Response, known_missing: bool) -> httpx.Response:
    if answer.is_success or (known_missing and answer.status_code == httpx.codes.NOT_FOUND):
        return answer
    raise Refused(f"{answer.request.url} answered {_said(answer)}")


def _said(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.text.strip()[:300]}".strip()


def _retry_after(answer: httpx.Response | None) -> float:
    asked = answer.headers.get("Retry-After", "0") if answer is not None else "0"
    return float(asked) if asked.isdecimal() else 0.0


def _iso(t: int) -> str:
    return datetime.fromtimestamp(t, UTC).isoformat()


def _epoch(stamp: str | float) -> int:
    return int(datetime.fromisoformat(stamp).timestamp() if isinstance(stamp, str) else stamp)


def _spans(quarters: list[int], end: int) -> list[tuple[int, int]]:
    """Neighbouring quarter hours joined into [start, end) spans, the last cut at `end`."""
    spans: list[tuple[int, int]] = []
    for q in quarters:
        if spans and spans[-1][1] == q:
            spans[-1] = (spans[-1][0], q + QUARTER)
        else:
            spans.append((q, q + QUARTER))
    return [(a, min(b, end)) for a, b in spans]
