"""Bodies as they come, and what breaks off: of any size, never whole in memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from energy_core.errors import BadRequest, ReadTimeout

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

PART = 1 << 20
LONGEST_S = 300.0
LONGEST_FILE_S = 3600.0  # 64 MiB over a slow line
LARGEST_FIELD = 4096
MOST_FIELDS = 100
MOST_BESIDE = 1 << 20  # bytes of a form that are not its file's
_TOO_MUCH = "the form has too much beside its file"


async def chunks(
    request: Request, timeout_s: float, longest_s: float = LONGEST_S
) -> AsyncIterator[bytes]:
    """The body as it comes. Raises ReadTimeout where nothing comes for `timeout_s`, or not all
    within `longest_s`; BadRequest where it breaks off."""
    stream, end = request.stream(), time.monotonic() + longest_s
    while True:
        left_s = end - time.monotonic()
        try:
            chunk = await asyncio.wait_for(anext(stream, None), min(timeout_s, left_s))
        except TimeoutError:
            if left_s < timeout_s:
                raise ReadTimeout(f"not all came within {longest_s:.0f} s") from None
            raise ReadTimeout(f"nothing came for {timeout_s:.0f} s") from None
        except ClientDisconnect:
            raise BadRequest("the sender hung up") from None
        if chunk is None:
            return
        yield chunk


async def parts(request: Request, timeout_s: float) -> AsyncIterator[bytes]:
    """A file's bytes in parts of about a megabyte. Raises as `chunks`."""
    waiting = bytearray()
    async for chunk in chunks(request, timeout_s, LONGEST_FILE_S):
        waiting += chunk
        if len(waiting) >= PART:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


class Form:
    """multipart/form-data, fed part by part: the bytes of its one file go to `file(bytes)`, its
    small fields are collected. Raises BadRequest for what is no such form."""

    def __init__(self, content_type: str, file: Callable[[bytes], None]) -> None:
        _, options = parse_options_header(content_type)
        self.fields: list[tuple[str, str]] = []
        self.file_name: str | None = None
        self._file = file
        self._beside, self._ended = 0, False
        self._header = bytearray(), bytearray()
        self._headers: dict[bytes, bytes] = {}
        self._name, self._value, self._is_file = "", bytearray(), False
        if not (boundary := options.get(b"boundary")):
            raise BadRequest("the form has no boundary")
        with _readable():
            self._parser = MultipartParser(boundary, self._callbacks())

    def write(self, part: bytes) -> None:
        self._beside += len(part)
        with _readable():
            self._parser.write(part)
        if self._beside > MOST_BESIDE:
            raise BadRequest(_TOO_MUCH)

    def finish(self) -> None:
        """Raises BadRequest where the form is not whole, or holds no file."""
        if not self._ended:
            raise BadRequest("the form breaks off before its last boundary")
        if self.file_name is None:
            raise BadRequest("the form holds no file")

    def _callbacks(self) -> MultipartCallbacks:
        name, value = self._header
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, a, b: name.extend(data[a:b]),
            "on_header_value": lambda data, a, b: value.extend(data[a:b]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._headers = {}
        self._value.clear()

    def _header_end(self) -> None:
        name, value = self._header
        self._headers[bytes(name).lower()] = bytes(value)
        name.clear()
        value.clear()

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = b"filename" in options
        if self._is_file:
            if self.file_name is not None:
                raise BadRequest("a form may hold one file; send several one after the other")
            self.file_name = options[b"filename"].decode("utf-8", "replace")
        elif len(self.fields) >= MOST_FIELDS:
            raise BadRequest(_TOO_MUCH)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._beside -= end - start
            self._file(data[start:end])
            return
        self._value += data[start:end]
        if len(self._value) > LARGEST_FIELD:
            raise BadRequest(_TOO_MUCH)

    def _part_end(self) -> None:
        if not self._is_file:
            self.fields.append((self._name, self._value.decode("utf-8", "replace")))

    def _end(self) -> None:
        self._ended = True


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except ValueError as error:  # the parser's own errors are values that are wrong
        raise BadRequest(f"the form cannot be read: {str(error)[:200]}") from None
