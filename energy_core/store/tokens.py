"""Device tokens: only the SHA-256 of a secret is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb

from energy_core.store.writer import Writer


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


class Tokens:
    """Few and asked for at every request, so kept in memory and written through."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.load(cursor)

    def load(self, cursor: duckdb.DuckDBPyConnection) -> None:
        rows = cursor.execute(
            """SELECT id, name, secret_sha256, epoch_us(created), epoch_us(expires),
                      epoch_us(revoked) FROM energy.tokens"""
        ).fetchall()
        self.by_id = {
            row[0]: StoredToken(*row[:3], *(_instant(us) for us in row[3:])) for row in rows
        }

    def add(self, token: StoredToken, writer: Writer) -> None:
        row = [token.id, token.name, token.secret_sha256, token.created, token.expires]
        sql = "INSERT INTO energy.tokens VALUES (?, ?, ?, ?, ?, NULL)"
        writer.change(lambda c: (c.execute(sql, row), lambda: self._put(token)))

    def revoke(self, id: str, writer: Writer) -> None:
        now = datetime.now(UTC)
        gone = replace(self.by_id[id], revoked=now)
        sql = "UPDATE energy.tokens SET revoked = ? WHERE id = ?"
        writer.change(lambda c: (c.execute(sql, [now, id]), lambda: self._put(gone)))

    def _put(self, token: StoredToken) -> None:
        self.by_id = {**self.by_id, token.id: token}


def _instant(us: int | None) -> datetime | None:
    return None if us is None else datetime.fromtimestamp(us / 1e6, UTC)
