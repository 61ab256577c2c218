"""The live end kept in memory says what the file would say: no more, no less."""

from __future__ import annotations

import numpy as np
import pytest

from energy_core.metering.readings import SECOND, Readings
from energy_core.metering.rollup import Quarters
from energy_core.model import Kind
from energy_core.store.context import EVER, Extent, Run, Surroundings
from energy_core.store.tail import Tail

METER = 7
HOURS = np.arange(10, dtype=np.int64) * 3600 * SECOND
NOTHING = np.zeros(0, bool)


def run(first: int, last: int, look: int, end: int = EVER) -> Run:
    """Of the meter, with bounds in hours; what it changes begins where it looks first."""
    hour = 3600 * SECOND
    extent = Extent(0, int(HOURS[-1]))
    start = (first - look) * hour
    return Run(
        METER, Kind.POWER, first * hour, last * hour, extent, look * hour, look * hour, start, end
    )


@pytest.fixture
def tail() -> Tail:
    """Knows a reading and a quarter hour at each of ten full hours."""
    whole, tail = run(0, 9, look=9), Tail()
    known = Readings(np.zeros(len(HOURS), np.int32), HOURS, HOURS / SECOND)
    column = np.ones(len(HOURS))
    quarters = Quarters(np.full(len(HOURS), METER, np.int32), HOURS, *[column] * 6)
    tail.update(Surroundings([whole], known, NOTHING, NOTHING), quarters)
    return tail


def test_readings_end_where_the_run_does_not_look_any_further(tail: Tail) -> None:
    found = tail.readings(run(3, 4, look=1))
    assert found is not None
    assert found.ts.tolist() == HOURS[2:6].tolist()


def test_quarters_end_where_the_run_writes_none(tail: Tail) -> None:
    found = tail.quarters(run(3, 4, look=1, end=int(HOURS[6])))
    assert found is not None
    assert found.start.tolist() == HOURS[2:6].tolist()
