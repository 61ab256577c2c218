"""The door of the store: open, write readings, read series, close."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Lock

import duckdb
import pandas as pd

from energy_core.errors import BadRequest, StoreError
from energy_core.metering.local_days import day_bounds, local_date
from energy_core.metering.periods import instant, micros
from energy_core.metering.physics import figures, segments
from energy_core.metering.readings import QUARTER, SECOND, Readings
from energy_core.model import (
    SIGNED_ROLES,
    EventKind,
    EventState,
    Meter,
    MeterEvent,
    MeterSpec,
    Site,
)
from energy_core.settings import Settings
from energy_core.store import compaction, raw, schema, tokens
from energy_core.store.compaction import Stretch
from energy_core.store.context import Extent
from energy_core.store.database import Database
from energy_core.store.ingest import Batch, Committed, Ingest
from energy_core.store.lock import FileLock
from energy_core.store.registry import NewSite, Registry
from energy_core.store.removal import remove_source
from energy_core.store.series import Resolution, automatic, rolled_up, whole_quarters
from energy_core.store.tokens import StoredToken
from energy_core.store.writer import Writer

log = logging.getLogger(__name__)

MOST_SOURCES = 1000
LONGEST_INTERVAL = timedelta(days=400)  # that one reading may stand for


class Store:
    """One per process and file. Readers may call it from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._lock = FileLock(settings.db, settings.url)
        try:
            self._open(settings)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, settings: Settings) -> None:
        self._listeners: list[Callable[[Committed], None]] = []
        self._new_source = Lock()
        self._database = Database(settings.db, settings.memory, settings.threads)
        try:
            cursor = self._database.writer
            schema.migrate(cursor)
            site = NewSite(settings.site, settings.timezone, settings.currency)
            self._registry = Registry(cursor, site, settings.max_meters)
            self._extents = raw.extents(cursor)
            self._tokens = tokens.load(cursor)
            self._sources = _sources(cursor)
        except duckdb.Error as error:
            raise StoreError(
                f"{settings.db} cannot be used: {str(error).splitlines()[0]}"
            ) from error
        self._ingest = Ingest(
            self._registry.by_id, self._extents, self._announce, settings.on_conflict == "replace"
        )
        self._writer = Writer(
            self._database, self._ingest, settings.max_queued_rows, self._remember
        )

    def _remember(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take what is kept in memory from the file again."""
        self._registry.load(cursor)
        known = raw.extents(cursor)
        for id in [*self._extents]:
            if id not in known:
                del self._extents[id]
        self._extents.update(known)
        self._tokens = tokens.load(cursor)
        self._sources = _sources(cursor)
        self._ingest.forget()

    def close(self) -> None:
        """Commit what waits, close the file, give up the lock."""
        self._writer.close()
        self._database.close()
        self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- words

    def site(self) -> Site:
        return self._registry.site

    def meters(self) -> list[Meter]:
        """Meters that hold readings; one with a sign stands behind its two directions."""
        return [m for m in self._registry.all() if m.role not in SIGNED_ROLES]

    def meter(self, slug: str) -> Meter:
        """The meter of this slug; raises UnknownMeter."""
        return self._registry.get(slug)

    def find(self, slug: str) -> Meter | None:
        return self._registry.find(slug)

    def meter_by_id(self, id: int) -> Meter:
        return self._registry.by_id(id)

    def create_meters(self, specs: Sequence[MeterSpec]) -> None:
        """Make the meters that do not exist, unconfirmed; raises TooManyMeters."""
        self._registry.create(self._writer, list(specs))

    def change_meter(self, slug: str, **changes: object) -> Meter:
        return self._registry.change(self._writer, slug, **changes)

    # -- readings in

    def ingest(self, readings: Readings, source: str) -> Future:
        """Queue readings in stored units, in any order; the future gives an Outcome once they
        are committed. Raises StoreBusy when too many wait."""
        batch = Batch(readings, self._source(source))
        return self._writer.submit(batch, len(readings))

    def sources(self) -> list[str]:
        """Names under which readings came that are stored now."""
        with self._database.cursor() as cursor:
            held = cursor.execute("SELECT DISTINCT batch FROM energy.readings").fetchall()
        here = {id for (id,) in held}
        return [name for name, id in self._sources.items() if id in here]

    def remove_source(self, name: str) -> int:
        """Take back all readings of a source, with the meters that have no others; returns how
        many went."""
        if (source := self._sources.get(name)) is None:
            return 0
        gone: int = self._writer.call(
            lambda cursor: remove_source(cursor, source, self._registry.by_id),
            lambda: self._remember(self._database.writer),
        )
        return gone

    def to_compact(self) -> list[Stretch]:
        """Stretches of closed months that would take less space if they were rewritten."""
        with self._database.cursor() as cursor:
            return compaction.due(cursor, datetime.now(UTC))

    def compact(self, stretch: Stretch) -> None:
        """Rewrite a stretch; readings wait for it, less than a second."""
        self._writer.call(partial(compaction.compact, part=stretch))

    @property
    def writable(self) -> bool:
        """Whether the writing thread is at work."""
        return self._writer.alive

    @property
    def waiting_rows(self) -> int:
        return self._writer.waiting_rows

    def on_commit(self, listener: Callable[[Committed], None]) -> None:
        """`listener` is called in the writing thread after each commit that added readings."""
        self._listeners.append(listener)

    # -- series out

    def series(
        self,
        meters: Meter | Sequence[Meter],
        start: datetime,
        end: datetime,
        resolution: Resolution,
        timezone: str,
    ) -> pd.DataFrame:
        """Energy of a meter, or of the sum of several, over [start, end) by local periods.

        Columns as `series.rolled_up`. `raw` gives one row a segment and takes one meter; the
        others widen the range to whole quarter hours; `auto` picks by the length of the range.
        """
        group = [meters] if isinstance(meters, Meter) else list(meters)
        resolution = self.resolved(resolution, group, end - start)
        with self._database.cursor() as cursor:
            if resolution is Resolution.RAW:
                (meter,) = group
                extent = self._extents.get(meter.id) or Extent()
                return raw.segments_between(cursor, meter, extent, start, end)
            asked = whole_quarters(start, end)
            held = self._held(group, *asked)
            return rolled_up(cursor, group, asked, held, resolution, timezone)

    def _held(
        self, group: Sequence[Meter], start: datetime, end: datetime
    ) -> tuple[datetime, datetime]:
        """The part of a range in which these meters can hold anything: no calendar is walked
        through for nothing."""
        known = [e for m in group if (e := self._extents.get(m.id)) is not None]
        if not known:
            return start, start
        first = instant(min(e.first for e in known) // QUARTER * QUARTER)
        last = instant(max(e.last for e in known) // QUARTER * QUARTER) + LONGEST_INTERVAL
        start = max(start, first)
        return start, max(start, min(end, last))

    def resolved(
        self, resolution: Resolution, group: Sequence[Meter], length: timedelta
    ) -> Resolution:
        """What `auto` comes to for a range of this length: few points, raw only of one meter."""
        if resolution is not Resolution.AUTO:
            return resolution
        step_s = self.step_s(group[0]) or 60.0 if len(group) == 1 else None
        return automatic(length, step_s)

    @staticmethod
    def whole_quarters(start: datetime, end: datetime) -> tuple[datetime, datetime]:
        """The range that a series of quarter hours and longer periods covers."""
        return whole_quarters(start, end)

    def figures(self, meter: Meter, start: datetime, end: datetime) -> list[tuple[float, float]]:
        """(epoch s, value to show) of a meter within [start, end), as the live page shows them."""
        extent = self._extents.get(meter.id) or Extent()
        low, high = micros(start), micros(end)
        with self._database.cursor() as cursor:
            known = raw.around(cursor, meter, extent, low, high)
        parts, _ = segments(known, {meter.id: meter})
        return [f for f in figures(meter, known, parts, low) if f[0] * SECOND < high]

    def step_s(self, meter: Meter) -> float | None:
        """Seconds between readings: as declared, else as the last few came."""
        extent = self._extents.get(meter.id)
        return meter.step_s or (extent.pace / SECOND if extent and extent.pace else None)

    def readings(self, meter: Meter, start: datetime, end: datetime) -> pd.DataFrame:
        """Stored readings as they came: ts [UTC], value [stored unit]."""
        with self._database.cursor() as cursor:
            r = raw.readings_between(cursor, meter, micros(start), micros(end))
        return pd.DataFrame({"ts": pd.to_datetime(r.ts, unit="us", utc=True), "value": r.value})

    def today(self, now: datetime) -> dict[int, tuple[float, float]]:
        """(amount, seconds covered) of every meter since local midnight, by meter id."""
        start, end = day_bounds(local_date(now, self.site().timezone), self.site().timezone)
        with self._database.cursor() as cursor:
            rows = cursor.execute(
                """SELECT meter, sum(amount), sum(covered_s) FROM energy.quarters
                   WHERE start >= ? AND start < ? GROUP BY meter""",
                [start, end],
            ).fetchall()
        return {meter: (amount, covered) for meter, amount, covered in rows}

    def extent(self, meter: Meter) -> tuple[datetime, datetime] | None:
        """First and last stored stamp, or None where there is no reading."""
        known = self._extents.get(meter.id)
        return (instant(known.first), instant(known.last)) if known else None

    def events(self, meter: Meter | None = None) -> list[MeterEvent]:
        """Meter events, the newest first."""
        with self._database.cursor() as cursor:
            rows = cursor.execute(
                """SELECT meter, kind, epoch_us(start_ts), epoch_us(end_ts), before, after, state
                   FROM energy.meter_events WHERE ? IS NULL OR meter = ? ORDER BY start_ts DESC""",
                [meter and meter.id, meter and meter.id],
            ).fetchall()
        return [
            MeterEvent(m, EventKind(k), instant(a), instant(b), before, after, EventState(state))
            for m, k, a, b, before, after, state in rows
        ]

    # -- tokens

    def tokens(self) -> dict[str, StoredToken]:
        """Every token by id, revoked ones too."""
        return self._tokens

    def add_token(self, token: StoredToken) -> None:
        self._writer.call(
            lambda cursor: tokens.insert(cursor, token), lambda: self._put_token(token)
        )

    def revoke_token(self, id: str) -> None:
        now = datetime.now(UTC)
        self._writer.call(
            lambda cursor: tokens.revoke(cursor, id, now),
            lambda: self._put_token(replace(self._tokens[id], revoked=now)),
        )

    def _put_token(self, token: StoredToken) -> None:
        self._tokens = {**self._tokens, token.id: token}

    # -- inside

    def _announce(self, committed: Committed) -> None:
        for listener in self._listeners:
            try:
                listener(committed)
            except Exception:
                log.exception("a listener failed; the readings are stored")

    def _source(self, name: str) -> int:
        """The id of the standing batch of a source, made at its first use."""
        with self._new_source:
            if name not in self._sources:
                if len(self._sources) >= MOST_SOURCES:
                    raise BadRequest(f"there are {MOST_SOURCES} sources, and no more are kept")
                number = max(self._sources.values(), default=0) + 1
                row = [number, name, datetime.now(UTC)]
                self._writer.call(
                    lambda c: c.execute("INSERT INTO energy.batches VALUES (?, ?, ?)", row)
                )
                self._sources[name] = number
            return self._sources[name]


def _sources(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return dict(cursor.execute("SELECT source, id FROM energy.batches ORDER BY id").fetchall())
