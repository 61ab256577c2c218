"""What the command line asks of a running app: the file has one owner, so it asks here."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from energy_core.api.guard import admit_owner
from energy_core.auth import tokens
from energy_core.errors import BadRequest
from energy_core.services import running

router = APIRouter(tags=["owner"], include_in_schema=False)


@router.post("/v1/tokens")
def create_token(request: Request, name: str) -> dict[str, Any]:
    services = running()
    admit_owner(request, services)
    return {"token": services.create_token(name)}


@router.get("/v1/tokens")
def list_tokens(request: Request) -> list[dict[str, Any]]:
    services = running()
    admit_owner(request, services)
    return [tokens.shown(token) for token in services.store.tokens().values()]


@router.delete("/v1/tokens/{id}")
def revoke_token(request: Request, id: str) -> dict[str, Any]:
    services = running()
    admit_owner(request, services)
    if id not in services.store.tokens():
        raise BadRequest(f"no token {id[:20]!r}")
    services.store.revoke_token(id)
    return {"revoked": id}
