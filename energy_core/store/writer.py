"""One thread writes. Jobs wait in a bounded queue; readings that wait together are committed
together; a job's future answers only when its transaction is on the disk."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import duckdb

from energy_core.errors import StoreBusy, StoreError, StoreUnavailable
from energy_core.store.database import Database

log = logging.getLogger(__name__)

GROUP_ROWS = 250_000  # readings in one transaction at most


After = Callable[[], None]
"""What follows a commit, in the writing thread and before any other job."""
Result = TypeVar("Result")


@dataclass(slots=True)
class Job:
    """`run(cursor)` inside a transaction, as `Writer.change`; `seen`: what is read may be another
    after it. Jobs without `run` are grouped and run by `ingest`, with those of the same `group`."""

    run: Callable[[duckdb.DuckDBPyConnection], tuple[Any, After]] | None = None
    seen: bool = True
    payload: Any = None
    rows: int = 0
    group: Hashable = None
    done: Future = field(default_factory=Future)


Ingest = Callable[[duckdb.DuckDBPyConnection, Sequence[Any]], tuple[list[Any], After]]
"""(cursor, payloads) → one result a payload, and what to do once it is committed."""


class Writer:
    def __init__(
        self,
        database: Database,
        ingest: Ingest,
        max_rows: int,
        on_heal: Callable[[duckdb.DuckDBPyConnection], None],
        on_change: Callable[[], None],
    ) -> None:
        """`on_heal(cursor)` is called before the transaction that follows a failure: what is
        remembered of the file may be wrong then, since a failed commit may be in it all the same.
        `on_change()` is called after each commit that is not of readings alone."""
        self._database, self._ingest, self._max_rows = database, ingest, max_rows
        self._on_heal, self._on_change = on_heal, on_change
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._waiting = 0
        self._lock = threading.Lock()
        self._closing = False
        self._doubtful = False  # what is remembered of the file may be wrong
        self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def waiting_rows(self) -> int:
        return self._waiting

    def submit(self, payload: Any, rows: int, group: Hashable = None) -> Future:
        """Queue readings, to be committed with others of `group`; StoreBusy when the queue is full."""
        return self._put(Job(payload=payload, rows=rows, group=group))

    def call(self, run: Callable[[duckdb.DuckDBPyConnection], Result], seen: bool = True) -> Result:
        """Run `run` in a transaction of its own and wait for its commit. `seen`: whether what is
        read may be another after it."""
        return self.change(lambda cursor: (run(cursor), _nothing), seen)

    def change(
        self, run: Callable[[duckdb.DuckDBPyConnection], tuple[Result, After]], seen: bool = True
    ) -> Result:
        """As `call`, where `run` also gives what follows the commit."""
        result: Result = self._put(Job(run, seen)).result()
        return result

    def close(self) -> None:
        """Refuse new jobs, commit those that wait, and end the thread."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
            self._queue.put(None)
        self._thread.join()

    def _put(self, job: Job) -> Future:
        job.done.set_running_or_notify_cancel()  # a sender that goes away does not take it back
        with self._lock:
            if self._closing:
                raise StoreUnavailable("the store is closing")
            if job.rows and self._waiting and self._waiting + job.rows > self._max_rows:
                raise StoreBusy("too many readings wait to be written")
            self._waiting += job.rows
            self._queue.put(job)
        return job.done

    def _loop(self) -> None:
        held: Job | None = None
        while True:
            job = held or self._queue.get()
            held = None
            if job is None:
                return
            group = [job]
            if job.run is None:
                group, held, ended = self._gather(job)
                if ended:
                    self._queue.put(None)
            self._commit(group)

    def _gather(self, job: Job) -> tuple[list[Job], Job | None, bool]:
        """The readings that wait behind `job`; a job that is not to be grouped; whether it ends."""
        group, rows = [job], job.rows
        while rows < GROUP_ROWS:
            try:
                other = self._queue.get_nowait()
            except queue.Empty:
                break
            if other is None:
                return group, None, True
            if other.run is not None or other.group != job.group:
                return group, other, False
            group.append(other)
            rows += other.rows
        return group, None, False

    def _commit(self, group: list[Job]) -> None:
        try:
            results, after = self._transaction(group)
        except BaseException as error:  # every waiting sender must hear of it
            failure = self._failure(error)
            if len(group) > 1 and not isinstance(error, duckdb.Error):
                for job in group:
                    self._commit([job])  # one that cannot be stored does not take others along
                return
            self._release(group)
            for job in group:
                job.done.set_exception(failure)
            return
        self._release(group)
        if group[0].run is not None and group[0].seen:
            self._on_change()
        self._follow(after)
        for job, result in zip(group, results, strict=True):
            job.done.set_result(result)

    def _follow(self, after: After) -> None:
        """What follows a commit may fail, but neither undo it nor stop the thread."""
        try:
            after()
        except Exception:
            log.exception("what follows a commit failed; the readings are stored")
            self._doubtful = True

    def _transaction(self, group: list[Job]) -> tuple[list[Any], After]:
        cursor = self._database.writer
        if self._doubtful:
            self._on_heal(cursor)
            self._doubtful = False
        cursor.execute("BEGIN")
        if (run := group[0].run) is not None:
            result, after = run(cursor)
            results = [result]
        else:
            results, after = self._ingest(cursor, [job.payload for job in group])
        cursor.execute("COMMIT")
        return results, after

    def _release(self, group: list[Job]) -> None:
        with self._lock:
            self._waiting -= sum(job.rows for job in group)

    def _failure(self, error: BaseException) -> BaseException:
        """Undo, mend the database where it died, and say what the sender should hear."""
        try:
            self._database.writer.execute("ROLLBACK")
        except duckdb.Error:
            log.info("nothing to roll back")
        if not isinstance(error, duckdb.Error):
            return error
        log.error("write failed: %s", error)
        self._doubtful = True
        if not self._database.lives():
            self._heal()
        return StoreUnavailable(f"the readings could not be stored: {str(error).splitlines()[0]}")

    def _heal(self) -> None:
        try:
            self._database.heal()
        except (duckdb.Error, StoreError) as error:
            log.error("the database could not be attached again: %s", error)
        else:
            log.warning("the database was attached again")


def _nothing() -> None:
    return None
