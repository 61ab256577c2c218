"""The process dies or is stopped while it is written to."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from tests.support import stored
from tests.support.senders import FIRST, ROWS, Ledger, Senders
from tests.support.server import Server
from tests.support.streams import Listener

CLIENTS = 4
KILLS = [pytest.param(8, id="8 kills"), pytest.param(50, id="50 kills", marks=pytest.mark.long)]


def assert_whole(db: Path, ledger: Ledger) -> None:
    """Every acknowledged batch is in the file, and no batch is there in part or twice."""
    stored.assert_nothing_doubled(db)
    held = {
        (slug, int(number)): rows
        for slug, number, rows in stored.rows(
            db,
            """SELECT slug, value, count(*) FROM energy.readings r JOIN energy.meters m
               ON m.id = r.meter GROUP BY ALL""",
        )
    }
    assert {batch: rows for batch, rows in held.items() if rows != ROWS} == {}, "in part"
    acknowledged, unanswered = ledger.state()
    assert acknowledged - held.keys() == set(), "acknowledged, but lost"
    assert held.keys() - acknowledged <= unanswered, "never sent"


def assert_rolled_up(server: Server, ledger: Ledger) -> None:
    """The energy of each client is that of its batches: their numbers [W], ROWS seconds each."""
    acknowledged, _ = ledger.state()
    for meter in {meter for meter, _ in acknowledged}:
        numbers = [n for m, n in acknowledged if m == meter]
        end = FIRST + ROWS * (max(numbers) + 1)
        total = server.series(meter, str(FIRST), str(end))["total"]
        assert total["energy_wh"] == pytest.approx(sum(numbers) * ROWS / 3600)


@pytest.mark.parametrize("kills", KILLS)
def test_a_kill_under_four_clients_loses_doubles_and_halves_nothing(
    tmp_path: Path, kills: int
) -> None:
    """Test 1."""
    chance = random.Random(1)
    senders = Senders((server := Server(tmp_path)).url, CLIENTS)
    with server, senders.running() as ledger:
        for _ in range(kills):
            ledger.wait_for(more=chance.randint(1, 40))
            senders.up.clear()
            server.kill()
            assert_whole(server.db, ledger)
            server.start()
            senders.up.set()
        ledger.wait_for(more=CLIENTS)
        senders.finish()
        assert ledger.state()[1] == set()
        assert_rolled_up(server, ledger)
        server.stop()
        assert_whole(server.db, ledger)


def test_sigterm_under_load_with_an_open_stream_drains_within_ten_seconds(tmp_path: Path) -> None:
    """Test 16."""
    with Server(tmp_path) as server:
        senders = Senders(server.url, CLIENTS)
        with senders.running() as ledger, Listener(server.port) as live:
            ledger.wait_for(more=100)
            senders.leave()
            began = time.monotonic()
            code = server.stop(20)
            assert time.monotonic() - began <= 10
            live.join(1)
            assert not live.is_alive(), "the stream was not ended"
    assert code in (0, -signal.SIGTERM), server.log.read_text()[-2000:]
    assert "Traceback" not in server.log.read_text()
    assert not server.db.with_name(f"{server.db.name}.wal").exists(), "not closed in order"
    assert_whole(server.db, ledger)
