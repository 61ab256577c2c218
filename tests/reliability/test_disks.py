"""The disk is full, or may not be written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energy_core.errors import StoreUnavailable
from energy_core.services.importing.rows import PIECE_ROWS
from energy_core.services.importing.storing import Progress
from energy_core.services.imports import File, Imports
from energy_core.settings import Settings
from energy_core.store import Store
from energy_core.store.imports import Policy, State
from tests.support import stored
from tests.support.disks import Disk, obeying_modes, small_disk
from tests.support.documents import document, series
from tests.support.files import claims, tables
from tests.support.server import Server
from tests.support.streams import Listener

MIB = 1 << 20
FIRST = 1_743_120_000
ROWS = 5000
METERS = 5
MANY = 100  # batches, by far more than fit
RESUME_S = 10.0


def post(server: Server, number: int) -> int:
    """The status of a batch of readings a second apart, the same for every meter."""
    stamps = [FIRST + number * ROWS // METERS + n for n in range(ROWS // METERS)]
    rows = [
        {"meter": f"m{m}.power_w", "ts": ts, "value": ts % 977}
        for ts in stamps
        for m in range(METERS)
    ]
    answer = server.http.post("/api/v1/readings", json=rows)
    if answer.status_code == 503:
        assert int(answer.headers["Retry-After"]) > 0 and "No space left" in answer.json()["error"]
    return answer.status_code


def post_until_refused(server: Server, first: int) -> int:
    """The number of the first batch that was not taken."""
    for number in range(first, MANY):
        if (status := post(server, number)) != 200:
            assert status == 503
            return number
    raise AssertionError("the disk never got full")


def assert_reads(server: Server, batches: int) -> None:
    """The energy of exactly so many batches is there: every second's power holds for a second."""
    seconds = batches * ROWS // METERS
    total = server.series("m0.power_w", str(FIRST), str(FIRST + seconds))["total"]
    power = [(FIRST + n) % 977 for n in range(seconds)]
    assert total["energy_wh"] == pytest.approx(sum(power) / 3600)


def seconds_until_taken(server: Server, number: int) -> float:
    began = time.monotonic()
    while post(server, number) != 200:
        assert time.monotonic() - began <= RESUME_S, server.log.read_text()[-2000:]
    return time.monotonic() - began


@contextmanager
def server_on(disk: Disk, log: Path) -> Iterator[Server]:
    server = Server(disk.path)
    server.log = log  # must not need the space it reports on
    with server:
        yield server


@pytest.mark.parametrize(
    ("leave", "fault"),
    [
        pytest.param(MIB, "energy.duckdb.wal", id="5: in the write-ahead log"),
        pytest.param(4 * MIB + MIB // 4, "Checkpoint failed", id="6: at a checkpoint"),
    ],
)
def test_a_full_disk_refuses_writes_answers_reads_and_heals_without_a_restart(
    tmp_path: Path, leave: int, fault: str
) -> None:
    """Tests 5 and 6."""
    log = tmp_path / "server.log"
    with (
        small_disk(tmp_path / "disk", mib=32) as disk,
        server_on(disk, log) as server,
        Listener(server.port) as live,
    ):
        assert post(server, 0) == 200
        disk.fill(leave)
        refused = post_until_refused(server, 1)
        assert fault in log.read_text()
        assert_reads(server, refused)
        assert post(server, refused) == 503
        assert_reads(server, refused)
        assert server.http.get("/readyz").status_code == 200
        disk.make_space()
        assert seconds_until_taken(server, refused) <= RESUME_S
        assert_live_page_goes_on(server, live)
        last = refused + 5
        for number in range(refused + 1, last):
            assert post(server, number) == 200
        assert_reads(server, last)
        server.stop()
        assert "Traceback" not in log.read_text()
        stored.assert_nothing_doubled(server.db)
        (held,) = stored.rows(server.db, "SELECT count(*) FROM energy.readings")
        assert held == (last * ROWS + 2,)


def assert_live_page_goes_on(server: Server, live: Listener) -> None:
    heard = len(live.events)
    server.post([{"meter": "now.power_w", "ts": time.time() - n, "value": 60} for n in (0, 60)])
    live.wait_for(lambda event: "now.power_w" in event.data.get("today", {}), since=heard)


def new_file(folder: Path) -> Path:
    """The folder, with a database that was closed in order."""
    Store(Settings(db=folder / "energy.duckdb", timezone="UTC")).close()
    return folder


def file_0444(folder: Path) -> None:
    (folder / "energy.duckdb").chmod(0o444)


def folder_0555(folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)


@pytest.mark.parametrize("fault", [file_0444, folder_0555])
def test_a_file_or_folder_without_write_permission_ends_the_start_with_one_line(
    tmp_path: Path, fault
) -> None:
    """Test 8."""
    server = Server(folder := new_file(tmp_path / "energy"))
    server.log, server.before = tmp_path / "server.log", obeying_modes()
    fault(folder)
    assert_ends_with_one_line(server, cause="ermission denied")


def test_a_read_only_mount_ends_the_start_with_one_line(tmp_path: Path) -> None:
    """Test 8."""
    with small_disk(tmp_path / "disk", mib=32) as disk:
        server = Server(new_file(disk.path))
        server.log = tmp_path / "server.log"
        disk.make_read_only()
        assert_ends_with_one_line(server, cause="Read-only file system")


def assert_ends_with_one_line(server: Server, cause: str) -> None:
    with pytest.raises(AssertionError, match="the app ended"):
        server.start()
    assert server.process is not None and server.process.returncode not in (0, None)
    said = server.log.read_text()
    ours = [line for line in said.splitlines() if "energy" in line]
    assert len(ours) == 1 and cause in ours[0] and str(server.db.parent) in ours[0], said
    assert "Traceback" not in said


def put(
    imports: Imports, first: float, rows: int, policy: Policy, progress: Progress = lambda *_: None
) -> int:
    """Store a file of one meter, whose values rise from `first` on; returns its batch."""
    told = document(series(first + np.arange(rows) % 977, step=60))
    file = File(f"{first}.csv", f"{first}", [told])
    return imports.store(file, imports.targets([told]), policy, progress).batch


def test_what_a_full_disk_kept_of_a_file_never_becomes_a_reading(tmp_path: Path) -> None:
    """The disk gets full in the middle of a file, which can therefore not be taken back either;
    then the file goes that the rows of its first half stand behind."""
    rows = 2 * PIECE_ROWS
    with (
        small_disk(tmp_path / "disk", mib=256) as disk,
        Store(Settings(db=disk.path / "energy.duckdb", timezone="UTC")) as store,
    ):
        imports = Imports(store)
        put(imports, 0, PIECE_ROWS // 2, Policy.KEEP)
        (meter,) = store.meters()
        before = tables(store, meter)["readings"]
        second = put(imports, 5, rows, Policy.REPLACE)
        with pytest.raises(StoreUnavailable, match="No space left"):
            put(imports, 9, rows, Policy.KEEP, lambda *_: disk.fill(leave=0))
        with pytest.raises(StoreUnavailable, match="No space left"):
            imports.undo(second)
        disk.make_space()
        imports.undo(second)
        pd.testing.assert_frame_equal(tables(store, meter)["readings"], before)
        assert [one.state for one in imports.all()] == [State.UNDONE, State.UNDONE, State.STORED]
        assert claims(store) == 0


def test_the_app_takes_back_what_a_full_disk_left_as_soon_as_there_is_room(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "disk", mib=256) as disk,
        Store(Settings(db=disk.path / "energy.duckdb", timezone="UTC")) as store,
    ):
        imports = Imports(store)
        with pytest.raises(StoreUnavailable):
            put(imports, 9, 2 * PIECE_ROWS, Policy.KEEP, lambda *_: disk.fill(leave=0))
        with pytest.raises(StoreUnavailable):
            imports.finish_left()
        assert store.meters()
        disk.make_space()
        imports.finish_left()
        assert store.meters() == []
