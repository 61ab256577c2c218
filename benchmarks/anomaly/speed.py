"""How many readings one core looks at in a second, from an empty state, causally."""

from __future__ import annotations

import time

from benchmarks.anomaly import ours
from benchmarks.anomaly.meters import Meter

ROUNDS = 3


def readings_a_second(meter: Meter, rounds: int = ROUNDS) -> float:
    """The best of some rounds, by the processor's time: what others do here counts for nothing."""
    return len(meter.t) / min(_once(meter) for _ in range(rounds))


def _once(meter: Meter) -> float:
    begun = time.process_time()
    ours.find(meter)
    return time.process_time() - begun
