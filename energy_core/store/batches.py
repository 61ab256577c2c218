"""Every reading belongs to a batch: the standing one of a live source, or an imported file."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock

import duckdb

from energy_core.errors import BadRequest
from energy_core.store.writer import Writer

MOST_SOURCES = 1000


class Batches:
    """Numbers of batches, given once each, and the sources that have a standing one."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._lock = Lock()
        self._last = 0
        self.load(cursor)

    def load(self, cursor: duckdb.DuckDBPyConnection) -> None:
        rows = cursor.execute("SELECT source, id FROM energy.batches ORDER BY id").fetchall()
        self._standing: dict[str, int] = dict(rows)
        ((imported,),) = cursor.execute("SELECT max(batch) FROM energy.imports").fetchall()
        self._last = max([self._last, imported or 0, *self._standing.values()])

    def next(self) -> int:
        """A number that no batch has or had."""
        with self._lock:
            self._last += 1
            return self._last

    def find(self, source: str) -> int | None:
        return self._standing.get(source)

    def names(self, batches: set[int]) -> list[str]:
        """The sources among `batches`."""
        return [name for name, id in self._standing.items() if id in batches]

    def standing(self, source: str, writer: Writer) -> int:
        """The number of a source's batch, made at its first use; BadRequest past the limit."""
        with self._lock:
            if source not in self._standing:
                if len(self._standing) >= MOST_SOURCES:
                    raise BadRequest(f"there are {MOST_SOURCES} sources, and no more are kept")
                self._last += 1
                row = [self._last, source, datetime.now(UTC)]
                writer.call(lambda c: c.execute("INSERT INTO energy.batches VALUES (?, ?, ?)", row))
                self._standing[source] = self._last
            return self._standing[source]
