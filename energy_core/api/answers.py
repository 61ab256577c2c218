"""How an error of ours is answered over HTTP: one table."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from energy_core import errors

STATUS: list[tuple[type[errors.EnergyError], int]] = [
    (errors.BodyTooLarge, 413),
    (errors.ReadTimeout, 408),
    (errors.Unauthorised, 401),
    (errors.Forbidden, 403),
    (errors.RateLimited, 429),
    (errors.StoreBusy, 503),
    (errors.StoreUnavailable, 503),
    (errors.UnknownMeter, 404),
    (errors.UnknownImport, 404),
    (errors.UnknownCorrection, 404),
    (errors.UnknownNote, 404),
    (errors.UnknownIncident, 404),
    (errors.BadRequest, 400),
    (errors.FileTooLarge, 413),
    (errors.UnreadableFile, 400),
    (errors.NothingToStore, 400),
    (errors.Contradiction, 400),
    (errors.TooManyMeters, 400),
]
"""The first class that fits counts; anything else of ours is 500."""


async def answer(request: Request, error: Exception) -> Response:
    """`{"error": …}` with the status of the table, and Retry-After where trying again helps."""
    status = next((code for kind, code in STATUS if isinstance(error, kind)), 500)
    headers = {}
    if (retry := getattr(error, "retry_after_s", None)) is not None:
        headers["Retry-After"] = str(retry)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status in (408, 413):
        headers["Connection"] = "close"
    place = {k: v for k in ("line", "column") if (v := getattr(error, k, None)) is not None}
    return JSONResponse({"error": str(error), **place}, status, headers)
