"""`GET /api/v1/export` over HTTP."""

from __future__ import annotations

import io

import httpx
import pytest
from pyarrow import parquet

from tests.support.server import Server


@pytest.fixture(scope="module")
def server(shared_server: Server) -> Server:
    rows = [
        {
            "meter": slug,
            "ts": 1_700_000_000 + n * 60,
            "value": float(n),
            "unit": unit,
            "kind": "power",
        }
        for slug, unit in (("pv", "W"), ("house", "kW"))
        for n in range(60)
    ]
    shared_server.post(rows)
    return shared_server


def export(server: Server, **asked: object) -> httpx.Response:
    return server.http.get("/api/v1/export", params={"meter": "pv", **asked})


def test_all_readings_come_as_a_file_to_keep(server: Server) -> None:
    answer = export(server)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="energy-pv-2023-11-14-2023-11-14-raw.csv"'
    )
    lines = answer.text.splitlines()
    assert lines[:2] == ["start,pv power (W),quality", "2023-11-14T22:13:20+00:00,0,measured"]
    assert len(lines) == 61


def test_the_range_and_several_meters_can_be_chosen(server: Server) -> None:
    asked = {"from": "1700000060", "to": "1700000180", "format": "parquet"}
    answer = server.http.get("/api/v1/export", params={"meter": ["pv", "house"], **asked})
    table = parquet.read_table(io.BytesIO(answer.content))
    assert table["pv power (W)"].to_pylist() == [1, 2]
    assert table["house power (W)"].to_pylist() == [1000, 2000]


@pytest.mark.parametrize(
    ("asked", "status", "message"),
    [
        pytest.param({"meter": "none"}, 404, "no meter 'none'", id="unknown meter"),
        pytest.param({"format": "doc"}, 400, "choose csv, parquet, xlsx, xml", id="unknown format"),
        pytest.param({"resolution": "auto"}, 400, "raw, 15m", id="no resolution"),
        pytest.param({"from": "2024", "to": "2023"}, 400, "must be after", id="backwards"),
        pytest.param({"from": "yesterday"}, 400, "is not a time", id="no time"),
    ],
)
def test_what_cannot_be_exported_is_told(
    asked: dict[str, str], status: int, message: str, server: Server
) -> None:
    answer = export(server, **asked)
    assert answer.status_code == status
    assert message in answer.json()["error"]
