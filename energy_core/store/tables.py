"""Arrow tables that carry rows into DuckDB. Stamps are µs UTC."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from energy_core.metering.readings import Readings, Stamps
from energy_core.metering.rollup import Quarters

STAMP = pa.timestamp("us", "UTC")
FIRST_STAMP = -62_135_596_800_000_000  # year 1
LAST_STAMP = 253_402_300_799_000_000  # year 9999
WITHIN = "BETWEEN make_timestamptz(?) AND make_timestamptz(?)"
"""SQL for: a stamp is one of a stretch, which is told by two parameters [µs]."""


def stamps(values: np.ndarray) -> pa.Array:
    return pa.array(values, pa.int64()).cast(STAMP)


def reading_table(r: Readings, batch: np.ndarray) -> pa.Table:
    return pa.table(
        {
            "meter": r.meter,
            "ts": stamps(r.ts),
            "value": r.value,
            "quality": r.quality,
            "batch": batch,
        }
    )


def quarter_table(q: Quarters) -> pa.Table:
    return pa.table(
        {
            "meter": q.meter,
            "start": stamps(q.start),
            "amount": q.amount,
            "low": q.low,
            "high": q.high,
            "covered_s": q.covered_s,
            "estimated_s": q.estimated_s,
            "corrected_s": q.corrected_s,
        }
    )


def span_table(spans: Sequence[tuple[int, int, int]]) -> pa.Table:
    """(meter, low, high) [µs]; bounds beyond the calendar are cut to its ends."""
    meter, low, high = zip(*spans, strict=True)
    bounds = (
        stamps(np.array([within_calendar(t) for t in side], np.int64)) for side in (low, high)
    )
    return pa.table([pa.array(meter, pa.int32()), *bounds], names=["meter", "low", "high"])


def within(ts: Stamps | Sequence[int]) -> list[int]:
    """The parameters of WITHIN: the first and the last of `ts` [µs], inside the calendar."""
    return [within_calendar(int(np.min(ts))), within_calendar(int(np.max(ts)))]


def within_calendar(ts: int) -> int:
    return min(max(ts, FIRST_STAMP), LAST_STAMP)
