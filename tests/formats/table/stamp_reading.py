"""A table's stamps through the one door, as a table reader uses it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from energy_core.formats.document import Answers
from energy_core.formats.table import stamps
from energy_core.formats.table.stamp_calendar import NAT
from energy_core.formats.table.stamp_plan import StampPlan, joined
from energy_core.formats.table.stamps import Stamped

BLOCK = 700  # rows; small, so that tables come in several
HEAD, TAIL = 1000, 200


@dataclass(frozen=True)
class Read:
    plan: StampPlan
    stamped: Stamped

    @property
    def starts(self) -> list[str]:
        return iso(self.stamped.start)

    @property
    def instants(self) -> list[str]:
        return iso(self.stamped.utc)


def iso(us: npt.NDArray[np.int64]) -> list[str]:
    """`2024-01-31T23:15Z` of each; "" for none."""
    return ["" if t == NAT else f"{np.datetime64(int(t), 'us').astype('M8[m]')}Z" for t in us]


def read(
    names: list[str],
    rows: list[tuple[str, ...]],
    timezone: str = "Europe/Paris",
    answers: Answers | None = None,
    series: list[int] | None = None,
) -> Read:
    """The rows' stamps; AssertionError where no column holds any."""
    answers = answers or Answers()
    columns = [list(column) for column in zip(*rows, strict=True)]
    sample = [column[:HEAD] + column[max(len(column) - TAIL, HEAD) :] for column in columns]
    plan = stamps.plan(names, sample, answers)
    assert plan is not None
    blocks = [
        plan.parse([pa.array(column[at : at + BLOCK], pa.string()) for column in columns])
        for at in range(0, len(rows), BLOCK)
    ]
    keys = None if series is None else np.array(series, dtype=np.int64)
    return Read(plan, stamps.to_utc(plan, joined(blocks), timezone, answers, keys))
