"""`python leave_log.py DB BYTES`: a writer that is killed before any checkpoint.

It leaves readings of meter 1, a second apart, in BYTES of write-ahead log, and prints how many.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import duckdb

FIRST = 1_600_000_000  # epoch s
AT_ONCE = 50_000  # few enough to go into the log, and not past it into the file

if __name__ == "__main__":
    db, wanted = Path(sys.argv[1]), int(sys.argv[2])
    log = db.with_name(f"{db.name}.wal")
    connection = duckdb.connect()
    connection.execute("SET checkpoint_threshold = '10GB'")
    connection.execute(f"ATTACH '{db}' AS energy")
    count = 0
    while not log.exists() or log.stat().st_size < wanted:
        connection.execute(
            """
            INSERT INTO energy.readings
            SELECT 1, make_timestamptz((? + n) * 1000000), n % 977, 0, 1 FROM range(?, ?) r(n)
            """,
            [FIRST, count, count + AT_ONCE],
        )
        count += AT_ONCE
    print(count, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
