"""`/api/v1/prices`: what a kWh costs, earns and emits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from energy_core.api.corrections import body_of
from energy_core.errors import BadRequest
from energy_core.model import PRICE_LIMITS, Prices
from energy_core.services import Services, running

router = APIRouter(tags=["prices"])

_MEANINGS = {
    "bought": "paid for a kWh from the grid, in the site's currency",
    "sold": "earned for a kWh fed into the grid, in the site's currency",
    "carbon_bought": "g of CO₂ emitted for a kWh from the grid",
}
_BODY = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **{
            name: {
                "type": ["number", "null"],
                "minimum": low,
                "maximum": high,
                "description": _MEANINGS[name],
            }
            for name, (low, high) in PRICE_LIMITS.items()
        },
        "currency": {"type": "string", "description": "the site's; may be left out"},
    },
}
_OPENAPI = {"requestBody": {"content": {"application/json": {"schema": _BODY}}}}


@router.get("/v1/prices")
def prices(request: Request) -> dict[str, Any]:
    """Of a kWh; null where it is not known."""
    return _told(running())


@router.put("/v1/prices", openapi_extra=_OPENAPI)
async def put(request: Request) -> dict[str, Any]:
    """Set all of them, of the past too; what is null or left out is not known from then on."""
    services = running()
    asked = _asked(await body_of(request, services), services.store.site().currency)
    await run_in_threadpool(services.live.change_prices, asked)
    return _told(services)


def _asked(body: dict[str, Any], currency: str) -> Prices:
    known = [*PRICE_LIMITS, "currency"]
    if unknown := [name for name in body if name not in known]:
        raise BadRequest(f"`{unknown[0][:40]}` is not known; there are {', '.join(known)}")
    if body.get("currency", currency) != currency:
        raise BadRequest(f"`currency` must be {currency}, the site's")
    try:
        return Prices(**{name: _number(body, name) for name in PRICE_LIMITS})
    except ValueError as error:
        raise BadRequest(str(error)) from None


def _number(body: dict[str, Any], name: str) -> float | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest(f"`{name}` must be a number or null")
    return float(value)


def _told(services: Services) -> dict[str, Any]:
    return {"currency": services.store.site().currency, **asdict(services.store.prices.get())}
