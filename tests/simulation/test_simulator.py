"""The program as a person runs it, against a small real app."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from energy_core.simulation.faults import FaultKind
from energy_core.simulation.options import parser
from energy_core.simulation.profiles import HOME
from energy_core.simulation.site import Site
from energy_core.simulation.truth import TruthFile

if TYPE_CHECKING:
    from tests.simulation.conftest import TinyApp

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def run(app: TinyApp) -> Iterator[Run]:
    started: list[subprocess.Popen[str]] = []

    def begin(*args: str | Path) -> subprocess.Popen[str]:
        command = [sys.executable, "simulator.py", "--url", app.url, *map(str, args)]
        program = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        started.append(program)
        return program

    yield begin
    for program in started:
        program.kill()
        program.communicate()


def until(program: subprocess.Popen[str], words: str) -> str:
    """What the program said up to and including a line with these words."""
    said = ""
    assert program.stderr is not None
    for line in program.stderr:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it never said {words!r}, but: {said}")


def ended(program: subprocess.Popen[str], by: int | None = None) -> tuple[int, str]:
    if by is not None:
        program.send_signal(by)
    _, said = program.communicate(timeout=20)
    return program.returncode, said


def test_it_fills_the_past_goes_live_and_stops_when_told(
    app: TinyApp, run: Run, site: Site
) -> None:
    program = run("--backfill", "1h", "--interval", "1")
    assert re.search(r"100%, [\d,]+ readings", until(program, "sending every 1 s"))
    past = len(app.stored)
    assert app.wait_for(past + 2)
    code, said = ended(program, signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in said
    home = {t: float(v) for (m, t), v in app.stored.items() if m == "home"}
    seconds = site.readings(int(min(home)), int(max(home)) + 1, 1)
    known = next(r.stream for r in seconds if r.meter.slug == "home")
    by_second = dict(zip(known.t.tolist(), known.values.tolist(), strict=True))
    assert home == {t: by_second[t] for t in home}
    assert len(home) >= 60


def test_a_restart_sends_only_what_is_missing(app: TinyApp, run: Run) -> None:
    until(first := run("--backfill", "12h"), "sending every")
    ended(first, signal.SIGTERM)
    cut = int(time.time()) // 900 * 900 - 2 * 3600
    app.stored = {k: v for k, v in app.stored.items() if k[1] < cut}
    whole = len(app.stored)
    said = until(second := run("--backfill", "12h"), "sending every")
    ended(second, signal.SIGTERM)
    sent = int(re.findall(r"100%, ([\d,]+) readings", said)[0].replace(",", ""))
    assert 2 * 60 * 10 < sent < whole / 3
    minutes = sorted(t for m, t in app.stored if m == "home" and t % 60 == 0)
    assert {b - a for a, b in pairwise(minutes)} == {60}
    assert app.conflicts == []


def test_the_faults_that_were_sent_stand_in_the_truth_file(
    app: TinyApp, run: Run, tmp_path: Path
) -> None:
    file, began = tmp_path / "truth.jsonl", int(time.time())
    program = run("--backfill", "4d", "--faults", "all", "--truth", file, "--prefix", "lab")
    until(program, "sending every")
    ended(program, signal.SIGTERM)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    site = Site(HOME, 42, list(FaultKind))
    expected = site.faults_in(began - 4 * 86400, began)
    assert len(expected) >= 1
    assert {f.kind for f in expected} <= {line["kind"] for line in lines}
    for line in lines:
        start, end = (datetime.fromisoformat(line[k]).timestamp() for k in ("start", "end"))
        (fault,) = [f for f in site.faults if (f.kind, f.start) == (line["kind"], start)]
        assert line["meter"] == f"lab.{fault.meter}"
        assert (end, line["magnitude"], line["unit"]) == (fault.end, fault.magnitude, fault.unit)


def test_a_truth_file_names_every_fault_once_over_restarts(tmp_path: Path) -> None:
    file, site = tmp_path / "truth.jsonl", Site(HOME, 42, list(FaultKind))
    for _ in range(2):
        truth = TruthFile(file)
        for day in range(40):
            start = site.built + day * 86400
            truth.note(site.faults_in(start, start + 86400))
    lines = file.read_text().splitlines()
    assert len(lines) == len(set(lines)) == len(site.faults_in(site.built, site.built + 40 * 86400))
    assert {json.loads(line)["kind"] for line in lines} == set(FaultKind)


def test_it_says_what_it_waits_for_and_can_be_stopped_meanwhile(app: TinyApp, run: Run) -> None:
    app.kill()
    program = run("--backfill", "1h")
    assert app.url in until(program, "nothing answers")
    code, said = ended(program, signal.SIGINT)
    assert code == 0
    assert "next start" in said


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not on this machine")
@pytest.mark.parametrize(
    ("path", "zone", "prefix"),
    [
        pytest.param("homewizard_counters/homewizard_2022-09_15min_elec.csv", "Europe/Amsterdam",
                     "homewizard.2022.09.15min.elec", id="HomeWizard"),
        pytest.param("ukdale_house2_1min/UKDALE_House2_2013-06.csv.gz", "UTC",
                     "ukdale.house2.2013.06", id="UK-DALE"),
    ],
)  # fmt: skip
def test_a_replayed_file_arrives_whole_and_twice_is_once(
    app: TinyApp, run: Run, path: str, zone: str, prefix: str
) -> None:
    folder, name = path.split("/")
    facts = json.loads((SHARED / "truth.json").read_text())[folder][name]
    for _ in range(2):
        code, said = ended(run("--replay", SHARED / path, "--timezone", zone))
        assert code == 0, said
    assert app.conflicts == []
    assert len(app.stored) == facts["rows_parsed"] * len(facts["sum"])
    for column, total in facts["sum"].items():
        slug = f"{prefix}.{column.lower().replace(' ', '.')}"
        values = [float(v) for (m, _), v in app.stored.items() if m == slug]
        assert sum(values) == pytest.approx(total, abs=0.001)


def test_a_file_is_replayed_at_the_asked_speed(app: TinyApp, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "kettle.csv"
    file.write_text("time,W\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n2026-01-01 00:02,3\n")
    program = run("--replay", file, "--speed", "120")
    assert app.wait_for(1)
    began = time.monotonic()
    assert app.wait_for(3)
    assert 0.4 < time.monotonic() - began < 5
    assert ended(program)[0] == 0
    assert {m for m, _ in app.stored} == {"kettle.w"}


@pytest.mark.parametrize(
    ("content", "args", "reason"),
    [
        pytest.param(
            b"time,W\n2026-01-01,1\n", ["--columns", "kW"], "has no kW; it has W", id="column"
        ),
        pytest.param(
            b"time,note\n2026-01-01,tea\n", [], "expected one reading a row", id="no numbers"
        ),
        pytest.param(b"\x1f\x8bbroken", [], "cannot be read", id="broken gzip"),
    ],
)
def test_a_file_that_cannot_be_replayed_is_one_line_and_a_failure(
    run: Run, tmp_path: Path, content: bytes, args: list[str], reason: str
) -> None:
    file = tmp_path / "meter.csv"
    file.write_bytes(content)
    code, said = ended(run("--replay", file, *args))
    assert code == 1
    assert reason in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "args",
    [
        ["--interval", "0"], ["--interval", "61"], ["--backfill", "soon"], ["--speed", "-1"],
        ["--faults", "gremlin"], ["--timezone", "Mars/Base"], ["--unit", "furlong"],
        ["--profile", "castle"], ["--replay", "/no/such/file.csv"], ["--token", "@/no/such/file"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_an_option_that_cannot_be_is_refused(
    args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        parser("").parse_args(args)
    assert refused.value.code == 2
    assert args[0] in capsys.readouterr().err


def test_a_token_can_stay_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("emt_1_secret\n")
    assert parser("").parse_args(["--token", f"@{file}"]).token == "emt_1_secret"
