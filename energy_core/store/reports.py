"""Which monthly reports were mailed, and to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime

from energy_core.store.database import Database
from energy_core.store.writer import Writer


class Reports:
    """`store.reports`. Any thread may call it."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database, self._writer = database, writer

    def was_sent(self, month: date, recipient: str) -> bool:
        with self._database.cursor() as cursor:
            found = cursor.execute(
                "SELECT 1 FROM energy.reports WHERE month = ? AND recipient = ?", [month, recipient]
            ).fetchone()
        return found is not None

    def sent(self, month: date, recipient: str) -> None:
        """Remember it."""
        row = [month, recipient, datetime.now(UTC)]
        self._writer.call(lambda c: c.execute("INSERT INTO energy.reports VALUES (?, ?, ?)", row))
