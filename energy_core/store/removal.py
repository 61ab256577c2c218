"""Taking back everything that one source sent, as if it had never come."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from energy_core.metering.physics import segments
from energy_core.metering.rollup import roll_up
from energy_core.model import SIGNED_ROLES, Meter
from energy_core.store import raw, rollups
from energy_core.store.context import EVER, Extent, Run


def remove_source(
    cursor: duckdb.DuckDBPyConnection, source: int, meter: Callable[[int], Meter]
) -> int:
    """Delete the readings of a source; meters that are left with none go too, the others are
    rolled up again. Returns how many readings went."""
    rows = cursor.execute(
        "SELECT meter, count(*) FROM energy.readings WHERE batch = ? GROUP BY meter", [source]
    ).fetchall()
    cursor.execute("DELETE FROM energy.readings WHERE batch = ?", [source])
    for id, _ in rows:
        _roll_up_again(cursor, meter(id))
    _drop_empty(cursor, [id for id, _ in rows])
    return sum(count for _, count in rows)


def _roll_up_again(cursor: duckdb.DuckDBPyConnection, meter: Meter) -> None:
    cursor.execute("DELETE FROM energy.quarters WHERE meter = ?", [meter.id])
    known = raw.readings_between(cursor, meter, -EVER, EVER)
    parts, found = segments(known, {meter.id: meter})
    rollups.insert_quarters(cursor, roll_up(parts))
    run = Run(meter.id, meter.kind, -EVER, EVER, Extent(), 0, 0, changed=(-EVER, EVER))
    rollups.write_events(cursor, {meter.id: run}, found)


def _drop_empty(cursor: duckdb.DuckDBPyConnection, ids: list[int]) -> None:
    """Forget those of `ids` that have no reading, and signed meters without a direction left."""
    cursor.execute(
        """
        DELETE FROM energy.meters WHERE id IN (SELECT unnest(?::INTEGER[]))
          AND id NOT IN (SELECT DISTINCT meter FROM energy.readings)
        """,
        [ids],
    )
    for role, parts in SIGNED_ROLES.items():
        cursor.execute(
            """
            DELETE FROM energy.meters m WHERE role = ? AND NOT EXISTS (
                SELECT 1 FROM energy.meters p WHERE p.slug = m.slug || ? OR p.slug = m.slug || ?)
            """,
            [role.value, *(f".{suffix}" for suffix, _ in parts)],
        )
    cursor.execute(
        "DELETE FROM energy.meter_events WHERE meter NOT IN (SELECT id FROM energy.meters)"
    )
