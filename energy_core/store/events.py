"""Meter events in the file: those found stand there as long as the readings say so, those that a
person confirmed or rejected as long as the readings that they lie on are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from energy_core.metering import counters
from energy_core.metering.counters import Found
from energy_core.metering.readings import SECOND, Readings
from energy_core.model import EventKind, EventState, Kind, MeterEvent
from energy_core.store.context import Run
from energy_core.store.tables import span_table, stamps, within_calendar

MINUTE = 60 * SECOND


def write_events(
    cursor: duckdb.DuckDBPyConnection, runs: Mapping[int, Run], found: Sequence[Found]
) -> None:
    """Make the found events of the runs' changed readings equal to `found` (by run)."""
    spans = [(r.meter, *r.changed) for r in runs.values() if r.kind is Kind.COUNTER]
    mine = [f for f in found if runs[f.meter].changed[0] <= f.start <= runs[f.meter].changed[1]]
    if spans:
        put(cursor, spans, counters.EVENTS, [runs[f.meter].meter for f in mine], mine)


def put(
    cursor: duckdb.DuckDBPyConnection,
    spans: Sequence[tuple[int, int, int]],
    kinds: Sequence[EventKind],
    meters: Sequence[int],
    found: Sequence[Found],
) -> None:
    """Make the found events of these kinds in `spans` (meter, low, high) equal to `found`, whose
    meters are `meters`. What a person judged stays, and is not found again."""
    cursor.register("spans", span_table(spans))
    cursor.execute(
        """
        DELETE FROM energy.meter_events e USING spans s
        WHERE e.state = 'found' AND e.meter = s.meter AND e.start_ts BETWEEN s.low AND s.high
          AND e.kind IN (SELECT unnest(?::VARCHAR[]))
        """,
        [[str(kind) for kind in kinds]],
    )
    if not found:
        return
    cursor.register("events", _event_table(meters, found))
    cursor.execute(
        """
        INSERT INTO energy.meter_events
        SELECT n.*, 'found' FROM events n WHERE NOT EXISTS (
            SELECT 1 FROM energy.meter_events e
            WHERE e.meter = n.meter AND e.kind = n.kind AND e.start_ts = n.start_ts)
        """
    )


def mark(cursor: duckdb.DuckDBPyConnection, event: MeterEvent, state: EventState) -> bool:
    """Note what a person says of an event; False where there is no such event."""
    (known,) = cursor.execute(
        """UPDATE energy.meter_events SET state = ?
           WHERE meter = ? AND kind = ? AND start_ts = ? AND end_ts = ?""",
        [str(state), event.meter, str(event.kind), event.start, event.end],
    ).fetchone() or (0,)
    return bool(known)


def drop(cursor: duckdb.DuckDBPyConnection, meter: int, gone: str, parameters: list[int]) -> None:
    """Forget the events of a meter that lie on readings which go; `gone` is SQL that gives the `ts`
    of these."""
    cursor.execute(
        f"""
        DELETE FROM energy.meter_events e USING ({gone}) g
        WHERE e.meter = ? AND g.ts IN (e.start_ts, e.end_ts)
        """,
        [*parameters, meter],
    )


def sampled(cursor: duckdb.DuckDBPyConnection, meter: int, since: int) -> Readings:
    """The first reading of each minute from `since` [µs] on: enough to judge days by."""
    rows = cursor.execute(
        f"""
        SELECT epoch_us(min(ts)) AS ts, arg_min(value, ts) AS value FROM energy.readings
        WHERE meter = ? AND ts >= make_timestamptz(?)
        GROUP BY epoch_us(ts) // {MINUTE} ORDER BY 1
        """,
        [meter, within_calendar(since)],
    ).fetchnumpy()
    return Readings(np.full(len(rows["ts"]), meter, np.int32), rows["ts"], rows["value"])


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
