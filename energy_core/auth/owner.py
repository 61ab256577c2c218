"""The owner's key: whoever can read this file beside the database may steer the running app."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from energy_core.errors import StoreError


def key_path(db: Path) -> Path:
    return db.with_name(db.name + ".key")


def owner_key(db: Path) -> str:
    """The key, made at first use, readable by the owner of the file alone; never empty."""
    path = key_path(db)
    try:
        if not path.exists():
            _make(path)
        key = path.read_text().strip()
    except OSError as error:
        raise StoreError(f"{path} cannot be used: {error.strerror}") from None
    if not key:
        raise StoreError(f"{path} is empty: delete it, a new key is made at the next start")
    return key


def is_owner(token: str | None, key: str) -> bool:
    return bool(token) and hmac.compare_digest(str(token).encode(), key.encode())


def _make(path: Path) -> None:
    """Written whole before it has its name: a crash in between leaves no empty key."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32))
    draft.replace(path)
