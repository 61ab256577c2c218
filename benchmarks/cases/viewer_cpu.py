"""What one more viewer costs: the server's processor time at one reading a second.

(With fifty viewers − with none) / 50, user and system time of the server's process. Beside it
the usual way, a page with one figure that the server draws anew each second (`polled_page.py`),
with four browsers on it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks.bench import Bench, say
from benchmarks.browser import CHROMIUM, pages
from benchmarks.feed import METERS, every_second, post
from benchmarks.figure import AtMost, Figure
from benchmarks.helper import helper
from benchmarks.process import Server, free_ports
from benchmarks.sampling import readable
from benchmarks.server import REPOSITORY, Energy
from benchmarks.system import must_equal

TITLE = "Processor time per viewer"
LIMIT_MS = 2
VIEWERS = 50
POLLERS = 4
POLLING = "st.fragment(run_every=1)"
SECONDS, QUICK_SECONDS = 60, 20
WARM_UP_S = 5


def run(bench: Bench) -> list[Figure]:
    seconds = bench.choose(SECONDS, QUICK_SECONDS)
    with bench.running(Energy()) as energy:
        nobody = _watched(energy, seconds)
        with helper("listeners", energy.port, VIEWERS) as report:
            watched = _watched(energy, seconds)
    must_equal("readings heard by the slowest", min(report["heard"]), seconds + WARM_UP_S)
    note = f"server with none {readable(nobody)}, with {VIEWERS} {readable(watched)} ms a second"
    each = (watched - nobody) / VIEWERS
    what = "server CPU per viewer and second"
    return [Figure(what, each, "ms", AtMost(LIMIT_MS), _polled(bench, seconds), note)]


def _watched(energy: Energy, seconds: int) -> float:
    """Processor time of the server at one reading a second [ms/s]."""

    def feed(number: int) -> None:
        post(energy, 1000 + 20 * (number % 7), METERS[:1])

    return _cpu_ms_a_second(energy.process, seconds, feed)


def _polled(bench: Bench, seconds: int) -> dict[str, float]:
    """Processor time of a server that polls, per viewer [ms/s]."""
    if CHROMIUM is None:
        say("no chromium: polling NOT COMPARED")
        return {}
    (port,) = free_ports(1)
    script = [sys.executable, "-m", "streamlit", "run", "benchmarks/polled_page.py"]
    options = ["--server.port", str(port), "--server.headless", "true"]
    server = Server(
        [*script, *options], port, "/_stcore/health", bench.new_folder() / "log", REPOSITORY
    )
    try:
        server.wait_ready()
        with pages(f"http://127.0.0.1:{port}/", POLLERS):
            return {POLLING: _cpu_ms_a_second(server, seconds, lambda _: None) / POLLERS}
    finally:
        server.stop()


def _cpu_ms_a_second(server: Server, seconds: int, work: Callable[[int], object]) -> float:
    for number in every_second(WARM_UP_S):
        work(number)
    before = server.cpu_s()
    for number in every_second(seconds):
        work(number)
    return 1e3 * (server.cpu_s() - before) / seconds
