"""Alive, ready, and what to measure."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from energy_core import __version__
from energy_core.api import metrics as m
from energy_core.errors import EnergyError
from energy_core.services import running

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz(request: Request) -> JSONResponse:
    """200 while the process answers."""
    return JSONResponse({"status": "ok", "version": __version__})


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 when readings are taken and read, 503 before and after."""
    try:
        ready = running().ready and running().store.writable
    except EnergyError:
        ready = False
    return JSONResponse({"ready": ready}, 200 if ready else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Prometheus text."""
    services = running()
    m.READY.set(services.ready)
    m.WAITING.set(services.store.waiting_rows)
    m.LISTENERS.set(services.live.hub.listeners)
    m.METERS.set(len(services.store.meters()))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
