"""The physics again, as a plain loop over one meter's readings: what the fast one is held to.

Written from the documented rules, with Python's own lists and numbers, one reading at a time.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass

from energy_core.model import Kind

QUARTER_S = 900
SHORTEST_GAP_S = 300
LONE_INTERVAL_S = 900
LONGEST_STEP_S = 400 * 86400

Reading = tuple[float, float]
"""(epoch s, value)"""


@dataclass(frozen=True)
class Piece:
    start: float  # epoch s
    end: float
    amount: float  # Wh, m³ or level·h
    estimated: bool = False


@dataclass
class Quarter:
    amount: float = 0.0
    covered_s: float = 0.0
    estimated_s: float = 0.0
    low: float = float("inf")
    high: float = float("-inf")


def pieces(kind: Kind, readings: list[Reading], declared_s: float | None) -> list[Piece]:
    """What the readings say of the time between them. Of a counter: one that only rises."""
    readings = sorted(readings)
    makers = {Kind.INTERVAL: _interval, Kind.COUNTER: _counter}
    made = [
        makers.get(kind, _rate)(readings, n, nominal_step(readings, n, declared_s))
        for n in range(len(readings))
    ]
    return [piece for piece in made if piece is not None and piece.end > piece.start]


def nominal_step(readings: list[Reading], n: int, declared_s: float | None) -> float:
    """Second smallest of the two distances before and the two after; of two or one, the least; 400 days at most."""
    stamps = [ts for ts, _ in readings[max(n - 2, 0) : n + 3]]
    distances = sorted(b - a for a, b in itertools.pairwise(stamps))
    seen = 0.0 if not distances else distances[1 if len(distances) > 2 else 0]
    return min(max(seen, declared_s or 0.0), LONGEST_STEP_S)


def _is_gap(distance: float, step: float) -> bool:
    return distance > max(5 * step, SHORTEST_GAP_S)


def _rate(readings: list[Reading], n: int, step: float) -> Piece:
    ts, value = readings[n]
    ahead = readings[n + 1][0] - ts if n + 1 < len(readings) else None
    known = ahead is not None and not _is_gap(ahead, step)
    length = ahead if known else min(step, ahead or step)
    return Piece(ts, ts + length, value * length / 3600)


def _interval(readings: list[Reading], n: int, step: float) -> Piece:
    ts, value = readings[n]
    lone = step == 0
    step = step or LONE_INTERVAL_S
    ahead = readings[n + 1][0] - ts if n + 1 < len(readings) else None
    length = ahead if ahead is not None and ahead < 1.5 * step else step
    return Piece(ts, ts + length, value, lone)


def _counter(readings: list[Reading], n: int, step: float) -> Piece | None:
    if n + 1 == len(readings):
        return None
    (ts, value), (then, after) = readings[n : n + 2]
    return Piece(ts, then, after - value, _is_gap(then - ts, step))


def quarters(made: list[Piece]) -> dict[float, Quarter]:
    """By start [epoch s]: every piece cut where a quarter hour ends, its energy in proportion."""
    out: dict[float, Quarter] = defaultdict(Quarter)
    for piece in made:
        length = piece.end - piece.start
        rate = piece.amount / (length / 3600)
        at = piece.start
        while at < piece.end:
            quarter = at // QUARTER_S * QUARTER_S
            until = min(piece.end, quarter + QUARTER_S)
            into = out[quarter]
            into.amount += piece.amount * (until - at) / length
            into.covered_s += until - at
            into.estimated_s += (until - at) * piece.estimated
            into.low, into.high = min(into.low, rate), max(into.high, rate)
            at = until
    return dict(out)
