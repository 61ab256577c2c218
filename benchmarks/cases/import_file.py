"""A dropped CSV, from its first byte sent until every reading is stored.

Ten million rows: how long, how much memory server and reader take together at most, and how long
the page's shell takes to answer meanwhile. One million rows: beside DuckDB's own CSV reader and an
insert into a table without keys, in turn. The sums are compared before a time counts.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.bench import Bench, say
from benchmarks.client import Client
from benchmarks.figure import AtMost, Figure
from benchmarks.sampling import in_turn, median, milliseconds, p95, readable, timed
from benchmarks.server import Energy
from benchmarks.system import must_equal

TITLE = "A file of readings"
ROWS, QUICK_ROWS = 10_000_000, 1_000_000
BESIDE_ROWS = 1_000_000
STEP_S = 10
START_S = 1_600_000_000
LIMIT_S, LIMIT_MB, LIMIT_TIMES = 60, 1000, 2
LOOK_EVERY_S = 0.2
ROUNDS = 3
PATH = "/api/v1/imports?timezone=UTC&name=home.csv"


def run(bench: Bench) -> list[Figure]:
    return [*_large(bench), _beside_duckdb(bench)]


def _large(bench: Bench) -> list[Figure]:
    rows = bench.choose(ROWS, QUICK_ROWS)
    path, wanted = _file(bench.new_folder() / "large.csv", rows)
    say(f"importing {rows:,} rows")
    with bench.running(Energy()) as energy, _watched(energy) as seen:
        took_ms, answer = timed(lambda: _import(energy, path))
        must_equal("readings stored", answer["series"][0]["new"], rows)
        must_equal("energy [Wh]", _stored_wh(energy), wanted, 1e-6)
    what, taken_s = f"{rows:,} rows of CSV, sent until stored", took_ms / 1000
    return [
        Figure(what, taken_s, "s", AtMost(LIMIT_S), note=f"{readable(rows / taken_s)} rows/s"),
        Figure("memory of server and reader, peak", max(seen.memory_mb), "MB", AtMost(LIMIT_MB)),
        Figure("the page answers meanwhile, p95", p95(seen.page_ms), "ms"),
    ]


class _Seen:
    def __init__(self) -> None:
        self.memory_mb: list[float] = []
        self.page_ms: list[float] = []


@contextmanager
def _watched(energy: Energy) -> Iterator[_Seen]:
    """Memory and the page's answers, while the block runs."""
    seen, over = _Seen(), threading.Event()

    def look() -> None:
        with Client(energy.port) as visitor:
            while not over.wait(LOOK_EVERY_S):
                seen.memory_mb.append(energy.process.resident_bytes() / 1e6)
                seen.page_ms.append(milliseconds(lambda: visitor.get("/")))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _beside_duckdb(bench: Bench) -> Figure:
    path, _ = _file(bench.new_folder() / "small.csv", BESIDE_ROWS)
    samples = in_turn(
        {"this": lambda _: _ours(bench, path), "DuckDB": lambda _: _duckdb(bench, path)}, ROUNDS
    )
    ours, theirs = median(samples["this"]), median(samples["DuckDB"])
    what = f"{BESIDE_ROWS:,} rows of CSV until stored, times DuckDB's read_csv and insert"
    note = f"{readable(ours)} ms beside {readable(theirs)} ms"
    return Figure(what, ours / theirs, "times", AtMost(LIMIT_TIMES), note=note)


def _ours(bench: Bench, path: Path) -> float:
    with bench.running(Energy()) as energy:
        return timed(lambda: _import(energy, path))[0]


def _duckdb(bench: Bench, path: Path) -> float:
    with duckdb.connect(str(bench.new_folder() / "peer.duckdb")) as peer:
        peer.execute("CREATE TABLE readings (ts TIMESTAMP, value DOUBLE)")
        sql = "INSERT INTO readings SELECT * FROM read_csv(?)"
        return timed(lambda: peer.execute(sql, [str(path)]))[0]


def _import(energy: Energy, path: Path) -> Any:
    return energy.client.post_file(PATH, path)


def _stored_wh(energy: Energy) -> float:
    (meter,) = energy.client.get_json("/api/v1/meters")["meters"]
    path = f"/api/v1/series?meter={meter['slug']}&from={START_S}&to={START_S + STEP_S * ROWS * 2}"
    return float(
        energy.client.get_json(f"{path}&resolution=1mo&timezone=UTC")["total"]["energy_wh"]
    )


def _file(path: Path, rows: int) -> tuple[Path, float]:
    """A load curve of 10-second means, and the energy in it [Wh]."""
    watts = np.round(np.random.default_rng(7).random(rows) * 3000, 1)
    at = (START_S + STEP_S * np.arange(rows)).astype("datetime64[s]")
    columns = {"timestamp": np.datetime_as_string(at), "power_w": watts}
    pacsv.write_csv(pa.table(columns), path)
    return path, float(watts.sum() * STEP_S / 3600)
