"""The ledger of corrections and rejected events, as the file has it."""

from __future__ import annotations

import json
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from energy_core.metering.corrections import Correction
from energy_core.metering.periods import instant
from energy_core.metering.readings import Readings
from energy_core.model import CorrectionKind, EventKind, Quality
from energy_core.store.overlay import Book, Rejected
from energy_core.store.tables import stamps, within_calendar


@dataclass(frozen=True, slots=True)
class Ledger:
    """All corrections by id, and the rejected events, as the file has them."""

    corrections: dict[int, Correction]
    rejected: frozenset[Rejected]
    book: Book

    @classmethod
    def of(cls, corrections: dict[int, Correction], rejected: frozenset[Rejected]) -> Ledger:
        active = [c for c in corrections.values() if c.undone is None]
        return cls(corrections, rejected, Book.of(active, rejected))

    @classmethod
    def load(cls, cursor: duckdb.DuckDBPyConnection) -> Ledger:
        return cls.of(_corrections(cursor), rejected(cursor))

    def put(self, *changed: Correction) -> Ledger:
        """With corrections that are new, or other than they were."""
        return Ledger.of({**self.corrections, **{c.id: c for c in changed}}, self.rejected)


def insert(cursor: duckdb.DuckDBPyConnection, c: Correction) -> None:
    cursor.execute(
        """INSERT INTO energy.corrections VALUES
           (?, ?, ?, make_timestamptz(?), make_timestamptz(?), ?, ?, ?, ?, NULL, ?)""",
        [
            *(c.id, c.meter, str(c.kind), within_calendar(c.start), within_calendar(c.end)),
            *(json.dumps(dict(c.parameters)), c.reason, c.author, c.created, c.batch),
        ],
    )
    if len(c.own):
        ids = pa.array(np.full(len(c.own), c.id, np.int32))
        own = {"correction": ids, "ts": stamps(c.own.ts), "value": c.own.value}
        cursor.register("own", pa.table(own))
        cursor.execute("INSERT INTO energy.correction_values SELECT * FROM own")


def mark_undone(cursor: duckdb.DuckDBPyConnection, c: Correction) -> None:
    cursor.execute("UPDATE energy.corrections SET undone = ? WHERE id = ?", [c.undone, c.id])


def forget_meters(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop the corrections of meters that are gone. What was borrowed from one stays borrowed."""
    cursor.execute(
        "DELETE FROM energy.corrections WHERE meter NOT IN (SELECT id FROM energy.meters)"
    )
    cursor.execute(
        """DELETE FROM energy.correction_values
           WHERE correction NOT IN (SELECT id FROM energy.corrections)"""
    )


def _corrections(cursor: duckdb.DuckDBPyConnection) -> dict[int, Correction]:
    own = cursor.execute(
        """SELECT correction, epoch_us(ts) AS ts, value FROM energy.correction_values
           ORDER BY correction, ts"""
    ).fetchnumpy()
    rows = cursor.execute(
        """
        SELECT id, meter, kind, epoch_us(start_ts), epoch_us(end_ts), parameters, reason, author,
               epoch_us(created), epoch_us(undone), batch
        FROM energy.corrections ORDER BY id
        """
    ).fetchall()
    return {row[0]: _correction(row, own) for row in rows}


def _correction(row: tuple, own: dict[str, np.ndarray]) -> Correction:
    id, meter, kind, start, end, parameters, reason, author, created, undone, batch = row
    a, b = np.searchsorted(own["correction"], [id, id + 1])
    quality = np.full(b - a, Quality.CORRECTED, np.uint8)
    mine = np.full(b - a, meter, np.int32)
    return Correction(
        meter, CorrectionKind(kind), start, end, json.loads(parameters), reason, author,
        Readings(mine, own["ts"][a:b], own["value"][a:b], quality),
        id, instant(created), None if undone is None else instant(undone), batch,
    )  # fmt: skip


def rejected(cursor: duckdb.DuckDBPyConnection) -> frozenset[Rejected]:
    rows = cursor.execute(
        """SELECT meter, kind, epoch_us(start_ts), epoch_us(end_ts) FROM energy.meter_events
           WHERE state = 'rejected'"""
    ).fetchall()
    return frozenset((meter, EventKind(kind), start, end) for meter, kind, start, end in rows)
