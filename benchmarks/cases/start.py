"""From the command to the first `200` of `/readyz`, with a year in the database."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.cases.year_by_day import forget
from benchmarks.figure import AtMost, Figure
from benchmarks.sampling import median, readable
from benchmarks.server import DATABASE, Energy

TITLE = "Start"
LIMIT_S = 3
ROUNDS = 5


def run(bench: Bench) -> list[Figure]:
    folder = bench.loaded_copy()
    samples = [_start(folder) for _ in range(ROUNDS)]
    what = f"start with {bench.dataset.rows:,} readings until ready"
    note = f"worst of {ROUNDS}: {readable(max(samples))}"
    return [Figure(what, median(samples), "s", AtMost(LIMIT_S), note=note)]


def _start(folder: Path) -> float:
    forget(folder / DATABASE)
    energy, begun = Energy(), time.perf_counter()
    energy.start(folder)
    taken = time.perf_counter() - begun
    energy.stop()
    return taken
