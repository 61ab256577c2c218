"""What one more viewer costs: the server's processor time at one reading a second.

(With fifty viewers − with none) / 50, user and system time of the server's process.
"""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.feed import METERS, every_second, post
from benchmarks.figure import AtMost, Figure
from benchmarks.helper import helper
from benchmarks.sampling import readable
from benchmarks.server import Energy
from benchmarks.system import must_equal

TITLE = "Processor time per viewer"
LIMIT_MS = 2
VIEWERS = 50
SECONDS, QUICK_SECONDS = 60, 20
WARM_UP_S = 5


def run(bench: Bench) -> list[Figure]:
    seconds = bench.choose(SECONDS, QUICK_SECONDS)
    with bench.running(Energy()) as energy:
        nobody = _cpu_ms_a_second(energy, seconds)
        with helper("listeners", energy.port, VIEWERS) as report:
            watched = _cpu_ms_a_second(energy, seconds)
    must_equal("readings heard by the slowest", min(report["heard"]), seconds + WARM_UP_S)
    note = f"server with none {readable(nobody)}, with {VIEWERS} {readable(watched)} ms a second"
    each = (watched - nobody) / VIEWERS
    return [Figure("server CPU per viewer and second", each, "ms", AtMost(LIMIT_MS), note=note)]


def _cpu_ms_a_second(energy: Energy, seconds: int) -> float:
    _feed(energy, WARM_UP_S)
    before = energy.process.cpu_s()
    _feed(energy, seconds)
    return 1e3 * (energy.process.cpu_s() - before) / seconds


def _feed(energy: Energy, seconds: int) -> None:
    for number in every_second(seconds):
        post(energy, 1000 + 20 * (number % 7), METERS[:1])
