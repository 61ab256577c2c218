"""Files written by hand for the tests of containers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from energy_core.formats.grids.grid import Grid, Row
from energy_core.formats.grids.open import open_grid
from energy_core.formats.unpack import unpack

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def grid(path: Path, data: bytes | str, name: str = "file") -> Grid:
    file = path / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    (part,) = unpack(file, name, path)
    return open_grid(part)


def streamed(found: Grid, width: int, after_line: int = 0) -> tuple[list[Row], list[Row]]:
    """Every row that the blocks hold, and every odd one."""
    rows, odd = [], []
    for block in found.blocks(after_line, width):
        assert len(block.columns) == width
        cells = zip(*(column.to_pylist() for column in block.columns), strict=True)
        rows += [Row(line, c) for line, c in zip(block.lines.tolist(), cells, strict=True)]
        odd += block.odd
    return rows, odd


def workbook(path: Path, sheets: dict[str, str]) -> Path:
    """An .xlsx whose sheets hold these rows of XML; style 1 is a date and time."""
    names = list(enumerate(sheets, 1))
    parts = "".join(_override(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n, _ in names)
    parts += _override("/xl/workbook.xml", "sheet.main") + _override("/xl/styles.xml", "styles")
    tabs = "".join(f'<sheet name="{s}" sheetId="{n}" r:id="r{n}"/>' for n, s in names)
    relations = "".join(
        _relation(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in names
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{parts}</Types>'
        )
        file.writestr(
            "_rels/.rels", _relations(_relation("r1", "officeDocument", "xl/workbook.xml"))
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{tabs}</sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            _relations(relations + _relation("r99", "styles", "styles.xml")),
        )
        file.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/>'
            '<xf numFmtId="46"/></cellXfs></styleSheet>',
        )
        for number, rows in enumerate(sheets.values(), 1):
            file.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            )
    return path


def sheet_row(line: int, cells: Iterable[str | float]) -> str:
    """A row of texts and numbers; the empty text is no cell at all."""
    return f'<row r="{line}">{"".join(_cell(line, n, c) for n, c in enumerate(cells))}</row>'


def _cell(line: int, column: int, cell: str | float) -> str:
    place = f'r="{chr(ord("A") + column)}{line}"'
    if isinstance(cell, str):
        return f'<c {place} t="inlineStr"><is><t>{cell}</t></is></c>' if cell else ""
    return f"<c {place}><v>{cell}</v></c>"


def _override(name: str, kind: str) -> str:
    content = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
    return f'<Override PartName="{name}" ContentType="{content}"/>'


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{target}"/>'


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
