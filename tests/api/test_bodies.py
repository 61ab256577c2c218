"""A body that does not come to its end is refused with what kept it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.requests import Request
from starlette.types import Message

from energy_core.api.bodies import PART, chunks, parts
from energy_core.errors import BadRequest, EnergyError, ReadTimeout

Receive = Callable[[], Awaitable[Message]]


def request(receive: Receive) -> Request:
    return Request({"type": "http", "method": "POST", "headers": []}, receive)


async def read(receive: Receive, timeout_s: float, longest_s: float) -> bytes:
    return b"".join([part async for part in chunks(request(receive), timeout_s, longest_s)])


async def never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def endless() -> Message:
    return {"type": "http.request", "body": b"x", "more_body": True}


async def gone() -> Message:
    return {"type": "http.disconnect"}


@pytest.mark.parametrize(
    ("receive", "timeout_s", "longest_s", "error", "words"),
    [
        pytest.param(never, 0.05, 60, ReadTimeout, "nothing came for 0 s", id="silent"),
        pytest.param(
            never, 60, 0.05, ReadTimeout, "not all came within 0 s", id="silent to the end"
        ),
        pytest.param(endless, 60, 0.05, ReadTimeout, "not all came within 0 s", id="endless"),
        pytest.param(gone, 60, 60, BadRequest, "hung up", id="gone"),
    ],
)
def test_a_body_that_breaks_off_says_why(
    receive: Receive, timeout_s: float, longest_s: float, error: type[EnergyError], words: str
) -> None:
    with pytest.raises(error, match=words):
        asyncio.run(read(receive, timeout_s, longest_s))


def test_a_file_of_small_chunks_comes_in_parts_of_a_megabyte() -> None:
    sent = [bytes([n % 256]) * 60_000 for n in range(40)]
    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in sent]
    waiting[-1]["more_body"] = False

    async def receive() -> Message:
        return waiting.pop(0)

    async def collect() -> list[bytes]:
        return [part async for part in parts(request(receive), 60)]

    got = asyncio.run(collect())
    assert b"".join(got) == b"".join(sent)
    assert [len(part) >= PART for part in got] == [True, True, False]
