"""The DuckDB instance: the file attached to an in-memory database, locked down, healable.

The file is never the main database: a checkpoint that meets a full disk kills it for every
cursor, and only an attached one can be detached and attached again while the process lives.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from energy_core.errors import StoreError, StoreUnavailable

STORAGE = "v1.5.0"  # readable by DuckDB 1.5
CHECKPOINT = "4MB"  # of write-ahead log; small, so that no commit waits long


class Database:
    """`cursor()` for readers, each call its own; `writer` for the one writing thread."""

    def __init__(self, path: Path, memory: str, threads: int) -> None:
        self.path = path.resolve()
        self._idle = threading.Condition()
        self._readers = 0
        self._healing = False
        self._detached = False
        self._main = duckdb.connect(config={"threads": threads} if threads else {})
        self._configure(memory)
        self.attach()
        self._lock_down()
        self.writer = self._main.cursor()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of the caller's own, for reading.

        Raises StoreUnavailable while the file cannot be read.
        """
        with self._idle:
            self._idle.wait_for(lambda: not self._healing)
            if self._detached:
                raise StoreUnavailable(f"{self.path} could not be attached again")
            self._readers += 1
        try:
            with self._main.cursor() as cursor:
                yield cursor
        except (duckdb.OperationalError, duckdb.FatalException) as error:
            raise StoreUnavailable(f"the file cannot be read: {_first_line(error)}") from error
        finally:
            with self._idle:
                self._readers -= 1
                self._idle.notify_all()

    def lives(self) -> bool:
        """False once DuckDB has given the file up: after a checkpoint that met a full disk."""
        try:
            with self._main.cursor() as cursor:
                cursor.execute("SELECT version FROM energy.schema_version").fetchall()
        except duckdb.Error:
            return False
        return True

    def heal(self) -> None:
        """Detach the file and attach it again, once every reader is done.

        Raises StoreError or duckdb.Error; it may be called again.
        """
        with self._idle:
            self._healing = True
        try:
            with self._idle:
                self._idle.wait_for(lambda: self._readers == 0, timeout=10)
            self.writer.close()
            self._main.execute("DETACH DATABASE IF EXISTS energy")
            self._detached = True
            self.attach()
            self._detached = False
            self.writer = self._main.cursor()
        finally:
            with self._idle:
                self._healing = False
                self._idle.notify_all()

    def attach(self) -> None:
        try:
            self._main.execute(
                f"ATTACH '{_quoted(self.path)}' AS energy (STORAGE_VERSION '{STORAGE}')"
            )
        except duckdb.Error as error:
            raise StoreError(f"{self.path} cannot be opened: {_first_line(error)}") from None

    def close(self) -> None:
        self.writer.close()
        with self._idle:
            self._idle.wait_for(lambda: self._readers == 0, timeout=10)
        self._main.execute("DETACH energy")
        self._main.close()

    def _configure(self, memory: str) -> None:
        files = [str(self.path), f"{self.path}.wal", f"{self.path}.tmp"]
        listed = ", ".join(f"'{_quoted(f)}'" for f in files)
        for setting in (
            "TimeZone = 'UTC'",
            f"memory_limit = '{memory}'",
            f"temp_directory = '{_quoted(f'{self.path}.tmp')}'",
            f"checkpoint_threshold = '{CHECKPOINT}'",
            f"allowed_paths = [{listed}]",
            f"allowed_directories = ['{_quoted(f'{self.path}.tmp')}']",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "allow_community_extensions = false",
        ):
            self._main.execute(f"SET GLOBAL {setting}")

    def _lock_down(self) -> None:
        self._main.execute("SET python_enable_replacements = false")
        self._main.execute("SET GLOBAL enable_external_access = false")
        self._main.execute("SET GLOBAL lock_configuration = true")


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
