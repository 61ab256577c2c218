"""What registers do in real life, and the energy that is made of it, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support import stored
from tests.support.server import Server

FIRST = datetime(2025, 6, 1, tzinfo=UTC).timestamp()
STEP_S = 300.0
FASTEST_W = 12_000.0  # 1 kWh in STEP_S: no case uses more, faults aside
DAY_S = 86_400.0


@dataclass(frozen=True)
class Case:
    """Register readings [kWh] STEP_S apart; what flowed [kWh]; events (kind, before, after)."""

    id: str
    shown: list[float]
    flowed: float
    events: list[tuple[str, float, float]] = field(default_factory=list)


CASES = [
    Case("rises", [1000, 1000.5, 1001, 1001.2], 1.2),
    Case("reset to 0", [1000, 1000.5, 1001, 0, 0.4, 0.9], 0.5 + 0.5 + 0 + 0.4 + 0.5,
         [("reset", 1001, 0)]),
    Case("dip of 1 %", [1000, 1001, 990.99, 1002, 1003], 3, [("dip", 1001, 990.99)]),
    Case("dip of 9.9 %", [1000, 1001, 901.901, 1002, 1003], 3, [("dip", 1001, 901.901)]),
    Case("dip of 10.1 %", [1000, 1001, 899.899, 1002, 1003], 3, [("dip", 1001, 899.899)]),
    Case("dip of 9.9 % for three readings", [1000, 1001, 901.9, 901.9, 902, 1002, 1003], 3,
         [("dip", 1001, 901.9)]),
    Case("fall of 10.1 % for good", [1000, 1001, 899.899, 900.399, 900.899], 1 + 0.5 + 0.5,
         [("replaced", 1001, 899.899)]),
    Case("fall of 10.1 % used up again", [9.5, 10, 8.99, 9.49, 9.99, 10.49], 0.5 + 3 * 0.5,
         [("replaced", 10, 8.99)]),
    Case("a single 0", [1000, 1001, 0, 1002, 1003], 3, [("dip", 1001, 0)]),
    Case("roll-over at 99999.9", [99998.9, 99999.4, 99999.9, 0.3, 0.8], 0.5 + 0.5 + 0.4 + 0.5,
         [("rollover", 99999.9, 0.3)]),
    Case("replacement at 4500", [12000, 12001, 4500, 4501, 4502], 1 + 1 + 1,
         [("replaced", 12001, 4500)]),
    Case("replacement by a meter that shows more", [4500, 4501, 12000, 12001], 1 + 1,
         [("replaced", 4501, 12000)]),
]  # fmt: skip


def rows_of(case: Case) -> list[dict[str, Any]]:
    return [
        {"meter": case.id, "ts": FIRST + n * STEP_S, "value": kwh, "unit": "kWh", "kind": "counter"}
        for n, kwh in enumerate(case.shown)
    ]


def at_once(server: Server, rows: list[dict[str, Any]]) -> None:
    assert server.post(rows)["refused"] == []


def one_by_one(server: Server, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert server.post([row])["refused"] == []


def the_last_first(server: Server, rows: list[dict[str, Any]]) -> None:
    one_by_one(server, rows[::-1])


@dataclass(frozen=True)
class Told:
    """What the app made of the cases: 15-minute points by meter, and events in the file."""

    points: dict[str, list[dict[str, float]]]
    events: dict[str, list[tuple[str, float, float]]]


@pytest.fixture(scope="module", params=[at_once, one_by_one, the_last_first])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    with Server(tmp_path_factory.mktemp("registers")) as server:
        for case in CASES:
            request.param(server, rows_of(case))
        end = str(FIRST + DAY_S)
        points = {c.id: server.series(c.id, str(FIRST), end, "15m")["points"] for c in CASES}
        server.stop()
    found = stored.rows(
        server.db,
        """SELECT slug, e.kind, before / 1000, after / 1000
           FROM energy.meter_events e JOIN energy.meters m ON m.id = e.meter ORDER BY start_ts""",
    )
    yield Told(points, {c.id: [row[1:] for row in found if row[0] == c.id] for c in CASES})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_register_gives_the_energy_and_events_of_the_table(told: Told, case: Case) -> None:
    """Test 20."""
    points = told.points[case.id]
    assert sum(p["energy_wh"] for p in points) / 1000 == pytest.approx(case.flowed, abs=1e-6)
    assert all(p["energy_wh"] >= 0 and p["min_w"] >= 0 for p in points)
    assert all(p["max_w"] <= FASTEST_W + 1e-3 for p in points)
    assert told.events[case.id] == [
        (kind, pytest.approx(before), pytest.approx(after)) for kind, before, after in case.events
    ]


def test_thirteen_days_offline_make_no_spike_and_are_marked(tmp_path: Path) -> None:
    """Test 21: a counter's gap keeps its energy, spread and estimated; a power's is missing."""
    back = 13 * DAY_S
    stamps = [n * STEP_S for n in range(13)] + [back + n * STEP_S for n in range(13)]
    kwh = [1000 + 0.1 * n for n in range(13)] + [1131.2 + 0.1 * n for n in range(13)]
    rows = [
        row
        for ts, shown in zip(stamps, kwh, strict=True)
        for row in (
            {"meter": "counter", "ts": FIRST + ts, "value": shown, "unit": "kWh"},
            {"meter": "power", "ts": FIRST + ts, "value": 1200, "unit": "W"},
        )
    ]
    before, gap = FIRST + 3600, FIRST + back
    with Server(tmp_path) as server:
        server.post(rows)
        counted = server.series("counter", str(before), str(gap), "15m")
        assert counted["total"]["energy_wh"] == pytest.approx(130_000)
        assert (counted["total"]["coverage"], counted["total"]["estimated"]) == (1, 1)
        even = 130_000 / ((gap - before) / 3600)
        assert [p["max_w"] for p in counted["points"]] == pytest.approx([even] * (13 * 96 - 4))
        measured = server.series("counter", str(FIRST), str(before), "15m")["total"]
        assert measured["estimated"] == 0 and measured["energy_wh"] == pytest.approx(1200)
        power = server.series("power", str(before), str(gap), "15m")
        assert power["total"]["energy_wh"] == pytest.approx(1200 * STEP_S / 3600)
        assert power["total"]["coverage"] == pytest.approx(STEP_S / (gap - before))
        whole = server.series("power", str(FIRST), str(gap + 12 * STEP_S))["total"]
        assert whole["energy_wh"] == pytest.approx(1200 * 25 * STEP_S / 3600)
        server.stop()
    events = stored.rows(
        server.db, "SELECT kind, epoch_us(start_ts), epoch_us(end_ts) FROM energy.meter_events"
    )
    assert events == [("offline", before * 1e6, gap * 1e6)]
