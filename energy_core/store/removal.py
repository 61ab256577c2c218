"""Taking a batch back: the store is then as if it had never come.

Stretch by stretch, each in a transaction of its own, so that live readings go on in between. The
batch is noted first: what a crash interrupts, the next start goes on with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import duckdb

from energy_core.model import Role, parts_of
from energy_core.store import anomalies, events
from energy_core.store.claims import Claims
from energy_core.store.corrections import Corrections
from energy_core.store.ingest import Ingest
from energy_core.store.ledger import forget_meters
from energy_core.store.tables import WITHIN
from energy_core.store.writer import After, Writer

MOST_ROWS = 250_000  # looked at in one transaction
Stretch = tuple[int, int, int]
"""(meter, first, last stamp [µs])"""
Progress = Callable[[float], None]
"""Is told the share that is done, 0..1."""


@dataclass(frozen=True, slots=True)
class Undone:
    """removed: readings that are gone; kept: those that others had brought too, with the same
    value; restored: stamps that show another value again."""

    removed: int = 0
    kept: int = 0
    restored: int = 0

    @property
    def readings(self) -> int:
        """All that the batch had shown."""
        return self.removed + self.kept + self.restored

    def __add__(self, other: Undone) -> Undone:
        return Undone(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


class Removal:
    def __init__(
        self, writer: Writer, ingest: Ingest, claims: Claims, corrections: Corrections
    ) -> None:
        self._writer, self._ingest = writer, ingest
        self._claims, self._corrections = claims, corrections

    def take_back(
        self,
        batch: int,
        reload: Callable[[], None],
        progress: Progress,
    ) -> Undone:
        """Take `batch` back, with the meters that are left without a reading; `reload` follows the
        last commit."""
        parts: list[Stretch] = self._writer.call(lambda cursor: _begin(cursor, batch))
        gone = Undone()
        for n, part in enumerate(parts):
            gone += self._stretch(batch, part)
            progress((n + 1) / len(parts))

        def end(cursor: duckdb.DuckDBPyConnection) -> tuple[Undone, After]:
            _drop_empty(cursor, batch)
            cursor.execute("DELETE FROM energy.undoing WHERE batch = ?", [batch])
            return gone, reload

        return self._writer.change(end)

    def _stretch(self, batch: int, part: Stretch) -> Undone:
        def take(cursor: duckdb.DuckDBPyConnection) -> tuple[Undone, After]:
            gone = _hand_over(cursor, batch, part, self._claims.alone(part[0], batch))
            ledger = self._corrections.reread(cursor)
            again = self._ingest.again(cursor, *part, ledger.book) if gone.readings else _nothing

            def follow() -> None:
                again()
                self._corrections.adopt(ledger)

            return gone, follow

        return self._writer.change(take)


def _nothing() -> None:
    return None


def unfinished(cursor: duckdb.DuckDBPyConnection) -> list[int]:
    """Batches that were being taken back when the process ended."""
    rows = cursor.execute("SELECT DISTINCT batch FROM energy.undoing").fetchall()
    return [batch for (batch,) in rows]


def note(cursor: duckdb.DuckDBPyConnection, batch: int) -> None:
    """From here on `batch` is being taken back, whatever happens."""
    cursor.execute(
        """
        INSERT INTO energy.undoing
        SELECT DISTINCT batch, meter FROM energy.readings WHERE batch = ?
        UNION ALL SELECT ?, NULL
        """,
        [batch, batch],
    )


def _begin(cursor: duckdb.DuckDBPyConnection, batch: int) -> list[Stretch]:
    """Note that `batch` goes, drop what it claimed, and find where it shows readings."""
    note(cursor, batch)
    cursor.execute("DELETE FROM energy.claims WHERE batch = ?", [batch])
    rows = cursor.execute(
        """
        SELECT o.meter, epoch_us(o.low), epoch_us(o.high), count(*) FROM (
            SELECT meter, min(ts) AS low, max(ts) AS high FROM energy.readings
            WHERE batch = ? GROUP BY meter) o
        JOIN energy.readings r ON r.meter = o.meter AND r.ts BETWEEN o.low AND o.high
        GROUP BY ALL ORDER BY o.meter
        """,
        [batch],
    ).fetchall()
    return [part for row in rows for part in _parts(*row)]


def _parts(meter: int, first: int, last: int, rows: int) -> list[Stretch]:
    count = -(-rows // MOST_ROWS)
    edges = [first + (last + 1 - first) * n // count for n in range(count + 1)]
    return [(meter, edges[n], edges[n + 1] - 1) for n in range(count)]


def _hand_over(cursor: duckdb.DuckDBPyConnection, batch: int, part: Stretch, alone: bool) -> Undone:
    """Within a stretch, let each stamp that `batch` shows have its highest claim, or nothing; the
    events that lie on what is shown no more go too."""
    kept, restored = (0, 0) if alone else _promote(cursor, batch, part)
    lost = f"SELECT ts FROM energy.readings r WHERE {_within('r')} AND batch = ?"
    events.drop(cursor, part[0], lost, [*part, batch])
    ((removed,),) = cursor.execute(
        f"DELETE FROM energy.readings r WHERE {_within('r')} AND batch = ?", [*part, batch]
    ).fetchall()
    return Undone(removed, kept, restored)


def _promote(cursor: duckdb.DuckDBPyConnection, batch: int, part: Stretch) -> tuple[int, int]:
    """How many stamps keep their value, and how many get another one."""
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE heirs AS
        SELECT c.*, c.value = r.value AS same FROM (
            FROM energy.claims c WHERE {_within("c")}
              AND batch NOT IN (SELECT batch FROM energy.imports WHERE state = 'undone')
            QUALIFY row_number() OVER (PARTITION BY ts ORDER BY rank DESC) = 1) c
        JOIN energy.readings r ON r.meter = c.meter AND r.ts = c.ts
        WHERE r.batch = ? AND {_within("r")}
        """,
        [*part, batch, *part],
    )
    cursor.execute(
        f"""
        UPDATE energy.readings r SET value = c.value, quality = c.quality, batch = c.batch
        FROM heirs c WHERE r.ts = c.ts AND {_within("r")}
        """,
        list(part),
    )
    cursor.execute(
        f"""
        DELETE FROM energy.claims c USING heirs h
        WHERE c.ts = h.ts AND c.batch = h.batch AND {_within("c")}
        """,
        list(part),
    )
    ((same, other),) = cursor.execute(
        "SELECT count(*) FILTER (same), count(*) FILTER (NOT same) FROM heirs"
    ).fetchall()
    events.drop(cursor, part[0], "SELECT ts FROM heirs WHERE NOT same", [])
    cursor.execute("DROP TABLE heirs")
    return same, other


def _within(table: str) -> str:
    """SQL for: in the stretch of three parameters."""
    return f"{table}.meter = ? AND {table}.ts {WITHIN}"


def _drop_empty(cursor: duckdb.DuckDBPyConnection, batch: int) -> None:
    """Forget the meters that the batch had readings of, and those made for it, that have none now;
    and signed meters without a direction left."""
    cursor.execute(
        """
        DELETE FROM energy.meters WHERE (id IN (SELECT meter FROM energy.undoing WHERE batch = ?)
            OR slug IN (SELECT slug FROM energy.import_meters WHERE batch = ?))
          AND id NOT IN (SELECT DISTINCT meter FROM energy.readings)
        """,
        [batch, batch],
    )
    rows = cursor.execute("SELECT slug, role FROM energy.meters").fetchall()
    known = {slug for slug, _ in rows}
    for slug, role in rows:
        parts = {part for part, _ in parts_of(slug, Role(role))}
        if parts and not parts & known:
            cursor.execute("DELETE FROM energy.meters WHERE slug = ?", [slug])
    cursor.execute(
        "DELETE FROM energy.meter_events WHERE meter NOT IN (SELECT id FROM energy.meters)"
    )
    forget_meters(cursor)
    anomalies.forget_meters(cursor)
