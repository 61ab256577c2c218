"""`python -m energy_core import`: on the file, or through the running app, and it says which."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.api.test_imports import T0, lines
from tests.support.server import ROOT, Server


def printed(db: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "energy_core", "import", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "ENERGY_DB": str(db)},
        capture_output=True,
        text=True,
        check=False,
    )


def command(db: Path, *arguments: object) -> tuple[int, dict[str, Any]]:
    """Exit code, and what it printed as JSON."""
    done = printed(db, *arguments, "--json")
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "roof.lp"
    path.write_bytes(lines("roof", [1000.0, 2000.0]))
    return path


def test_on_the_file_it_stores_and_takes_back(tmp_path: Path, file: Path) -> None:
    db = tmp_path / "energy.duckdb"
    code, told = command(db, file)
    assert (code, told["via"], told["at"]) == (0, "file", str(db))
    assert (told["file"], told["batch"], told["series"][0]["new"]) == ("roof.lp", 1, 2)
    code, told = command(db, file)
    assert (code, told["known"], told["series"][0]["same"]) == (0, True, 2)
    code, told = command(db, "--undo", 1)
    assert (code, told["removed"]) == (0, 2)


def test_through_the_running_app_it_does_the_same(server: Server, file: Path) -> None:
    code, told = command(server.db, file, "--meter", "garage")
    assert (code, told["via"]) == (0, "app")
    assert (told["file"], told["series"][0]["meter"]) == ("roof.lp", "garage")
    assert server.series("garage", str(T0), str(T0 + 1800))["total"]["energy_wh"] == 750
    code, told = command(server.db, "--undo", told["batch"])
    assert (code, told["via"], told["removed"]) == (0, "app", 2)


def test_a_dry_run_of_several_files_says_what_would_be(tmp_path: Path, file: Path) -> None:
    other = tmp_path / "barn.lp"
    other.write_bytes(lines("barn", [1.0]))
    code, told = command(tmp_path / "energy.duckdb", file, other, "--dry-run")
    assert (code, [one["series"][0]["new"] for one in told["files"]]) == (0, [2, 1])
    assert [one["batch"] for one in told["files"]] == [None, None]


@pytest.mark.parametrize("running", [False, True], ids=["on the file", "through the app"])
def test_a_file_that_cannot_be_read_is_said_and_the_others_are_stored(
    tmp_path: Path, file: Path, running: bool, request: pytest.FixtureRequest
) -> None:
    db = request.getfixturevalue("server").db if running else tmp_path / "energy.duckdb"
    noise = tmp_path / "noise.bin"
    noise.write_bytes(b"\x00\x01" * 100)
    code, told = command(db, noise, tmp_path / "missing.csv", file)
    unreadable, missing, good = told["files"]
    assert code == 1
    assert unreadable["error"]["message"]
    assert "cannot be opened" in missing["error"]["message"]
    assert good["series"][0]["new"] == 2


def test_a_number_that_no_file_has_is_an_error(tmp_path: Path) -> None:
    code, told = command(tmp_path / "energy.duckdb", "--undo", 7)
    assert (code, told["error"]["message"]) == (1, "no imported file has the number 7")


STEERING = ("\x1b", "\x9b", "\u202e")  # escape, its one-byte twin, right to left


@pytest.mark.parametrize("running", [False, True], ids=["on the file", "through the app"])
def test_what_a_file_says_cannot_steer_the_terminal_and_is_told_with_its_place(
    tmp_path: Path, running: bool, request: pytest.FixtureRequest
) -> None:
    db = request.getfixturevalue("server").db if running else tmp_path / "energy.duckdb"
    file = tmp_path / os.fsdecode(b"day-\xff\x1b.lp")
    evil = "".join(STEERING).encode()
    good = lines("roof", [1.0] * 60).replace(b"roof", b"roof" + evil, 3)
    file.write_bytes(good + (b"power" + evil + b" nothing\n") * 2)
    done = printed(db, file)
    assert done.returncode == 0, done.stderr
    _, head, *series, issue = done.stdout.split("\n")[:-1]
    assert (head[:4], head[-7:]) == ("day-", "batch 1")
    assert sorted(one.split(": ")[1].split(",")[0] for one in series) == ["3 new", "57 new"]
    assert issue.endswith("(line 61), 2 rows")
    assert not any(sign in done.stdout for sign in STEERING)
    gone = printed(db, file.with_suffix(".gone"))
    assert (gone.returncode, "cannot be opened" in gone.stderr) == (1, True)
    assert not any(sign in gone.stderr for sign in STEERING)
    assert command(db, file)[1]["known"] is True


@pytest.mark.parametrize("running", [False, True], ids=["on the file", "through the app"])
def test_a_pipe_is_refused_and_does_not_keep_the_files_behind_it(
    tmp_path: Path, file: Path, running: bool, request: pytest.FixtureRequest
) -> None:
    db = request.getfixturevalue("server").db if running else tmp_path / "energy.duckdb"
    os.mkfifo(tmp_path / "pipe.csv")
    code, told = command(db, tmp_path / "pipe.csv", file)
    pipe, good = told["files"]
    assert (code, good["series"][0]["new"]) == (1, 2)
    assert "it is a folder, a pipe or a device" in pipe["error"]["message"]
