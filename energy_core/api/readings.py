"""`POST /api/v1/readings`: JSON rows in."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from energy_core.api import metrics
from energy_core.api.guard import admit_writer, bearer, read_body
from energy_core.auth.owner import is_owner
from energy_core.errors import BadRequest, Forbidden
from energy_core.formats import json_rows
from energy_core.formats.incoming import Incoming
from energy_core.services import Services, demo, running
from energy_core.services.intake import Pending, Receipt

router = APIRouter(tags=["readings"])
LONGEST_SOURCE = 60
INLINE_BYTES = 16_384  # a body up to this size is parsed on the event loop

_ROW = {
    "type": "object",
    "required": ["meter", "ts", "value"],
    "properties": {
        "meter": {"type": "string", "example": "grid.import"},
        "ts": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "number"}]},
        "value": {"type": "number", "example": 1630.5},
        "unit": {"type": "string", "example": "W"},
        "kind": {"enum": ["power", "interval", "counter", "level"]},
        "role": {"type": "string", "example": "production"},
    },
}


@router.post(
    "/v1/readings",
    openapi_extra={
        "requestBody": {
            "content": {"application/json": {"schema": {"type": "array", "items": _ROW}}}
        }
    },
)
async def post_readings(request: Request) -> JSONResponse:
    """Readings of any meters, in any order; sent again, they change nothing.

    `ts`: ISO 8601 with an offset, or seconds since 1970. `unit`, `kind` and `role` count
    when the meter is new. Answers `{"accepted", "refused": [{"index", "reason"}]}` once the
    accepted ones are on the disk.
    """
    services = running()
    admit_writer(request, services)
    settings = services.settings
    body = await read_body(request, settings.max_json_bytes, settings.read_timeout_s)
    parse = json_rows.parse
    incoming = parse(body) if len(body) <= INLINE_BYTES else await run_in_threadpool(parse, body)
    receipt = await store(request, services, incoming, "api")
    return JSONResponse(
        {
            "accepted": receipt.accepted,
            "refused": [{"index": r.index, "reason": r.reason} for r in receipt.refused],
        }
    )


def source_of(request: Request, usual: str) -> str:
    """The name under which a sender's readings can be taken back: `?source=NAME`."""
    name = request.query_params.get("source", usual)
    if not 0 < len(name) <= LONGEST_SOURCE or not name.isprintable():
        raise BadRequest(f"source must be a name of 1 to {LONGEST_SOURCE} characters")
    if name == demo.SOURCE and not is_owner(bearer(request), running().owner_key):
        raise Forbidden(f"the source {name!r} is the app's own")
    return name


async def store(request: Request, services: Services, incoming: Incoming, door: str) -> Receipt:
    """Hand rows to the intake and wait for their commit."""
    source = source_of(request, door)
    pending: Pending = await run_in_threadpool(services.intake.take, incoming, source)
    if pending.done is not None:
        await asyncio.wrap_future(pending.done)
    receipt = pending.receipt()
    metrics.count(door, receipt)
    return receipt
