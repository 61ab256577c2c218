"""Writing what the physics made of readings: only what differs from what is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import duckdb
import numpy as np

from energy_core.metering.readings import QUARTER
from energy_core.metering.rollup import Quarters
from energy_core.store.context import Run
from energy_core.store.tables import WITHIN, quarter_table, span_table, within

_COLUMNS = ("amount", "low", "high", "covered_s", "estimated_s", "corrected_s")


def write_quarters(
    cursor: duckdb.DuckDBPyConnection,
    runs: list[Run],
    new: Quarters,
    remembered: Callable[[Run], Quarters | None],
) -> None:
    """Make the stored quarters of the runs' start..end equal to `new`.

    `remembered` gives the stored ones of a run without asking the file, where it can.
    """
    if not runs:
        return
    old = _old(cursor, runs, remembered)
    key_new, key_old = _keys(new), _keys(old)
    place = np.searchsorted(key_old, key_new)
    there = np.zeros(len(new), bool)
    inside = place < len(old)
    there[inside] = key_old[place[inside]] == key_new[inside]
    differs = np.zeros(len(new), bool)
    for name in _COLUMNS:
        differs[there] |= getattr(new, name)[there] != getattr(old, name)[place[there]]
    _delete(cursor, old.take(~np.isin(key_old, key_new)))
    _update(cursor, new.take(differs))
    insert_quarters(cursor, new.take(~there))


def _keys(q: Quarters) -> np.ndarray:
    return (q.meter.astype(np.int64) << 32) + q.start // QUARTER


def _old(
    cursor: duckdb.DuckDBPyConnection,
    runs: list[Run],
    remembered: Callable[[Run], Quarters | None],
) -> Quarters:
    kept = {n: q for n, run in enumerate(runs) if (q := remembered(run)) is not None}
    rest = [run for n, run in enumerate(runs) if n not in kept]
    parts = [*kept.values(), *([_stored(cursor, rest)] if rest else [])]
    whole = Quarters(
        *(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Quarters))
    )
    return whole.take(np.lexsort((whole.start, whole.meter)))


def _stored(cursor: duckdb.DuckDBPyConnection, runs: list[Run]) -> Quarters:
    cursor.register("spans", span_table([(r.meter, r.start, r.end - 1) for r in runs]))
    rows = cursor.execute(
        f"""
        SELECT q.meter, epoch_us(q.start) AS start, q.amount, q.low, q.high, q.covered_s,
            q.estimated_s, q.corrected_s
        FROM energy.quarters q JOIN spans s ON q.meter = s.meter AND q.start BETWEEN s.low AND s.high
        WHERE q.start {WITHIN}
        ORDER BY q.meter, q.start
        """,
        within([*(r.start for r in runs), *(r.end for r in runs)]),
    ).fetchnumpy()
    return Quarters(*(rows[name] for name in ("meter", "start", *_COLUMNS)))


def insert_quarters(cursor: duckdb.DuckDBPyConnection, q: Quarters) -> None:
    """Add quarters that are not stored yet."""
    if len(q):
        cursor.register("quarters", quarter_table(q))
        cursor.execute("INSERT INTO energy.quarters SELECT * FROM quarters")


def _update(cursor: duckdb.DuckDBPyConnection, q: Quarters) -> None:
    if len(q):
        cursor.register("quarters", quarter_table(q))
        cursor.execute(
            f"""
            UPDATE energy.quarters q SET amount = n.amount, low = n.low, high = n.high,
                covered_s = n.covered_s, estimated_s = n.estimated_s,
                corrected_s = n.corrected_s
            FROM quarters n WHERE q.meter = n.meter AND q.start = n.start
              AND q.start {WITHIN}
            """,
            within(q.start),
        )


def _delete(cursor: duckdb.DuckDBPyConnection, q: Quarters) -> None:
    if len(q):
        cursor.register("quarters", quarter_table(q))
        cursor.execute(
            f"""
            DELETE FROM energy.quarters q USING quarters n WHERE q.meter = n.meter AND q.start = n.start
              AND q.start {WITHIN}
            """,
            within(q.start),
        )
