"""The API as one ASGI app for `/api`, and the routes that clients expect at the root."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from energy_core import __version__
from energy_core.api import (
    anomalies,
    corrections,
    events,
    exports,
    health,
    imports,
    influx,
    live,
    notes,
    owner,
    prices,
    readings,
    series,
    uploads,
)
from energy_core.api.answers import answer
from energy_core.errors import EnergyError

ROUTERS = (
    readings,
    influx,
    series,
    exports,
    events,
    corrections,
    notes,
    anomalies,
    prices,
    live,
    health,
    owner,
    uploads,
    imports,
)


def create() -> FastAPI:
    """The API; it works on the services that are running."""
    api = FastAPI(
        title="Energy",
        version=__version__,
        docs_url="/docs",
        openapi_url="/openapi.json",
        description="Readings in, trusted energy out.",
    )
    for module in ROUTERS:
        api.include_router(module.router)
    api.add_exception_handler(EnergyError, answer)
    api.add_exception_handler(RequestValidationError, _invalid)
    return api


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
    return JSONResponse({"error": told}, 400)


def routes() -> list[BaseRoute]:
    """`/api`, and at the root what InfluxDB clients and supervisors ask for."""
    return [
        Mount("/api", create()),
        Route("/write", influx.write, methods=["POST"]),
        Route("/ping", influx.ping, methods=["GET"]),
        Route("/health", influx.health),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.metrics),
    ]
