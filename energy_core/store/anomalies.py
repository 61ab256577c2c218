"""What the detectors found of each meter, what people said of it, and the state to go on from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb

from energy_core.errors import UnknownIncident
from energy_core.metering.periods import instant, micros
from energy_core.metering.readings import HOUR
from energy_core.model import Incident, Meter, Verdict
from energy_core.store.database import Database
from energy_core.store.overlay import Extents
from energy_core.store.registry import Registry
from energy_core.store.writer import Writer

QUIET = 24 * HOUR  # after the end of an incident that may still grow
_READ = """SELECT id, meter, kind, layer, severity, epoch_us(start_ts), epoch_us(end_ts),
                  epoch_us(detected), score, excess_wh, facts, verdict, author, epoch_us(judged)
           FROM energy.incidents"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A meter's packed state, in which all stamps below `until` [µs] are; `level`: the sensitivity
    in use; `stale`: what it was made from has changed."""

    state: bytes
    until: int
    level: str
    stale: bool = False


class Anomalies:
    """`store.anomalies`. Any thread may call it. Nothing of it changes a reading or a sum."""

    def __init__(
        self, database: Database, writer: Writer, registry: Registry, extents: Extents
    ) -> None:
        self._database, self._writer = database, writer
        self._registry, self._extents = registry, extents

    # -- the state of each meter

    def state(self, meter: Meter) -> Kept | None:
        """None of a meter that was never gone through to the end."""
        with self._database.cursor() as cursor:
            row = cursor.execute(
                "SELECT state, until_us, level, stale FROM energy.detecting WHERE meter = ?",
                [meter.id],
            ).fetchone()
        return Kept(*row) if row else None

    def put(
        self,
        meter: Meter,
        kept: Kept | None,
        found: Sequence[Incident],
        since: datetime | None = None,
    ) -> bool:
        """Keep a state, and what was found (its numbers and verdicts do not count), at once; True
        where that makes or takes away an incident. One that is stored already, by its kind, start
        and detection, keeps its number and its verdict.

        `since`: the meter was gone through again from there on. What was not found again goes; what
        a person judged stays, as the one of its kind that overlaps it, else as it was.
        """

        def write(cursor: duckdb.DuckDBPyConnection) -> bool:
            if self._registry.find(meter.slug) is None:  # it went while it was looked at
                return False
            if kept is not None:
                _put_state(cursor, meter, kept)
            return _put_found(cursor, meter, self._of(cursor, meter), found, since)

        return self._writer.call(write, seen=False)

    def mark_stale(self, meters: Iterable[int]) -> None:
        """Let these meters be gone through again, whatever happens until then."""
        ids = list(meters)
        self._writer.call(
            lambda cursor: cursor.execute(
                "UPDATE energy.detecting SET stale = true WHERE list_contains(?, meter)", [ids]
            ),
            seen=False,
        )

    # -- what people ask for

    def sensitivity(self, meter: Meter) -> str | None:
        with self._database.cursor() as cursor:
            row = cursor.execute(
                "SELECT sensitivity FROM energy.sensitivities WHERE meter = ?", [meter.id]
            ).fetchone()
        return row[0] if row else None

    def set_sensitivity(self, meter: Meter, sensitivity: str) -> None:
        """Keep it; the meter's state is stale from here on."""

        def write(cursor: duckdb.DuckDBPyConnection) -> None:
            cursor.execute("DELETE FROM energy.sensitivities WHERE meter = ?", [meter.id])
            cursor.execute(
                "INSERT INTO energy.sensitivities VALUES (?, ?)", [meter.id, sensitivity]
            )
            cursor.execute("UPDATE energy.detecting SET stale = true WHERE meter = ?", [meter.id])

        self._writer.call(write, seen=False)

    # -- incidents

    def all(self) -> list[Incident]:
        """The newest first."""
        with self._database.cursor() as cursor:
            return self._read(cursor, "ORDER BY detected DESC, id DESC", [])

    def get(self, id: int) -> Incident:
        """Raises UnknownIncident."""
        with self._database.cursor() as cursor:
            return self._one(cursor, id)

    def judge(self, id: int, verdict: Verdict | None, author: str) -> Incident:
        """Keep what a person says of an incident; None takes it back. Raises UnknownIncident."""

        def write(cursor: duckdb.DuckDBPyConnection) -> Incident:
            self._one(cursor, id)
            said = (verdict, author, datetime.now(UTC)) if verdict else (None, None, None)
            cursor.execute(
                "UPDATE energy.incidents SET verdict = ?, author = ?, judged = ? WHERE id = ?",
                [*said, id],
            )
            return self._one(cursor, id)

        return self._writer.call(write, seen=False)

    def _of(self, cursor: duckdb.DuckDBPyConnection, meter: Meter) -> list[Incident]:
        return self._read(cursor, "WHERE meter = ?", [meter.id])

    def _one(self, cursor: duckdb.DuckDBPyConnection, id: int) -> Incident:
        found = self._read(cursor, "WHERE id = ?", [id])
        if not found:
            raise UnknownIncident(f"no incident has the number {id}")
        return found[0]

    def _read(
        self, cursor: duckdb.DuckDBPyConnection, which: str, parameters: list[object]
    ) -> list[Incident]:
        rows = cursor.execute(f"{_READ} {which}", parameters).fetchall()
        known = {meter.id: meter for meter in self._registry.all()}
        return [self._incident(known[row[1]], row) for row in rows if row[1] in known]

    def _incident(self, meter: Meter, row: tuple) -> Incident:
        id, _, kind, layer, severity, start, end, detected, score, excess, facts, *said = row
        verdict, author, judged = said
        extent = self._extents.get(meter.id)
        last = min(extent.last, micros(datetime.now(UTC))) if extent else end + QUIET
        return Incident(
            id, meter, kind, layer, severity, instant(start), instant(end), instant(detected),
            score, excess, json.loads(facts), end + QUIET > last, Verdict(verdict) if verdict else None,
            author, None if judged is None else instant(judged),
        )  # fmt: skip


def forget_meters(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop what is kept of meters that are gone."""
    for table in ("detecting", "sensitivities", "incidents"):
        cursor.execute(
            f"DELETE FROM energy.{table} WHERE meter NOT IN (SELECT id FROM energy.meters)"
        )


def _put_state(cursor: duckdb.DuckDBPyConnection, meter: Meter, kept: Kept) -> None:
    cursor.execute("DELETE FROM energy.detecting WHERE meter = ?", [meter.id])
    cursor.execute(
        "INSERT INTO energy.detecting VALUES (?, ?, ?, ?, ?)",
        [meter.id, kept.state, kept.until, kept.level, kept.stale],
    )


def _put_found(
    cursor: duckdb.DuckDBPyConnection,
    meter: Meter,
    stored: Sequence[Incident],
    found: Sequence[Incident],
    since: datetime | None,
) -> bool:
    """Whether there are others now."""
    left = {_key(old): old for old in stored}
    pairs = [(new, left.pop(_key(new), None)) for new in found]
    gone = [] if since is None else [old for old in left.values() if old.start >= since]
    pairs, gone = _heirs(pairs, gone)
    for new, old in pairs:
        if old is None:
            _insert(cursor, meter, new)
        elif _told(new) != _told(old):
            _update(cursor, replace(new, id=old.id))
    for old in gone:
        cursor.execute("DELETE FROM energy.incidents WHERE id = ?", [old.id])
    return bool(gone) or any(old is None for _, old in pairs)


Pair = tuple[Incident, Incident | None]


def _heirs(pairs: list[Pair], gone: list[Incident]) -> tuple[list[Pair], list[Incident]]:
    """What is new takes the place of what a person judged, if it is of its kind and overlaps it;
    what is left that nobody judged."""
    judged = [old for old in gone if old.verdict is not None]
    out: list[Pair] = []
    for new, old in pairs:
        if old is None:
            old = next((j for j in judged if _overlap(j, new)), None)
            judged = [j for j in judged if j is not old]
        out.append((new, old))
    return out, [old for old in gone if old.verdict is None]


def _overlap(one: Incident, other: Incident) -> bool:
    return one.kind == other.kind and one.start < other.end and other.start < one.end


def _key(one: Incident) -> tuple[str, datetime, datetime]:
    return (one.kind, one.start, one.detected)


def _told(one: Incident) -> tuple[object, ...]:
    """What is written when it changes."""
    return (*_key(one), one.end, one.severity, one.excess_wh, one.score, dict(one.facts))


def _insert(cursor: duckdb.DuckDBPyConnection, meter: Meter, new: Incident) -> None:
    cursor.execute(
        """INSERT INTO energy.incidents VALUES (nextval('energy.incident_ids'),
           ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)""",
        [
            *(meter.id, new.kind, new.layer, new.severity, new.start, new.end, new.detected),
            *(new.score, new.excess_wh, json.dumps(dict(new.facts))),
        ],
    )


def _update(cursor: duckdb.DuckDBPyConnection, new: Incident) -> None:
    cursor.execute(
        """UPDATE energy.incidents SET severity = ?, end_ts = ?, excess_wh = ?, kind = ?, start_ts = ?,
           detected = ?, score = ?, facts = ? WHERE id = ?""",
        [
            *(new.severity, new.end, new.excess_wh, new.kind, new.start, new.detected, new.score),
            *(json.dumps(dict(new.facts)), new.id),
        ],
    )
