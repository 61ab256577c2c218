"""From readings to the app: the past as fast as asked for, then the present as it happens."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from threading import Event

from energy_core.simulation import lines
from energy_core.simulation.client import QUARTER, Client
from energy_core.simulation.site import WITNESS, Reading, Site

PAST_STEP_S = 60
DAY_S = 86400
CATCH_UP_S = 1800  # of live readings in one request
Sent = Callable[[int, int, int], None]  # told (start, end, readings) of what is committed


class Pace:
    """Lets recorded time pass `speed` times as fast as real time; 0 knows no waiting."""

    def __init__(self, speed: float, stop: Event) -> None:
        self.speed, self._stop = speed, stop
        self._began: tuple[float, float] | None = None  # (real, recorded)

    def restart(self) -> None:
        """What is asked for next is now."""
        self._began = None

    def until(self, recorded: float) -> None:
        """Wait until this recorded time [s] has come, the first one asked for being now."""
        if not self.speed:
            return
        now = time.monotonic()
        real, first = self._began = self._began or (now, recorded)
        self._stop.wait(max(0.0, real + (recorded - first) / self.speed - now))


def windows(start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """[start, end) in pieces that end where `size` divides the time."""
    while start < end:
        piece = min(end, (start // size + 1) * size)
        yield start, piece
        start = piece


class Feeder:
    """Sends a site's readings under `prefix` to an app; live it reads every `interval_s`."""

    def __init__(self, site: Site, client: Client, prefix: str | None, interval_s: int) -> None:
        self.prefix = f"{prefix}." if prefix else ""
        self._site, self._client, self._interval_s = site, client, interval_s

    def missing(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of [start, end) [epoch s] that the app lacks, at quarter hours.

        Each begins a quarter hour early: an interval that ended there may not have been sent.
        """
        first = max(start, self._site.built) // QUARTER * QUARTER
        spans = self._client.missing(self.prefix + WITNESS, first, end)
        return [(max(a - QUARTER, first), b) for a, b in spans]

    def send_past(self, spans: Sequence[tuple[int, int]], pace: Pace, *sent: Sent) -> None:
        """Send the spans [epoch s] at one-minute steps."""
        size = PAST_STEP_S * math.ceil(min(pace.speed, DAY_S) / PAST_STEP_S) or DAY_S
        for span in spans:
            pace.restart()
            for start, end in windows(*span, size):
                pace.until(end)
                self._send(start, end, PAST_STEP_S, sent)

    def send_present(self, since: int, stop: Event, *sent: Sent) -> None:
        """From `since` [epoch s] on, send every reading when its time has come, until stopped."""
        while not stop.is_set():
            upto = int(time.time()) // self._interval_s * self._interval_s + 1
            for start, end in windows(since, upto, CATCH_UP_S):
                self._send(start, end, self._interval_s, sent)
            since = max(since, upto)
            stop.wait(self._interval_s - time.time() % self._interval_s)

    def _send(self, start: int, end: int, step_s: int, sent: Sequence[Sent]) -> None:
        readings = self._site.readings(start, end, step_s)
        if readings:
            self._client.write("".join(map(self._lines, readings)), "s")
        count = sum(len(r.stream.t) for r in readings)
        for told in sent:
            told(start, end, count)

    def _lines(self, reading: Reading) -> str:
        m, t = reading.meter, reading.stream.t.tolist()
        step = max(m.every_s, self._interval_s)
        key = lines.series_key(self.prefix + m.slug, m.unit, m.kind, m.role, m.commodity, step)
        return lines.body(key, t, [f"{v:.{m.decimals}f}" for v in reading.stream.values.tolist()])
