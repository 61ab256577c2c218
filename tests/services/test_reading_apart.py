"""A file is read in a process of its own, and what becomes of that process is an answer."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from energy_core.errors import FileTooLarge, UnreadableFile
from energy_core.formats import carrying, reading
from energy_core.formats.document import Answers, Document, Placement
from energy_core.services import reading_apart
from energy_core.services.imports import Imports
from energy_core.store import Store

MIB = 1 << 20
DAY = "300,202401{:02},{}A,,,20240301000000,\n"
NEM12 = "100,NEM12,202403010000,A,B\n200,NMI1,E1,1,E1,N1,S,kWh,5,\n"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary folders are made; nothing is left in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def month(tmp_path: Path) -> Path:
    path = tmp_path / "month.csv"
    values = "".join(f"{n % 7 / 8}," for n in range(288))
    path.write_text(NEM12 + "".join(DAY.format(n, values) for n in range(1, 32)))
    return path


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that a misbehaving process reads."""
    monkeypatch.setattr(reading_apart, "CHILD", "tests.support.bad_child")
    path = tmp_path / "file"
    path.write_text("x")
    return path


def same(a: Document, b: Document) -> bool:
    plain = [
        (d.format, d.dialect, d.timezone, d.questions, d.issues, d.file, len(d.series))
        for d in (a, b)
    ]
    return plain[0] == plain[1] and all(
        np.array_equal(getattr(s, name), getattr(t, name))
        for s, t in zip(a.series, b.series, strict=True)
        for name in s.__dataclass_fields__
    )


def test_what_comes_back_is_what_the_format_read(month: Path) -> None:
    (apart,) = reading_apart.read(month, "month.csv")
    (here,) = reading.read(month, "month.csv")
    assert len(apart.series[0]) == 31 * 288
    assert same(apart, here)


def test_an_error_of_the_file_comes_back_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(NEM12 + "300,20240101,1,2,3\n")
    with pytest.raises(UnreadableFile, match="holds no interval data") as raised:
        reading_apart.read(path, "broken.csv")
    assert raised.value.line == 3


def test_the_answers_of_a_person_reach_the_format(month: Path) -> None:
    with pytest.raises(UnreadableFile, match="'Mars/Olympus' is no time zone"):
        reading_apart.read(month, "month.csv", Answers(timezone="Mars/Olympus"))


def test_answers_travel_whole() -> None:
    answers = Answers("Europe/Paris", Placement.END, True, "kWh", False)
    assert carrying.answers(carrying.answers_words(answers)) == answers
    assert carrying.answers(carrying.answers_words(Answers())) == Answers()


def test_progress_tells_the_bytes_read(month: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = month.read_text().replace(NEM12, "")
    streams = (NEM12.replace("NMI1", f"NMI{n}") + text for n in range(300))
    month.write_text("".join(streams))
    monkeypatch.setattr(reading_apart, "LOOK_S", 0.01)
    seen: list[tuple[int, int]] = []
    reading_apart.read(month, "month.csv", progress=lambda *at: seen.append(at))
    size = month.stat().st_size
    assert {total for _, total in seen} == {size}
    done = [at for at, _ in seen]
    assert done == sorted(done)
    assert 0 < done[len(done) // 2] < size


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        pytest.param("crash", "stopped by SIGSEGV", id="crash"),
        pytest.param("raise_an_error", "the reader failed on this file", id="bug"),
        pytest.param("spin", "longer than 2 s", id="endless-work"),
        pytest.param("wait", "longer than 2 s", id="endless-wait"),
        pytest.param("say_nothing", "answer is not understood", id="no-answer"),
        pytest.param("say_rubbish", "answer is not understood", id="no-json"),
        pytest.param("say_a_type_that_is_none", "answer is not understood", id="wrong-type"),
        pytest.param("promise_numbers", "fewer numbers than announced", id="too-few-numbers"),
    ],
)
def test_whatever_the_process_does_is_a_clear_error(
    bad: Path, deed: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if message.startswith("longer than"):
        monkeypatch.setattr(reading_apart, "USUAL_S", 2)
    with pytest.raises(UnreadableFile, match=message):
        reading_apart.read(bad, deed)


def test_memory_ends_before_512_megabytes(bad: Path) -> None:
    with pytest.raises(FileTooLarge) as raised:
        reading_apart.read(bad, "fill_memory")
    assert 300 <= int(str(raised.value)) <= 452


def test_no_setting_of_ours_reaches_the_process(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENERGY_SECRET", "hunter2")
    with pytest.raises(UnreadableFile) as raised:
        reading_apart.read(bad, "tell_the_environment")
    assert "PYTHONPATH" in str(raised.value)
    assert "ENERGY" not in str(raised.value)


@pytest.mark.parametrize(
    ("size", "magic", "seconds", "megabytes"),
    [
        pytest.param(1, b"", 20, 452, id="a-byte"),
        pytest.param(64 * MIB, b"", 20, 452, id="64-mib"),
        pytest.param(128 * MIB, b"", 40, 592, id="128-mib"),
        pytest.param(300 * MIB, b"", 93, 940, id="300-mib"),
        pytest.param(1024 * MIB, b"", 320, 940, id="a-gib"),
        pytest.param(16 * MIB, b"PK\x03\x04", 20, 452, id="a-packed-16-mib"),
        pytest.param(64 * MIB, b"\x1f\x8b", 80, 874, id="a-packed-64-mib"),
    ],
)
def test_larger_files_may_take_more_up_to_a_gigabyte(
    tmp_path: Path, size: int, magic: bytes, seconds: int, megabytes: int
) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.write(magic)
        file.truncate(size)
    found_seconds, memory = reading_apart.limits(path)
    assert (found_seconds, memory // MIB) == (seconds, megabytes)


def test_the_process_knows_no_database_and_no_page() -> None:
    code = (
        "import sys; from energy_core.formats import child, carrying, reading; reading.formats();"
        "print(sorted({'duckdb', 'streamlit', 'altair', 'fastapi'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


# -- hostile files, through the real process


BOMB = '<!DOCTYPE f [<!ENTITY a "{}"><!ENTITY b "{}">]>'.format("ha" * 1000, "&a;" * 1000)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(f"<?xml version='1.0'?>{BOMB}<feed>&b;</feed>".encode(), "document type", id="laughs"),
        pytest.param(b"<feed>" + b"<a>" * 200_000, "nested deeper", id="200000-deep"),
        pytest.param(b"<feed>" + b"<a/>" * 1_000_000, "broken", id="a-million-elements"),
        pytest.param(b"<feed a='" + b"x" * (16 << 20), "broken", id="16-mb-attribute"),
        pytest.param(b"<feed><IntervalReading>" + b"y" * (32 << 20), "broken", id="32-mb-text"),
        pytest.param(b"100,NEM12\n" + b"1," * (8 << 20), "longer than", id="nem12-line"),
        pytest.param(b"/ISK\n" + b"1-0:1.8.0(1*kWh)\n" * 500_000, "both a time", id="no-stamps"),
    ],
)  # fmt: skip
def test_hostile_files_get_a_clear_error(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=message):
        reading_apart.read(path, "hostile")


# -- beside the database

READ = """
import signal, sys
from pathlib import Path
from energy_core.services import reading_apart

def wait(*_):
    print("reading", flush=True)
    signal.pause()

reading_apart._wait = wait
reading_apart.read(Path(sys.argv[1]), "month.csv", beside=Path(sys.argv[2]))
"""


def test_what_a_killed_process_was_reading_goes_when_the_next_begins(
    month: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = month.parent
    (beside / "reading-list").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", READ, str(month), str(beside)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stdout.readline()
        process.kill()
    before = set(beside.iterdir())
    imports = Imports(store, beside=beside)
    (left,) = before - set(beside.iterdir())
    assert left.name.startswith(".energy-")
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    assert len(imports.read(month, "month.csv")) == 1
