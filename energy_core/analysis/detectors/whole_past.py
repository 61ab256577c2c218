"""All days of a meter at once, and what is usual around each one: the days on both sides of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from energy_core.analysis.detectors.baseline import LONG, WEEKS, Past, coarse
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.metering.readings import Flags

BESIDE = 3
Rows = npt.NDArray[np.intp]
P = TypeVar("P", bound=Past)
_NEAR = np.array([side * k for k in range(1, LONG + 1) for side in (-1, 1)])


class Around(Past):
    """The days nearest to one, the nearest last: where a detector asks for the last ten days, it
    gets five on either side."""

    __slots__ = ()

    def record(self, name: str, but: int = 0) -> float:
        """The days next to it are left out: they may be of the same event."""
        return Past.record(self, name, 2 * max(but, BESIDE))


class WholePast:
    """days: in order. flag: slots that stay out of what is usual. era: days of another one tell
    nothing of what is usual on a day. daily: figures of each day by name, (days,)."""

    def __init__(
        self, days: Sequence[Day], flags: Sequence[Flags], figures: Sequence[Mapping[str, float]]
    ) -> None:
        self.days = days
        self.value: Floats32 = np.array([coarse(day.value) for day in days], np.float32)
        self.type = np.array([day.type for day in days], np.int8)
        self.flag: Flags = np.array(flags)
        self.era = np.zeros(len(days), np.int64)
        names = dict.fromkeys(name for of_day in figures for name in of_day)
        self.daily: dict[str, Floats32] = {
            name: np.array([of_day.get(name, np.nan) for of_day in figures], np.float32)
            for name in names
        }

    @property
    def clean(self) -> Floats32:
        """The slots that count as usual, NaN elsewhere."""
        return np.where(self.flag, np.float32(np.nan), self.value)

    def around(self, i: int) -> Around:
        near = _NEAR + i
        near = near[(near >= 0) & (near < len(self.days))][:LONG][::-1]
        rows = near[np.abs(near - i) > BESIDE][-WEEKS:]
        out = self.flag[rows] | (self.era[rows] != self.era[i])[:, None]
        return self._past(Around, near, rows, out, len(self.days) - 1)

    def _past(self, kind: type[P], rows: Rows, recent: Rows, flag: Flags, days: int) -> P:
        daily = {name: _padded(every[rows], LONG, np.nan) for name, every in self.daily.items()}
        return kind(
            _padded(self.value[recent], WEEKS, np.nan), _padded(flag, WEEKS, False),
            _padded(self.type[recent], WEEKS, -1), daily, days=days,
        )  # fmt: skip

    def before(self, i: int) -> Past:
        """The days before it only, the last one last."""
        rows = np.arange(max(0, i - LONG), i)
        recent = rows[-WEEKS:]
        return self._past(Past, rows, recent, self.flag[recent], i)


def _padded(rows: npt.NDArray[Any], length: int, value: float) -> npt.NDArray[Any]:
    """`length` rows, of which those before the first one are unknown."""
    if len(rows) == length:
        return rows
    return np.concatenate([np.full((length - len(rows), *rows.shape[1:]), value, rows.dtype), rows])
