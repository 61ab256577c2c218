"""`GET /api/v1/export`: stored readings, or their periods, as a file to keep."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from energy_core.api.series import FIRST, LAST, instant_of, one_way
from energy_core.errors import BadRequest
from energy_core.formats.export.what import writers
from energy_core.services import exports, running
from energy_core.services.exports import Wanted
from energy_core.store import Resolution, Store

router = APIRouter(tags=["export"])
MOST_METERS = 100


@router.get("/v1/export")
async def export(
    request: Request,
    meter: Annotated[list[str], Query(description="slug; several give one column each")],
    from_: Annotated[str | None, Query(alias="from", description="as in /v1/series")] = None,
    to: Annotated[str | None, Query(description="as `from`; not included")] = None,
    resolution: Resolution = Resolution.RAW,
    format: str = "csv",
) -> Response:
    """Readings as they are stored (`raw`), or energy by local quarter hours, hours, days or months,
    as `csv`, `parquet`, `xlsx` or Green Button `xml`. Without `from` and `to`: all there is.

    What comes out can be imported again, and gives the same totals.
    """
    if format not in writers():
        raise BadRequest(f"{format[:20]!r} cannot be written; choose {', '.join(writers())}")
    if resolution is Resolution.AUTO:
        raise BadRequest("an export needs its resolution named: raw, 15m, 1h, 1d or 1mo")
    store = running().store
    wanted = _wanted(store, meter, (from_, to), resolution)
    made = await to_thread.run_sync(exports.download, store, wanted, format, datetime.now(UTC))
    return StreamingResponse(
        made.pieces,
        media_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )


def _wanted(
    store: Store, slugs: list[str], asked: tuple[str | None, str | None], resolution: Resolution
) -> Wanted:
    if len(slugs) > MOST_METERS:
        raise BadRequest(f"at most {MOST_METERS} meters fit in one file")
    meters = [one_way(store.meter(slug)) for slug in dict.fromkeys(slugs)]
    zone = store.site().timezone
    start, end = (
        instant_of(text, zone) if text else edge
        for text, edge in zip(asked, (FIRST, LAST), strict=True)
    )
    if end <= start:
        raise BadRequest(f"`to` ({asked[1]}) must be after `from` ({asked[0]})")
    return Wanted(meters, start, end, resolution)
