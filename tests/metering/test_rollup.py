from __future__ import annotations

import numpy as np
import pytest

from energy_core.metering.readings import QUARTER, SECOND, Readings
from energy_core.metering.rollup import roll_up
from energy_core.metering.segments import of_interval, of_rate
from energy_core.model import Commodity, Kind, Meter, Role

HOUR = 3600


def meters(kind: Kind, unit: str) -> dict[int, Meter]:
    return {1: Meter(1, 1, "m", "m", Role.CONSUMPTION, Commodity.ELECTRICITY, kind, unit, unit)}


POWER, INTERVAL = meters(Kind.POWER, "W"), meters(Kind.INTERVAL, "Wh")


def readings(*pairs: tuple[float, float]) -> Readings:
    ts, value = np.array(pairs, float).T
    return Readings(np.ones(len(ts), np.int32), (ts * SECOND).astype(np.int64), value)


def test_a_value_across_a_quarter_is_split_to_the_second() -> None:
    q = roll_up(of_rate(readings((0, 100), (600, 400), (1200, 100), (1800, 100)), POWER))
    assert (q.start // QUARTER).tolist() == [0, 1, 2]
    first = (100 * 600 + 400 * 300) / HOUR
    second = (400 * 300 + 100 * 600) / HOUR
    assert q.amount[:2] == pytest.approx([first, second])
    assert q.low.tolist() == [100, 100, 100]
    assert q.high.tolist() == [400, 400, 100]
    assert q.covered_s.tolist() == [900, 900, 600]


def test_a_daily_interval_fills_its_96_quarters_evenly() -> None:
    q = roll_up(of_interval(readings((0, 9600), (86400, 4800)), INTERVAL))
    assert len(q) == 192
    assert q.amount[:96] == pytest.approx(np.full(96, 100.0))
    assert q.amount.sum() == pytest.approx(14400)


def test_an_interval_reading_alone_keeps_its_energy() -> None:
    assert roll_up(of_interval(readings((0, 250)), INTERVAL)).amount.tolist() == [250]


def test_an_interval_of_a_long_day_reaches_to_the_next() -> None:
    r = readings((0, 1), (24 * HOUR, 1), (49 * HOUR, 1), (73 * HOUR, 1))
    s = of_interval(r, INTERVAL)
    assert ((s.end - s.start) / SECOND / HOUR).tolist() == [24, 25, 24, 24]


def test_after_a_gap_of_an_interval_register_nothing_is_invented() -> None:
    q = roll_up(of_interval(readings((0, 5), (900, 5), (1800, 5), (9000, 5), (9900, 5)), INTERVAL))
    assert q.amount.sum() == 25
    assert q.covered_s.sum() == 5 * 900
