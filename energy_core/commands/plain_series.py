"""A plain `timestamp,value` file, whose empty cells tell the time too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from energy_core.errors import UnreadableFile

HEADER = ("timestamp", "value")


def is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.readline(200)
    cells = head.decode("utf-8-sig", "replace").strip().lower().split(",")
    return tuple(cell.strip('" ') for cell in cells) == HEADER


def read(path: Path, timezone: str | None) -> pd.DataFrame:
    """`ts` (UTC, rising) and `value`, NaN where the cell is empty or no number. `timezone`: of
    stamps that name no offset, UTC where left out.

    Raises UnreadableFile where a stamp cannot be read.
    """
    table = pd.read_csv(path, header=0, names=list(HEADER), dtype=str, usecols=[0, 1])
    table = table.dropna(subset=["timestamp"])
    try:
        ts = pd.DatetimeIndex(pd.to_datetime(table["timestamp"], format="ISO8601", utc=False))
        ts = _localised(ts, timezone or "UTC")
    except (ValueError, TypeError, AttributeError):
        try:
            ts = pd.DatetimeIndex(pd.to_datetime(table["timestamp"], format="ISO8601", utc=True))
        except ValueError as error:
            raise UnreadableFile(f"a stamp cannot be read: {error}") from None
    value = pd.to_numeric(table["value"], errors="coerce").to_numpy(np.float64)
    frame = pd.DataFrame({"ts": ts, "value": value}).dropna(subset=["ts"])
    return frame.sort_values("ts", kind="stable", ignore_index=True)


def _localised(ts: pd.DatetimeIndex, timezone: str) -> pd.DatetimeIndex:
    """UTC. Of an hour that comes twice the first is summer's; one that never came is left out."""
    if ts.tz is not None:
        return ts.tz_convert("UTC")
    first = ~ts.duplicated()
    return ts.tz_localize(timezone, ambiguous=first, nonexistent="NaT").tz_convert("UTC")
