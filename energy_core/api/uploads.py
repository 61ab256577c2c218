"""`PUT /api/v1/uploads`: a file dropped on the Data page, streamed to the disk."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from energy_core.api.bodies import parts
from energy_core.api.guard import refuse_foreign_origin
from energy_core.services import running

router = APIRouter(tags=["pages"], include_in_schema=False)


@router.put("/v1/uploads")
async def put_file(request: Request, key: str, name: str) -> dict[str, Any]:
    """The body is one file, as it is. `key` is that of a page that this app served."""
    refuse_foreign_origin(request)
    services = running()
    settings = services.settings
    with services.uploads.receive(key, name, settings.max_upload_mb << 20) as receiving:
        async for part in parts(request, settings.read_timeout_s):
            await run_in_threadpool(receiving.write, part)
        upload = await run_in_threadpool(receiving.finish)
    return {"id": upload.id, "name": upload.name, "size": upload.size}
