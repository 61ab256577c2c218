"""Line protocol over HTTP until all is committed and acknowledged, and the bytes it then takes.

Every system gets the same bytes from the same client in the same order, in an empty folder,
one after the other. Bodies of 10,000 lines are what InfluxDB's and VictoriaMetrics' makers
recommend; larger ones are measured as well, and each system is taken at its best.
InfluxDB and ours acknowledge what is on the disk. VictoriaMetrics acknowledges what is in its
memory, so its clock also counts the flush that makes the readings visible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from benchmarks import peers
from benchmarks.bench import Bench, say
from benchmarks.figure import AheadOf, AtMost, Figure
from benchmarks.peers.sqlite import Sqlite
from benchmarks.sampling import Samples, median
from benchmarks.server import Energy
from benchmarks.system import Feed, System

TITLE = "Ingest: line protocol over HTTP, and bytes on disk"
FEEDS = [Feed(lines, connections) for lines in (10_000, 200_000) for connections in (1, 2)]
MORE_ROUNDS = 2
BYTES_LIMIT = 4.0
Rates = dict[Feed, Samples]


def run(bench: Bench) -> list[Figure]:
    systems: list[type[System]] = [Energy, *peers.installed()]
    over_http = [system for system in systems if system is not Sqlite]
    rates: dict[str, Rates] = {system.name: defaultdict(list) for system in systems}
    stored: dict[str, float] = {}
    for feed in FEEDS:
        for system in over_http:
            _measure(bench, system, feed, rates, stored)
    best = {system: _best(rates[system.name]) for system in over_http}
    for _ in range(bench.choose(MORE_ROUNDS, 1)):
        for system, feed in best.items():
            _measure(bench, system, feed, rates, stored)
    _measure(bench, Sqlite, FEEDS[0], rates, stored)
    return [*_by_feed(rates), *_at_best(rates), _bytes(stored)]


def _measure(
    bench: Bench,
    system: type[System],
    feed: Feed,
    rates: dict[str, Rates],
    stored: dict[str, float],
) -> None:
    say(f"{system.name}: {bench.dataset.rows:,} readings, {feed}")
    with bench.running(system()) as running:
        seconds = running.ingest(bench.dataset, feed)
        running.check(bench.dataset)
        stored[system.name] = running.stored_bytes() / bench.dataset.rows
    rates[system.name][feed].append(bench.dataset.rows / seconds)


def _best(rates: Rates) -> Feed:
    return max(rates, key=lambda feed: median(rates[feed]))


def _by_feed(rates: Mapping[str, Rates]) -> list[Figure]:
    return [
        Figure(f"ingest, {feed}", reached.pop(Energy.name), "rows/s", peers=reached)
        for feed in FEEDS
        if (reached := {name: median(of[feed]) for name, of in rates.items() if feed in of})
    ]


def _at_best(rates: Mapping[str, Rates]) -> list[Figure]:
    best = {name: _best(of) for name, of in rates.items()}
    reached = {name: median(rates[name][feed]) for name, feed in best.items()}
    common: dict[str, Any] = {
        "reached": reached.pop(Energy.name),
        "unit": "rows/s",
        "peers": reached,
        "note": "; ".join(f"{name}: {feed}" for name, feed in best.items()),
    }
    what = "ingest, each at its best"
    return [
        Figure(what, target=AheadOf(("InfluxDB",), more_is_better=True), **common),
        Figure(
            f"{what} (aim)", target=AheadOf(("VictoriaMetrics",), more_is_better=True), **common
        ),
    ]


def _bytes(stored: dict[str, float]) -> Figure:
    others = {name: value for name, value in stored.items() if name != Energy.name}
    note = (
        "ours with its 15-minute roll-ups, closed months compacted as the app does by itself;"
        " the peers keep no roll-ups"
    )
    what = "on disk, per reading of one-minute power"
    return Figure(what, stored[Energy.name], "bytes", AtMost(BYTES_LIMIT), others, note)
