"""Energy over time, from the quarter hours (or, at `raw`, from the readings themselves)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

import duckdb
import numpy as np
import pandas as pd

from energy_core.metering.local_days import day_bounds
from energy_core.metering.periods import DAY, Offset, instant, micros, offsets
from energy_core.metering.readings import HOUR, QUARTER, SECOND
from energy_core.model import Meter

COLUMNS = (
    "start", "length_s", "amount", "mean", "min", "max", "covered_s", "estimated_s", "corrected_s",
)  # fmt: skip
MOST_POINTS = 1500
SEGMENT = 1 << 40  # an hour's number stays below; above it stands which offset it was under
_EPOCH = date(1970, 1, 1)


class Resolution(StrEnum):
    RAW = "raw"
    QUARTER = "15m"
    HOUR = "1h"
    DAY = "1d"
    MONTH = "1mo"
    AUTO = "auto"


def automatic(length: timedelta, step_s: float | None) -> Resolution:
    """The finest resolution that stays under about 1,500 points. `step_s`: seconds between raw
    readings, None where there are no raw ones to give."""
    if step_s is not None and length.total_seconds() / step_s <= MOST_POINTS:
        return Resolution.RAW
    if length <= timedelta(days=15):
        return Resolution.QUARTER
    if length <= timedelta(days=62):
        return Resolution.HOUR
    return Resolution.DAY if length <= timedelta(days=1500) else Resolution.MONTH


def whole_quarters(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """The range widened to whole quarter hours."""
    return instant(micros(start) // QUARTER * QUARTER), instant(
        -(-micros(end) // QUARTER) * QUARTER
    )


def rolled_up(
    cursor: duckdb.DuckDBPyConnection,
    meters: Sequence[Meter],
    asked: tuple[datetime, datetime],
    held: tuple[datetime, datetime],
    resolution: Resolution,
    timezone: str,
) -> pd.DataFrame:
    """The sum of `meters` (of one unit) by local periods within the range `asked`, of whole
    quarters; `held` is the part of it that can hold anything.

    Columns: start [UTC], length_s, amount [Wh, m³ or level·h], mean, min, max [W, m³/h or the
    level; of a sum of several meters min and max are NaN, and mean
    too where one of them is not wholly covered], covered_s, estimated_s, corrected_s. Periods
    without any reading are left out; the first and last are cut to the range.
    """
    zone = offsets(*held, timezone)
    rows = _grouped(cursor, [m.id for m in meters], *held, period_key(resolution, zone))
    if resolution is Resolution.MONTH:
        rows = _by_month(rows)
    starts, ends = period_bounds(resolution, rows["key"], zone, timezone)
    first, last = (micros(edge) for edge in asked)
    starts, ends = np.maximum(starts, first), np.minimum(ends, last)
    return _frame(starts, ends, rows, len(meters))


def _grouped(
    cursor: duckdb.DuckDBPyConnection, ids: list[int], start: datetime, end: datetime, key: str
) -> dict[str, np.ndarray]:
    return cursor.execute(
        f"""
        SELECT {key} AS key, sum(amount) AS amount, min(low) AS low, max(high) AS high,
               sum(covered_s) AS covered_s, sum(estimated_s) AS estimated_s,
               sum(corrected_s) AS corrected_s
        FROM energy.quarters
        WHERE meter IN ({", ".join(map(str, ids))}) AND start >= ? AND start < ?
        GROUP BY 1 ORDER BY 1
        """,
        [start, end],
    ).fetchnumpy()


def period_key(resolution: Resolution, zone: Sequence[Offset]) -> str:
    """SQL for the number of the local period that a quarter lies in. It holds our integers only,
    as `_grouped` does: bound, they cost a third of the query."""
    if resolution is Resolution.QUARTER:
        return "epoch_us(start)"
    width, apart = (HOUR, SEGMENT) if resolution is Resolution.HOUR else (DAY, 0)
    numbered = [
        (offset.since, f"(epoch_us(start) + {offset.shift}) // {width} + {n * apart}")
        for n, offset in enumerate(zone)
    ]
    whens = " ".join(
        f"WHEN epoch_us(start) < {since} THEN {earlier}"
        for (_, earlier), (since, _) in pairwise(numbered)
    )
    return f"CASE {whens} ELSE {numbered[-1][1]} END" if whens else numbered[-1][1]


def _by_month(days: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Rows by day (1970-based) → rows by month (1970-based)."""
    month = days["key"].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = np.flatnonzero(np.r_[True, month[1:] != month[:-1]]) if len(month) else month
    merge = {"low": np.minimum, "high": np.maximum}
    rolled = {
        name: merge.get(name, np.add).reduceat(values, first) if len(values) else values
        for name, values in days.items()
        if name != "key"
    }
    return {"key": month[first], **rolled}


def period_bounds(
    resolution: Resolution, key: np.ndarray, zone: Sequence[Offset], timezone: str
) -> tuple[np.ndarray, np.ndarray]:
    if resolution is Resolution.QUARTER:
        return key, key + QUARTER
    if resolution is Resolution.HOUR:
        return _hours(key, zone)
    period = _day if resolution is Resolution.DAY else _month
    pairs = [period(k, timezone) for k in key.tolist()]
    return (
        np.array([micros(a) for a, _ in pairs], np.int64),
        np.array([micros(b) for _, b in pairs], np.int64),
    )


def _hours(key: np.ndarray, zone: Sequence[Offset]) -> tuple[np.ndarray, np.ndarray]:
    segment, number = key // SEGMENT, key % SEGMENT
    shift = np.array([o.shift for o in zone], np.int64)[segment]
    changes = [o.since for o in zone[1:]]
    since = np.array([np.iinfo(np.int64).min, *changes])
    until = np.array([*changes, np.iinfo(np.int64).max])
    start = number * HOUR - shift
    return np.maximum(start, since[segment]), np.minimum(start + HOUR, until[segment])


def _day(number: int, timezone: str) -> tuple[datetime, datetime]:
    return day_bounds(_EPOCH + timedelta(days=number), timezone)


def _month(number: int, timezone: str) -> tuple[datetime, datetime]:
    first = date(1970 + number // 12, number % 12 + 1, 1)
    following = date(1970 + (number + 1) // 12, (number + 1) % 12 + 1, 1)
    return day_bounds(first, timezone)[0], day_bounds(following, timezone)[0]


def _frame(
    starts: np.ndarray, ends: np.ndarray, rows: dict[str, np.ndarray], meters: int
) -> pd.DataFrame:
    nothing = np.full(len(starts), np.nan)
    hours = rows["covered_s"] / meters / 3600
    known = (hours > 0) & ((meters == 1) | (rows["covered_s"] / meters * SECOND >= ends - starts))
    mean = np.divide(rows["amount"], hours, out=nothing.copy(), where=known)
    return pd.DataFrame(
        {
            "start": pd.to_datetime(starts, unit="us", utc=True),
            "length_s": (ends - starts) / SECOND,
            "amount": rows["amount"],
            "mean": mean,
            "min": rows["low"] if meters == 1 else nothing,
            "max": rows["high"] if meters == 1 else nothing,
            "covered_s": rows["covered_s"] / meters,
            "estimated_s": rows["estimated_s"] / meters,
            "corrected_s": rows["corrected_s"] / meters,
        }
    )
