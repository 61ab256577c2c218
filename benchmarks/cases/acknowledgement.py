"""A batch of twenty readings as a gateway sends it, until it is committed and acknowledged.

Meanwhile eight people draw charts of thirty days, one after the other, from a process of their
own. The batches go on where the stored year ends; then, as after a long outage, a time later.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from itertools import count, islice
from typing import Any

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
SILENCE_S = 30 * 86_400


def run(bench: Bench) -> list[Figure]:
    batches = bench.choose(BATCHES, QUICK_BATCHES)
    meters = bench.dataset.meters
    with bench.running(Energy(), bench.loaded_copy()) as energy:
        stamps = count(bench.dataset.end)
        alone = _post(energy, meters, islice(stamps, batches // 4))
        with helper("readers", energy.port, READERS, bench.dataset.days, *meters) as drawn:
            samples = _post(energy, meters, islice(stamps, batches))
        late = _post(energy, meters, islice(count(next(stamps) + SILENCE_S), batches // 4))
    what = f"{len(meters)}-row batch acknowledged"
    return [
        _figure(f"{what}, {READERS} readers, p95", samples, AtMost(LIMIT_MS), _told(drawn)),
        _figure(f"{what}, nobody reads, p95", alone),
        _figure(f"{what}, nobody reads, after 30 days of silence, p95", late),
    ]


def _figure(what: str, samples: Samples, target: AtMost | None = None, note: str = "") -> Figure:
    return Figure(
        what, p95(samples), "ms", target, note=f"median {readable(median(samples))}{note}"
    )


def _told(drawn: dict[str, Any]) -> str:
    middle, tail = readable(drawn["median_ms"]), readable(drawn["p95_ms"])
    return f"; {drawn['charts']:,} charts drawn, median {middle}, p95 {tail} ms"


def _post(energy: Energy, meters: list[str], stamps: Iterable[int]) -> Samples:
    samples = []
    for stamp in stamps:
        rows = [{"meter": meter, "ts": stamp, "value": 100 + stamp % 7} for meter in meters]
        samples.append(milliseconds(partial(_send, energy, rows)))
        time.sleep(PAUSE_S)
    return samples


def _send(energy: Energy, rows: list[dict[str, object]]) -> None:
    answer = energy.client.post_json("/api/v1/readings", rows)
    must_equal("accepted", answer["accepted"], len(rows))
