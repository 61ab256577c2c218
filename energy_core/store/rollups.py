"""Writing what the physics made of readings: only what differs from what is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields

import duckdb
import numpy as np
import pyarrow as pa

from energy_core.metering.counters import EVENTS, Found
from energy_core.metering.readings import QUARTER
from energy_core.metering.rollup import Quarters
from energy_core.model import Kind
from energy_core.store.context import Run
from energy_core.store.tables import quarter_table, span_table, stamps, within_calendar

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
        """
        SELECT q.meter, epoch_us(q.start) AS start, q.amount, q.low, q.high, q.covered_s,
            q.estimated_s, q.corrected_s
        FROM energy.quarters q JOIN spans s ON q.meter = s.meter AND q.start BETWEEN s.low AND s.high
        WHERE q.start BETWEEN make_timestamptz(?) AND make_timestamptz(?)
        ORDER BY q.meter, q.start
        """,
        [within_calendar(min(r.start for r in runs)), within_calendar(max(r.end for r in runs))],
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
            """
            UPDATE energy.quarters q SET amount = n.amount, low = n.low, high = n.high,
                covered_s = n.covered_s, estimated_s = n.estimated_s,
                corrected_s = n.corrected_s
            FROM quarters n WHERE q.meter = n.meter AND q.start = n.start
              AND q.start BETWEEN make_timestamptz(?) AND make_timestamptz(?)
            """,
            [int(q.start.min()), int(q.start.max())],
        )


def _delete(cursor: duckdb.DuckDBPyConnection, q: Quarters) -> None:
    if len(q):
        cursor.register("quarters", quarter_table(q))
        cursor.execute(
            """
            DELETE FROM energy.quarters q USING quarters n WHERE q.meter = n.meter AND q.start = n.start
              AND q.start BETWEEN make_timestamptz(?) AND make_timestamptz(?)
            """,
            [int(q.start.min()), int(q.start.max())],
        )


def write_events(
    cursor: duckdb.DuckDBPyConnection, runs: Mapping[int, Run], found: Sequence[Found]
) -> None:
    """Make the found events of the runs' changed readings equal to `found` (by run).

    What a person confirmed or rejected stays, and is not found again.
    """
    spans = [(r.meter, *r.changed) for r in runs.values() if r.kind is Kind.COUNTER]
    if not spans:
        return
    cursor.register("spans", span_table(spans))
    cursor.execute(
        """
        DELETE FROM energy.meter_events e USING spans s
        WHERE e.state = 'found' AND e.meter = s.meter AND e.start_ts BETWEEN s.low AND s.high
          AND e.kind IN (SELECT unnest(?::VARCHAR[]))
        """,
        [[str(kind) for kind in EVENTS]],
    )
    mine = [f for f in found if runs[f.meter].changed[0] <= f.start <= runs[f.meter].changed[1]]
    if not mine:
        return
    cursor.register("events", _event_table([runs[f.meter].meter for f in mine], mine))
    cursor.execute(
        """
        INSERT INTO energy.meter_events
        SELECT n.*, 'found' FROM events n WHERE NOT EXISTS (
            SELECT 1 FROM energy.meter_events e
            WHERE e.meter = n.meter AND e.kind = n.kind AND e.start_ts = n.start_ts)
        """
    )


def _event_table(meters: Sequence[int], found: Sequence[Found]) -> pa.Table:
    return pa.table(
        {
            "meter": pa.array(meters, pa.int32()),
            "kind": [str(f.kind) for f in found],
            "start_ts": stamps(np.array([f.start for f in found])),
            "end_ts": stamps(np.array([f.end for f in found])),
            "before": [f.before for f in found],
            "after": [f.after for f in found],
        }
    )
