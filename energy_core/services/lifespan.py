"""Starting and stopping with the server."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any, NoReturn

from energy_core import settings
from energy_core.errors import EnergyError
from energy_core.services.services import Services, set_running

SWITCH_S = 0.0005  # a commit takes and leaves the interpreter many times; charts must not hold it


Job = Callable[[Services], Coroutine[Any, Any, None]]
"""What runs beside the pages for as long as the server does."""


def lifespan(
    port: Callable[[], int],
    beside: Sequence[Job] = (),
) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any]]]:
    """The lifespan of a server that will listen on `port()`.

    It opens the file and starts the services, and the jobs `beside` them; on the way out it
    commits what waits and closes.
    What cannot start is said in one line, and the process ends.
    """

    @asynccontextmanager
    async def with_services(app: Any) -> AsyncIterator[dict[str, Any]]:
        services = await asyncio.to_thread(_open, port())
        set_running(services)
        sys.setswitchinterval(SWITCH_S)
        await services.start()
        _end_streams_on_signals(services)
        jobs = [asyncio.create_task(job(services)) for job in beside]
        try:
            yield {"services": services}
        finally:
            await _ended(jobs)
            await services.stop()
            set_running(None)

    return with_services


async def _ended(jobs: Sequence[asyncio.Task[None]]) -> None:
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)


def _open(port: int) -> Services:
    try:
        return Services(replace(settings.load(), port=port))
    except EnergyError as error:
        _end(str(error))


def _end(reason: str) -> NoReturn:
    """Leave at once: the server would wrap any exception from here in a page of traceback."""
    print(f"energy: {reason}", file=sys.stderr, flush=True)
    os._exit(1)


def _end_streams_on_signals(services: Services) -> None:
    """The server waits for open responses before it stops, and a live stream has no end of its
    own: end them first, then let the server's own handler go on."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def handle(signum: int, frame: Any, before: Any = before) -> None:
            loop.call_soon_threadsafe(services.live.hub.close)
            if callable(before):
                before(signum, frame)

        signal.signal(number, handle)
