"""`PUT /api/v1/uploads`: a file dropped on the Data page, streamed to the disk."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from energy_core.api.guard import refuse_foreign_origin
from energy_core.errors import BadRequest, ReadTimeout, StoreUnavailable
from energy_core.services import running
from energy_core.services.uploads import Receiving, uploads

router = APIRouter(tags=["pages"], include_in_schema=False)

LARGEST = 1 << 30
LONGEST_S = 3600.0
PART = 1 << 20


@router.put("/v1/uploads")
async def put_file(request: Request, key: str, name: str) -> dict[str, Any]:
    """The body is one file, as it is. `key` is that of a page that this app served."""
    refuse_foreign_origin(request)
    receiving = uploads().receive(key, name, LARGEST)
    try:
        await _stream(request, receiving, running().settings.read_timeout_s)
        upload = await run_in_threadpool(receiving.finish)
    except OSError as error:
        receiving.drop()
        raise StoreUnavailable(f"the file could not be kept: {error.strerror}") from error
    except BaseException:
        receiving.drop()
        raise
    return {"id": upload.id, "name": upload.name, "size": upload.size}


async def _stream(request: Request, receiving: Receiving, timeout_s: float) -> None:
    stream, waiting = request.stream(), bytearray()
    end = time.monotonic() + LONGEST_S
    while True:
        try:
            part = await asyncio.wait_for(
                anext(stream, None), min(timeout_s, end - time.monotonic())
            )
        except TimeoutError:
            raise ReadTimeout(f"nothing came for {timeout_s:.0f} s") from None
        except ClientDisconnect:
            raise BadRequest("the sender hung up") from None
        waiting += part or b""
        if part is None or len(waiting) >= PART:
            await run_in_threadpool(receiving.write, bytes(waiting))
            waiting.clear()
        if part is None:
            return
