"""Samples taken in turn, and the few numbers that are made of them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import numpy as np

Samples = list[float]
Result = TypeVar("Result")


def median(samples: Iterable[float]) -> float:
    return float(np.median(list(samples)))


def p95(samples: Iterable[float]) -> float:
    return float(np.percentile(list(samples), 95))


def timed(action: Callable[[], Result]) -> tuple[float, Result]:
    """How long `action` takes [ms], and what it gives."""
    begun = time.perf_counter()
    result = action()
    return 1e3 * (time.perf_counter() - begun), result


def milliseconds(action: Callable[[], object]) -> float:
    return timed(action)[0]


def in_turn(actions: Mapping[str, Callable[[int], float]], rounds: int) -> dict[str, Samples]:
    """Each action once a round (A B C A B C), so that what the machine does else hits all."""
    samples: dict[str, Samples] = defaultdict(list)
    for round_ in range(rounds):
        for name, action in actions.items():
            samples[name].append(action(round_))
    return dict(samples)


def readable(value: float) -> str:
    """Three significant digits, thousands apart: 1 234 567 → 1,230,000."""
    if value == 0 or not np.isfinite(value):
        return f"{value:g}"
    rounded = float(f"{value:.3g}")
    digits = max(0, 2 - int(np.floor(np.log10(abs(rounded)))))
    return f"{rounded:,.{digits}f}"
