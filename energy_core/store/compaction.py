"""Closed months, rewritten meter by meter: half the space, and the history of one meter lies
together. Readings arrive by time, all meters mixed; stamps and values of one meter in a row
compress far better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from energy_core.metering.periods import instant

SETTLED = timedelta(days=2)  # after its end, a month is seldom written to
MOST_ROWS = 2_000_000  # rewritten in one transaction, for which readings must wait


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a closed month [start, end); `closes` holds the month's readings at its last part."""

    start: datetime
    end: datetime
    month: datetime
    closes: int | None


def due(cursor: duckdb.DuckDBPyConnection, now: datetime) -> list[Stretch]:
    """Parts of the closed months that hold other readings than when they were last rewritten."""
    rows = cursor.execute(
        """
        SELECT epoch_us(month), epoch_us(month + INTERVAL 1 MONTH), n FROM (
            SELECT date_trunc('month', ts) AS month, count(*) AS n FROM energy.readings GROUP BY 1)
        WHERE month + INTERVAL 1 MONTH < ?
          AND (month, n) NOT IN (SELECT month, readings FROM energy.compacted)
        ORDER BY month
        """,
        [now - SETTLED],
    ).fetchall()
    return [part for a, b, n in rows for part in _parts(instant(a), instant(b), n)]


def compact(cursor: duckdb.DuckDBPyConnection, part: Stretch) -> None:
    """Rewrite the readings and quarter hours of one stretch, sorted by meter and time."""
    for table, stamp in (("readings", "ts"), ("quarters", "start")):
        within = f"FROM energy.{table} WHERE {stamp} >= ? AND {stamp} < ?"
        bounds = [part.start, part.end]
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE sorted AS SELECT * {within} ORDER BY meter, {stamp}",
            bounds,
        )
        cursor.execute(f"DELETE {within}", bounds)
        cursor.execute(f"INSERT INTO energy.{table} SELECT * FROM sorted")
    cursor.execute("DROP TABLE sorted")
    if part.closes is not None:
        cursor.execute("DELETE FROM energy.compacted WHERE month = ?", [part.month])
        cursor.execute("INSERT INTO energy.compacted VALUES (?, ?)", [part.month, part.closes])


def _parts(start: datetime, end: datetime, readings: int) -> list[Stretch]:
    count = -(-readings // MOST_ROWS)
    edges = [start + (end - start) * n / count for n in range(count + 1)]
    return [
        Stretch(edges[n], edges[n + 1], start, readings if n == count - 1 else None)
        for n in range(count)
    ]
