"""One seeded year of one-minute power from twenty meters, as line protocol and as rows.

Four homes with five meters each: the mains (wide, never still), a solar roof (zero at
night), a thermostat (on or off), an appliance (mostly off) and what stands by. Means of a
minute at a resolution of 0.1 W, in order of time, as devices would have sent them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Watts = npt.NDArray[np.float64]
Row = tuple[int, int, float]  # meter, epoch seconds, W

START = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp())
MINUTE = 60
MINUTES_A_DAY = 1440
YEAR_DAYS, QUICK_DAYS = 365, 37
SEED = 20250101
HOMES = 4


@dataclass(frozen=True)
class Dataset:
    """`watts[i, m]` is the power of `meters[m]` in the minute that starts at `start` + 60 i."""

    meters: list[str]
    watts: Watts
    start: int = START  # epoch seconds

    @property
    def days(self) -> int:
        return len(self.watts) // MINUTES_A_DAY

    @property
    def end(self) -> int:
        return self.start + MINUTE * len(self.watts)

    @property
    def rows(self) -> int:
        return self.watts.size

    def bodies(self, lines: int) -> Iterator[bytes]:
        """Line protocol with nanoseconds, `lines` readings in each body but the last."""
        minutes = lines // len(self.meters)
        for first in range(0, len(self.watts), minutes):
            at = self.start + MINUTE * first
            yield _lines(self.meters, self.watts[first : first + minutes], at)

    def row_batches(self, rows: int) -> Iterator[list[Row]]:
        """The same readings as tuples (meter number, epoch seconds, W)."""
        minutes = rows // len(self.meters)
        for first in range(0, len(self.watts), minutes):
            yield _tuples(self.watts[first : first + minutes], self.start + MINUTE * first)

    def energy_wh(self, meters: list[str], start: int, end: int) -> float:
        """Energy of `meters` from `start` to `end`, epoch seconds on the minute [Wh]."""
        columns = [self.meters.index(meter) for meter in meters]
        minutes = slice((start - self.start) // MINUTE, (end - self.start) // MINUTE)
        return float(self.watts[minutes, columns].sum() * MINUTE / 3600)


def make(days: int = YEAR_DAYS, start: int = START) -> Dataset:
    rng = np.random.default_rng(SEED)
    minutes = np.arange(days * MINUTES_A_DAY)
    names, columns = [], []
    for home in range(1, HOMES + 1):
        for name, shape in SHAPES.items():
            names.append(f"home{home}.{name}")
            columns.append(np.round(shape(rng, minutes), 1))
    return Dataset(names, np.column_stack(columns), start)


def _mains(rng: np.random.Generator, minutes: npt.NDArray[np.int64]) -> Watts:
    hour = minutes % MINUTES_A_DAY / 60
    habits = 420 * np.exp(-(((hour - 19.5) / 2.4) ** 2)) + 190 * np.exp(
        -(((hour - 7.5) / 1.2) ** 2)
    )
    kettles = 1900 * (rng.random(len(minutes)) < 0.01)
    wander = np.abs(_smooth(rng, len(minutes), 45)) * 260
    watts: Watts = 110 + habits + kettles + wander + rng.gamma(2.0, 6.0, len(minutes))
    return watts


def _sun(rng: np.random.Generator, minutes: npt.NDArray[np.int64]) -> Watts:
    day, hour = minutes / MINUTES_A_DAY, minutes % MINUTES_A_DAY / 60
    declination = -0.409 * np.cos(2 * np.pi * (day + 10) / 365)
    height = np.sin(0.85) * np.sin(declination) + np.cos(0.85) * np.cos(declination) * np.cos(
        np.pi * (hour - 12) / 12
    )
    clouds = 1 / (1 + np.exp(3 * _smooth(rng, len(minutes), 90)))
    watts: Watts = 4200 * np.clip(height, 0, None) * (0.15 + 0.85 * clouds)
    return watts


def _thermostat(rng: np.random.Generator, minutes: npt.NDArray[np.int64]) -> Watts:
    runs = np.repeat(
        np.arange(len(minutes) // 8 + 1) % 2, rng.integers(9, 26, len(minutes) // 8 + 1)
    )
    return runs[: len(minutes)] * (84 + rng.normal(0, 1.5, len(minutes)))


def _appliance(rng: np.random.Generator, minutes: npt.NDArray[np.int64]) -> Watts:
    watts = np.zeros(len(minutes))
    for start in np.flatnonzero(rng.random(len(minutes)) < 1 / 2000):
        span = slice(start, start + int(rng.integers(35, 130)))
        watts[span] = rng.choice([180.0, 2050.0]) + rng.normal(0, 4, len(watts[span]))
    return watts


def _standby(rng: np.random.Generator, minutes: npt.NDArray[np.int64]) -> Watts:
    return 11.4 + rng.normal(0, 0.25, len(minutes))


Shape = Callable[[np.random.Generator, npt.NDArray[np.int64]], Watts]
SHAPES: dict[str, Shape] = {
    "mains": _mains,
    "sun": _sun,
    "thermostat": _thermostat,
    "appliance": _appliance,
    "standby": _standby,
}


def _smooth(rng: np.random.Generator, n: int, memory: int) -> Watts:
    """Noise of unit spread whose memory fades over `memory` minutes."""
    kernel = np.exp(-np.arange(6 * memory) / memory)
    noise = rng.normal(0, 1, n + len(kernel) - 1)
    smooth: Watts = _convolve(noise, kernel)[len(kernel) - 1 :][:n] / np.linalg.norm(kernel)
    return smooth


def _convolve(signal: Watts, kernel: Watts) -> Watts:
    size = 1 << (len(signal) + len(kernel)).bit_length()
    product = np.fft.rfft(signal, size) * np.fft.rfft(kernel, size)
    convolved: Watts = np.fft.irfft(product, size)
    return convolved


def _lines(meters: list[str], watts: Watts, begins: int) -> bytes:
    keys = pa.array([f"power,meter={meter} value=" for meter in meters] * len(watts))
    tenths = np.rint(watts.ravel() * 10).astype(np.int64)
    whole = pa.array(tenths // 10).cast(pa.string())
    digit = pa.array(tenths % 10).cast(pa.string())
    stamps = pa.array(_stamps(watts, begins) * 1_000_000_000).cast(pa.string())
    value = pc.binary_join_element_wise(whole, digit, ".")
    lines = pc.binary_join_element_wise(keys, value, " ", stamps, "\n", "")
    body: bytes = lines.buffers()[2].to_pybytes()
    return body[: pc.sum(pc.binary_length(lines)).as_py()]


def _tuples(watts: Watts, begins: int) -> list[Row]:
    meters = np.tile(np.arange(watts.shape[1]), len(watts))
    return list(
        zip(
            meters.tolist(),
            _stamps(watts, begins).tolist(),
            watts.ravel().tolist(),
            strict=True,
        )
    )


def _stamps(watts: Watts, begins: int) -> npt.NDArray[np.int64]:
    """`begins`: epoch seconds of the first row."""
    return np.repeat(begins + MINUTE * np.arange(len(watts)), watts.shape[1])
