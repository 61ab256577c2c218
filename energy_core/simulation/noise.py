"""Seeded randomness that depends on the time alone, never on where a simulation starts."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_BLOCK = 256  # knots drawn by one generator


class Channel(IntEnum):
    """Streams of random numbers that must not depend on each other."""

    SYNOPTIC, WARMTH, CLOUD_DAYS, CLOUD_HOURS, CLOUD_MINUTES = 1, 2, 3, 4, 5
    IDLE, ACTIVE, INDOOR, HABITS, CARS, SECONDS, FAULTS = 6, 7, 8, 9, 10, 11, 12


def generator(seed: int, channel: Channel, index: int) -> np.random.Generator:
    """The generator of one block, day or fault: the same for the same three numbers."""
    return np.random.default_rng([seed, channel, index])


def of_day(seed: int, channel: Channel, day: date) -> np.random.Generator:
    return generator(seed, channel, day.toordinal())


@lru_cache(maxsize=1024)
def _block(seed: int, channel: Channel, block: int) -> Floats:
    return generator(seed, channel, block).standard_normal(_BLOCK)


def smooth(seed: int, channel: Channel, t: Ints, spacing_s: int) -> Floats:
    """A curve through one standard normal number every `spacing_s`, at sorted epoch seconds `t`.

    Its mean is 0, its slope at the knots 0, its standard deviation 1 at a knot and 0.7
    half-way to the next.
    """
    position = t / spacing_s
    knot = np.floor(position).astype(np.int64)
    first = int(knot[0]) // _BLOCK
    blocks = range(first, (int(knot[-1]) + 1) // _BLOCK + 1)
    knots = np.concatenate([_block(seed, channel, b) for b in blocks])
    part = position - knot
    weight = part * part * (3 - 2 * part)
    left = knot - first * _BLOCK
    return knots[left] * (1 - weight) + knots[left + 1] * weight
