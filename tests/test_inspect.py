"""`inspect` from a terminal: what a file holds, without a store and without an app."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.support.terminal import without_a_store

NEM12 = (
    "100,NEM12,202403010000,A,B\n200,NMI1,E1,1,E1,N1,S,kWh,30,\n"
    f"300,20240101,{'0.5,' * 48}A,,,20240301000000,\n"
)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    path = tmp_path / "day.csv"
    path.write_text(NEM12)
    return path


def inspect(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return without_a_store("inspect", file, *options)


def test_json_is_one_object_with_every_series(day: Path) -> None:
    done = inspect(day, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert (said["file"], said["format"], said["timezone"]) == (
        "day.csv", "NEM12 (AEMO)", "Australia/Brisbane",
    )  # fmt: skip
    (series,) = said["series"]
    assert series["readings"] == 48
    assert series["energy_kwh"] == 24.0
    assert series["first_utc"] == "2023-12-31T14:00:00Z"
    assert {"dialect", "issues"} <= set(said)


def test_without_json_a_table_is_shown(day: Path) -> None:
    done = inspect(day)
    head, *rest = done.stdout.splitlines()
    assert head == f"{day.name}: NEM12 (AEMO)"
    assert any("NMI1 E1" in line and "24.000" in line and "30 min" in line for line in rest)


def test_an_archive_says_each_of_its_files(tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", NEM12)
        archive.writestr("b.xml", "<?xml version='1.0'?><rss/>")
    done = inspect(path, "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["file"]) == (0, "both.zip")
    assert [f["file"] for f in said["files"]] == ["a.csv", "b.xml"]
    assert said["files"][1]["issues"][0]["severity"] == "error"
    assert "a.csv: NEM12" in inspect(path).stdout


@pytest.mark.parametrize("name", ["broken.csv", "absent.csv"])
def test_what_cannot_be_read_is_an_error_and_exit_1(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.csv").write_text(NEM12[:60] + "\n300,20240101,1,2\n")
    done = inspect(tmp_path / name, "--json")
    assert done.returncode == 1
    error = json.loads(done.stdout)["error"]
    assert set(error) == {"message", "line", "column"}
    plain = inspect(tmp_path / name)
    assert (plain.returncode, plain.stdout) == (1, "")
    assert error["message"] in plain.stderr


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "p1.lp"
    path.write_text("evil\x1b[31m,unit=W power=1 1700000000\n")
    assert "\x1b" not in inspect(path).stdout


def test_a_name_of_no_letters_is_shown_and_is_json(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"day-\xff\x1b.csv")
    path.write_text(NEM12)
    assert json.loads(inspect(path, "--json").stdout)["file"] == path.name
    assert "\x1b" not in inspect(path).stdout
    assert "\x1b" not in inspect(path.with_suffix(".gone")).stderr


def test_a_time_zone_that_is_none_is_an_error(day: Path) -> None:
    done = inspect(day, "--timezone", "Europe/Atlantis", "--json")
    assert "Europe/Atlantis" in json.loads(done.stdout)["error"]["message"]


@pytest.fixture
def strangers(tmp_path: Path) -> list[Path]:
    """A pipe that nobody writes to, a device without an end, a folder."""
    os.mkfifo(tmp_path / "pipe.csv")
    return [tmp_path / "pipe.csv", Path("/dev/zero"), tmp_path]


def test_what_is_no_regular_file_is_refused_in_one_line(strangers: list[Path]) -> None:
    for path in strangers:
        done = inspect(path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == (
            f"{path}: the file cannot be opened: it is a folder, a pipe or a device\n"
        )
