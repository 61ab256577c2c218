"""The running app, which owns the file: asked by the commands of the terminal beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import httpx

from energy_core.auth.owner import key_path
from energy_core.errors import EnergyError, UnreadableFile
from energy_core.settings import Settings
from energy_core.store.lock import holder

Params = Sequence[tuple[str, str]]


def address(s: Settings) -> str | None:
    """The address of the app that owns the file, or None when nothing does."""
    who = holder(s.db)
    return str(who["url"]) if "url" in who else None


def page(s: Settings, url: str, params: Params) -> str:
    """A text that the app makes, however long that takes. Raises EnergyError with its words."""
    return _answer(s, "GET", url, params, None, None).text


def ask(
    s: Settings, method: str, url: str, params: Params, body: Iterable[bytes] | None = None
) -> Any:
    """The app's JSON answer, however long it takes over a body. Raises EnergyError with its words."""
    answer = _answer(s, method, url, params, body, 5 if body is None else None)
    return answer.json()


def _answer(
    s: Settings,
    method: str,
    url: str,
    params: Params,
    body: Iterable[bytes] | None,
    timeout_s: float | None,
) -> httpx.Response:
    key = key_path(s.db).read_text().strip()
    try:
        answer = httpx.request(
            method,
            url,
            params=tuple(params),
            content=body,
            headers={"Authorization": f"Bearer {key}"},
            timeout=timeout_s,
        )
    except httpx.HTTPError as error:
        raise EnergyError(f"the running app at {url} does not answer: {error}") from None
    if answer.status_code != 200:
        raise _error(answer)
    return answer


def _error(answer: httpx.Response) -> EnergyError:
    try:
        told = answer.json()
    except ValueError:
        return EnergyError(answer.text)
    if "line" in told or "column" in told:
        return UnreadableFile(told["error"], told.get("line"), told.get("column"))
    return EnergyError(told.get("error", answer.text))
