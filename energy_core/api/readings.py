"""`POST /api/v1/readings`: JSON rows in."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from energy_core.api import metrics
from energy_core.api.guard import admit_writer, read_body
from energy_core.formats import json_rows
from energy_core.formats.incoming import Incoming
from energy_core.services import Services, running
from energy_core.services.intake import Pending, Receipt

router = APIRouter(tags=["readings"])
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
    receipt = await store(services, incoming, "api")
    return JSONResponse(
        {
            "accepted": receipt.accepted,
            "refused": [{"index": r.index, "reason": r.reason} for r in receipt.refused],
        }
    )


async def store(services: Services, incoming: Incoming, source: str) -> Receipt:
    """Hand rows to the intake and wait for their commit."""
    pending: Pending = await run_in_threadpool(services.intake.take, incoming, source)
    if pending.done is not None:
        await asyncio.wrap_future(pending.done)
    receipt = pending.receipt()
    metrics.count(source, receipt)
    return receipt
