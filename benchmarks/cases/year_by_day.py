"""A year of twenty one-minute meters, added up by local day: the first question to a new process.

Cold: the server has just started, and the database file is not in the system's page cache.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figure import AtMost, Figure
from benchmarks.sampling import median, milliseconds, readable, timed
from benchmarks.server import DATABASE, Energy
from benchmarks.system import Question, must_equal

TITLE = "A year by day, cold"
LIMIT_MS = 150
ROUNDS = 5
DAY, TOLERANCE = 86_400, 1e-3
TIMEZONES = ("UTC", "Europe/Paris")


def run(bench: Bench) -> list[Figure]:
    folder = bench.loaded_copy()
    return [_figure(bench, folder, timezone) for timezone in TIMEZONES]


def _figure(bench: Bench, folder: Path, timezone: str) -> Figure:
    pairs = [_first_and_second(bench, folder, timezone) for _ in range(ROUNDS)]
    cold, warm = zip(*pairs, strict=True)
    return Figure(
        f"{bench.dataset.days} days × {len(bench.dataset.meters)} meters by day, {timezone}, cold",
        median(cold), "ms", AtMost(LIMIT_MS),
        note=f"worst of {ROUNDS} {readable(max(cold))}; asked again {readable(median(warm))}",
    )  # fmt: skip


def _first_and_second(bench: Bench, folder: Path, timezone: str) -> tuple[float, float]:
    forget(folder / DATABASE)
    data = bench.dataset
    question = Question(data.meters, data.end - data.days * DAY, data.end, DAY)
    with bench.running(Energy(), folder) as energy:
        ask = energy.asked(question, timezone)
        taken, answer = timed(ask)
        found = json.loads(answer)["total"]["energy_wh"]
        must_equal("year [Wh]", found, data.energy_wh(*_span(question)), TOLERANCE)
        return taken, milliseconds(ask)


def _span(question: Question) -> tuple[list[str], int, int]:
    return question.meters, question.start, question.end


def forget(file: Path) -> None:
    """Drop the file from the page cache, so that it is read from the disk again."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)
