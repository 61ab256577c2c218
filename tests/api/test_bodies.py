"""A body that does not come to its end is refused with what kept it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.requests import Request
from starlette.types import Message

from energy_core.api.bodies import MOST_BESIDE, MOST_FIELDS, PART, Form, chunks, parts
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


FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
FIELD = b'--b\r\nContent-Disposition: form-data; name="meter"\r\n\r\n'
END = b"--b--\r\n"


def form(*written: bytes, boundary: str = "b") -> tuple[bytes, Form]:
    """What its file holds, and the form, after it was written part by part and ended."""
    held = bytearray()
    read = Form(f"multipart/form-data; boundary={boundary}", held.extend)
    for part in written:
        read.write(part)
    read.finish()
    return bytes(held), read


def test_a_large_file_in_a_form_is_not_counted_as_what_stands_beside_it() -> None:
    large = b"1,2\n" * (MOST_BESIDE // 2)
    held, read = form(FIELD + b"house\r\n" + FILE, large, b"\r\n" + END.rstrip())
    assert held == large
    assert (read.file_name, read.fields) == ("f", [("meter", "house")])


@pytest.mark.parametrize(
    ("written", "boundary", "words"),
    [
        pytest.param([(FIELD + b"\r\n") * (MOST_FIELDS + 1)], "b", "too much", id="empty fields"),
        pytest.param([FILE, b"x\r\n", END, *[b"y" * PART] * 2], "b", "too much", id="an epilogue"),
        pytest.param([FIELD[:-4] + b"y" * 5000 + b"\r\n\r\n"], "b", "read", id="a long header"),
        pytest.param([FILE, b"1,2\n3,"], "b", "breaks off", id="cut within its file"),
        pytest.param([FILE, b"1,2\r\n--b\r\n"], "b", "breaks off", id="no last boundary"),
        pytest.param([], "b" * 257, "cannot be read", id="a boundary of 257 letters"),
    ],
)
def test_a_form_that_is_none_is_refused(written: list[bytes], boundary: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        form(*written, boundary=boundary)
