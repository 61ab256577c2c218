"""Runs of new readings whose surroundings overlap are looked at as one."""

from __future__ import annotations

import numpy as np

from energy_core.metering.readings import SECOND, Readings
from energy_core.model import Kind
from energy_core.store.context import Extent, Run, runs_of, surroundings

DAY = 86_400 * SECOND
STEP = 600 * SECOND
STORED = np.r_[np.arange(0, 3 * DAY, STEP), np.arange(40 * DAY, 40 * DAY + 4 * STEP, STEP)]


def of(ts: np.ndarray) -> Readings:
    return Readings(np.ones(len(ts), np.int32), ts, np.zeros(len(ts)))


def fetch(runs: list[Run]) -> Readings:
    near = np.zeros(len(STORED), bool)
    for run in runs:
        near |= (run.since <= STORED) & (run.until >= STORED)
    return of(STORED[near])


def test_a_run_that_grows_over_two_others_takes_both_in() -> None:
    """Three late stretches; after an outage the last looks as far back as memory reaches: over
    the second, and with it over the first."""
    late = np.array([DAY, int(2.2 * DAY), 40 * DAY]) + 1
    around = surroundings(
        fetch,
        lambda run: int(1.9 * DAY) if run.last > 39 * DAY else None,
        of(late),
        runs_of(of(late), {1: Extent(int(STORED[0]), int(STORED[-1]), STEP)}, lambda _: Kind.POWER),
        replace=False,
    )
    (known,) = around.by_run()
    assert known.ts.tolist() == sorted([*STORED.tolist(), *late.tolist()])
