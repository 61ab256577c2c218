"""No file takes the app down: each is read apart, within its time and memory, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest

from tests.conftest import SHARED
from tests.support.damage import Damaged, damaged, meter_files
from tests.support.guarded_reader import GuardedReader, Outcome
from tests.support.hostile_archives import ARCHIVES
from tests.support.hostile_files import FILES, NAMES

MOST_S, MOST_MB, MOST_KEPT_MB = 21.0, 512, 50
SOME, MANY = 50, 1000
USUAL = b"time,energy kWh\n" + b"".join(b"2024-01-01T%02d:00:00Z,1.5\n" % n for n in range(24))
MADE = {**FILES, **ARCHIVES}


@pytest.fixture(scope="module")
def reader() -> Iterator[GuardedReader]:
    with GuardedReader() as running:
        yield running


@pytest.fixture(scope="module")
def originals() -> list[Path]:
    """The real files that are damaged; none where they are not here: ours are damaged then."""
    return meter_files(SHARED) if SHARED.is_dir() else []


def assert_held(outcome: Outcome, what: str) -> None:
    assert outcome.seconds <= MOST_S, f"{what}: {outcome}"
    assert outcome.child_mb <= MOST_MB, f"{what}: {outcome}"
    if outcome.error is None:
        assert outcome.series, f"{what}: nothing read and nothing said"
    else:
        assert_clear(outcome.error, what)


def assert_clear(message: str, what: str) -> None:
    """Words for a person: no trace of a program that fell."""
    assert len(message.strip()) > 10, f"{what}: {message!r}"
    for sign in ("the log says more", "was stopped by", "Traceback", "Errno", "object at"):
        assert sign not in message, f"{what}: {message}"


@pytest.mark.parametrize("name", MADE)
def test_a_hostile_file_is_read_or_refused_within_its_limits(
    name: str, reader: GuardedReader, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(MADE[name]())
    assert_held(reader.read(path, name), name)


def test_an_archive_writes_nothing_outside_its_folder(
    reader: GuardedReader, tmp_path: Path
) -> None:
    path = tmp_path / "deep" / "file"
    path.parent.mkdir()
    path.write_bytes(ARCHIVES["a zip that climbs out.zip"]())
    assert reader.read(path, "year.zip").series == 3
    around = [Path(gettempdir()), *path.parents]
    assert [folder for folder in around if (folder / "escaped.csv").exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_cannot_hurt(name: str, reader: GuardedReader, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(USUAL)
    outcome = reader.read(path, name)
    assert (outcome.error, outcome.series) == (None, 1)


def test_a_sparse_file_of_the_largest_size_is_read_or_refused_within_its_limits(
    reader: GuardedReader, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.write(USUAL)
        file.truncate(64 << 20)
    assert_held(reader.read(path, "sparse.csv"), "24 readings, then nothing")


@pytest.mark.parametrize("seed", range(SOME))
def test_a_damaged_file_is_read_or_refused(
    seed: int, reader: GuardedReader, originals: list[Path], tmp_path: Path
) -> None:
    file = damaged(seed, originals)
    assert_held(_read(reader, file, tmp_path), f"{file.name}, {file.how}")


def test_the_process_that_waits_keeps_nothing_of_what_was_read(
    originals: list[Path], tmp_path: Path
) -> None:
    with GuardedReader() as fresh:
        first = [_read(fresh, damaged(seed, originals), tmp_path).own_mb for seed in range(5)]
        assert _many(fresh, range(5, 15), originals, tmp_path) <= max(first) + MOST_KEPT_MB


@pytest.mark.long
def test_a_thousand_damaged_files_are_read_or_refused(
    reader: GuardedReader, originals: list[Path], tmp_path: Path
) -> None:
    with GuardedReader() as fresh:
        begun = _many(fresh, range(5), originals, tmp_path)
        ended = _many(fresh, range(5, MANY), originals, tmp_path)
    assert ended <= begun + MOST_KEPT_MB


def _many(reader: GuardedReader, seeds: range, originals: list[Path], folder: Path) -> float:
    """Memory of the process that waits, after all of them."""
    own_mb = 0.0
    for seed in seeds:
        file = damaged(seed, originals)
        outcome = _read(reader, file, folder)
        assert_held(outcome, f"{seed}: {file.name}, {file.how}")
        own_mb = outcome.own_mb
    return own_mb


def _read(reader: GuardedReader, file: Damaged, folder: Path) -> Outcome:
    path = folder / "file"
    path.write_bytes(file.content)
    return reader.read(path, file.name)
