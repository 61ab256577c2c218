"""Several meters over the same periods, side by side: one array a quantity, a row a meter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from energy_core.metering.readings import SECOND
from energy_core.model import Meter

WELL_MEASURED = 0.98  # of a period: below it, the mean of a sum would be a guess
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Every period of a range, also those of which nothing is known.

    start: µs UTC; length_s: of each period. The others are (meters, periods): amount [Wh, m³ or
    level·h], low and high [W, m³/h or the level; NaN where nothing is known], covered_s,
    estimated_s and corrected_s.
    """

    meters: Sequence[Meter]
    start: npt.NDArray[np.int64]
    length_s: Floats
    amount: Floats
    low: Floats
    high: Floats
    covered_s: Floats
    estimated_s: Floats
    corrected_s: Floats

    def starts(self) -> pd.DatetimeIndex:
        return pd.DatetimeIndex(pd.to_datetime(self.start, unit="us", utc=True), name="start")

    def means(self, meters: Sequence[Meter]) -> Floats:
        """(meters, periods): over what is covered [W, m³/h or the level]; NaN where nothing is."""
        rows = self._rows(meters)
        return _over(self.amount[rows] * 3600, self.covered_s[rows], self.covered_s[rows] > 0)

    def frame(self, meter: Meter) -> pd.DataFrame:
        """One meter as `store.series` gives it: periods without any reading are left out."""
        (row,) = self._rows([meter])
        (mean,) = self.means([meter])
        columns = {
            "amount": self.amount[row], "mean": mean, "min": self.low[row], "max": self.high[row],
            "covered_s": self.covered_s[row], "estimated_s": self.estimated_s[row],
            "corrected_s": self.corrected_s[row],
        }  # fmt: skip
        return self._framed(columns, self.covered_s[row] > 0)

    def total(self, meters: Sequence[Meter], signs: Sequence[int] = ()) -> pd.DataFrame:
        """The sum of some of the meters, each with its sign (all 1 unless given), as `frame`.

        A period is as covered as by the least measured of them, and as estimated and corrected as
        by the most so; `mean` is NaN where one is not well measured, `min` and `max` always.
        """
        if len(meters) == 1 and set(signs) <= {1}:
            return self.frame(meters[0])
        rows = self._rows(meters)
        sign = np.array(signs or [1] * len(rows), float)[:, None]
        amount = (self.amount[rows] * sign).sum(axis=0)
        covered = self.covered_s[rows].min(axis=0, initial=np.inf if rows else 0)
        good = (covered >= WELL_MEASURED * self.length_s) & (covered > 0)
        nothing = np.full(len(covered), np.nan)
        columns = {
            "amount": amount, "mean": _over(amount * 3600, covered, good),
            "min": nothing, "max": nothing, "covered_s": covered,
            "estimated_s": self.estimated_s[rows].max(axis=0, initial=0),
            "corrected_s": self.corrected_s[rows].max(axis=0, initial=0),
        }  # fmt: skip
        return self._framed(columns, self.covered_s[rows].sum(axis=0) > 0)

    def _rows(self, meters: Sequence[Meter]) -> list[int]:
        place = {meter.id: row for row, meter in enumerate(self.meters)}
        return [place[meter.id] for meter in meters]

    def _framed(self, columns: dict[str, Floats], known: npt.NDArray[np.bool_]) -> pd.DataFrame:
        kept = {name: values[known] for name, values in columns.items()}
        start, length_s = self.starts()[known], self.length_s[known]
        return pd.DataFrame({"start": start, "length_s": length_s, **kept})


def _over(amount: Floats, seconds: Floats, where: npt.NDArray[np.bool_]) -> Floats:
    return np.divide(amount, seconds, out=np.full(amount.shape, np.nan), where=where)


def empty(meters: Sequence[Meter], start: np.ndarray, end: np.ndarray) -> Grid:
    """Of periods of which nothing is known yet; start and end in µs UTC."""
    shape = len(meters), len(start)
    amount, covered, estimated, corrected = (np.zeros(shape) for _ in range(4))
    low, high = (np.full(shape, np.nan) for _ in range(2))
    length_s = (end - start) / SECOND
    return Grid(meters, start, length_s, amount, low, high, covered, estimated, corrected)
