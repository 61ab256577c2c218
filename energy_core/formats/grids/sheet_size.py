"""How large a zipped workbook becomes, found before it is read.

A sheet is held whole, every cell from the first to the last used one: a single cell in its far
corner would ask for half a terabyte.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from energy_core.errors import FileTooLarge
from energy_core.formats.unpack import FREE_BYTES, MOST_TIMES, Part, open_zip

MOST_BYTES = 300 << 20
MOST_CELLS = 6_000_000
"""Of all sheets; each takes 70 bytes while it is read."""
_CHUNK = 4 << 20
_OVERLAP = 64
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_ROW = re.compile(rb'<row\s[^>]{0,60}?\br="(\d{1,9})"')
_COLUMN = re.compile(rb'\sr="([A-Z]{1,3})\d')


def check_sheets(part: Part) -> None:
    """Raises FileTooLarge, UnreadableFile where the archive is damaged."""
    with open_zip(part.path, part.name) as archive:
        size = sum(info.file_size for info in archive.infolist())
        packed = part.path.stat().st_size
        if size > MOST_BYTES or size > max(FREE_BYTES, MOST_TIMES * packed):
            raise FileTooLarge(
                f"{part.name} unpacks to {size >> 20:,} MiB; {MOST_BYTES >> 20} MiB and "
                f"{MOST_TIMES} times its size are read at most. Save its table as CSV"
            )
        sheets = [info for info in archive.infolist() if _SHEET.fullmatch(info.filename)]
        if sum(_cells(archive, info) for info in sheets) > MOST_CELLS:
            raise FileTooLarge(
                f"the sheets of {part.name} span more than {MOST_CELLS:,} cells. "
                "Save the table as CSV"
            )


def _cells(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    rows, columns = 0, 0
    for data in _chunks(archive, info):
        rows = max([rows, *map(int, _ROW.findall(data))])
        columns = max([columns, *map(_number, set(_COLUMN.findall(data)))])
    return rows * columns


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Its bytes; each chunk begins with the end of the one before."""
    with archive.open(info) as file:
        end = b""
        while data := file.read(_CHUNK):
            yield end + data
            end = data[-_OVERLAP:]


def _number(letters: bytes) -> int:
    """A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
