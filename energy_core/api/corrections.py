"""`/api/v1/corrections`: what people say of readings that are wrong or missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

import numpy as np
import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from energy_core.api.guard import admit_writer, read_body
from energy_core.api.series import instant_of
from energy_core.errors import BadRequest
from energy_core.metering.corrections import FOREVER, Correction
from energy_core.metering.periods import instant
from energy_core.model import CorrectionKind, EventKind, EventState
from energy_core.services import Services, running
from energy_core.services.corrections import Asked, Preview, Side

router = APIRouter(tags=["corrections"])

Word = TypeVar("Word", CorrectionKind, EventKind)

WORDS = ("meter", "kind", "start", "end", "reason", "author")
LONGEST_AUTHOR = 100
_BODY = {
    "type": "object",
    "required": ["meter", "kind", "start"],
    "properties": {
        "meter": {"type": "string", "example": "grid.import"},
        "kind": {"enum": [str(kind) for kind in CorrectionKind]},
        "start": {"type": "string", "format": "date-time"},
        "end": {"type": "string", "format": "date-time", "description": "left out: for ever"},
        "reason": {"type": "string"},
        "author": {"type": "string"},
        "factor": {"type": "number", "description": "scale"},
        "seconds": {"type": "number", "description": "shift: added to the stamps"},
        "values": {"type": "array", "description": "replace: [[epoch s, value], …]"},
        "value": {"type": "number", "description": "replace: of every reading that is there"},
        "how": {"enum": ["profile", "total", "missing"], "description": "fill"},
        "total": {"type": "number", "description": "fill: Wh or m³"},
        "last": {"type": "number", "description": "split: the old register's last reading"},
        "first": {"type": "number", "description": "split: the new register's first reading"},
        "other": {"type": "string", "description": "merge: whose readings count as this one's"},
        "joined": {"type": "boolean", "description": "merge: its register goes on with this one's"},
    },
}
_OPENAPI = {"requestBody": {"content": {"application/json": {"schema": _BODY}}}}


@router.get("/v1/corrections")
def corrections(request: Request, meter: str | None = None) -> list[dict[str, Any]]:
    """The ledger of one or all meters, undone ones too, the newest first."""
    services = running()
    found = services.corrections.all(services.store.meter(meter) if meter else None)
    return [_told(services, c) for c in found]


@router.post("/v1/corrections", openapi_extra=_OPENAPI)
async def correct(request: Request, preview: bool = False) -> dict[str, Any]:
    """Correct readings, or with `?preview=1` see what that would change. Values are in the
    meter's stored unit; readings themselves never change."""
    services = running()
    asked = _asked(services, await body_of(request, services))
    if preview:
        seen = await run_in_threadpool(services.corrections.preview, asked)
        return _compared(seen)
    return _told(services, await run_in_threadpool(services.corrections.add, asked))


@router.delete("/v1/corrections/{id}")
def undo(request: Request, id: int) -> dict[str, Any]:
    """Take a correction back; it stays in the ledger, with the time of its undoing."""
    services = running()
    admit_writer(request, services)
    return _told(services, services.corrections.undo(id))


@router.post("/v1/events/confirm")
async def confirm(request: Request) -> dict[str, Any]:
    """Say that an event, named by `meter`, `kind` and `start`, is so."""
    return await _judge(request, EventState.CONFIRMED)


@router.post("/v1/events/reject")
async def reject(request: Request) -> dict[str, Any]:
    """Say that an event, named by `meter`, `kind` and `start`, is none: a rejected reset or
    roll-over counts nothing across, a rejected replacement its rise, a rejected dip its fall."""
    return await _judge(request, EventState.REJECTED)


async def _judge(request: Request, state: EventState) -> dict[str, Any]:
    services = running()
    body = await body_of(request, services)
    meter = services.store.meter(text_of(body, "meter"))
    kind, start = _word(body, EventKind), time_of(services, body, "start")
    event = await run_in_threadpool(services.corrections.judge, meter, kind, start, state)
    return {
        "meter": meter.slug,
        "kind": event.kind,
        "start": event.start.isoformat(),
        "state": event.state,
    }


async def body_of(request: Request, services: Services) -> dict[str, Any]:
    """The JSON object that a writer sends."""
    admit_writer(request, services)
    settings = services.settings
    raw = await read_body(request, settings.max_json_bytes, settings.read_timeout_s)
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"the body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise BadRequest("the body must be a JSON object")
    return body


def _asked(services: Services, body: dict[str, Any]) -> Asked:
    ends = body.get("end") is not None
    return Asked(
        meter=services.store.meter(text_of(body, "meter")),
        kind=_word(body, CorrectionKind),
        start=time_of(services, body, "start"),
        end=time_of(services, body, "end") if ends else None,
        parameters={name: value for name, value in body.items() if name not in WORDS},
        reason=text_of(body, "reason", ""),
        author=text_of(body, "author", "api")[:LONGEST_AUTHOR],
    )


def text_of(body: dict[str, Any], name: str, usual: str | None = None) -> str:
    """A text of the body; raises BadRequest."""
    value = body.get(name, usual)
    if not isinstance(value, str):
        raise BadRequest(f"`{name}` must be a text")
    return value


def _word(body: dict[str, Any], words: type[Word]) -> Word:
    try:
        return words(text_of(body, "kind"))
    except ValueError:
        raise BadRequest(f"`kind` must be one of {', '.join(words)}") from None


def time_of(services: Services, body: dict[str, Any], name: str) -> datetime:
    """A time of the body, as `/v1/series` takes it; raises BadRequest."""
    value = body.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise BadRequest(f"`{name}` must be a time (e.g. 2026-11-24T00:00:00+01:00)")
    return instant_of(value, services.store.site().timezone)


def _told(services: Services, c: Correction) -> dict[str, Any]:
    slugs = {m.id: m.slug for m in services.store.meters()}
    parameters = dict(c.parameters)
    if "other" in parameters:
        parameters["other"] = slugs.get(parameters["other"])
    return {
        "id": c.id,
        "meter": slugs.get(c.meter),
        "kind": c.kind,
        "start": instant(c.start).isoformat(),
        "end": None if c.end >= FOREVER else instant(c.end).isoformat(),
        "parameters": parameters,
        "values": len(c.own),
        "reason": c.reason,
        "author": c.author,
        "batch": c.batch,
        "created": c.created and c.created.isoformat(),
        "undone": c.undone and c.undone.isoformat(),
    }


def _compared(seen: Preview) -> dict[str, Any]:
    return {
        "start": seen.start.isoformat(),
        "end": seen.end.isoformat(),
        "before": _side(seen.before),
        "after": _side(seen.after),
    }


def _side(side: Side) -> dict[str, Any]:
    """`amount`: Wh or m³, null of a level; `points`: [start, amount, mean rate] by quarter hour."""
    quarters = side.quarters
    starts = np.datetime_as_string(quarters["start"].to_numpy("datetime64[s]"), timezone="UTC")
    points = zip(starts.tolist(), quarters["amount"], quarters["mean"], strict=True)
    return {
        "amount": side.amount,
        "coverage": side.trust.coverage,
        **side.trust.shares(),
        "points": [list(point) for point in points],
    }
