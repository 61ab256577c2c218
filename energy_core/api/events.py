"""`GET /api/v1/events`: what happened to meters, found in their readings."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from energy_core.services import running

router = APIRouter(tags=["series"])


@router.get("/v1/events")
def events(request: Request, meter: str | None = None) -> list[dict[str, Any]]:
    """Dips, resets, roll-overs, replacements, outages, changed units, shifted clocks and copied
    days of one or all meters, the newest first.

    `before` and `after` are the values on either side, in the stored unit; of a shifted clock,
    `after` is by how many hours the day comes later.
    """
    store = running().store
    slugs = {m.id: m.slug for m in store.meters()}
    return [
        {
            "meter": slugs[e.meter],
            "kind": e.kind,
            "start": e.start.isoformat(),
            "end": e.end.isoformat(),
            "before": e.before,
            "after": e.after,
            "state": e.state,
        }
        for e in store.events(store.meter(meter) if meter else None)
        if e.meter in slugs
    ]
