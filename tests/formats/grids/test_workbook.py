from __future__ import annotations

import zipfile

import pytest

from energy_core.errors import FileTooLarge, UnreadableFile
from energy_core.formats.grids import sheet_size
from energy_core.formats.grids.grid import Row
from energy_core.formats.grids.open import open_grid
from energy_core.formats.unpack import unpack
from tests.formats.grids.made import sheet_row, streamed, workbook

QUARTER = 45292 + 15 / 1440  # 2024-01-01 00:15 in Excel's days


def opened(path):
    (part,) = unpack(path, path.name, path.parent)
    return open_grid(part)


def test_typed_cells_become_text(tmp_path) -> None:
    cells = (
        f'<c r="A3" s="1"><v>{QUARTER}</v></c><c r="B3"><v>15521318</v></c><c r="C3"><v>0.1</v></c>'
        '<c r="D3" t="b"><v>1</v></c><c r="E3"><v>541448820000000000</v></c>'
        '<c r="F3" s="2"><v>1.25</v></c><c r="G3" t="inlineStr"><is><t> ="07" </t></is></c>'
    )
    found = opened(workbook(tmp_path / "a.xlsx", {"S": f'<row r="3">{cells}</row>'}))
    assert found.head == [
        Row(
            3,
            (
                "2024-01-01 00:15:00",
                "15521318",
                "0.1",
                "true",
                "541448820000000000",
                "30:00:00",
                "07",
            ),
        )
    ]
    assert (found.decimal, found.delimiter) == (".", "")


def test_the_sheet_with_most_rows_is_read_and_the_others_are_told(tmp_path) -> None:
    body = sheet_row(2, ["time", "kWh"]) + sheet_row(4, ["1", 2.5]) + sheet_row(5, ["2", "3,5"])
    notes = "".join(sheet_row(n, ["only a note"]) for n in range(1, 9))
    path = workbook(
        tmp_path / "a.xlsm", {"Notes": notes, "Data": body, "Sums": sheet_row(1, [1, 2])}
    )
    found = opened(path)
    assert found.context == {"sheet": "Data", "other sheets": "Notes, Sums"}
    expected = [Row(2, ("time", "kWh")), Row(4, ("1", "2.5")), Row(5, ("2", "3,5"))]
    assert found.head == found.tail == streamed(found, 2)[0] == expected
    assert streamed(found, 1, after_line=2) == ([], expected[1:])
    assert found.decimal is None, "a text in it has a decimal comma"


def test_a_spreadsheet_of_libreoffice_is_read(tmp_path) -> None:
    names = {
        n: f"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0" for n in ("office", "table", "text")
    }
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    row = (
        '<table:table-cell office:value-type="date" office:date-value="2024-01-01T00:15:00"/>'
        '<table:table-cell office:value-type="float" office:value="1.5"/>'
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="S"><table:table-row>{row}</table:table-row></table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        file.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    assert opened(tmp_path / "a.ods").head == [Row(1, ("2024-01-01 00:15:00", "1.5"))]


def test_a_cell_in_the_far_corner_is_refused_before_it_takes_half_a_terabyte(tmp_path) -> None:
    rows = sheet_row(1, [1]) + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    with pytest.raises(FileTooLarge, match="6,000,000 cells"):
        opened(workbook(tmp_path / "a.xlsx", {"S": rows}))


@pytest.mark.parametrize("limit", [pytest.param(10, id="size"), pytest.param(1 << 40, id="ratio")])
def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread(
    tmp_path, monkeypatch, limit
) -> None:
    monkeypatch.setattr(sheet_size, "MOST_BYTES", limit)
    path = workbook(tmp_path / "a.xlsx", {"S": sheet_row(1, [1]) + " " * (40 << 20)})
    with pytest.raises(FileTooLarge, match="unpacks to"):
        opened(path)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        pytest.param("", "holds a table", id="empty sheet"),
        pytest.param("<row><c><v>1</v></row>", "cannot be read", id="broken sheet"),
    ],
)
def test_a_workbook_without_a_table_is_told(tmp_path, rows, reason) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        opened(workbook(tmp_path / "a.xlsx", {"S": rows}))


def test_what_only_begins_like_an_old_workbook_is_told(tmp_path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with pytest.raises(UnreadableFile, match="cannot be read as a workbook"):
        opened(path)
