"""Readings that come again, late, out of order, or with another value."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from energy_core.metering.physics import segments
from energy_core.metering.readings import Readings
from energy_core.metering.rollup import roll_up
from energy_core.model import Commodity, Kind, Meter, Role
from tests.support import stored
from tests.support.metrics import rows_taken
from tests.support.server import Server

Row = dict[str, Any]
FIRST = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
AT_ONCE = 5000
DAY_S = 86_400
TYPES = {
    "power": {"kind": "power", "unit": "W"},
    "interval": {"kind": "interval", "unit": "Wh"},
    "counter": {"kind": "counter", "unit": "Wh"},
    "level": {"kind": "level", "unit": "°C", "role": "temperature"},
}


def send(server: Server, rows: list[Row]) -> None:
    for at in range(0, len(rows), AT_ONCE):
        assert server.post(rows[at : at + AT_ONCE])["refused"] == []


def home_rows(count: int, step_s: float, chance: random.Random) -> list[Row]:
    """`count` readings of four meters of every kind, the counter with dips and a reset."""
    rows, height = [], 40_000_000.0
    for n in range(count // len(TYPES)):
        height = 12.0 if n == 700 else height + chance.randint(0, 900)
        shown = height * 0.95 if n % 250 == 100 else height
        values = {
            "power": chance.randint(0, 5000),
            "interval": chance.randint(0, 400),
            "counter": shown,
            "level": chance.randint(-50, 300) / 10,
        }
        ts = FIRST + n * step_s
        rows += [{"meter": m, "ts": ts, "value": values[m], **TYPES[m]} for m in TYPES]
    return rows


def everything(server: Server) -> list[Any]:
    """Every figure of every meter, as the API gives it."""
    end = str(FIRST + 400 * DAY_S)
    return [
        server.series(meter, str(FIRST), end, resolution)
        for meter in TYPES
        for resolution in ("1d", "1h", "15m")
    ]


def test_ten_thousand_readings_shuffled_and_sent_three_times_count_once(tmp_path: Path) -> None:
    """Test 17."""
    chance = random.Random(17)
    rows = home_rows(10_000, 60, chance)
    with Server(tmp_path) as server:
        send(server, rows)
        before = everything(server)
        power = [row["value"] for row in rows if row["meter"] == "power"]
        assert before[0]["total"]["energy_wh"] == pytest.approx(sum(power) / 60)
        for _ in range(3):
            send(server, chance.sample(rows, len(rows)))
            assert everything(server) == before
        assert rows_taken(server) == {
            "accepted": 40_000, "known": 30_000, "conflict": 0, "refused": 0,
        }  # fmt: skip


def test_late_readings_leave_the_roll_ups_of_a_full_rebuild(tmp_path: Path) -> None:
    """Test 18: 30 % come late, by a second, an hour or thirty days."""
    chance = random.Random(18)
    rows = home_rows(24_000, 600, chance)
    delays = [0.0] * 7 + [1.0, 3600.0, 30.0 * DAY_S]
    arriving = sorted(rows, key=lambda row: row["ts"] + chance.choice(delays))
    assert arriving != rows
    with Server(tmp_path) as server:
        for at in range(0, len(arriving), 400):
            send(server, arriving[at : at + 400])
        server.stop()
    held = stored.rows(
        server.db,
        """SELECT slug, epoch_us(start), amount, low, high, covered_s, estimated_s
           FROM energy.quarters q JOIN energy.meters m ON m.id = q.meter ORDER BY ALL""",
    )
    rebuilt = rebuild(rows)
    assert [row[:2] for row in held] == [row[:2] for row in rebuilt]
    np.testing.assert_allclose(
        [row[2:] for row in held], [row[2:] for row in rebuilt], rtol=1e-9, atol=1e-6
    )
    stored.assert_nothing_doubled(server.db)


def rebuild(rows: list[Row]) -> list[tuple[Any, ...]]:
    """Quarter hours of all readings at once, without any store: (slug, start, figures…)."""
    slugs = sorted(TYPES)
    meters = {n: meter(n, slug) for n, slug in enumerate(slugs)}
    order = sorted(rows, key=lambda row: (row["meter"], row["ts"]))
    readings = Readings(
        np.array([slugs.index(row["meter"]) for row in order], np.int32),
        np.array([round(row["ts"] * 1e6) for row in order], np.int64),
        np.array([row["value"] for row in order], np.float64),
    )
    q = roll_up(segments(readings, meters)[0])
    columns = (q.start, q.amount, q.low, q.high, q.covered_s, q.estimated_s)
    names = [slugs[n] for n in q.meter.tolist()]
    return list(zip(names, *(column.tolist() for column in columns), strict=True))


def meter(id: int, slug: str) -> Meter:
    level = slug == "level"
    role = Role.TEMPERATURE if level else Role.SUBMETER
    commodity = Commodity.NONE if level else Commodity.ELECTRICITY
    unit = TYPES[slug]["unit"]
    return Meter(id, 1, slug, slug, role, commodity, Kind(TYPES[slug]["kind"]), unit, unit)


@pytest.mark.parametrize(
    ("policy", "held", "refused"), [("keep", 100.0, [1]), ("replace", 900.0, [])]
)
def test_another_value_for_a_stored_stamp_is_treated_by_the_policy_and_counted(
    tmp_path: Path, policy: str, held: float, refused: list[int]
) -> None:
    """Test 19."""

    def rows(*values: float) -> list[Row]:
        stamps = [FIRST + n * 900 for n in range(len(values))]
        return [
            {"meter": "a.power_w", "ts": ts, "value": value}
            for ts, value in zip(stamps, values, strict=True)
        ]

    with Server(tmp_path, ENERGY_ON_CONFLICT=policy) as server:
        assert server.post(rows(100, 100, 100)) == {"accepted": 3, "refused": []}
        answer = server.post(rows(100, 900, 100))
        assert [refusal["index"] for refusal in answer["refused"]] == refused
        assert answer["accepted"] == 3 - len(refused)
        counted = rows_taken(server)
        assert (counted["conflict"], counted["refused"]) == (1, len(refused))
        series = server.series("a.power_w", str(FIRST), str(FIRST + 2700), "15m")
        assert [point["mean_w"] for point in series["points"]] == [100, held, 100]
        assert series["total"]["energy_wh"] == (200 + held) / 4
        server.stop()
    assert stored.rows(server.db, "SELECT value FROM energy.readings ORDER BY ts") == [
        (100.0,), (held,), (100.0,),
    ]  # fmt: skip
