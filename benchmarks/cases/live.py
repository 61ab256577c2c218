"""A reading is posted; when are its digits on the screen of a real browser?

From just before the request is sent until after the frame with the new digits was painted, on
the same clock. Once alone, once while fifty others listen to the same stream.
"""

from __future__ import annotations

import random
import time

from benchmarks.bench import Bench
from benchmarks.browser import Watch, pages
from benchmarks.feed import METERS, post
from benchmarks.figure import AtMost, Figure
from benchmarks.helper import helper
from benchmarks.sampling import Samples, median, p95
from benchmarks.server import Energy

TITLE = "Live: reading posted → digits changed"
MEDIAN_MS, P95_MS = 30, 100
LISTENERS = 50
SAMPLES, QUICK_SAMPLES = 100, 30
WARM_UP = 5
PAUSE_S = (0.2, 0.4)  # at random, or the posts would march in step with the frames


def run(bench: Bench) -> list[Figure]:
    count = bench.choose(SAMPLES, QUICK_SAMPLES)
    with bench.running(Energy()) as energy:
        post(energy, 1000, METERS)
        with pages(f"http://127.0.0.1:{energy.port}/") as (page,):
            watch = Watch(page, METERS[0])
            alone = _latencies(energy, watch, count)
            with helper("listeners", energy.port, LISTENERS):
                crowded = _latencies(energy, watch, count)
    return [*_figures("alone", alone), *_figures(f"{LISTENERS} listeners", crowded)]


def _latencies(energy: Energy, watch: Watch, count: int) -> Samples:
    rng = random.Random(count)
    values = [2000 + 4000 * (number % 2) + 20 * number for number in range(count + WARM_UP)]
    return [_latency(energy, watch, value, rng.uniform(*PAUSE_S)) for value in values][WARM_UP:]


def _latency(energy: Energy, watch: Watch, value: float, pause_s: float) -> float:
    time.sleep(pause_s)
    watch.expect()
    begun = time.time()
    post(energy, value, METERS[:1])
    return 1e3 * (watch.changed_at() - begun)


def _figures(case: str, samples: Samples) -> list[Figure]:
    what = f"reading posted → digits changed, {case}"
    return [
        Figure(f"{what}, median", median(samples), "ms", AtMost(MEDIAN_MS)),
        Figure(f"{what}, p95", p95(samples), "ms", AtMost(P95_MS)),
    ]
