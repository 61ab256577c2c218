"""The shell that wires the stages: it opens the store, starts what runs beside the pages, and
stops it again."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from energy_core.auth import tokens
from energy_core.auth.limits import Buckets
from energy_core.auth.owner import owner_key
from energy_core.errors import EnergyError
from energy_core.services import demo
from energy_core.services.corrections import Correcting
from energy_core.services.demo import Demo
from energy_core.services.detecting import Detecting
from energy_core.services.failing import note_failure
from energy_core.services.imports import Imports
from energy_core.services.intake import Intake
from energy_core.services.live import Live
from energy_core.services.looking import Looking
from energy_core.services.uploads import Uploads
from energy_core.settings import Settings
from energy_core.store import Store

log = logging.getLogger(__name__)

COMPACT_EVERY_S = 3600.0
TIDY_EVERY_S = 10.0


class Services:
    """One per process; `start` and `stop` on the event loop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(settings)
        self.intake = Intake(self.store, keep_first=settings.on_conflict == "keep")
        self.live = Live(self.store)
        self.detecting = Detecting(self.store, self.live)
        self.corrections = Correcting(self.store, self.live.load)
        self.looking = Looking(self.store)
        beside = settings.db.parent  # room for a file is room for its readings
        self.imports = Imports(self.store, self.live.load, self.looking.at, beside)
        self.uploads = Uploads(beside)
        self.demo = Demo(settings)
        self.limits = Buckets(settings.requests_per_s)
        self.owner_key = owner_key(settings.db)
        self._tasks: list[asyncio.Task[None]] = []
        self.ready = False

    async def start(self) -> None:
        await asyncio.to_thread(self.live.load)
        loop = asyncio.get_running_loop()
        self._tasks += [
            self.live.start(loop),
            loop.create_task(self._keep_compact()),
            loop.create_task(self._keep_tidy()),
            self.looking.start(loop),
        ]
        await asyncio.to_thread(self.detecting.start)
        self.ready = True
        if self.settings.demo and self._may_be_demo():
            self.demo.start()

    async def stop(self) -> None:
        """End the streams, commit what waits, close the file."""
        self.ready = False
        self.live.hub.close()
        try:
            for task in self._tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        finally:
            await asyncio.to_thread(self.demo.stop)
            await asyncio.to_thread(self.uploads.close)
            await asyncio.to_thread(self.detecting.stop)
            await asyncio.to_thread(self.store.close)

    async def _keep_compact(self) -> None:
        """Once an hour, rewrite what is closed, letting readings through in between."""
        while True:
            await asyncio.sleep(COMPACT_EVERY_S)
            try:
                for stretch in await asyncio.to_thread(self.store.to_compact):
                    await asyncio.to_thread(self.store.compact, stretch)
                    await asyncio.sleep(1)
            except Exception as error:
                note_failure(log, "not compacted now; it is tried again", error)

    async def _keep_tidy(self) -> None:
        """Take back what a full disk left of a file, as soon as there is room."""
        while True:
            await asyncio.sleep(TIDY_EVERY_S)
            with suppress(EnergyError):  # the writer has logged it; it is tried again
                await asyncio.to_thread(self.imports.finish_left)

    def _may_be_demo(self) -> bool:
        """Whether the house is empty, or holds the simulated home already."""
        sources = self.store.sources()
        return demo.SOURCE in sources or not (sources or self.store.imports.any_stored())

    def remove_demo(self) -> int:
        """Stop the simulated home and take back all it sent; returns how many readings went."""
        self.demo.stop()
        self.imports.finish_left()
        gone = self.store.remove_source(demo.SOURCE)
        self.live.load()
        return gone

    def create_token(self, name: str) -> str:
        """Make a device token; only its hash is kept."""
        token, stored = tokens.create(name)
        self.store.add_token(stored)
        return token


_running: Services | None = None


def running() -> Services:
    """The services of this process; EnergyError while none is started."""
    if _running is None:
        raise EnergyError("the services are not started: run the app through streamlit_app.py")
    return _running


def set_running(services: Services | None) -> None:
    global _running
    _running = services
