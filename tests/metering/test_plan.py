"""What of the past corrections touch stays a handful of stretches, however many there are."""

from __future__ import annotations

from itertools import combinations

from energy_core.metering.corrections import FOREVER, Correction
from energy_core.metering.plan import MOST_SPANS, Span, needed, touched
from energy_core.metering.readings import HOUR
from energy_core.model import CorrectionKind

LOW, HIGH = 10**15, 10**15 + 1000


def shifts(count: int) -> list[Correction]:
    """Each twice as far as the one before: every choice of some of them is another sum."""
    return [
        Correction(1, CorrectionKind.SHIFT, -FOREVER, FOREVER, {"seconds": 2.0**n}, id=n + 1)
        for n in range(count)
    ]


def sums(corrections: list[Correction]) -> list[int]:
    chosen = (c for n in range(len(corrections) + 1) for c in combinations(corrections, n))
    return [sum(c.by for c in some) for some in chosen]


def holds(spans: list[Span], at: int) -> bool:
    return any(low <= at <= high for low, high in spans)


def test_few_shifts_touch_exactly_the_places_that_readings_may_be_moved_to() -> None:
    some = shifts(5)
    assert touched(some, [(LOW, HIGH)]) == sorted((LOW + by, HIGH + by) for by in sums(some))
    assert needed(some, LOW, HIGH) == sorted((LOW - by, HIGH - by) for by in sums(some))


def test_many_shifts_touch_no_place_less_but_few_stretches() -> None:
    many = shifts(12)
    for spans, way in ((touched(many, [(LOW, HIGH)]), 1), (needed(many, LOW, HIGH), -1)):
        assert len(spans) <= MOST_SPANS
        assert all(holds(spans, LOW + way * by) for by in sums(many))
        assert min(spans)[0] >= LOW - 4096 * HOUR and max(spans)[1] <= HIGH + 4096 * HOUR


def test_two_hundred_shifts_are_looked_at_at_once() -> None:
    many = shifts(20) * 10
    assert len(touched(many, [(LOW, HIGH)])) <= MOST_SPANS
    assert len(needed(many, LOW, HIGH)) <= MOST_SPANS
