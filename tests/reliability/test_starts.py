"""A start that must be refused, and one that has much to read first."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from energy_core.model import Commodity, Kind, MeterSpec, Role
from energy_core.settings import Settings
from energy_core.store import Store
from tests.support import leave_log
from tests.support.server import Server

REFUSED_S = 2.0
READY_S = 10.0
LOG_BYTES = 100 << 20


def seconds_until_refused(server: Server) -> float:
    began = time.monotonic()
    with pytest.raises(AssertionError, match="the app ended"):
        server.start()
    assert server.process is not None and server.process.returncode == 1
    return time.monotonic() - began


def test_a_second_server_is_refused_at_once_and_told_who_holds_the_file(tmp_path: Path) -> None:
    """Test 13. Where other tests run beside, it may take twice as long as the first one's start."""
    second = Server(tmp_path)
    second.log = tmp_path / "second.log"
    began = time.monotonic()
    with Server(tmp_path) as first:
        start_s = time.monotonic() - began
        assert seconds_until_refused(second) <= max(REFUSED_S, 2 * start_s)
        assert first.process is not None
        said = second.log.read_text()
        assert f"in use by process {first.process.pid} (http://localhost:{first.port}" in said
        assert "Traceback" not in said
        assert first.http.get("/readyz").status_code == 200


def test_opening_and_closing_the_file_in_its_process_lets_no_other_in(tmp_path: Path) -> None:
    """Test 13: DuckDB's own lock is lost then; ours is not."""
    db = tmp_path / "energy.duckdb"
    with Store(Settings(db=db, timezone="UTC", port=1234)):
        with db.open("rb") as file:
            file.read(1)
        assert attached_elsewhere(db), "DuckDB's lock held: this test shows nothing any more"
        server = Server(tmp_path)
        seconds_until_refused(server)
        assert f"by process {os.getpid()} (http://localhost:1234" in server.log.read_text()


def attached_elsewhere(db: Path) -> bool:
    """Whether another process could open the file, were it not for our lock."""
    script = f"import duckdb; duckdb.connect().execute(\"ATTACH '{db}' AS e (READ_ONLY)\")"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    return run.returncode == 0


def left_behind(db: Path) -> int:
    """Readings of a process that was killed with LOG_BYTES of write-ahead log."""
    command = [sys.executable, leave_log.__file__, str(db), str(LOG_BYTES)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert db.with_name(f"{db.name}.wal").stat().st_size >= LOG_BYTES, run.stderr
    return int(run.stdout)


def test_a_hundred_megabytes_of_log_are_read_within_ten_seconds(tmp_path: Path) -> None:
    """Test 15: until then there is no answer, or 503."""
    server = Server(tmp_path)
    with Store(Settings(db=server.db, timezone="UTC")) as store:
        what = (Kind.POWER, Role.SUBMETER, Commodity.ELECTRICITY, "W", "W")
        store.create_meters([MeterSpec("a", *what)])
    readings = left_behind(server.db)
    answers: set[int] = set()
    began = time.monotonic()
    with ExitStack() as stack:
        server.launch()
        stack.push(server.__exit__)
        while 200 not in answers:
            assert time.monotonic() - began <= READY_S, server.log.read_text()
            with suppress(httpx.TransportError):
                answers.add(server.http.get("/readyz").status_code)
        assert answers <= {503, 200}
        (meter,) = server.http.get("/api/v1/meters").json()["meters"]
        last = leave_log.FIRST + readings - 1
        assert datetime.fromisoformat(meter["last"]).timestamp() == last
        raw = server.series("a", str(last - 9), str(last), "raw")
        assert [p["mean_w"] for p in raw["points"]] == [n % 977 for n in range(readings)][-10:-1]
