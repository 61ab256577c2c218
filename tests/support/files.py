"""What the store holds of a meter, for tests of what came by files."""

from __future__ import annotations

import pandas as pd

from energy_core.model import Meter
from energy_core.store import Store

TABLES = {
    "readings": "SELECT epoch_us(ts) AS ts, value, quality FROM energy.readings",
    "quarters": "SELECT * EXCLUDE meter REPLACE (epoch_us(start) AS start) FROM energy.quarters",
    "events": """SELECT epoch_us(start_ts) AS start, epoch_us(end_ts) AS end, kind, state, before,
                 after FROM energy.meter_events""",
}


def tables(store: Store, meter: Meter) -> dict[str, pd.DataFrame]:
    """Its readings, quarter hours and events in order, without the meter's number; stamps in µs."""
    with store._database.cursor() as cursor:
        found = {
            name: cursor.execute(f"{sql} WHERE meter = ? ORDER BY ALL", [meter.id]).fetchnumpy()
            for name, sql in TABLES.items()
        }
    return {name: pd.DataFrame(dict(columns)) for name, columns in found.items()}


def claims(store: Store) -> int:
    """How many readings stand behind others."""
    with store._database.cursor() as cursor:
        ((count,),) = cursor.execute("SELECT count(*) FROM energy.claims").fetchall()
    return count
