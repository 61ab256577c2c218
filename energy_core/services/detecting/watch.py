"""The thread that judges readings as they are committed.

Two roads: what is new is judged at once, from where its meter stands; where the past changed, the
meter is gone through again, a few days at a time, while the first road goes on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from energy_core.analysis.detectors.sensitivity import Sensitivity
from energy_core.errors import EnergyError
from energy_core.metering.periods import instant, micros
from energy_core.metering.readings import HOUR, SECOND
from energy_core.model import Meter
from energy_core.services.detecting.lane import Lane
from energy_core.services.detecting.news import News
from energy_core.services.detecting.passing import STRETCH, Pass
from energy_core.services.failing import note_failure
from energy_core.store import Store

log = logging.getLogger(__name__)

GATHER_S = 0.2  # what is committed meanwhile is judged together
SETTLE_S = 2.0  # without another change of the past, before a meter is gone through again
LONGEST_WAIT_S = 60.0  # for that
GROW_S = 60.0  # between two times that a growing incident is stored
SAVE_S = 3600.0  # between two times that a meter's state is stored: a restart goes on from there
REST = 1.0  # times as long as a piece of the past took: the other half is everyone else's
AHEAD = HOUR  # readings further in the future are not judged


@dataclass(slots=True)
class Asked:
    """When a meter was first and last asked to be gone through again (monotonic s)."""

    first: float = field(default_factory=time.monotonic)
    last: float = field(default_factory=time.monotonic)

    @property
    def due(self) -> float:
        return min(self.last + SETTLE_S, self.first + LONGEST_WAIT_S)


class Watch:
    """What has no underscore may be called from any thread."""

    def __init__(self, store: Store, told: Callable[[Meter], None]) -> None:
        """`told(meter)` is called where incidents came or went."""
        self._store, self._told = store, told
        self._news = News()
        self._closing = False
        self._lanes: dict[int, Lane] = {}
        self._passes: dict[int, Pass] = {}
        self._asked: dict[int, Asked] = {}
        self._last: dict[int, int] = {}  # stamp up to which there are readings to judge
        self._thread = threading.Thread(target=self._run, name="detecting", daemon=True)

    def start(self) -> None:
        """Follow the commits in a thread."""
        self.follow()
        self._thread.start()

    def follow(self) -> None:
        """Go on with every meter from where the last process stopped, then hear of commits."""
        self._store.on_commit(self._news.committed)
        self._store.on_change(self._news.changed)
        for meter in self._store.meters():
            if (extent := self._store.extent(meter)) is not None:
                last = micros(extent[1])
                self._news.add(meter.id, last + 1, last)

    def stop(self) -> None:
        """End the thread; what it knows is stored."""
        self._closing = True
        self._news.wake()
        if self._thread.ident is not None:
            self._thread.join()
        for id, lane in [*self._lanes.items()]:
            if lane.until > lane.kept_until or lane.unsaved:
                self._trying(id, partial(self._keep, lane))

    def lane(self, meter: Meter) -> Lane | None:
        """Where a meter stands; None until it was gone through once."""
        return self._lanes.get(meter.id)

    def sensitivity(self, meter: Meter) -> Sensitivity:
        """What was asked for."""
        return Sensitivity(self._store.anomalies.sensitivity(meter) or Sensitivity.AUTO)

    def again(self, meter: Meter) -> None:
        """Let a meter be gone through again soon."""
        self._news.changed(meter.id)

    # -- rounds

    @property
    def is_busy(self) -> bool:
        """Whether there are readings to judge."""
        return bool(self._news or self._passes or self._asked)

    def _run(self) -> None:
        while not self._closing:
            self._news.wait(self._patience())
            try:
                self.round()
            except Exception as error:
                note_failure(log, "detection goes on with the next readings", error)

    def _patience(self) -> float:
        """Seconds until there is something to do without news."""
        if self._passes:
            return 0.0
        due = min((asked.due for asked in self._asked.values()), default=float("inf"))
        return min(max(due - time.monotonic(), 0.01), GROW_S)

    def round(self) -> None:
        """Judge what is new, and some of what is past; in one thread only."""
        if self._news:
            time.sleep(GATHER_S)
        news, changed = self._news.take()
        for id in changed:
            self._trying(id, partial(self._past_changed, id))
        for id, (low, high) in sorted(news.items(), key=lambda item: -item[1][1]):
            self._trying(id, partial(self._follow, id, low, high))
        for id, lane in [*self._lanes.items()]:
            self._trying(id, partial(self._keep_if_due, lane))
        self._background()

    def _trying(self, id: int, step: Callable[[], None]) -> None:
        """A meter that cannot be judged is tried again with its next readings, from what is
        stored."""
        try:
            step()
        except Exception as error:
            self._lanes.pop(id, None)
            self._passes.pop(id, None)
            if not (self._closing and isinstance(error, EnergyError)):
                note_failure(log, f"meter {id} could not be judged; it is tried again", error)

    # -- what is new

    def _follow(self, id: int, low: int, high: int) -> None:
        meter, most = self._meter(id), _believed()
        if meter is None or self._closing or low > most:
            return
        high = min(high, most)
        self._last[id] = max(high, self._last.get(id, high))
        lane = self._lanes.get(id) or self._loaded(meter)
        running = self._passes.get(id)
        if low < running.at if running else lane is None:
            self._past_changed(id)
        if lane is None or (running and running.lane is lane):
            return  # the pass gets there
        lane.meter = meter
        if low < lane.until:
            self._reopen(lane, low)
        self._on(lane, high)

    def _reopen(self, lane: Lane, low: int) -> None:
        """What is stored of the meter is no place to go on from any more."""
        is_kept = lane.kept_until > 0
        if not lane.reopen(low):
            self._past_changed(lane.meter.id)
        elif is_kept:
            self._store.anomalies.mark_stale([lane.meter.id])

    def _on(self, lane: Lane, high: int) -> None:
        """Judge the readings up to `high` [µs]."""
        if high < lane.until or lane.waits(high):
            return
        if high - lane.until > STRETCH:
            self._passes[lane.meter.id] = self._pass(lane)
        elif lane.judge(self._store.corrections.readings(lane.meter, lane.until, high)):
            self._keep(lane, state=False)

    def _loaded(self, meter: Meter) -> Lane | None:
        """Where the meter stood when its state was stored."""
        if (kept := self._store.anomalies.state(meter)) is None:
            return None
        try:
            lane = Lane.of(meter, self._timezone, self.sensitivity(meter), kept)
        except ValueError as error:
            log.info("%s is gone through again: %s", meter.slug, error)
            return None
        if kept.stale:
            self._asked.setdefault(meter.id, Asked())
        self._lanes[meter.id] = lane
        return lane

    # -- what is past

    def _past_changed(self, id: int) -> None:
        """Let a meter be gone through again; one that never was, at once."""
        if self._meter(id) is None:
            return
        if (asked := self._asked.get(id)) is not None:
            asked.last = time.monotonic()
        elif id in self._lanes:
            self._asked[id] = Asked()
            self._store.anomalies.mark_stale([id])
        else:
            self._asked[id] = Asked(0.0, 0.0)

    def _background(self) -> None:
        """Take the next days of the meter with the newest readings."""
        now = time.monotonic()
        for id in [id for id, asked in self._asked.items() if asked.due <= now]:
            if id not in self._passes:
                del self._asked[id]
                self._trying(id, partial(self._begin, id))
        if not self._passes or self._closing:
            return
        id = max(self._passes, key=lambda id: self._last.get(id, 0))
        self._trying(id, partial(self._advance, id))
        self._news.wait(REST * (time.monotonic() - now), clear=False)

    def _begin(self, id: int) -> None:
        meter = self._meter(id)
        if meter is not None and self._store.corrections.extent(meter) is not None:
            self._passes[id] = self._pass(Lane(meter, self._timezone, self.sensitivity(meter)))

    def _pass(self, lane: Lane) -> Pass:
        meter = lane.meter
        first, last = self._store.corrections.extent(meter) or (0, 0)
        last = self._last.setdefault(meter.id, min(last, _believed()))
        return Pass(lane, first, last, partial(self._store.corrections.readings, meter))

    def _advance(self, id: int) -> None:
        one = self._passes[id]
        if not one.advance(self._last[id]):
            return
        del self._passes[id]
        self._lanes[id] = one.lane
        self._keep(one.lane, one=one)

    # -- keeping

    def _keep_if_due(self, lane: Lane) -> None:
        now = time.monotonic()
        if lane.until > lane.kept_until and now - lane.saved > SAVE_S:
            self._keep(lane)
        elif lane.unsaved and now - lane.grown > GROW_S:
            self._keep(lane, state=False)

    def _keep(self, lane: Lane, state: bool = True, one: Pass | None = None) -> None:
        """Store what was found, with the state (a restart finds the same again without it)."""
        id = lane.meter.id
        kept = lane.kept() if state else None
        if kept is not None:
            is_stale = id in self._asked or (id in self._passes and self._passes[id].is_new)
            kept = replace(kept, stale=is_stale)
        since = one.since if one else None
        if lane.back_to is not None:
            since = instant(lane.back_to)
        if self._store.anomalies.put(lane.meter, kept, lane.incidents(), since):
            self._told(lane.meter)
        lane.was_saved(kept)

    # -- words

    def _meter(self, id: int) -> Meter | None:
        """None of a meter that is gone; it is forgotten."""
        meter = next((m for m in self._store.meters() if m.id == id), None)
        if meter is None:
            for kept in (self._lanes, self._passes, self._asked, self._last):
                kept.pop(id, None)
        return meter

    @property
    def _timezone(self) -> str:
        return self._store.site().timezone


def _believed() -> int:
    """The last stamp [µs] that is judged."""
    return round(time.time() * SECOND) + AHEAD
