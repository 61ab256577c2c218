"""The door of the store: open, write readings, read series, close."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial

import duckdb

from energy_core.errors import StoreError
from energy_core.metering.grid import Grid
from energy_core.metering.periods import micros
from energy_core.metering.readings import Readings
from energy_core.model import Meter, MeterSpec
from energy_core.settings import Settings
from energy_core.store import compaction, grid, raw, schema
from energy_core.store.anomalies import Anomalies
from energy_core.store.batches import Batches
from energy_core.store.changes import Changes
from energy_core.store.claims import Claims
from energy_core.store.compaction import Stretch
from energy_core.store.corrections import Corrections
from energy_core.store.database import Database
from energy_core.store.group import Batch
from energy_core.store.imports import Imports, Undoing
from energy_core.store.ingest import Committed, Ingest
from energy_core.store.lock import FileLock
from energy_core.store.notes import Notes
from energy_core.store.prices import SitePrices
from energy_core.store.queries import Queries
from energy_core.store.registry import NewSite, Registry
from energy_core.store.removal import Removal, unfinished
from energy_core.store.reports import Reports
from energy_core.store.series import Resolution, whole_quarters
from energy_core.store.tail import Tail
from energy_core.store.tokens import StoredToken, Tokens
from energy_core.store.writer import Writer

log = logging.getLogger(__name__)


class Store(Queries):
    """One per process and file. Readers may call it from any thread."""

    imports: Imports
    corrections: Corrections
    notes: Notes
    prices: SitePrices
    reports: Reports
    anomalies: Anomalies

    def __init__(self, settings: Settings) -> None:
        self._lock = FileLock(settings.db, settings.url)
        try:
            self._open(settings)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, settings: Settings) -> None:
        self._listeners: list[Callable[[Committed], None]] = []
        self._observers: list[Callable[[int], None]] = []
        self._replace = settings.on_conflict == "replace"
        self._database = Database(settings.db, settings.memory, settings.threads)
        try:
            left = self._load(settings)
        except duckdb.Error as error:
            raise StoreError(
                f"{settings.db} cannot be used: {str(error).splitlines()[0]}"
            ) from error
        self._join(settings)
        self._finish(left)

    def _load(self, settings: Settings) -> Sequence[int]:
        """Bring the file to the newest schema, and into memory what is kept there; the batches
        that the last process was in the middle of."""
        cursor = self._database.writer
        schema.migrate(cursor)
        site = NewSite(settings.site, settings.timezone, settings.currency)
        self._registry = Registry(cursor, site, settings.max_meters)
        self._extents = raw.extents(cursor)
        self._tokens = Tokens(cursor)
        self._batches = Batches(cursor)
        self._claims = Claims(cursor)
        self._tail = Tail()
        self._changes = Changes()
        self.corrections = Corrections(
            self._database, self._registry, self._extents, self._tail.clear, self._rewritten
        )
        return unfinished(cursor)

    def _join(self, settings: Settings) -> None:
        """Give the parts to each other."""
        self._ingest = Ingest(
            self._registry.by_id,
            self._extents,
            self._announce,
            self._rewritten,
            self._claims,
            self.corrections,
            self._tail,
            self._changes,
        )
        self._writer = Writer(
            self._database,
            partial(self._ingest, replace=self._replace),
            settings.max_queued_rows,
            self._remember,
            self._changes.everywhere,
        )
        self.corrections.use(self._writer)
        self.notes = Notes(self._database, self._writer)
        self.prices = SitePrices(self._database, self._writer, self._registry.site.id)
        self.reports = Reports(self._database, self._writer)
        self.anomalies = Anomalies(self._database, self._writer, self._registry, self._extents)
        self._removal = Removal(self._writer, self._ingest, self._claims, self.corrections)
        self.imports = Imports(
            self._database,
            self._writer,
            self._ingest,
            self._batches,
            Undoing(self._removal, self.corrections, self._reload),
        )

    def _finish(self, left: Sequence[int]) -> None:
        """Go on with what the last process was in the middle of."""
        for one in self.imports.undo_unfinished(left):
            log.warning("import %d of %s: %s", one.batch, one.file, one.reason)
        for batch in set(left) - {one.batch for one in self.imports.all()}:
            self._removal.take_back(batch, self._reload, _nothing)

    def _remember(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take what is kept in memory from the file again."""
        self._registry.load(cursor)
        known = raw.extents(cursor)
        for id in [*self._extents]:
            if id not in known:
                del self._extents[id]
        self._extents.update(known)
        self._tokens.load(cursor)
        self._batches.load(cursor)
        self._claims.load(cursor)
        self.corrections.load(cursor)
        self.prices.load(cursor)
        self._tail.clear()
        self._changes.everywhere()

    def _reload(self) -> None:
        """In the writing thread, after a removal: meters are gone."""
        self._registry.load(self._database.writer)
        self.corrections.load(self._database.writer)

    def close(self) -> None:
        """Commit what waits, close the file, give up the lock."""
        self._writer.close()
        self._database.close()
        self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- readings out, many meters at once

    def grid(
        self,
        meters: Sequence[Meter],
        start: datetime,
        end: datetime,
        resolution: Resolution,
        timezone: str,
        estimated: bool = True,
    ) -> Grid:
        """Each of `meters` by local periods of [start, end), all in one reading of the file. The
        range is widened to whole quarter hours; `raw` and `auto` are not asked for here.
        Unless `estimated`, what was estimated is missing."""
        with self._database.cursor() as cursor:
            asked = whole_quarters(start, end)
            found = grid.read(cursor, meters, asked, resolution, timezone)
        return found if estimated else grid.measured_only(found)

    def changed(self, start: datetime, end: datetime) -> int:
        """A number that is another one after a change to anything of [start, end)."""
        return self._changes.last(micros(start), micros(end))

    # -- words

    def create_meters(self, specs: Sequence[MeterSpec]) -> None:
        """Make the meters that do not exist, unconfirmed; raises TooManyMeters."""
        self._registry.create(self._writer, list(specs))

    def change_meter(self, slug: str, **changes: object) -> Meter:
        return self._registry.change(self._writer, slug, **changes)

    # -- readings in

    def ingest(self, readings: Readings, source: str) -> Future:
        """Queue readings in stored units, in any order; the future gives an Outcome once they
        are committed. Raises StoreBusy when too many wait."""
        batch = Batch(readings, self._batches.standing(source, self._writer))
        group = batch.source if self._replace else None
        return self._writer.submit(batch, len(readings), group)

    def sources(self) -> list[str]:
        """Names under which readings came that are stored now."""
        with self._database.cursor() as cursor:
            held = cursor.execute("SELECT DISTINCT batch FROM energy.readings").fetchall()
        return self._batches.names({id for (id,) in held})

    def remove_source(self, name: str) -> int:
        """Take back all readings of a source; returns how many went. What others sent too stays,
        and meters that have no readings then go."""
        if (source := self._batches.find(name)) is None:
            return 0
        return self._removal.take_back(source, self._reload, _nothing).readings

    def to_compact(self) -> list[Stretch]:
        """Stretches of closed months that would take less space if they were rewritten."""
        with self._database.cursor() as cursor:
            return compaction.due(cursor, datetime.now(UTC))

    def compact(self, stretch: Stretch) -> None:
        """Rewrite a stretch; readings wait for it, less than a second."""
        self._writer.call(partial(compaction.compact, part=stretch), seen=False)

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

    def on_change(self, observer: Callable[[int], None]) -> None:
        """`observer(meter)` is called in the writing thread after each commit that replaced,
        corrected or took back readings of a meter."""
        self._observers.append(observer)

    # -- tokens

    def tokens(self) -> dict[str, StoredToken]:
        """Every token by id, revoked ones too."""
        return self._tokens.by_id

    def add_token(self, token: StoredToken) -> None:
        self._tokens.add(token, self._writer)

    def revoke_token(self, id: str) -> None:
        self._tokens.revoke(id, self._writer)

    # -- inside

    def _announce(self, committed: Committed) -> None:
        for listener in self._listeners:
            try:
                listener(committed)
            except Exception:
                log.exception("a listener failed; the readings are stored")

    def _rewritten(self, meter: int) -> None:
        for observer in self._observers:
            try:
                observer(meter)
            except Exception:
                log.exception("an observer failed; the change is stored")


def _nothing(_: object) -> None:
    return None
