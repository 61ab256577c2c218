"""Device tokens `emt_<id>_<secret>`: made once, shown once, kept as a SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from energy_core.store.tokens import StoredToken

_SHAPE = re.compile(r"emt_([0-9a-f]{12})_([0-9A-Za-z_-]{43})")


def create(name: str, expires: datetime | None = None) -> tuple[str, StoredToken]:
    """(the token to give to the device, what is kept of it)."""
    id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    stored = StoredToken(id, name, _digest(secret), datetime.now(UTC), expires)
    return f"emt_{id}_{secret}", stored


def valid(token: str, known: Mapping[str, StoredToken], now: datetime) -> StoredToken | None:
    """The stored token that `token` proves, or None."""
    parts = _SHAPE.fullmatch(token)
    stored = known.get(parts[1]) if parts else None
    if parts is None or stored is None or not stored.valid(now):
        return None
    return stored if hmac.compare_digest(stored.secret_sha256, _digest(parts[2])) else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def shown(token: StoredToken) -> dict[str, str | None]:
    """What may be shown of a token."""
    return {
        "id": token.id,
        "name": token.name,
        "created": token.created.isoformat(),
        "revoked": token.revoked.isoformat() if token.revoked else None,
    }
