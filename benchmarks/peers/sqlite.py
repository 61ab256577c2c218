"""SQLite, in process: what one gets without a server."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from benchmarks.dataset import Dataset, Row
from benchmarks.system import Feed, Question, must_equal

SCHEMA = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS readings (
        meter INTEGER, ts INTEGER, value REAL, PRIMARY KEY (meter, ts)) WITHOUT ROWID;
"""
INSERT = "INSERT OR REPLACE INTO readings VALUES (?, ?, ?)"
MEANS = """
    SELECT (ts - :start) / :step, sum(value) / (:step / 60) FROM readings
    WHERE meter IN ({meters}) AND ts >= :start AND ts < :end GROUP BY 1 ORDER BY 1
"""


class Sqlite:
    name = "SQLite"

    @staticmethod
    def version() -> str:
        return sqlite3.sqlite_version

    def start(self, folder: Path) -> None:
        self._file = folder / "readings.sqlite"
        self._connection = sqlite3.connect(self._file, check_same_thread=False)
        self._connection.executescript(SCHEMA)

    def stop(self) -> None:
        self._connection.close()

    def ingest(self, dataset: Dataset, feed: Feed) -> float:
        self._meters = dataset.meters
        return sum(self._commit(rows) for rows in dataset.row_batches(feed.lines))

    def _commit(self, rows: list[Row]) -> float:
        begun = time.perf_counter()
        with self._connection:
            self._connection.executemany(INSERT, rows)
        return time.perf_counter() - begun

    def check(self, dataset: Dataset) -> None:
        (found,) = self._connection.execute("SELECT count(*) FROM readings").fetchone()
        must_equal(self.name, found, dataset.rows)

    def question(self, question: Question) -> Callable[[], object]:
        numbers = ", ".join(str(self._meters.index(meter)) for meter in question.meters)
        bounds = {"start": question.start, "end": question.end, "step": question.step_s}
        sql = MEANS.format(meters=numbers)
        return lambda: self._connection.execute(sql, bounds).fetchall()

    def read(self, answer: object) -> npt.NDArray[np.float64]:
        return np.array(cast(list[tuple[int, float]], answer), dtype=np.float64)[:, 1]

    def stored_bytes(self) -> int:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return self._file.stat().st_size


PEER = Sqlite
