"""A meter whose days are much alike, and a watch over it that goes on when it is told to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from energy_core.metering.periods import instant
from energy_core.model import Incident
from energy_core.services.detecting import Detecting, watch
from energy_core.services.live import Live
from energy_core.store import Store
from tests.support.ledger import at

DAY = 86_400
STEP = 900
Pairs = list[tuple[float, float]]


def usual(first: float, end: float, step: int = STEP, seed: int = 7) -> Pairs:
    """(seconds after T0, W) from day `first` to day `end`: a morning, an evening, and a little
    noise."""
    t = np.arange(round(first * DAY), round(end * DAY), step)
    hour = t % DAY / 3600
    noise = np.random.default_rng(seed).normal(0, 30, len(t)).clip(-60, 60)
    value = 300 + 200 * np.exp(-(((hour - 8) / 1.5) ** 2)) + noise
    value += 600 * np.exp(-(((hour - 19) / 2) ** 2))
    return list(zip(t.tolist(), np.round(value, 1).tolist(), strict=True))


def with_spike(pairs: Pairs, day: float, value: float = 9800.0) -> Pairs:
    """The same with one reading of another value, at a time in days."""
    spike = round(day * DAY)
    return [(t, value if t == spike else v) for t, v in pairs]


class Looking(Detecting):
    """Judges in the thread of the test, at once."""

    def __init__(self, store: Store, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(watch, "GATHER_S", 0.0)
        patch.setattr(watch, "SETTLE_S", 0.0)
        super().__init__(store, Live(store))
        self._watch.follow()
        self.look()

    def once(self) -> None:
        """One round, which may leave something to judge."""
        self._watch.round()

    def look(self) -> list[Incident]:
        """All that is found once every reading is judged, in the order of detection."""
        while self._watch.is_busy:
            self._watch.round()
        return sorted(self.incidents(), key=lambda one: (one.detected, one.id))


Look = Callable[[Store], Looking]


def told(incidents: list[Incident]) -> list[tuple[object, ...]]:
    """What does not depend on when someone looked."""
    return [
        (one.kind, one.start, one.end, one.detected, one.score, one.excess_wh) for one in incidents
    ]


def covers(incidents: list[Incident], day: float) -> list[Incident]:
    """Those that a time in days lies in."""
    moment = instant(at(day * DAY))
    return [one for one in incidents if one.start <= moment < one.end]
