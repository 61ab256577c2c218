"""Several meters over the same local periods, in one reading of the quarter hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import duckdb
import numpy as np

from energy_core.metering.grid import Grid, empty
from energy_core.metering.periods import DAY, Offset, micros, offsets
from energy_core.metering.readings import HOUR, QUARTER
from energy_core.model import Meter
from energy_core.store.series import SEGMENT, Resolution, period_bounds, period_key

_FIELDS = ("amount", "low", "high", "covered_s", "estimated_s", "corrected_s")
_GROUPED = (
    "sum(amount) AS amount, min(low) AS low, max(high) AS high, sum(covered_s) AS covered_s,"
    " sum(estimated_s) AS estimated_s, sum(corrected_s) AS corrected_s"
)


def read(
    cursor: duckdb.DuckDBPyConnection,
    meters: Sequence[Meter],
    asked: tuple[datetime, datetime],
    resolution: Resolution,
    timezone: str,
) -> Grid:
    """`meters` by local periods within `asked`, of whole quarters; not `raw`, not `auto`."""
    zone = offsets(*asked, timezone)
    slots = _slots(resolution, *asked, zone)
    starts, ends = period_bounds(resolution, slots, zone, timezone)
    first, last = (micros(edge) for edge in asked)
    grid = empty(meters, np.maximum(starts, first), np.minimum(ends, last))
    if meters and len(slots):
        rows = _rows(cursor, meters, asked, period_key(resolution, zone), resolution)
        _fill(grid, slots, rows, resolution is not Resolution.MONTH)
    return grid


def measured_only(grid: Grid) -> Grid:
    """As though what was estimated were missing: of each period, its share of the time."""
    covered = np.where(grid.covered_s > 0, grid.covered_s, 1.0)
    kept = 1 - (grid.estimated_s / covered).clip(0, 1)
    covered_s = grid.covered_s * kept
    low, high = (np.where(kept > 0, edge, np.nan) for edge in (grid.low, grid.high))
    return replace(
        grid,
        amount=grid.amount * kept,
        low=low,
        high=high,
        covered_s=covered_s,
        estimated_s=np.zeros_like(covered_s),
        corrected_s=np.minimum(grid.corrected_s, covered_s),
    )


def _slots(
    resolution: Resolution, start: datetime, end: datetime, zone: Sequence[Offset]
) -> np.ndarray:
    """The number of every local period of the range, as `series` numbers them."""
    first, last = micros(start), micros(end)
    if resolution is Resolution.QUARTER:
        return np.arange(first, last, QUARTER)
    since = [offset.since for offset in zone]
    parts = [
        (offset.since + offset.shift, until + offset.shift)
        for offset, until in zip(zone, [*since[1:], last], strict=True)
    ]
    if resolution is Resolution.HOUR:
        hours = [
            np.arange(low // HOUR, -(-high // HOUR)) + n * SEGMENT
            for n, (low, high) in enumerate(parts)
        ]
        return np.concatenate(hours)
    days = np.arange(parts[0][0] // DAY, -(-parts[-1][1] // DAY))
    return np.unique(_months(days)) if resolution is Resolution.MONTH else days


def _months(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _rows(
    cursor: duckdb.DuckDBPyConnection,
    meters: Sequence[Meter],
    asked: tuple[datetime, datetime],
    key: str,
    resolution: Resolution,
) -> dict[str, np.ndarray]:
    """Rows in any order; of months still by day."""
    is_whole = resolution is Resolution.QUARTER
    rows = cursor.execute(
        f"""
        SELECT meter, {key} AS key, {", ".join(_FIELDS) if is_whole else _GROUPED}
        FROM energy.quarters
        WHERE meter IN ({", ".join(str(m.id) for m in meters)}) AND start >= ? AND start < ?
        {"" if is_whole else "GROUP BY 1, 2"}
        """,
        list(asked),
    ).fetchnumpy()
    if resolution is Resolution.MONTH:
        rows["key"] = _months(rows["key"])
    return rows


def _fill(grid: Grid, slots: np.ndarray, rows: dict[str, np.ndarray], is_whole: bool) -> None:
    """`is_whole`: no two rows belong together; days of a month do."""
    place = _place(grid, slots, rows)
    merge = {"low": np.fmin, "high": np.fmax}
    for name in _FIELDS:
        flat, values = getattr(grid, name).reshape(-1), np.ma.filled(rows[name], np.nan)
        if is_whole:
            flat[place] = values
        else:
            merge.get(name, np.add).at(flat, place, values)


def _place(grid: Grid, slots: np.ndarray, rows: dict[str, np.ndarray]) -> np.ndarray:
    """Where each row stands in a flattened array of the grid."""
    ids = np.array([meter.id for meter in grid.meters])
    order = np.argsort(ids)
    row = order[np.searchsorted(ids, rows["meter"], sorter=order)]
    step = slots[1] - slots[0] if len(slots) > 1 else 1
    regular = len(slots) < 2 or slots[-1] - slots[0] == step * (len(slots) - 1)
    column = (rows["key"] - slots[0]) // step if regular else np.searchsorted(slots, rows["key"])
    return row * len(slots) + column
