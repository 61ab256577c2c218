"""Any container → Grid, by its content."""

from __future__ import annotations

import re

from energy_core.errors import UnreadableFile
from energy_core.formats.grids import records, workbook
from energy_core.formats.grids.columnar import Columnar
from energy_core.formats.grids.delimited import Delimited
from energy_core.formats.grids.encoding import text_of
from energy_core.formats.grids.grid import Grid
from energy_core.formats.unpack import Part, is_zip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET = b"PAR1"
_STRANGERS = (
    (b"%PDF", "a PDF; ask the sender for a CSV or a spreadsheet"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\0", "a database; export its table as CSV"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_JSON = re.compile(r'\s*(\{\s*"|\[\s*[\[{])')
_MARKUP = re.compile(r"\s*<(\?xml|!|\w)")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f]")
_FEW_CONTROLS = 0.01


def open_grid(part: Part) -> Grid:
    """Raises UnreadableFile where it is no table, FileTooLarge where it is too large for its
    kind."""
    if not part.head.strip(b"\0 \t\r\n"):
        raise UnreadableFile(f"{part.name} is empty")
    if is_zip(part.head) or part.head.startswith(_OLE):
        return workbook.read(part)
    if part.head.startswith(_PARQUET):
        return Columnar(part)
    _refuse_strangers(part)
    return _of_text(part)


def _of_text(part: Part) -> Grid:
    head = part.head.decode(text_of(part.path).encoding, "replace")
    if _JSON.match(head):
        return records.read(part)
    if _MARKUP.match(head):
        raise UnreadableFile(f"{part.name} is XML or HTML of a kind that is not known here", 1)
    if len(_CONTROLS.findall(head)) > _FEW_CONTROLS * len(head):
        raise UnreadableFile(f"{part.name} is neither text nor a workbook")
    return Delimited(part.path)


def _refuse_strangers(part: Part) -> None:
    for magic, kind in _STRANGERS:
        if part.head.startswith(magic):
            raise UnreadableFile(f"{part.name} is {kind}")
