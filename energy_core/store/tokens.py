"""Device tokens: only the SHA-256 of a secret is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb


@dataclass(frozen=True, slots=True)
class StoredToken:
    id: str
    name: str
    secret_sha256: str
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None

    def valid(self, now: datetime) -> bool:
        return self.revoked is None and (self.expires is None or now < self.expires)


def load(cursor: duckdb.DuckDBPyConnection) -> dict[str, StoredToken]:
    rows = cursor.execute(
        """SELECT id, name, secret_sha256, epoch_us(created), epoch_us(expires), epoch_us(revoked)
           FROM energy.tokens"""
    ).fetchall()
    return {row[0]: StoredToken(*row[:3], *(_instant(us) for us in row[3:])) for row in rows}


def insert(cursor: duckdb.DuckDBPyConnection, token: StoredToken) -> None:
    cursor.execute(
        "INSERT INTO energy.tokens VALUES (?, ?, ?, ?, ?, NULL)",
        [token.id, token.name, token.secret_sha256, token.created, token.expires],
    )


def revoke(cursor: duckdb.DuckDBPyConnection, id: str, at: datetime) -> None:
    cursor.execute("UPDATE energy.tokens SET revoked = ? WHERE id = ?", [at, id])


def _instant(us: int | None) -> datetime | None:
    return None if us is None else datetime.fromtimestamp(us / 1e6, UTC)
