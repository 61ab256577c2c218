"""What happens within a minute: numbers that move every second and change no minute's energy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_core.simulation.day import Day
from energy_core.simulation.noise import Channel, Floats, Ints, generator

SECONDS = 60
_HALF = SECONDS // 2 - 1


@dataclass(frozen=True, slots=True)
class Flicker:
    """Per flow an array of minutes × 60 seconds [W], and the energy so far in each minute [J].

    A row starts at 0 and sums to 0.
    """

    power: dict[str, Ints]
    energy: dict[str, Ints]


def of_day(day: Day, seed: int) -> Flicker:
    """The flicker of house and sun, and of whatever answers to it, for one day."""
    rng = generator(seed, Channel.SECONDS, int(day.t[0]))
    flows, nothing = day.flows, np.zeros_like(day.t)
    swing = {
        "home": np.minimum(3 + flows["home"] // 64, flows["house"] // 2),
        "pv": flows["pv"] // 96,
    }
    need = swing["home"] + swing["pv"]
    answers = {"import": 1, "export": -1, "discharge": 1, "charge": -1}
    able = np.array([flows.get(name, nothing) >= need for name in answers])
    chosen = np.where(able.any(axis=0), able.argmax(axis=0), -1)
    power = {name: _mirrored(rng, np.where(chosen >= 0, s, 0)) for name, s in swing.items()}
    rest = power["home"] - power["pv"]
    for n, (name, sign) in enumerate(answers.items()):
        power[name] = sign * rest * (chosen == n)[:, None]
    return Flicker(power, {name: _so_far(p) for name, p in power.items()})


def _mirrored(rng: np.random.Generator, swing: Floats | Ints) -> Ints:
    """Rows of noise within ± swing [W] whose second half undoes the first."""
    noise = rng.uniform(-1, 1, (len(swing), _HALF)) * swing[:, None]
    half, zero = np.rint(noise).astype(np.int64), np.zeros((len(swing), 1), np.int64)
    return np.hstack([zero, half, zero, -half[:, ::-1]])


def _so_far(power: Ints) -> Ints:
    return np.cumsum(power, axis=1) - power
