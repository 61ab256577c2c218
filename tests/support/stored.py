"""What stands in the file, read by DuckDB alone once the app has ended."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb


@contextmanager
def opened(db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the file and its log, attached as `energy`: the original stays as it was left."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        copy = Path(folder) / db.name
        for name in (db.name, f"{db.name}.wal"):
            if (db.parent / name).exists():
                shutil.copy(db.parent / name, copy.with_name(name))
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"ATTACH '{copy}' AS energy")
        yield connection


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with opened(db) as connection:
        return connection.execute(sql).fetchall()


def assert_nothing_doubled(db: Path) -> None:
    """Every reading, quarter hour, meter and source is there once."""
    keys = {
        "readings": "meter, ts",
        "quarters": "meter, start",
        "meters": "slug",
        "batches": "id",
        "meter_events": "meter, kind, start_ts",
    }
    with opened(db) as connection:
        for table, key in keys.items():
            found = connection.execute(
                f"""SELECT concat_ws(' ', {key}), count(*) FROM energy.{table}
                    GROUP BY 1 HAVING count(*) > 1"""
            ).fetchall()
            assert found == [], f"{table} holds doubles"
