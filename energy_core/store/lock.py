"""One process owns the file. DuckDB's own lock is lost when the file is opened and closed
again inside the owner, so a lock of ours stands beside it and names the holder."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from energy_core.errors import StoreError, StoreLocked


class FileLock:
    """`flock` on `<db>.lock`, held until `release` or the end of the process."""

    def __init__(self, db: Path, url: str) -> None:
        self.path = lock_path(db)
        self._file = _open(self.path)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise StoreLocked(_who(db)) from None
        self._file.truncate(0)
        self._file.write(
            json.dumps({"pid": os.getpid(), "url": url, "since": datetime.now(UTC).isoformat()})
        )
        self._file.flush()

    def release(self) -> None:
        self._file.truncate(0)
        self._file.close()


def lock_path(db: Path) -> Path:
    return db.with_name(db.name + ".lock")


def holder(db: Path) -> dict[str, str | int]:
    """What the process that holds the file's lock says of itself; empty when nobody holds it."""
    path = lock_path(db)
    if not path.exists():
        return {}
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            text = file.read()
            return json.loads(text) if text else {"pid": "unknown"}
    return {}


def _who(db: Path) -> str:
    who = holder(db)
    return (
        f"{db} is in use by process {who.get('pid', 'unknown')}"
        f" ({who.get('url', 'no address')}, since {who.get('since', 'unknown')}). Stop it first."
    )


def _open(path: Path):
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be written: {error.strerror}") from None
