"""Clocks that change: of a time zone twice a year, and of the machine at any moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.clock import FakeClock, fake_clock
from tests.support.server import Server
from tests.support.streams import Event, Listener

POWER_W = 1000
QUARTER_S = 900


@dataclass(frozen=True)
class Change:
    zone: str
    day: date
    hours: float  # of that local day


CHANGES = [
    Change("Europe/Berlin", date(2025, 3, 30), 23),
    Change("Europe/Berlin", date(2025, 10, 26), 25),
    Change("America/New_York", date(2025, 3, 9), 23),
    Change("America/New_York", date(2025, 11, 2), 25),
    Change("Australia/Lord_Howe", date(2025, 4, 6), 24.5),
    Change("Australia/Lord_Howe", date(2025, 10, 5), 23.5),
]


def local_midnight(change: Change, days: int) -> datetime:
    day = change.day + timedelta(days=days)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(change.zone)).astimezone(UTC)


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: f"{c.zone} {c.day}")
def test_a_day_on_which_the_clock_changes_has_its_hours_and_days_sum_to_utc(
    shared_server: Server, change: Change
) -> None:
    """Test 24: 1 kW throughout, so that a day's kWh are its hours; the second half has 2 kW."""
    start, end = local_midnight(change, -2), local_midnight(change, 3)
    middle = local_midnight(change, 0) + timedelta(hours=3)
    meter = f"{change.zone}.{change.day}"
    count = int((end - start).total_seconds() / QUARTER_S) + 1
    stamps = [start + timedelta(seconds=n * QUARTER_S) for n in range(count)]
    shared_server.post(
        [
            {"meter": meter, "ts": ts.isoformat(), "value": POWER_W * (1 + (ts >= middle))}
            for ts in stamps
        ]
    )
    asked = (meter, start.isoformat(), end.isoformat())
    days = shared_server.series(*asked, "1d", timezone=change.zone)["points"]
    hours = shared_server.series(*asked, "1h", timezone=change.zone)["points"]
    utc = shared_server.series(*asked, "15m", timezone="UTC")["total"]
    length = [24, 24, change.hours, 24, 24]
    assert [datetime.fromisoformat(p["start"]) for p in days] == [
        local_midnight(change, n) for n in range(-2, 3)
    ]
    early = [24, 24, 3, 0, 0]  # hours of 1 kW
    assert [p["energy_wh"] for p in days] == pytest.approx(
        [POWER_W * (2 * all - one) for all, one in zip(length, early, strict=True)]
    )
    assert [p["coverage"] for p in days] == [1] * 5
    total = POWER_W * (2 * sum(length) - sum(early))
    assert utc["energy_wh"] == pytest.approx(total) and utc["coverage"] == 1
    assert sum(p["energy_wh"] for p in hours) == pytest.approx(total)
    assert all(p["coverage"] == 1 for p in hours)
    month = shared_server.series(*asked, "1mo", timezone=change.zone)
    assert month["total"]["energy_wh"] == pytest.approx(total)


HOUR_S, DAY_S = 3600, 86_400
WATCHED_S = 1.5


@pytest.fixture
def clock(tmp_path: Path) -> FakeClock:
    return fake_clock(tmp_path)


@pytest.fixture
def server(tmp_path: Path, clock: FakeClock) -> Iterator[Server]:
    with Server(tmp_path, **clock.settings) as running:
        yield running


def cpu_s(server: Server) -> float:
    """Processor time that the server has used."""
    assert server.process is not None
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_the_machines_clock_may_be_stepped_without_a_storm_or_a_stall(
    server: Server, clock: FakeClock
) -> None:
    """Test 25."""
    with Listener(server.port) as live:
        for off in (0, HOUR_S, -HOUR_S, -30 * DAY_S, 365 * DAY_S, 0):
            clock.set(off)
            heard = len(live.events)
            assert_goes_on(server, clock, live, heard)
            assert_is_quiet(server, live)


def assert_goes_on(server: Server, clock: FakeClock, live: Listener, heard: int) -> None:
    """A reading of the server's present is taken, shown and counted in the server's today."""
    now = clock.now()
    answer = server.post(
        [{"meter": "clock.power_w", "ts": now - n, "value": 60 + n} for n in range(3)]
    )
    assert answer == {"accepted": 3, "refused": []}
    shown = live.wait_for(lambda e: e.name == "readings", since=heard).data["readings"]
    assert shown[-1]["ts"] == pytest.approx(now) and shown[-1]["value"] == 60
    today = datetime.fromtimestamp(now, UTC).date().isoformat()

    def counted(event: Event) -> bool:
        return event.name == "today" and event.data["day"] == today

    assert live.wait_for(counted, since=heard).data["today"]["clock.power_w"]["amount"] > 0
    assert server.http.get("/readyz").status_code == 200


def assert_is_quiet(server: Server, live: Listener) -> None:
    """With nothing to do, next to nothing is sent or computed for a while."""
    heard, used = len(live.events), cpu_s(server)
    with pytest.raises(AssertionError, match="no such event"):
        live.wait_for(lambda event: event.name == "readings", seconds=WATCHED_S, since=heard)
    assert len(live.events) - heard <= 2, [e.name for e in live.events[heard:]]
    assert cpu_s(server) - used <= WATCHED_S / 4
