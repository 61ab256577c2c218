"""Resident memory while twenty readings arrive each second and eight viewers watch.

Two of the viewers are browsers on the live page, six listen to the stream. After the warm-up a
straight line is laid through the samples: its rise from the first to the last, as a share.
"""

from __future__ import annotations

import numpy as np

from benchmarks.bench import Bench, say
from benchmarks.browser import pages
from benchmarks.feed import METERS, every_second, post
from benchmarks.figure import AtMost, Figure
from benchmarks.helper import helper
from benchmarks.sampling import Samples
from benchmarks.server import Energy

TITLE = "Memory over half an hour"
LIMIT_PERCENT = 5
SECONDS, QUICK_SECONDS = 1800, 120
WARM_UP_SHARE = 1 / 6
BROWSERS, LISTENERS = 2, 6
MIB = 1 << 20


def run(bench: Bench) -> list[Figure]:
    seconds = bench.choose(SECONDS, QUICK_SECONDS)
    say(f"watching memory for {seconds} s")
    with bench.running(Energy()) as energy:
        post(energy, 1000, METERS)
        with (
            pages(f"http://127.0.0.1:{energy.port}/", BROWSERS),
            helper("listeners", energy.port, LISTENERS),
        ):
            samples = _resident(energy, seconds)
    return [_figure(samples, seconds)]


def _resident(energy: Energy, seconds: int) -> Samples:
    samples = []
    for number in every_second(seconds):
        post(energy, 1000 + 20 * (number % 7), METERS)
        samples.append(float(energy.process.resident_bytes()))
    return samples


def _figure(samples: Samples, seconds: int) -> Figure:
    settled = np.array(samples[int(len(samples) * WARM_UP_SHARE) :])
    slope, start = np.polyfit(np.arange(len(settled)), settled, 1)
    rise = 100 * slope * len(settled) / start
    note = f"{samples[0] / MIB:.0f} MiB at first, {start / MIB:.0f} after the warm-up, "
    note += f"{settled[-1] / MIB:.0f} at the end"
    what = f"memory's rise, {seconds // 60} min, 20 readings/s, {BROWSERS + LISTENERS} viewers"
    return Figure(what, float(rise), "%", AtMost(LIMIT_PERCENT), note=note)
