"""The process is killed while a file is stored or taken back: never half a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from energy_core.services.importing.rows import PIECE_ROWS
from energy_core.settings import Settings
from energy_core.store import Store
from energy_core.store.imports import State
from tests.support import stored
from tests.support.server import ROOT

PIECES = 6
STORE = f"""
import sys
from pathlib import Path
import numpy as np
from energy_core.services.imports import File, Imports
from energy_core.settings import Settings
from energy_core.store import Store
from tests.support.documents import document, series

told = document(series(np.arange({PIECES} * {PIECE_ROWS}) % 7, step=60, start=1_600_000_000))
with Store(Settings(db=Path(sys.argv[1]))) as store:
    imports = Imports(store)
    say = lambda *done: print(*done, flush=True)
    imports.store(File("a.csv", "a", [told]), imports.targets([told]), progress=say)
    print("stored", flush=True)
    store.imports.undo(1, progress=say)
    print("undone", flush=True)
"""
LEFT = "SELECT count(*) FROM energy.readings UNION ALL SELECT count(*) FROM energy.quarters"


def killed_after(db: Path, lines: int) -> None:
    """Run the script above, and kill it as soon as it has said so many lines."""
    with subprocess.Popen(
        [sys.executable, "-c", STORE, str(db)], cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        for _ in range(lines):
            assert process.stdout.readline()
        process.kill()


@pytest.mark.parametrize("lines", [1, 3, PIECES - 1])
def test_killed_in_mid_import_nothing_is_left_and_the_list_says_why(
    tmp_path: Path, lines: int
) -> None:
    db = tmp_path / "energy.duckdb"
    killed_after(db, lines)
    assert stored.rows(db, LEFT)[0][0] >= lines * PIECE_ROWS, "it was killed too early to tell"
    with Store(Settings(db=db)) as store:
        (one,) = store.imports.all()
        assert (one.state, store.whole_meters()) == (State.UNDONE, [])
        assert "the app ended" in one.reason
    assert stored.rows(db, LEFT) == [(0,), (0,)]


def test_killed_while_it_is_taken_back_the_next_start_takes_back_the_rest(tmp_path: Path) -> None:
    db = tmp_path / "energy.duckdb"
    killed_after(db, PIECES + 1 + 2)
    with Store(Settings(db=db)) as store:
        assert store.whole_meters() == []
        assert [one.state for one in store.imports.all()] == [State.UNDONE]
    assert stored.rows(db, LEFT) == [(0,), (0,)]


def test_what_was_stored_whole_before_the_kill_stays(tmp_path: Path) -> None:
    db = tmp_path / "energy.duckdb"
    killed_after(db, PIECES + 1)
    with Store(Settings(db=db)) as store:
        states = {one.state for one in store.imports.all()}
    left = stored.rows(db, LEFT)[0][0]
    assert (states, left) in [({State.STORED}, PIECES * PIECE_ROWS), ({State.UNDONE}, 0)]
