"""What a meter does every day is no event of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from energy_core.metering.habits import without_habits
from energy_core.model import Commodity, EventKind, EventState, Kind, Meter, MeterEvent, Role

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2024, 3, 28, tzinfo=PARIS)  # the clocks change on the 31st


def meter(role: Role = Role.PRODUCTION) -> Meter:
    return Meter(1, 1, "m", "m", role, Commodity.ELECTRICITY, Kind.COUNTER, "Wh", "kWh")


def event(
    day: int,
    clock: float,
    kind: EventKind = EventKind.RESET,
    state: EventState = EventState.FOUND,
    hours: float = 14,
) -> MeterEvent:
    """One that ends at `clock` hours on the local clock of a day."""
    end = (START + timedelta(days=day, hours=clock)).astimezone(UTC)
    return MeterEvent(1, kind, end - timedelta(hours=hours), end, 20_000.0, 0.0, state)


def left(events: Sequence[MeterEvent], role: Role = Role.PRODUCTION) -> list[MeterEvent]:
    return without_habits(events, {1: meter(role)}, "Europe/Paris")


@pytest.mark.parametrize(
    ("moments", "is_habit"),
    [
        pytest.param([(0, 7), (1, 8), (2, 6.5)], True, id="three mornings"),
        pytest.param([(0, 7), (1, 8)], False, id="two may be chance"),
        pytest.param([(0, 7), (2, 8), (4, 7)], True, id="three mornings of five"),
        pytest.param([(0, 7), (7, 7), (14, 7)], False, id="once a week"),
        pytest.param([(0, 7), (1, 15), (2, 21)], False, id="at any time of day"),
        pytest.param([(0, 23.9), (2, 0.1), (3, 0)], True, id="around midnight"),
        pytest.param([(d, h) for d in range(4) for h in (1, 9, 17)], False, id="thrice a day"),
    ],
)
def test_a_counter_that_restarts_daily_has_no_event_each(
    moments: list[tuple[int, float]], is_habit: bool
) -> None:
    events = [event(*moment) for moment in moments]
    assert left(events) == ([] if is_habit else events)


def test_a_year_of_mornings_follows_the_sun_and_a_stray_restart_stays() -> None:
    mornings = [event(day, 7 - 2 * (1 - abs(day - 180) / 180)) for day in range(360)]
    stray = event(100, 17)
    assert left([*mornings, stray]) == [mornings[100], stray]  # of that day both are to be seen


def test_what_a_person_judged_stays() -> None:
    judged = event(1, 7, state=EventState.REJECTED)
    assert left([event(0, 7), judged, event(2, 7)]) == [judged]


@pytest.mark.parametrize(
    ("role", "hours", "is_habit"),
    [
        pytest.param(Role.PRODUCTION, 14, True, id="no sun"),
        pytest.param(Role.OTHER, 14, True, id="its second register"),
        pytest.param(Role.GRID_IMPORT, 14, False, id="the grid never sleeps"),
        pytest.param(Role.PRODUCTION, 24, False, id="longer than a night"),
    ],
)
def test_only_a_producer_rests_at_night(role: Role, hours: float, is_habit: bool) -> None:
    nights = [event(day, 7, EventKind.OFFLINE, hours=hours) for day in range(5)]
    assert left(nights, role) == ([] if is_habit else nights)


def test_another_kind_of_event_is_never_a_habit() -> None:
    falls = [event(day, 7, EventKind.REPLACED) for day in range(5)]
    assert left(falls) == falls
