"""InfluxDB's write endpoints: Telegraf, Home Assistant, ESPHome-style senders, unchanged."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from energy_core import __version__
from energy_core.api.guard import admit_writer, read_body
from energy_core.api.readings import store
from energy_core.formats import line_protocol
from energy_core.services import running

router = APIRouter(tags=["line protocol"])


@router.post("/v2/write", status_code=204)
@router.post("/write", status_code=204)
async def write(request: Request) -> Response:
    """Line protocol, plain or gzip; `precision` ns (default), us, ms or s.

    The meter is the tag `meter`, else measurement and tags joined by dots; the field follows
    unless it is `value`. 204 once everything is on the disk; 400 names the first bad line,
    the good ones are kept.
    """
    services = running()
    admit_writer(request, services)
    settings = services.settings
    body = await read_body(request, settings.max_lines_bytes, settings.read_timeout_s)
    precision = request.query_params.get("precision", "ns")
    incoming = await run_in_threadpool(line_protocol.parse, body, precision)
    receipt = await store(request, services, incoming, "line protocol")
    if not receipt.refused:
        return Response(status_code=204, headers={"X-Influxdb-Version": _version()})
    first = receipt.refused[0]
    text = (
        f"line {first.index + 1}: {first.reason}; {len(receipt.refused)} refused, the rest is kept"
    )
    return JSONResponse({"code": "invalid", "message": text, "error": text}, 400)


@router.api_route("/ping", methods=["GET", "HEAD"], status_code=204)
async def ping(request: Request) -> Response:
    """What InfluxDB 1 clients ask before they write."""
    return Response(status_code=204, headers={"X-Influxdb-Version": _version()})


@router.get("/health")
async def health(request: Request) -> JSONResponse:
    """What InfluxDB 2 clients ask before they write."""
    return JSONResponse({"name": "energy", "status": "pass", "version": __version__})


def _version() -> str:
    return f"energy-{__version__}"
