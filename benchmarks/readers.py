"""People who look at charts: `python -m benchmarks.readers PORT COUNT DAYS METER…`.

Each reader draws a month of one meter, thinks for a tenth of a second, and draws the next.
"""

from __future__ import annotations

import json
import random
import sys
import threading

from benchmarks.client import Client
from benchmarks.dataset import START
from benchmarks.helper import say_ready, wait_for_the_end
from benchmarks.sampling import Samples, median, milliseconds, p95

DAY, WINDOW_DAYS = 86_400, 30
THINK_S = 0.1


def _path(meters: list[str], rng: random.Random, days: int) -> str:
    start = START + rng.randrange(days - WINDOW_DAYS) * DAY
    end = start + WINDOW_DAYS * DAY
    return f"/api/v1/series?meter={rng.choice(meters)}&from={start}&to={end}&resolution=auto"


def _look(port: int, seed: int, days: int, meters: list[str], stop: threading.Event, drawn: Samples,
          first: threading.Barrier) -> None:  # fmt: skip
    rng = random.Random(seed)
    with Client(port) as client:
        drawn.append(milliseconds(lambda: client.get(_path(meters, rng, days))))
        first.wait()
        while not stop.wait(THINK_S):
            drawn.append(milliseconds(lambda: client.get(_path(meters, rng, days))))


def main(port: int, count: int, days: int, meters: list[str]) -> None:
    stop, first = threading.Event(), threading.Barrier(count + 1)
    drawn: Samples = []
    readers = [
        threading.Thread(target=_look, args=(port, seed, days, meters, stop, drawn, first))
        for seed in range(count)
    ]
    for reader in readers:
        reader.start()
    first.wait(timeout=60)
    say_ready()
    wait_for_the_end()
    stop.set()
    for reader in readers:
        reader.join()
    print(json.dumps({"charts": len(drawn), "median_ms": median(drawn), "p95_ms": p95(drawn)}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
