"""A batch of twenty readings as a gateway sends it, until it is committed and acknowledged.

Meanwhile eight people draw charts of thirty days, one after the other, from a process of their own.
"""

from __future__ import annotations

import time
from functools import partial

from benchmarks.bench import Bench
from benchmarks.figure import AtMost, Figure
from benchmarks.helper import helper
from benchmarks.sampling import Samples, median, milliseconds, p95, readable
from benchmarks.server import Energy
from benchmarks.system import must_equal

TITLE = "Acknowledgement while charts are drawn"
LIMIT_MS = 25
READERS = 8
BATCHES, QUICK_BATCHES = 600, 150
PAUSE_S = 0.05


def run(bench: Bench) -> list[Figure]:
    batches = bench.choose(BATCHES, QUICK_BATCHES)
    meters = bench.dataset.meters
    with bench.running(Energy(), bench.loaded_copy()) as energy:
        alone = _post(energy, meters, batches // 4)
        with helper("readers", energy.port, READERS, bench.dataset.days, *meters) as drawn:
            samples = _post(energy, meters, batches)
    charts = (
        f"median {readable(median(samples))}; without readers {readable(p95(alone))}; "
        f"{drawn['charts']:,} charts drawn, median {readable(drawn['median_ms'])} ms, "
        f"p95 {readable(drawn['p95_ms'])} ms"
    )
    what = f"20-row batch acknowledged, {READERS} readers, p95"
    return [Figure(what, p95(samples), "ms", AtMost(LIMIT_MS), note=charts)]


def _post(energy: Energy, meters: list[str], batches: int) -> Samples:
    samples = []
    for _ in range(batches):
        now = time.time()
        rows = [{"meter": meter, "ts": now, "value": 100 + now % 7} for meter in meters]
        samples.append(milliseconds(partial(_send, energy, rows)))
        time.sleep(PAUSE_S)
    return samples


def _send(energy: Energy, rows: list[dict[str, object]]) -> None:
    answer = energy.client.post_json("/api/v1/readings", rows)
    must_equal("accepted", answer["accepted"], len(rows))
