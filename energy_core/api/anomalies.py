"""`/api/v1/anomalies`: what deserves a look, and what people say of it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from energy_core.api.corrections import body_of, text_of
from energy_core.api.series import FIRST, LAST, instant_of
from energy_core.errors import BadRequest
from energy_core.model import Incident, Verdict
from energy_core.services import Services, running

router = APIRouter(tags=["anomalies"])

_BODY = {
    "type": "object",
    "required": ["verdict"],
    "properties": {
        "verdict": {
            "enum": [*(str(v) for v in Verdict), None],
            "description": "normal: the like of it is muted from then on; null: taken back",
        },
        "author": {"type": "string"},
    },
}
_OPENAPI = {"requestBody": {"content": {"application/json": {"schema": _BODY}}}}
OPEN, ALL = "open", "all"


@router.get("/v1/anomalies")
def anomalies(
    request: Request,
    meter: str | None = None,
    kind: str | None = Query(None, description="e.g. spike, level_shift, missing"),
    state: str = Query(ALL, description="open: may still grow, not judged, not muted; or all"),
    from_: str | None = Query(None, alias="from", description="as in /v1/series"),
    to: str | None = Query(None, description="as `from`; not included"),
) -> list[dict[str, Any]]:
    """Incidents on any time within the range, the most energy at stake first."""
    services = running()
    if state not in (OPEN, ALL):
        raise BadRequest(f"`state` must be {OPEN} or {ALL}")
    zone = services.store.site().timezone
    start, end = (
        instant_of(text, zone) if text else edge for text, edge in ((from_, FIRST), (to, LAST))
    )
    of = services.store.meter(meter) if meter else None
    return [
        _told(one)
        for one in services.detecting.incidents()
        if (of is None or one.meter.id == of.id)
        and kind in (None, one.kind)
        and (state == ALL or _is_open(one))
        and one.start < end
        and one.end > start
    ]


@router.post("/v1/anomalies/{id}", openapi_extra=_OPENAPI)
async def judge(request: Request, id: int) -> dict[str, Any]:
    """Say what an incident is, or take that back."""
    services = running()
    body = await body_of(request, services)
    verdict, author = _verdict(body), text_of(body, "author", "api")
    return await run_in_threadpool(_judged, services, id, verdict, author)


def _judged(services: Services, id: int, verdict: Verdict | None, author: str) -> dict[str, Any]:
    services.detecting.judge(id, verdict, author)
    return _told(services.detecting.incident(id))


def _is_open(one: Incident) -> bool:
    return one.is_open and one.verdict is None and not one.muted


def _verdict(body: dict[str, Any]) -> Verdict | None:
    if "verdict" not in body:
        raise BadRequest("`verdict` is missing; null takes one back")
    if body["verdict"] is None:
        return None
    try:
        return Verdict(text_of(body, "verdict"))
    except ValueError:
        raise BadRequest(f"`verdict` must be null or one of {', '.join(Verdict)}") from None


def _told(one: Incident) -> dict[str, Any]:
    return {
        "id": one.id,
        "meter": one.meter.slug,
        "kind": one.kind,
        "layer": one.layer,
        "severity": one.severity,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "detected": one.detected.isoformat(),
        "score": one.score,
        "excess_wh": one.excess_wh,
        "facts": dict(one.facts),
        "open": one.is_open,
        "verdict": one.verdict,
        "author": one.author,
        "judged": one.judged and one.judged.isoformat(),
        "muted": one.muted,
    }
