"""Looking for what a person may want to correct, beside everything else: at the past of every
meter once, at what a file brought when it came, and at the last weeks every hour."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from energy_core.metering import events
from energy_core.metering.corrections import FOREVER
from energy_core.metering.periods import micros
from energy_core.metering.readings import SECOND
from energy_core.model import Meter, parts_of
from energy_core.services.failing import note_failure
from energy_core.store import Store

log = logging.getLogger(__name__)

FIRST_S = 60.0  # after the start, when the pages are up
EVERY_S = 3600.0
BETWEEN_S = 1.0  # two meters
LOOK_BACK = timedelta(days=60)
CONTEXT = 21 * 86_400 * SECOND  # before what is judged: a habit takes days


class Looking:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._whole: set[str] = set()  # slugs to look at from the beginning; changed on the loop
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> asyncio.Task[None]:
        self._loop = loop
        return loop.create_task(self._keep_looking())

    def at(self, slugs: set[str]) -> None:
        """Look at the whole past of these meters soon; at the start that is done for every meter.
        Any thread may call it."""
        meters = [meter for slug in slugs if (meter := self._store.find(slug))]
        parts = {slug for m in meters for slug, _ in parts_of(m.slug, m.role)}
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._ask, slugs | parts)

    def _ask(self, slugs: set[str]) -> None:
        self._whole |= slugs
        self._wake.set()

    def look(self, meter: Meter, since: datetime | None = None) -> int:
        """Note changed units, shifted clocks and copied days as the meter's events from `since`
        on (from the beginning, if None). Returns how many there are."""
        first = micros(since) if since else -FOREVER
        readings = self._store.corrections.sampled(meter, first - CONTEXT)
        found = events.look(readings, meter, self._store.site().timezone)
        found = [f for f in found if f.start >= first]
        self._store.corrections.note(meter, first, events.KINDS, found)
        return len(found)

    async def _keep_looking(self) -> None:
        self._ask({meter.slug for meter in self._store.meters()})
        await asyncio.sleep(FIRST_S)
        while True:
            self._wake.clear()  # first: what is asked for meanwhile is looked at in a next round
            await self.look_around()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), EVERY_S)

    async def look_around(self) -> None:
        """Look at every meter once, on the loop; one that fails is tried again the next time."""
        for meter in self._store.meters():
            await self._look_at(meter)
            await asyncio.sleep(BETWEEN_S)

    async def _look_at(self, meter: Meter) -> None:
        is_whole = meter.slug in self._whole
        self._whole.discard(meter.slug)  # it may be asked for again while it is looked at
        since = None if is_whole else datetime.now(UTC) - LOOK_BACK
        try:
            await asyncio.to_thread(self.look, meter, since)
        except Exception as error:
            note_failure(log, f"{meter.slug} was not looked at; it is tried again", error)
            self._whole |= {meter.slug} if is_whole else set()
