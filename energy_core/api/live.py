"""`GET /api/v1/live`: what is committed, as server-sent events."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import StreamingResponse

from energy_core.errors import RateLimited
from energy_core.services import running
from energy_core.services.hub import MOST_LISTENERS

router = APIRouter(tags=["live"])
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("/v1/live")
async def live(request: Request) -> StreamingResponse:
    """Events `snapshot`, `readings`, `today`, `meters`, `ping`; resumes by `Last-Event-ID`."""
    hub = running().live.hub
    if hub.listeners >= MOST_LISTENERS:
        raise RateLimited(f"{hub.listeners} live streams are open already")
    listening = hub.listen(request.headers.get("last-event-id"))
    return StreamingResponse(listening, media_type="text/event-stream", headers=HEADERS)
