"""`/api/v1/notes`: what people wrote about a time."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from energy_core.api.corrections import body_of, text_of, time_of
from energy_core.api.guard import admit_writer
from energy_core.api.series import FIRST, LAST, instant_of
from energy_core.model import Note
from energy_core.services import Services, notes, running

router = APIRouter(tags=["notes"])

_BODY = {
    "type": "object",
    "required": ["start", "text"],
    "properties": {
        "start": {"type": "string", "format": "date-time"},
        "end": {"type": "string", "format": "date-time", "description": "left out: a moment"},
        "text": {"type": "string", "maxLength": notes.LONGEST_WORDS},
        "meter": {"type": "string", "description": "left out: about the house"},
        "author": {"type": "string"},
    },
}
_OPENAPI = {"requestBody": {"content": {"application/json": {"schema": _BODY}}}}


@router.get("/v1/notes")
def between(
    request: Request,
    from_: str | None = Query(None, alias="from", description="as in /v1/series"),
    to: str | None = Query(None, description="as `from`; not included"),
    meter: str | None = None,
) -> list[dict[str, Any]]:
    """Notes on any time within the range, of one meter or of all, the earliest first."""
    services = running()
    zone = services.store.site().timezone
    start, end = (
        instant_of(text, zone) if text else edge for text, edge in ((from_, FIRST), (to, LAST))
    )
    of = services.store.meter(meter) if meter else None
    return [_told(services, note) for note in services.store.notes.between(start, end, of)]


@router.post("/v1/notes", openapi_extra=_OPENAPI)
async def add(request: Request) -> dict[str, Any]:
    """Write a note on a moment or a stretch of time."""
    services = running()
    body = await body_of(request, services)
    slug = body.get("meter")
    made = await run_in_threadpool(
        notes.add,
        services.store,
        services.store.meter(text_of(body, "meter")) if slug is not None else None,
        time_of(services, body, "start"),
        time_of(services, body, "end") if body.get("end") is not None else None,
        text_of(body, "text"),
        text_of(body, "author", "api"),
    )
    return _told(services, made)


@router.delete("/v1/notes/{id}")
def remove(request: Request, id: int) -> dict[str, Any]:
    """Forget a note; the answer is what it said."""
    services = running()
    admit_writer(request, services)
    return _told(services, services.store.notes.remove(id))


def _told(services: Services, note: Note) -> dict[str, Any]:
    slugs = {meter.id: meter.slug for meter in services.store.meters()}
    return {
        "id": note.id,
        "meter": None if note.meter is None else slugs.get(note.meter),
        "start": note.start.isoformat(),
        "end": note.end.isoformat(),
        "text": note.words,
        "author": note.author,
        "created": note.created.isoformat(),
    }
