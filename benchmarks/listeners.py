"""Viewers without a browser: `python -m benchmarks.listeners PORT COUNT` listens to the stream."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from benchmarks.helper import say_ready, wait_for_the_end

REQUEST = b"GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
SNAPSHOT, READINGS = b"event: snapshot", b"event: readings"


class Listener:
    """One connection; counts the events of readings it has heard."""

    def __init__(self, port: int) -> None:
        self.port, self.heard, self.greeted = port, 0, asyncio.Event()

    async def listen(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 24)
        writer.write(REQUEST)
        while line := await reader.readline():
            if line.startswith(SNAPSHOT):
                self.greeted.set()
            self.heard += line.startswith(READINGS)
        raise ConnectionError("the server ended the stream")


async def main(port: int, count: int) -> None:
    listeners = [Listener(port) for _ in range(count)]
    tasks = [asyncio.create_task(listener.listen()) for listener in listeners]
    greeted = asyncio.gather(*(listener.greeted.wait() for listener in listeners))
    await _first(greeted, *tasks)
    say_ready()
    await _first(asyncio.ensure_future(asyncio.to_thread(wait_for_the_end)), *tasks)
    for task in tasks:
        task.cancel()
    print(json.dumps({"heard": [listener.heard for listener in listeners]}))


async def _first(awaited: asyncio.Future[Any], *tasks: asyncio.Task[None]) -> None:
    """Wait for `awaited`; a listener that ends before it raises its error here."""
    done, _ = await asyncio.wait([awaited, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for future in done:
        future.result()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
