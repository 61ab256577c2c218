"""What is known at this moment of every meter: the figure to show, the last ten minutes,
today's energy. Fed by commits, told to the hub."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from energy_core.metering.local_days import day_bounds, local_date
from energy_core.model import Meter, Prices
from energy_core.services.failing import note_failure
from energy_core.services.hub import Hub
from energy_core.services.thin import thinned
from energy_core.store import Store
from energy_core.store.ingest import Committed
from energy_core.units import ENERGY, POWER, VOLUME

log = logging.getLogger(__name__)

Today = tuple[str, dict[str, dict[str, float]]]
"""Local date, and slug → amount [Wh or m³] since midnight and coverage 0..1."""

TRACE_S = 600.0
MOST_POINTS = 600  # of a trace; a faster meter is thinned, its extremes kept
AHEAD_S = 120.0  # a figure further in the future gives way to the next one
TODAY_EVERY_S = 1.0
RATE_UNIT = {POWER: "W", ENERGY: "W", VOLUME: "m³/h"}


class Live:
    """`figures` per meter id as (stamp [epoch s], value) of the last ten minutes, newest last.

    The value is W for what flows as energy, m³/h for a volume, the level itself for a level;
    a counter's is its mean rate since the reading before.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._traces: dict[int, deque[tuple[float, float]]] = {}
        self._today: Today = ("", {})
        self._known: set[int] = set()
        self._sent: frozenset[int] = frozenset()
        self._doubtful = False  # whether a meter that is not in `_sent` may be by now
        self._stale = asyncio.Event()
        self.hub = Hub(self.snapshot)

    def load(self) -> None:
        """Read the live end of every meter from the store, and tell it to who listens."""
        meters = self._store.meters()
        traces = {m.id: deque(thinned(self._recent(m), MOST_POINTS)) for m in meters}
        with self._lock:
            self._traces, self._known = traces, {meter.id for meter in meters}
        self._sent = self._store.sent_meters()
        self._read_today()
        self.hub.publish("snapshot", self.snapshot())

    def _recent(self, meter: Meter) -> list[tuple[float, float]]:
        if (extent := self._store.extent(meter)) is None:
            return []
        end = extent[1] + timedelta(microseconds=1)
        return self._store.figures(meter, end - timedelta(seconds=TRACE_S), end)

    def start(self, loop: asyncio.AbstractEventLoop) -> asyncio.Task[None]:
        self.hub.start(loop)
        self._loop = loop
        self._store.on_commit(self._committed)
        return loop.create_task(self._keep_today())

    def is_sent(self, meter: Meter) -> bool:
        """Whether a live source sent anything of it: what only came in files cannot fall silent."""
        return meter.id in self._sent

    def change_meters(self, slugs: Iterable[str], **changes: object) -> None:
        """Change meters as `Store.change_meter` does, and tell every page that is open."""
        for slug in slugs:
            self._store.change_meter(slug, **changes)
        self.load()

    def change_prices(self, prices: Prices) -> None:
        """Change what a kWh costs, and tell every page that is open."""
        self._store.prices.put(prices)
        self.hub.publish("snapshot", self.snapshot())

    def snapshot(self) -> dict[str, Any]:
        """Everything a page needs to begin: the events of `/api/v1/live` then keep it up to date."""
        site, meters = self._store.site(), self._store.meters()
        prices = asdict(self._store.prices.get())
        slugs = {meter.id: meter.slug for meter in meters}
        return {
            "now": time.time(),
            "day": self._today[0],
            "site": {
                "name": site.name,
                "timezone": site.timezone,
                "currency": site.currency,
                "prices": prices,
            },
            "meters": [self._described(meter, slugs) for meter in meters],
        }

    def _described(self, meter: Meter, slugs: Mapping[int, str]) -> dict[str, Any]:
        with self._lock:
            trace = list(self._traces.get(meter.id, ()))
        last = trace[-1] if trace else (None, None)
        return {
            "slug": meter.slug,
            "name": meter.name,
            "role": meter.role,
            "commodity": meter.commodity,
            "kind": meter.kind,
            "unit": RATE_UNIT.get(meter.unit, meter.unit) if meter.measures_flow else meter.unit,
            "step_s": self._store.step_s(meter),
            "confirmed": meter.confirmed,
            "sent": self.is_sent(meter),
            "parent": slugs.get(meter.parent) if meter.parent is not None else None,
            "ts": last[0],
            "value": last[1],
            "today": self._today[1].get(meter.slug),
            "trace": trace,
        }

    def _committed(self, committed: Committed) -> None:
        """In the writing thread: note the new figures and send them."""
        news = [
            {"meter": meter.slug, "ts": ts, "value": value}
            for meter, figures in self._new_figures(committed)
            for ts, value in figures
        ]
        ids = np.unique(committed.readings.meter).tolist()
        self._doubtful = self._doubtful or not self._sent.issuperset(ids)
        if any(id not in self._known for id in ids):
            self._known = {m.id for m in self._store.meters()}
            self.hub.publish("meters", {"meters": self.snapshot()["meters"]})
        if news:
            self.hub.publish("readings", {"readings": news})
        self._loop.call_soon_threadsafe(self._stale.set)

    def _new_figures(self, committed: Committed) -> list[tuple[Meter, list[tuple[float, float]]]]:
        out = []
        with self._lock:
            for id in np.unique(committed.readings.meter).tolist():
                meter = self._store.meter_by_id(id)
                trace = self._traces.setdefault(id, deque())
                figures = committed.figures(meter, TRACE_S)
                if trace and figures and figures[-1][0] <= trace[-1][0] > time.time() + AHEAD_S:
                    trace.clear()
                after = trace[-1][0] if trace else -np.inf
                figures = [f for f in figures if f[0] > after]
                figures = thinned(figures, MOST_POINTS)
                trace.extend(figures)
                while trace and trace[0][0] < trace[-1][0] - TRACE_S:
                    trace.popleft()
                if len(trace) > 2 * MOST_POINTS:
                    self._traces[id] = deque(thinned([*trace], MOST_POINTS))
                out.append((meter, figures))
        return out

    async def _keep_today(self) -> None:
        """After commits, at most once a second, read today's energy and send it."""
        while True:
            try:
                await asyncio.wait_for(self._stale.wait(), 60)
            except TimeoutError:
                if self._today[0] == _today(self._store.site().timezone):
                    continue
            self._stale.clear()
            try:
                await asyncio.to_thread(self._read_sent)
                await asyncio.to_thread(self._read_today)
            except Exception as error:
                note_failure(log, "today's energy could not be read; it is tried again", error)
                self._doubtful = True
                self._stale.set()
            else:
                self.hub.publish("today", {"day": self._today[0], "today": self._today[1]})
            await asyncio.sleep(TODAY_EVERY_S)

    def _read_sent(self) -> None:
        """Tell it where a meter that only files knew is sent from now on."""
        if not self._doubtful:
            return
        self._doubtful = False
        before, self._sent = self._sent, self._store.sent_meters()
        if self._sent != before:
            self.hub.publish("meters", {"meters": self.snapshot()["meters"]})

    def _read_today(self) -> None:
        timezone, now = self._store.site().timezone, datetime.now(UTC)
        start, _ = day_bounds(local_date(now, timezone), timezone)
        passed = max((now - start).total_seconds(), 1.0)
        energies = self._store.today(now)
        today = {
            meter.slug: {
                "amount": energies[meter.id][0],
                "coverage": min(energies[meter.id][1] / passed, 1.0),
            }
            for meter in self._store.meters()
            if meter.measures_flow and meter.id in energies
        }
        self._today = (local_date(now, timezone).isoformat(), today)


def _today(timezone: str) -> str:
    return local_date(datetime.now(UTC), timezone).isoformat()
