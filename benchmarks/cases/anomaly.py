"""How well anomalies are found, how soon, how quietly: docs/accuracy.md.

Real meters with faults put into them, other detectors on the same series, labelled series of
others, the simulator's faults, speed. What each figure means stands in docs/accuracy.md.
"""

from __future__ import annotations

from benchmarks.anomaly import accuracy, document, meters
from benchmarks.bench import Bench
from benchmarks.figure import Figure

TITLE = "Anomalies"


def run(bench: Bench) -> list[Figure]:
    meters.check_are_here()
    measured = accuracy.measure(bench.choose(accuracy.FULL, accuracy.QUICK), bench.new_folder())
    if not bench.quick:
        document.keep(measured)
    return [goal.figure(reached, note) for goal, reached, note in measured.reached]
