"""`/api/v1/imports`: meter files in, what became of them, and taking them back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request

from energy_core.api.bodies import Form, parts
from energy_core.api.guard import admit_writer
from energy_core.errors import BadRequest
from energy_core.services import Services, running
from energy_core.services.importing.orders import Order, run, shown
from energy_core.services.uploads import Receiving, Upload

router = APIRouter(tags=["files"])

_FIELDS = ("timezone", "meter", "dry_run", "on_conflict", "name")
_FILE = {"schema": {"type": "string", "format": "binary"}}


@router.post(
    "/v1/imports",
    openapi_extra={"requestBody": {"content": {"application/octet-stream": _FILE}}},
)
async def post_import(request: Request) -> dict[str, Any]:
    """Read a meter file and store it as one batch.

    The body is the file as it is, or a form (multipart/form-data) that holds it. In the query or
    the form: `name` of the file; `timezone` of stamps that name none; `meter`, repeated: the meter
    to store in, or `SERIES=METER`; `on_conflict`, of stored values that differ:
    `keep` (default) them, `replace` them, or `correct` them by a correction that can be undone;
    `dry_run=1`: store nothing. Answers once all is stored. Meanwhile, from when the file is read,
    `GET` lists it, with the share of it that is stored; nothing tells how far reading is.
    """
    services = running()
    admit_writer(request, services)
    key = services.uploads.new_key()
    try:
        upload, fields = await _received(request, services, key)
        order = _order(QueryParams([*request.query_params.multi_items(), *fields]))
        return await run_in_threadpool(
            run, services.imports, upload.path, upload.name, upload.digest, order
        )
    finally:
        services.uploads.forget(key)


@router.get("/v1/imports")
def list_imports() -> list[dict[str, Any]]:
    """Imported files, the newest first, those that were taken back too."""
    imports = running().imports
    return [shown(one, imports.progress(one.batch)) for one in imports.all()]


@router.get("/v1/imports/{batch}")
def get_import(batch: int) -> dict[str, Any]:
    """One imported file with its series; `progress` (0..1) while it is stored or taken back."""
    imports = running().imports
    one = imports.get(batch)
    return shown(one, imports.progress(batch)) | dict(one.summary)


@router.delete("/v1/imports/{batch}")
def undo_import(request: Request, batch: int) -> dict[str, Any]:
    """Take a file back: the store is then as if it had never come. `removed` readings are gone,
    `kept` ones others had brought too, `restored` stamps show their former value."""
    services = running()
    admit_writer(request, services)
    return {"batch": batch, **asdict(services.imports.undo(batch))}


async def _received(
    request: Request, services: Services, key: str
) -> tuple[Upload, list[tuple[str, str]]]:
    """The file on the disk, and the fields of the form that it came in."""
    limit = services.settings.max_upload_mb << 20
    name = request.query_params.get("name", "file")
    with services.uploads.receive(key, name, limit) as receiving:
        fields = await _write(request, receiving, services.settings.read_timeout_s)
        return await run_in_threadpool(receiving.finish), fields


async def _write(request: Request, receiving: Receiving, timeout_s: float) -> list[tuple[str, str]]:
    kind = request.headers.get("content-type", "")
    form = Form(kind, receiving.write) if kind.startswith("multipart/form-data") else None
    write = form.write if form else receiving.write
    async for part in parts(request, timeout_s):
        await run_in_threadpool(write, part)
    if form is None:
        return []
    form.finish()
    if "name" not in request.query_params and form.file_name:
        receiving.rename(form.file_name)
    return form.fields


def _order(told: QueryParams) -> Order:
    if unknown := [name for name in told if name not in _FIELDS]:
        raise BadRequest(f"{unknown[0][:40]!r} is not one of {', '.join(_FIELDS)}")
    dry = told.get("dry_run", "0")
    if dry not in ("0", "1", "true", "false"):
        raise BadRequest("dry_run must be 0 or 1")
    return Order.of(
        told.get("timezone"), told.getlist("meter"), told.get("on_conflict"), dry in ("1", "true")
    )
