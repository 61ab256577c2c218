"""First and last stamp of one meter, asked again when readings went."""

from __future__ import annotations

import duckdb

from energy_core.store.context import Extent


def extent(cursor: duckdb.DuckDBPyConnection, meter: int, known: Extent | None) -> Extent:
    """The extent of a meter as the file has it now, with the pace that was known."""
    ((first, last),) = cursor.execute(
        "SELECT epoch_us(min(ts)), epoch_us(max(ts)) FROM energy.readings WHERE meter = ?", [meter]
    ).fetchall()
    return Extent() if first is None else Extent(first, last, known.pace if known else 0)
