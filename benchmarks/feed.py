"""Readings of now, posted at a steady pace."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.server import Energy
from benchmarks.system import must_equal

METERS = [f"bench.{number:02}" for number in range(1, 21)]


def post(energy: Energy, value: float, meters: list[str]) -> None:
    """One reading of now [W] for each of `meters`."""
    now = time.time()
    description = {"unit": "W", "kind": "power", "role": "submeter"}
    rows = [{"meter": meter, "ts": now, "value": value, **description} for meter in meters]
    must_equal("accepted", energy.client.post_json("/api/v1/readings", rows)["accepted"], len(rows))


def every_second(seconds: int) -> Iterator[int]:
    """0, 1, 2 …, each at its second, however long the work in between takes."""
    begun = time.monotonic()
    for number in range(seconds):
        time.sleep(max(0.0, begun + number - time.monotonic()))
        yield number
    time.sleep(max(0.0, begun + seconds - time.monotonic()))
