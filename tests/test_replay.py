"""Recorded real homes, replayed through the API: totals equal independently computed truths."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server import ROOT, Server

UKDALE = "ukdale_house2_1min/UKDALE_House2_2013-{}.csv.gz"
UCI = "uci_household_power/householdpower_2007-04_05.csv.gz"
HOMEWIZARD = "homewizard_counters/homewizard_2022-09_15min_elec.csv"


def replay(server: Server, path: Path, timezone: str) -> None:
    subprocess.run(
        [
            *(sys.executable, "simulator.py", "--url", server.url, "--replay", str(path)),
            *("--timezone", timezone, "--prefix", "home"),
        ],
        cwd=ROOT,
        check=True,
        timeout=120,
        capture_output=True,
    )


def totals(server: Server, start: str, end: str, timezone: str) -> dict[str, float]:
    """kWh of every meter that holds energy."""
    slugs = [
        m["slug"]
        for m in server.http.get("/api/v1/meters").json()["meters"]
        if m["kind"] != "level"
    ]
    return {
        slug: server.series(slug, start, end, "1mo", timezone=timezone)["total"]["energy_wh"] / 1000
        for slug in slugs
    }


def truth(files: Path, path: str) -> dict:
    folder, name = path.split("/")
    return json.loads((files / "truth.json").read_text())[folder][name]


def expected(files: Path, path: str) -> list[float]:
    facts = truth(files, path)
    if "aggregate_kwh" in facts:
        return [facts["sum"][name] / 60_000 for name in facts["sum"]]
    return (
        [facts["energy_kwh"]] if "energy_kwh" in facts else list(facts["last_minus_first"].values())
    )


@pytest.mark.parametrize(
    ("path", "timezone", "start", "end"),
    [
        pytest.param(UKDALE.format("06"), "UTC", "2013-06-01", "2013-07-01", id="UK-DALE June"),
        pytest.param(UKDALE.format("07"), "UTC", "2013-07-01", "2013-08-01", id="UK-DALE July"),
        pytest.param(UCI, "UTC", "2007-04-01", "2007-06-01", id="UCI"),
        pytest.param(HOMEWIZARD, "Europe/Amsterdam", "2022-09-01", "2022-10-01", id="HomeWizard"),
    ],
)
def test_a_replayed_home_has_the_files_own_totals_and_twice_is_once(
    server: Server, meter_files: Path, path: str, timezone: str, start: str, end: str
) -> None:
    replay(server, meter_files / path, timezone)
    once = totals(server, start, end, timezone)
    for kwh in expected(meter_files, path):
        assert min(abs(kwh - got) for got in once.values()) <= 1e-4 * kwh
    replay(server, meter_files / path, timezone)
    assert totals(server, start, end, timezone) == once
