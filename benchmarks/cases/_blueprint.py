"""Copy this file to add a benchmark; its name is what `python -m benchmarks NAME` runs.

Say in the first lines what is measured, from when to when, and why anyone cares. Check the
answer before its time counts. Interleave with the peers (`sampling.in_turn`).
"""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.figure import AtMost, Figure
from benchmarks.sampling import median, milliseconds
from benchmarks.server import Energy

TITLE = "Meters are listed"
LIMIT_MS = 10


def run(bench: Bench) -> list[Figure]:
    with bench.running(Energy()) as energy:
        samples = [milliseconds(lambda: energy.client.get("/api/v1/meters")) for _ in range(9)]
    return [Figure("meters, none there", median(samples), "ms", AtMost(LIMIT_MS))]
