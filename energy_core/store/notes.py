"""What people wrote about a time: a few words on [start, end), of one meter or of the house."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from energy_core.errors import UnknownNote
from energy_core.metering.periods import instant, micros
from energy_core.model import Meter, Note
from energy_core.store.database import Database
from energy_core.store.writer import Writer

_READ = """SELECT id, meter, epoch_us(start_ts), epoch_us(end_ts), words, author, epoch_us(created)
           FROM energy.notes"""


class Notes:
    """`store.notes`. Any thread may call it."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database, self._writer = database, writer

    def add(
        self, meter: Meter | None, start: datetime, end: datetime, words: str, author: str
    ) -> Note:
        """Keep a note under a number that no other one has or had."""
        of = meter.id if meter else None

        def insert(cursor: duckdb.DuckDBPyConnection) -> Note:
            ((id,),) = cursor.execute("SELECT nextval('energy.note_ids')").fetchall()
            note = Note(id, of, start, end, words, author, datetime.now(UTC))
            cursor.execute(
                "INSERT INTO energy.notes VALUES (?, ?, ?, ?, ?, ?, ?)",
                [id, of, start, end, words, author, note.created],
            )
            return note

        made: Note = self._writer.call(insert)
        return made

    def remove(self, id: int) -> Note:
        """Forget a note; raises UnknownNote."""

        def delete(cursor: duckdb.DuckDBPyConnection) -> Note:
            row = cursor.execute(f"{_READ} WHERE id = ?", [id]).fetchone()
            if row is None:
                raise UnknownNote(f"no note {id}")
            cursor.execute("DELETE FROM energy.notes WHERE id = ?", [id])
            return _note(row)

        gone: Note = self._writer.call(delete)
        return gone

    def between(self, start: datetime, end: datetime, meter: Meter | None = None) -> list[Note]:
        """Notes on any time within [start, end), of one meter or of all, the earliest first."""
        with self._database.cursor() as cursor:
            rows = cursor.execute(
                f"""{_READ} WHERE start_ts < make_timestamptz($end)
                      AND greatest(end_ts, start_ts + INTERVAL 1 MICROSECOND) > make_timestamptz($start)
                      AND ($meter IS NULL OR meter = $meter) ORDER BY start_ts, id""",
                {"start": micros(start), "end": micros(end), "meter": meter and meter.id},
            ).fetchall()
        return [_note(row) for row in rows]


def _note(row: tuple) -> Note:
    id, meter, start, end, words, author, created = row
    return Note(id, meter, instant(start), instant(end), words, author, instant(created))
