"""Where readings came or changed since someone last looked; told in the writing thread."""

from __future__ import annotations

import threading

import numpy as np

from energy_core.store.ingest import Committed

Span = tuple[int, int]
"""First and last stamp [µs]."""


class News:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._came = threading.Event()
        self._new: dict[int, Span] = {}
        self._changed: set[int] = set()

    def committed(self, committed: Committed) -> None:
        """Note where there is something new; readings are sorted by meter and stamp."""
        ts = committed.readings.ts
        ids, first = np.unique(committed.readings.meter, return_index=True)
        last = np.append(first[1:], len(ts)) - 1
        for id, a, b in zip(ids.tolist(), first.tolist(), last.tolist(), strict=True):
            self.add(id, int(ts[a]), int(ts[b]))

    def add(self, meter: int, low: int, high: int) -> None:
        with self._lock:
            before = self._new.get(meter, (low, high))
            self._new[meter] = (min(low, before[0]), max(high, before[1]))
        self._came.set()

    def changed(self, meter: int) -> None:
        """Readings of a meter count otherwise than they did."""
        with self._lock:
            self._changed.add(meter)
        self._came.set()

    def __bool__(self) -> bool:
        return bool(self._new or self._changed)

    def wait(self, seconds: float, clear: bool = True) -> None:
        """Until there is something, or someone wakes it."""
        self._came.wait(seconds)
        if clear:
            self._came.clear()

    def wake(self) -> None:
        self._came.set()

    def take(self) -> tuple[dict[int, Span], set[int]]:
        """(meter → span of new stamps, meters that changed) since the last time."""
        with self._lock:
            new, self._new = self._new, {}
            changed, self._changed = self._changed, set()
        return new, changed
