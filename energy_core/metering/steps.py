"""How long a reading speaks for: nominal steps, gaps, and the time each reading covers.

The nominal step of a reading is taken from its four neighbouring distances, so that it
depends on what is stored and not on the order of arrival, and so that a meter may change
its pace: half-hour history followed by one-second readings is right in both parts.
"""

from __future__ import annotations

import numpy as np

from energy_core.metering.readings import FAR, HOUR, SECOND, Flags, Readings, Stamps, ahead

SHORTEST_GAP = 300 * SECOND
LONGEST_STEP = 400 * 24 * HOUR  # what a yearly reading may need
STEPS_TO_GAP = 5
REACH = 3  # readings on either side whose covered time may change when one is added


def nominal_steps(gap: Stamps, declared: Stamps) -> Stamps:
    """Nominal step of each reading [µs]; 0 where a reading stands alone and none is declared.

    `gap` is the time to each next reading (FAR at a meter's last), `declared` the step the
    meter is said to have (0: unknown), both [µs].
    The second smallest of the two distances before and the two after (the smallest where at
    most two exist), at least the declared one and at most LONGEST_STEP: a single odd distance,
    be it a gap or a burst, does not move it.
    """
    two_before, before, after, two_after = _four(gap)
    low_b, high_b = np.minimum(two_before, before), np.maximum(two_before, before)
    low_a, high_a = np.minimum(after, two_after), np.maximum(after, two_after)
    smallest = np.minimum(low_b, low_a)
    second = np.minimum(np.maximum(low_b, low_a), np.minimum(high_b, high_a))
    third = np.maximum(np.maximum(low_b, low_a), np.minimum(high_b, high_a))
    step = np.where(third < FAR, second, smallest)
    return np.minimum(np.maximum(np.where(step < FAR, step, 0), declared), LONGEST_STEP)


def _four(gap: Stamps) -> tuple[Stamps, Stamps, Stamps, Stamps]:
    """Distances (before last, last, next, after next) of each reading, FAR beyond its meter."""
    padded = np.concatenate([[FAR, FAR], gap, [FAR]])
    before, after, two_after = padded[1:-2], padded[2:-1], padded[3:]
    two_before = np.where(before < FAR, padded[:-3], FAR)
    return two_before, before, after, np.where(after < FAR, two_after, FAR)


def is_gap(gap: Stamps, step: Stamps) -> Flags:
    """True where the next reading is more than five nominal steps (at least 5 min) away."""
    return (gap > np.maximum(STEPS_TO_GAP * step, SHORTEST_GAP)) & (gap < FAR)


def held(r: Readings, declared: Stamps) -> Stamps:
    """Time that a rate or level stands for [µs]: to the next reading, or its own step at a gap."""
    gap = ahead(r)
    step = nominal_steps(gap, declared)
    return np.where(is_gap(gap, step) | (gap == FAR), np.minimum(step, gap), gap)
