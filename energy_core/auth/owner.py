"""The owner's key: whoever can read this file beside the database may steer the running app."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def key_path(db: Path) -> Path:
    return db.with_name(db.name + ".key")


def owner_key(db: Path) -> str:
    """The key, made at first use, readable by the owner of the file alone."""
    path = key_path(db)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(key := secrets.token_urlsafe(32))
    return key
