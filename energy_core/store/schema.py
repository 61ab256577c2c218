"""The schema, by numbered migrations: `migrations/NNNN_name.sql`, each in one transaction."""

from __future__ import annotations

from pathlib import Path

import duckdb

from energy_core.errors import SchemaTooNew

FOLDER = Path(__file__).parent / "migrations"


def migrations() -> list[tuple[int, Path]]:
    """(number, file) of every migration, ascending."""
    return sorted((int(path.name[:4]), path) for path in FOLDER.glob("*.sql"))


def migrate(connection: duckdb.DuckDBPyConnection) -> int:
    """Bring the attached file to the newest schema; return its number.

    Raises SchemaTooNew when the file was written by a newer version.
    """
    connection.execute("CREATE TABLE IF NOT EXISTS energy.schema_version (version INTEGER)")
    row = connection.execute("SELECT max(version) FROM energy.schema_version").fetchone()
    have = (row and row[0]) or 0
    newest = migrations()[-1][0]
    if have > newest:
        raise SchemaTooNew(
            f"the file has schema {have}, this version knows {newest}: update it first"
        )
    for number, path in migrations():
        if number > have:
            _apply(connection, number, path.read_text())
    return newest


def _apply(connection: duckdb.DuckDBPyConnection, number: int, sql: str) -> None:
    connection.execute("BEGIN")
    connection.execute(sql)
    connection.execute("INSERT INTO energy.schema_version VALUES (?)", [number])
    connection.execute("COMMIT")
