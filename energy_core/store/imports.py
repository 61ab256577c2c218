"""Imported files: each is one batch, stored in transactions of its own beside live readings, and
taken back exactly (see `claims`, `removal`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import duckdb
import numpy as np

from energy_core.errors import UnknownImport
from energy_core.metering.periods import instant
from energy_core.metering.readings import Readings
from energy_core.model import Meter
from energy_core.store.batches import Batches
from energy_core.store.corrections import Corrections
from energy_core.store.database import Database
from energy_core.store.group import Batch, Outcome
from energy_core.store.ingest import Ingest
from energy_core.store.removal import Progress, Removal, Undone, note
from energy_core.store.tables import WITHIN, reading_table, within
from energy_core.store.writer import Writer

STOPPED = "the app ended while it was stored; nothing of it is kept"


class Policy(StrEnum):
    """What becomes of a stored value when a file has another one for its stamp."""

    KEEP = "keep"
    REPLACE = "replace"
    CORRECT = "correct"  # the stored one stays, under a correction that a person can undo


class State(StrEnum):
    STORING = "storing"
    STORED = "stored"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Counts:
    """Readings of a file: new in the store, there with the same value, there with another one
    (kept or replaced, as the policy says), not taken."""

    new: int = 0
    same: int = 0
    different: int = 0
    refused: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new,
            self.same + other.same,
            self.different + other.different,
            self.refused + other.refused,
        )


@dataclass(frozen=True, slots=True)
class Import:
    """`sha256`: of the file's bytes; `reason`: why it was undone, if no person did it;
    `summary`: plain JSON, what the file said and what became of each series."""

    batch: int
    file: str
    sha256: str
    format: str
    policy: Policy
    created: datetime
    state: State = State.STORING
    reason: str = ""
    counts: Counts = Counts()
    summary: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Undoing:
    """What takes a batch back, and its corrections; `reload` when meters are gone."""

    removal: Removal
    corrections: Corrections
    reload: Callable[[], None]


class Imports:
    """Any thread may call it; what it writes goes through the writing thread."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        ingest: Ingest,
        batches: Batches,
        undoing: Undoing,
    ) -> None:
        self._database, self._writer, self._ingest = database, writer, ingest
        self._batches, self._undoing = batches, undoing

    # -- what is there

    def all(self) -> list[Import]:
        """The newest first."""
        return self._read("ORDER BY batch DESC")

    def get(self, batch: int) -> Import:
        """Raises UnknownImport."""
        found = self._read("WHERE batch = ?", batch)
        if not found:
            raise UnknownImport(f"no imported file has the number {batch}")
        return found[0]

    def of_file(self, sha256: str) -> list[Import]:
        """Imports of these very bytes that are stored now."""
        return self._read("WHERE sha256 = ? AND state = 'stored' ORDER BY batch", sha256)

    def any_stored(self) -> bool:
        return bool(self._read("WHERE state = 'stored' LIMIT 1"))

    def _read(self, which: str, *parameters: object) -> list[Import]:
        with self._database.cursor() as cursor:
            rows = cursor.execute(
                f"""SELECT batch, file, sha256, format, policy, epoch_us(created), state, reason,
                           fresh, same, different, refused, summary FROM energy.imports {which}""",
                list(parameters),
            ).fetchall()
        return [_import(row) for row in rows]

    def compare(self, readings: Readings, policy: Policy) -> Outcome:
        """What storing readings would come to; nothing is written."""
        asked = reading_table(readings, np.zeros(len(readings), np.int32))
        asked = asked.append_column("place", [np.arange(len(readings))])
        differs = "n.value <> r.value"
        if policy is Policy.REPLACE:
            differs += " OR n.quality <> r.quality"
        with self._database.cursor() as cursor:
            cursor.register("asked", asked)
            there = cursor.execute(
                f"""
                SELECT n.place, {differs} AS differs FROM asked n
                JOIN energy.readings r ON r.meter = n.meter AND r.ts = n.ts
                WHERE r.ts {WITHIN}
                """,
                within(readings.ts),
            ).fetchnumpy()
        fresh, clash = np.ones(len(readings), bool), np.zeros(len(readings), bool)
        fresh[there["place"]], clash[there["place"]] = False, there["differs"]
        return Outcome(fresh, clash)

    # -- storing

    def number(self) -> int:
        """A number for a new import."""
        return self._batches.next()

    def begin(self, new: Import, meters: Sequence[str]) -> None:
        """Note an import before its first reading, with the slugs of meters made for it: whatever
        happens from here on, it ends whole or not at all."""

        def write(cursor: duckdb.DuckDBPyConnection) -> None:
            cursor.execute(
                "INSERT INTO energy.imports VALUES (?, ?, ?, ?, ?, ?, ?, '', 0, 0, 0, 0, ?)",
                [
                    *(new.batch, new.file, new.sha256, new.format, new.policy, new.created),
                    *(State.STORING, json.dumps(new.summary)),
                ],
            )
            for slug in meters:
                cursor.execute("INSERT INTO energy.import_meters VALUES (?, ?)", [new.batch, slug])

        self._writer.call(write)

    def add(self, batch: int, parts: Sequence[Readings], policy: Policy) -> list[Outcome]:
        """Store readings in one transaction: stored units, of a part each stamp of a meter once.
        Returns what became of each part, once it is on the disk."""
        told = [Batch(part, batch) for part in parts]
        replaces = policy is Policy.REPLACE
        return self._writer.change(lambda cursor: self._ingest(cursor, told, replaces))

    def correct(self, batch: int, meter: Meter, wanted: Readings) -> None:
        """Let readings of an import stand as corrections of those that are stored."""
        reason = f"another value in {self.get(batch).file}"
        author = f"import {batch}"
        self._undoing.corrections.replace(meter, wanted.ts, wanted.value, reason, author, batch)

    def finish(self, batch: int, counts: Counts, summary: Mapping[str, Any]) -> None:
        self._writer.call(
            lambda cursor: cursor.execute(
                """UPDATE energy.imports SET state = ?, fresh = ?, same = ?, different = ?,
                   refused = ?, summary = ? WHERE batch = ?""",
                [State.STORED, *astuple(counts), json.dumps(summary), batch],
            )
        )

    # -- taking back

    def undo(self, batch: int, reason: str = "", progress: Progress = lambda _: None) -> Undone:
        """Take an import back; raises UnknownImport. A second time it finds nothing."""
        self.get(batch)

        def begin(cursor: duckdb.DuckDBPyConnection) -> None:
            note(cursor, batch)
            cursor.execute(
                "UPDATE energy.imports SET state = ?, reason = ? WHERE batch = ? AND state <> ?",
                [State.UNDONE, reason, batch, State.UNDONE],
            )

        self._writer.call(begin)
        self._undoing.corrections.undo_batch(batch)
        return self._undoing.removal.take_back(batch, self._undoing.reload, progress)

    def undo_unfinished(self, left: Sequence[int]) -> list[Import]:
        """At the start: take back what was being stored when the process ended, and the rest of
        those of `left`, which were being taken back."""
        for one in self._read("WHERE list_contains(?, batch)", list(left)):
            self.undo(one.batch)
        halves = self._read("WHERE state = 'storing'")
        for one in halves:
            self.undo(one.batch, STOPPED)
        return [replace(one, state=State.UNDONE, reason=STOPPED) for one in halves]

    # -- what people chose

    def chosen(self) -> dict[str, str]:
        """Identity of a file's series → slug of the meter it was stored in."""
        with self._database.cursor() as cursor:
            rows = cursor.execute("SELECT identity, slug FROM energy.import_targets").fetchall()
        return dict(rows)

    def choose(self, targets: Mapping[str, str]) -> None:
        """Remember where series of files went."""

        def write(cursor: duckdb.DuckDBPyConnection) -> None:
            for identity, slug in targets.items():
                cursor.execute("DELETE FROM energy.import_targets WHERE identity = ?", [identity])
                cursor.execute("INSERT INTO energy.import_targets VALUES (?, ?)", [identity, slug])

        self._writer.call(write)


def now() -> datetime:
    return datetime.now(UTC)


def _import(row: tuple[Any, ...]) -> Import:
    batch, file, sha256, format, policy, created, state, reason, *counts, summary = row
    return Import(
        batch, file, sha256, format, Policy(policy), instant(created), State(state), reason,
        Counts(*counts), json.loads(summary),
    )  # fmt: skip
