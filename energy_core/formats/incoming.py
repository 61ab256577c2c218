"""What every format gives: rows of named series, in the sender's units, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Sender:
    """What the sender said about one series; None where it said nothing.

    `meter` is the slug; `field` the sender's word for the quantity, used for guesses only.
    """

    meter: str
    field: str = ""
    unit: str | None = None
    kind: str | None = None
    role: str | None = None
    commodity: str | None = None
    step_s: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be read; `row` is its place in what was sent, from 0."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """series: distinct senders; which: index into them per row; ts [µs UTC]; value in the
    sender's unit; row: place of each row in what was sent, from 0; sent: rows sent in all."""

    series: list[Sender]
    which: npt.NDArray[np.int32]
    ts: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    row: npt.NDArray[np.int64]
    sent: int
    problems: list[Problem] = field(default_factory=list)


def of_rows(
    series: Iterable[Sender], rows: list[tuple[int, int, float, int]], problems: list[Problem]
) -> Incoming:
    """Incoming of rows (which, ts, value, row), one by one."""
    which, ts, value, row = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Incoming(
        list(series),
        np.array(which, np.int32),
        np.array(ts, np.int64),
        np.array(value, np.float64),
        np.array(row, np.int64),
        len(rows) + len(problems),
        problems,
    )
