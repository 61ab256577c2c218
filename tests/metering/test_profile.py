from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_core.metering.profile import usual_rates
from energy_core.metering.readings import SECOND

PARIS = ZoneInfo("Europe/Paris")


def micros(at: datetime) -> int:
    return round(at.timestamp()) * SECOND


def test_each_stamp_gets_the_mean_of_its_local_hour_of_the_week() -> None:
    """Two weeks on either side of the night in which the clocks of Paris change."""
    first = datetime(2025, 3, 17, tzinfo=UTC)
    starts = [first + timedelta(minutes=15 * n) for n in range(28 * 96)]
    local = [at.astimezone(PARIS) for at in starts]
    amount = np.array([(100 * at.weekday() + at.hour) / 4 for at in local])
    asked = [datetime(2025, 3, 26, 7, 30, tzinfo=UTC), datetime(2025, 4, 2, 7, 30, tzinfo=UTC)]
    rates = usual_rates(
        np.array([micros(at) for at in starts]),
        amount,
        np.full(len(starts), 900.0),
        np.array([micros(at) for at in asked]),
        "Europe/Paris",
    )
    assert rates == pytest.approx([200 + 8, 200 + 9])


def test_an_hour_never_seen_takes_the_same_hour_of_other_days_and_then_any() -> None:
    monday = datetime(2025, 1, 6, 12, tzinfo=UTC)
    start, amount = np.array([micros(monday)]), np.array([50.0])
    asked = np.array([micros(monday + timedelta(days=d, hours=h)) for d, h in ((1, 0), (2, 5))])
    assert usual_rates(start, amount, np.array([450.0]), asked, "UTC").tolist() == [400.0, 400.0]


def test_where_nothing_is_covered_the_rate_is_zero() -> None:
    none = np.zeros(1)
    at = np.array([micros(datetime(2025, 1, 6, tzinfo=UTC))])
    assert usual_rates(at, none, none, at, "UTC").tolist() == [0.0]
