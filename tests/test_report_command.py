"""`python -m energy_core report` and `/api/v1/report`: the same file, beside an app and without."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server import ROOT, Server

T0 = 1_790_000_000  # 21 September 2026


@pytest.fixture(scope="module")
def house(shared_server: Server) -> Server:
    rows = [
        {
            "meter": "grid.import",
            "ts": T0 + 900 * n,
            "value": 800,
            "unit": "W",
            "role": "grid_import",
        }
        for n in range(200)
    ]
    shared_server.post(rows)
    return shared_server


def command(server: Server, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, **server.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "energy_core", "report", *words],
        env=environ, cwd=folder, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_the_report_is_a_page_in_the_browsers_language(house: Server) -> None:
    answer = house.http.get(
        "/api/v1/report", params={"month": "2026-09"}, headers={"Accept-Language": "fr-FR,en;q=0.5"}
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["content-disposition"] == 'inline; filename="energy-2026-09.html"'
    assert "<h1>Septembre 2026</h1>" in answer.text
    kept = house.http.get(
        "/api/v1/report", params={"month": "2026-09", "language": "en", "download": "1"}
    )
    assert kept.headers["content-disposition"].startswith("attachment")
    assert "<h1>September 2026</h1>" in kept.text


@pytest.mark.parametrize("asked", [{"month": "2026-13"}, {"month": "x"}, {"language": "tlh"}])
def test_what_cannot_be_understood_is_refused(house: Server, asked: dict[str, str]) -> None:
    answer = house.http.get("/api/v1/report", params=asked)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_the_command_asks_the_running_app(house: Server, tmp_path: Path) -> None:
    done = command(house, tmp_path, "--month", "2026-09", "--language", "fr")
    assert (done.returncode, done.stdout.strip()) == (0, "energy-2026-09.html"), done.stderr
    assert "<h1>Septembre 2026</h1>" in (tmp_path / "energy-2026-09.html").read_text()
    wrong = command(house, tmp_path, "--month", "September")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("energy: 'September' is not a month")


def test_without_an_app_the_command_opens_the_file(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        server.post([{"meter": "pv", "ts": T0, "value": 800, "unit": "W"}])
    done = command(server, tmp_path, "--month", "2026-09", "--out", "-")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("<!doctype html>")
    nowhere = command(server, tmp_path, "--month", "2026-09", "--out", "no/such/folder.html")
    assert nowhere.returncode == 1
    assert "cannot be written" in nowhere.stderr
