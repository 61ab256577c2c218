"""`GET /api/v1/report?month=2026-10`: the month's report, as a page or as a file to keep."""

from __future__ import annotations

from datetime import UTC, datetime

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from energy_core.metering.local_days import local_date
from energy_core.services import running
from energy_core.ui.report.month import language_of, month_of, report
from energy_core.ui.report.sheet import POLICY
from energy_core.ui.words import first_spoken

AT_ONCE = CapacityLimiter(1)  # each takes a processor for seconds


def route() -> Route:
    return Route("/api/v1/report", _answer, methods=["GET"])


async def _answer(request: Request) -> Response:
    """`month`: the last whole one where it is left out; `language`: the browser's; `download=1`:
    to be saved. Raises BadRequest."""
    services, now = running(), datetime.now(UTC)
    asked = request.query_params
    month = month_of(asked.get("month"), local_date(now, services.store.site().timezone))
    spoken = first_spoken(request.headers.get("accept-language", ""))
    language = language_of(asked.get("language"), spoken or services.settings.language)
    made = await to_thread.run_sync(report, services.store, month, language, now, limiter=AT_ONCE)
    kept = "attachment" if asked.get("download") == "1" else "inline"
    return HTMLResponse(
        made.page,
        headers={
            "Content-Disposition": f'{kept}; filename="{made.file_name}"',
            "Content-Security-Policy": POLICY,
        },
    )
