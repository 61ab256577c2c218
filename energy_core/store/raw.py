"""The readings themselves, and the segments that the physics makes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import duckdb
import numpy as np
import pandas as pd

from energy_core.metering.periods import micros
from energy_core.metering.physics import REACH, SETTLE
from energy_core.metering.readings import QUARTER, SECOND, Readings, empty
from energy_core.metering.segments import Segments
from energy_core.model import Kind
from energy_core.store.context import EVER, WIDEN, Extent, Run
from energy_core.store.tables import WITHIN, span_table, within, within_calendar


def readings_between(
    cursor: duckdb.DuckDBPyConnection, meter: int, start: int, end: int
) -> Readings:
    """Stored readings of one meter in start..end [µs], sorted."""
    rows = cursor.execute(
        f"""
        SELECT meter, epoch_us(ts) AS ts, value, quality FROM energy.readings
        WHERE meter = ? AND ts {WITHIN} ORDER BY ts
        """,
        [meter, within_calendar(start), within_calendar(end)],
    ).fetchnumpy()
    return Readings(rows["meter"], rows["ts"], rows["value"], rows["quality"])


def readings_around(cursor: duckdb.DuckDBPyConnection, runs: list[Run]) -> Readings:
    """Stored readings within since..until of the runs, sorted by meter and stamp."""
    runs = [r for r in runs if r.since <= r.extent.last and r.until >= r.extent.first]
    if not runs:
        return empty()
    cursor.register("spans", span_table([(r.meter, r.since, r.until) for r in runs]))
    rows = cursor.execute(
        f"""
        SELECT r.meter, epoch_us(r.ts) AS ts, r.value, r.quality
        FROM energy.readings r JOIN spans s
          ON r.meter = s.meter AND r.ts BETWEEN s.low AND s.high
        WHERE r.ts {WITHIN}
        ORDER BY r.meter, r.ts
        """,
        within([*(r.since for r in runs), *(r.until for r in runs)]),
    ).fetchnumpy()
    return Readings(rows["meter"], rows["ts"], rows["value"], rows["quality"])


def cut_frame(found: Segments, start: datetime, end: datetime) -> pd.DataFrame:
    """One row a segment that overlaps [start, end), cut to it; columns as `series.rolled_up`."""
    low, high = micros(start), micros(end)
    s = found.keep((found.end > low) & (found.start < high))
    first, last = np.maximum(s.start, low), np.minimum(s.end, high)
    length = (last - first) / SECOND
    return pd.DataFrame(
        {
            "start": pd.to_datetime(first, unit="us", utc=True),
            "length_s": length,
            "amount": s.amount * ((last - first) / (s.end - s.start)),
            "mean": s.rate,
            "min": s.rate,
            "max": s.rate,
            "covered_s": length,
            "estimated_s": length * s.estimated,
            "corrected_s": length * s.corrected,
        }
    )


def around(
    read: Callable[[int, int], Readings], kind: Kind, extent: Extent, low: int, high: int
) -> Readings:
    """What is read from low to high, and enough on either side to judge the first and last."""
    need = REACH[kind] + SETTLE[kind] + 1
    look = QUARTER + 2 * need * (extent.pace or QUARTER)
    while True:
        since, until = min(low, extent.last) - look, max(high, extent.first) + look
        known = read(since, until)
        before = int(np.searchsorted(known.ts, low))
        after = len(known) - int(np.searchsorted(known.ts, high))
        if len(known) > 1 and not extent.pace:
            extent.pace = int(np.median(np.diff(known.ts[-6:])))
        known_before = before >= need or since <= extent.first
        known_after = after >= need or until >= extent.last
        if (known_before and known_after) or look > EVER // WIDEN:
            return known
        look *= WIDEN


def extents(cursor: duckdb.DuckDBPyConnection) -> dict[int, Extent]:
    """First and last stamp of every meter that has readings."""
    rows = cursor.execute(
        "SELECT meter, epoch_us(min(ts)), epoch_us(max(ts)) FROM energy.readings GROUP BY meter"
    ).fetchall()
    return {meter: Extent(first, last) for meter, first, last in rows}
