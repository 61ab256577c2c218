"""`detect` from a terminal: the anomalies of a file, without a store and without an app."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.analysis.detectors.homes import between, changed, home
from tests.support.terminal import without_a_store

ENTRIES = {"name", "readings", "days", "sensitivity", "events"}
FIELDS = {
    "kind", "layer", "severity", "start_utc", "end_utc", "detected_utc", "score", "explanation",
    "excess_kwh",
}  # fmt: skip


def detect(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return without_a_store("detect", file, *options)


def told(file: Path, *options: str) -> dict[str, Any]:
    done = detect(file, "--json", *options)
    assert (done.returncode, done.stderr) == (0, "")
    (series,) = json.loads(done.stdout)["series"]
    return series


def written(frame: pd.DataFrame, path: Path) -> Path:
    frame.rename(columns={"ts": "timestamp"}).to_csv(path, index=False)
    return path


@pytest.fixture
def spiked(tmp_path: Path) -> Path:
    frame = changed(home(60), between(home(60), "2024-02-20 15:00", "30min"), 9000.0)
    return written(frame, tmp_path / "home.csv")


def test_json_says_what_was_found(spiked: Path) -> None:
    series = told(spiked)
    assert set(series) == ENTRIES
    assert series["readings"] == 60 * 48
    (event,) = [e for e in series["events"] if e["kind"] == "spike"]
    assert set(event) == FIELDS
    assert (event["start_utc"], event["detected_utc"]) == (
        "2024-02-20T15:00:00Z", "2024-02-20T15:30:00Z",
    )  # fmt: skip
    assert event["layer"] == 2
    assert event["score"] > 1
    assert event["explanation"] == "9.00\xa0kW at 15:00 instead of 0.30\xa0kW"


def test_with_hindsight_the_shape_is_the_same_and_a_change_has_its_dates(tmp_path: Path) -> None:
    frame = home(80)
    rows = between(frame, "2024-02-13", "9D")
    frame = changed(frame, rows, frame["value"].to_numpy()[rows] * 1.6)
    series = told(written(frame, tmp_path / "home.csv"), "--mode", "retrospective")
    assert set(series) == ENTRIES
    (event,) = series["events"]
    assert set(event) == FIELDS
    assert (event["start_utc"], event["end_utc"]) == (
        "2024-02-13T00:00:00Z", "2024-02-22T00:00:00Z",
    )  # fmt: skip


def test_stamps_without_an_offset_are_of_the_zone_that_is_named(spiked: Path) -> None:
    (event,) = [
        e for e in told(spiked, "--timezone", "Europe/Paris")["events"] if e["kind"] == "spike"
    ]
    assert event["detected_utc"] == "2024-02-20T14:30:00Z"


def test_empty_cells_tell_that_readings_are_missing_before_they_come_back(tmp_path: Path) -> None:
    frame = home(30)
    gone = between(frame, "2024-01-25 10:00", "12h")
    (event,) = told(written(changed(frame, gone, np.nan), tmp_path / "gap.csv"))["events"]
    assert (event["kind"], event["start_utc"]) == ("missing", "2024-01-25T10:00:00Z")
    assert event["detected_utc"] <= "2024-01-25T12:00:00Z"


def test_without_json_each_event_is_a_line(spiked: Path) -> None:
    done = detect(spiked, "--sensitivity", "low")
    assert done.returncode == 0
    assert re.search(
        r"  2024-02-20 15:00 – .*  spike: 9\.00.kW at 15:00 instead of 0\.30.kW", done.stdout
    )


def test_a_file_that_holds_no_readings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.csv"
    path.write_text("timestamp,value\nyesterday,5\n")
    done = detect(path, "--json")
    assert done.returncode == 1
    assert "stamp" in json.loads(done.stdout)["error"]["message"]


def test_a_zone_and_a_country_that_do_not_exist_are_refused_in_words(spiked: Path) -> None:
    for option, value, why in (
        ("--timezone", "Nope/Nope", "is no time zone"),
        ("--country", "ZZ", "no holidays are known"),
    ):
        done = detect(spiked, option, value)
        assert (done.returncode, done.stdout) == (2, "")
        assert why in done.stderr
        assert "Traceback" not in done.stderr


def test_a_number_that_no_meter_can_show_is_no_reading(tmp_path: Path) -> None:
    frame = changed(home(60), between(home(60), "2024-02-20 15:00", "30min"), 1e39)
    series = told(written(frame, tmp_path / "huge.csv"))
    assert series["readings"] == 60 * 48 - 1
