"""Files on their way in: under a key, on the disk, and gone when nobody wants them."""

from __future__ import annotations

import asyncio
import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from energy_core.errors import BodyTooLarge, Forbidden, StoreUnavailable
from energy_core.services.services import Services
from energy_core.services.uploads import KEPT_S, MOST_FILES, Uploads
from energy_core.settings import Settings


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def uploads(tmp_path: Path, clock: Clock) -> Uploads:
    return Uploads(tmp_path, clock)


def send(uploads: Uploads, key: str, name: str, *parts: bytes, limit: int = 100) -> str:
    receiving = uploads.receive(key, name, limit)
    for part in parts:
        receiving.write(part)
    return receiving.finish().id


def test_a_file_is_found_under_the_key_it_came_with_and_no_other(uploads: Uploads) -> None:
    key, other = uploads.new_key(), uploads.new_key()
    id = send(uploads, key, "load.csv", b"one", b"two")
    found = uploads.find(key, id)
    assert found is not None
    assert (found.name, found.size) == ("load.csv", 6)
    assert found.path.read_bytes() == b"onetwo"
    assert found.digest == sha256(b"onetwo").hexdigest()
    assert uploads.find(other, id) is None


def test_no_file_comes_without_a_key(uploads: Uploads) -> None:
    with pytest.raises(Forbidden, match="load it again"):
        uploads.receive("guessed", "load.csv", 100)


def test_a_file_over_the_limit_leaves_nothing_behind(uploads: Uploads, tmp_path: Path) -> None:
    with (
        pytest.raises(BodyTooLarge),
        uploads.receive(uploads.new_key(), "load.csv", 5) as receiving,
    ):
        receiving.write(b"12345")
        receiving.write(b"6")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("../../etc/passwd", "passwd", id="path"),
        pytest.param("C:\\meters\\load.csv", "load.csv", id="windows path"),
        pytest.param("a\x1b[31m\nb.csv", "a[31mb.csv", id="control characters"),
        pytest.param("", "file", id="no name"),
    ],
)
def test_a_name_is_only_a_name(uploads: Uploads, sent: str, kept: str) -> None:
    key = uploads.new_key()
    found = uploads.find(key, send(uploads, key, sent, b"x"))
    assert found is not None
    assert found.name == kept


def test_files_go_when_their_key_was_not_used_for_a_day(uploads: Uploads, clock: Clock) -> None:
    old, used = uploads.new_key(), uploads.new_key()
    gone, kept = (uploads.find(key, send(uploads, key, "load.csv", b"x")) for key in (old, used))
    assert gone is not None and kept is not None
    clock.now = KEPT_S - 1
    uploads.keep(used)
    clock.now = KEPT_S + 1
    uploads.new_key()
    assert not gone.path.exists()
    assert kept.path.exists()
    assert not uploads.keep(old)


def test_what_an_earlier_process_left_goes_at_the_start(tmp_path: Path) -> None:
    left = tmp_path / ".energy-uploads-abc"
    left.mkdir()
    (left / "file").write_bytes(b"x")
    (tmp_path / "energy.duckdb").write_bytes(b"kept")
    Uploads(tmp_path)
    assert not left.exists()
    assert (tmp_path / "energy.duckdb").exists()


def test_a_full_disk_is_said_in_the_store_s_words_and_leaves_nothing(
    uploads: Uploads, tmp_path: Path
) -> None:
    with (
        pytest.raises(StoreUnavailable, match="could not be kept: No space left on device"),
        uploads.receive(uploads.new_key(), "load.csv", 5),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_whose_key_is_forgotten_while_it_comes_leaves_nothing(
    uploads: Uploads, tmp_path: Path
) -> None:
    key = uploads.new_key()
    with pytest.raises(Forbidden), uploads.receive(key, "load.csv", 5) as receiving:
        receiving.write(b"1")
        uploads.forget(key)
        receiving.finish()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_page_keeps_only_so_many_files(uploads: Uploads) -> None:
    key, other = uploads.new_key(), uploads.new_key()
    for _ in range(MOST_FILES):
        send(uploads, key, "load.csv", b"x")
    with pytest.raises(Forbidden, match=f"keeps {MOST_FILES} files"):
        uploads.receive(key, "load.csv", 5)
    send(uploads, other, "load.csv", b"x")


def test_the_files_go_with_the_services_that_kept_them(tmp_path: Path) -> None:
    db = Settings(db=tmp_path / "energy.duckdb", timezone="UTC")
    for _ in range(2):
        services = Services(db)
        send(services.uploads, services.uploads.new_key(), "load.csv", b"x")
        assert len(list(tmp_path.glob(".energy-uploads-*/*"))) == 1
        asyncio.run(services.stop())
        assert list(tmp_path.glob(".energy-uploads-*")) == []
