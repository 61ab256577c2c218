from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from energy_core.metering.local_days import hours_in_day
from energy_core.metering.periods import instant, offsets


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param("Europe/Paris", date(2026, 3, 29), 23, id="Paris spring"),
        pytest.param("Europe/Paris", date(2026, 10, 25), 25, id="Paris autumn"),
        pytest.param("Europe/Paris", date(2026, 6, 1), 24, id="Paris plain"),
        pytest.param("America/New_York", date(2026, 3, 8), 23, id="New York spring"),
        pytest.param("America/New_York", date(2026, 11, 1), 25, id="New York autumn"),
        pytest.param("Australia/Lord_Howe", date(2026, 10, 4), 23.5, id="Lord Howe spring"),
        pytest.param("Australia/Lord_Howe", date(2026, 4, 5), 24.5, id="Lord Howe autumn"),
        pytest.param("Asia/Kathmandu", date(2026, 4, 5), 24, id="Kathmandu, a quarter off"),
    ],
)
def test_a_local_day_has_its_own_length(zone: str, day: date, hours: float) -> None:
    assert hours_in_day(day, zone) == hours


def test_the_clock_changes_at_the_known_instants() -> None:
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    changes = [instant(o.since).isoformat() for o in offsets(start, end, "Europe/Paris")[1:]]
    assert changes == ["2026-03-29T01:00:00+00:00", "2026-10-25T01:00:00+00:00"]
