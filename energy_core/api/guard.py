"""The door: who may write, how much, how fast, and how long we wait for it."""

from __future__ import annotations

import ipaddress
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from starlette.requests import Request

from energy_core.api.bodies import chunks
from energy_core.auth import tokens
from energy_core.auth.owner import is_owner
from energy_core.errors import (
    BadRequest,
    BodyTooLarge,
    Forbidden,
    Unauthorised,
)
from energy_core.services import Services

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}
GZIP = zlib.MAX_WBITS | 16


def admit_writer(request: Request, services: Services) -> None:
    """Let a sender write: with a valid token, or from this machine while there is no token.

    Raises Unauthorised, Forbidden or RateLimited.
    """
    refuse_foreign_origin(request)
    token = bearer(request)
    known = services.store.tokens()
    if token is not None:
        if is_owner(token, services.owner_key):
            return
        stored = tokens.valid(token, known, datetime.now(UTC))
        if stored is None:
            raise Unauthorised("the token is not valid")
        services.limits.take(stored.id)
        return
    if known:
        raise Unauthorised("a token is needed: Authorization: Bearer emt_…")
    if not _local(request):
        raise Forbidden(
            "without any token, readings are taken from this machine only;"
            " make one with `python -m energy_core token create NAME`"
        )
    services.limits.take(request.client.host if request.client else "")


def admit_owner(request: Request, services: Services) -> None:
    """Let the command line of this machine in: it proves that it can read the owner's key file."""
    refuse_foreign_origin(request)
    if not is_owner(bearer(request), services.owner_key):
        raise Unauthorised("only the owner's command line may do this")


def bearer(request: Request) -> str | None:
    """The token of `Authorization: Bearer …` or `Token …`; None where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() in ("bearer", "token") else None


def refuse_foreign_origin(request: Request) -> None:
    """A browser says from which page a request comes; only our own pages may send any."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if origin != own:
        raise Forbidden(f"requests from pages of {origin[:100]} are not taken")


def _local(request: Request) -> bool:
    """From this machine, and under one of its own names (a rebound name is foreign)."""
    host = (request.url.hostname or "").lower().rstrip(".")
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)  # an IPv4 sender on a socket for both
    return (mapped or address).is_loopback and host in LOCAL_NAMES


async def read_body(request: Request, limit: int, timeout_s: float) -> bytes:
    """The request's body, unpacked, counted while it comes.

    Raises BodyTooLarge, BadRequest for a broken gzip, or as `chunks`.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise BodyTooLarge(f"the body has {declared} bytes, the limit is {limit}")
    unpack = _unpacker(request.headers.get("content-encoding", "identity").lower())
    parts: list[bytes] = []
    size = 0
    async for chunk in chunks(request, timeout_s):
        for part in unpack.feed(chunk, limit - size) if unpack else [chunk]:
            size += len(part)
            if size > limit:
                raise BodyTooLarge(f"the body is over {limit} bytes")
            parts.append(part)
    if unpack is not None:
        unpack.finish()
    return b"".join(parts)


class Gunzip:
    """Unpacks a gzip body of one or more members as it comes."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=GZIP)

    def feed(self, chunk: bytes, room: int) -> Iterator[bytes]:
        """The chunk unpacked; the caller stops when there is more than `room`."""
        while chunk:
            if self._member.eof:
                self._member = zlib.decompressobj(wbits=GZIP)
            try:
                yield self._member.decompress(chunk, max(room, 0) + 1)
            except zlib.error:
                raise BadRequest("the body is not gzip") from None
            chunk = self._member.unused_data

    def finish(self) -> None:
        if not self._member.eof:
            raise BadRequest("the gzip body ends early")


def _unpacker(encoding: str) -> Gunzip | None:
    if encoding in ("identity", ""):
        return None
    if encoding == "gzip":
        return Gunzip()
    raise BadRequest(f"content encoding {encoding[:20]!r} is not known; send gzip or none")
