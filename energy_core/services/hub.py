"""The live hub: what was committed, sent to every listener, with a memory to catch up from.

Lives on the event loop; `publish` may be called from any thread.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any

REMEMBERED = 2000  # messages that a listener who returns can catch up on
BEHIND = 500  # messages a listener may be behind before it is let go; it comes back and catches up
HEARTBEAT_S = 15.0
REMEMBERED_BYTES = 8 << 20
LONGEST_NUMBER = 18  # digits
MOST_LISTENERS = 1000


def message(event: str, data: Any, id: str | None = None) -> bytes:
    """One server-sent event."""
    head = f"id: {id}\n" if id else ""
    return f"{head}event: {event}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


class Hub:
    def __init__(self, snapshot: Callable[[], Any]) -> None:
        self._snapshot = snapshot
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: set[asyncio.Queue[bytes | None]] = set()
        self._past: deque[tuple[int, bytes]] = deque(maxlen=REMEMBERED)
        self._past_bytes = 0
        self._encoded: tuple[int, bytes] = (-1, b"")
        self._life = f"{time.time_ns() // 1_000_000:x}"
        self._number = 0

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def publish(self, event: str, data: Any) -> None:
        """Send to every listener, in order. Silent before `start` and after the loop's end."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send, event, data)

    def close(self) -> None:
        """End every listener's stream."""
        for queue in self._listeners:
            _push(queue, None)

    async def listen(self, last_id: str | None) -> AsyncIterator[bytes]:
        """Events from now on, after those missed since `last_id`, or after a snapshot."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(BEHIND)
        missed = self._since(last_id)
        first = missed if missed is not None else [self._first()]
        self._listeners.add(queue)
        try:
            yield b"retry: 1000\n\n"
            for part in first:
                yield part
            while (following := await _next(queue)) is not None:
                yield following
        finally:
            self._listeners.discard(queue)

    def _first(self) -> bytes:
        """The snapshot, encoded once for all who come between two events."""
        if self._encoded[0] != self._number:
            id = f"{self._life}-{self._number}"
            self._encoded = (self._number, message("snapshot", self._snapshot(), id))
        return self._encoded[1]

    def _since(self, last_id: str | None) -> list[bytes] | None:
        """Messages after `last_id`, or None where memory does not reach back to it."""
        life, _, number = (last_id or "").partition("-")
        if life != self._life or not number.isdecimal() or len(number) > LONGEST_NUMBER:
            return None
        if int(number) > self._number:
            return None
        if int(number) < self._number and (not self._past or self._past[0][0] > int(number) + 1):
            return None
        return [part for n, part in self._past if n > int(number)]

    def _send(self, event: str, data: Any) -> None:
        self._number += 1
        part = message(event, data, f"{self._life}-{self._number}")
        self._remember(part)
        for queue in list(self._listeners):
            _push(queue, part)

    def _remember(self, part: bytes) -> None:
        if len(self._past) == REMEMBERED:
            self._past_bytes -= len(self._past[0][1])
        self._past.append((self._number, part))
        self._past_bytes += len(part)
        while self._past_bytes > REMEMBERED_BYTES:
            self._past_bytes -= len(self._past.popleft()[1])


def _push(queue: asyncio.Queue[bytes | None], part: bytes | None) -> None:
    """Add a part; a listener that is too far behind is let go instead."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        part = None
    queue.put_nowait(part)


async def _next(queue: asyncio.Queue[bytes | None]) -> bytes | None:
    """The next part, or a heartbeat when none came for a while."""
    try:
        return await asyncio.wait_for(queue.get(), HEARTBEAT_S)
    except TimeoutError:
        return message("ping", {"now": time.time()})
