"""Archives and workbooks made to take a reader down. Each is small on the disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

GIB = 1 << 30
CHUNK = b"2024-01-01T00:00:00Z,1.5\n" * 40_000
TABLE = b"time,energy kWh\n2024-01-01T00:00Z,1.5\n2024-01-01T01:00Z,1.7\n"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org"
TYPES = (
    f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    "</Types>"
)
RELS = (
    f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
BOOK = (
    f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>'
)
BOOK_RELS = RELS.replace(
    'officeDocument" Target="xl/workbook.xml', 'worksheet" Target="worksheets/sheet1.xml'
)


def zipped(**files: bytes) -> bytes:
    return archive([(name.replace("__", "/"), data) for name, data in files.items()])


def archive(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def deflated_repeats(head: bytes, body: bytes, times: int, tail: bytes) -> tuple[bytes, int, int]:
    """Raw deflate of head + body × times + tail, its CRC and length: the body is packed once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(body) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(tail) + packer.flush()
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(body, crc)
    return packed + block * times + end, zlib.crc32(tail, crc), len(head + tail) + len(body) * times


def with_member(files: list[tuple[str, bytes]], name: str, packed: tuple[bytes, int, int]) -> bytes:
    """A zip of `files`, in which member `name` is replaced by bytes that are packed already."""
    data, crc, size = packed
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for other, content in files:
            made.writestr(other, content)
        info = zipfile.ZipInfo(name)
        info.compress_type, info.CRC = zipfile.ZIP_DEFLATED, crc
        info.compress_size, info.file_size = len(data), size
        info.header_offset = out.tell()
        out.write(info.FileHeader(zip64=False) + data)
        made.filelist.append(info)
        made.NameToInfo[name] = info
        made.start_dir = out.tell()
        made._didModify = True
    return out.getvalue()


def workbook(sheet: bytes) -> bytes:
    return archive([*_parts(), ("xl/worksheets/sheet1.xml", sheet)])


def _parts() -> list[tuple[str, bytes]]:
    return [
        ("[Content_Types].xml", TYPES.encode()),
        ("_rels/.rels", RELS.encode()),
        ("xl/workbook.xml", BOOK.encode()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.encode()),
    ]


def _sheet(rows: bytes, before: bytes = b"") -> bytes:
    start = f'<worksheet xmlns="{_SHEETS}"><sheetData>'.encode()
    return b'<?xml version="1.0"?>' + before + start + rows + b"</sheetData></worksheet>"


def workbook_of_gigabytes() -> bytes:
    start = f'<?xml version="1.0"?><worksheet xmlns="{_SHEETS}"><sheetData>'.encode()
    row = b'<row><c t="n"><v>45000.25</v></c><c t="n"><v>1.5</v></c></row>' * 20_000
    packed = deflated_repeats(start, row, 3 * GIB // len(row), b"</sheetData></worksheet>")
    return with_member(_parts(), "xl/worksheets/sheet1.xml", packed)


def workbook_with_a_far_corner() -> bytes:
    """Two cells, at the first and the last place that a sheet has."""
    return workbook(
        _sheet(
            b'<row r="1"><c r="A1" t="n"><v>1</v></c></row>'
            b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>'
        )
    )


def workbook_with_entities() -> bytes:
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>".encode() for n in range(9)
    )
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'
    return workbook(_sheet(cell, bomb + b"]>"))


def zip_of_gigabytes() -> bytes:
    return with_member(
        [], "year.csv", deflated_repeats(b"time,kWh\n", CHUNK, 3 * GIB // len(CHUNK), b"")
    )


def zip_that_lies_about_its_size() -> bytes:
    data, crc, _ = deflated_repeats(b"time,kWh\n", CHUNK, 500, b"")
    return with_member([], "year.csv", (data, crc, 100))


def gzip_of_one_line() -> bytes:
    """A gibibyte without a line's end, as members of gzip one after the other."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    member = packer.compress(b"7" * (16 << 20)) + packer.flush()
    return member * 64


def gzip_of_zeros() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    member = packer.compress(bytes(64 << 20)) + packer.flush()
    return member * 200


def zip_with_a_symlink() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("meter.csv")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    return out.getvalue()


def zip_with_a_password() -> bytes:
    whole = bytearray(zipped(**{"meter.csv": TABLE}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.index(sign) + at
        whole[place : place + 2] = struct.pack("<H", 1)
    return bytes(whole)


def zip_with_a_wrong_checksum() -> bytes:
    whole = bytearray(zipped(**{"meter.csv": TABLE}))
    whole[14] ^= 255
    whole[whole.index(b"PK\x01\x02") + 16] ^= 255
    return bytes(whole)


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "a workbook of gigabytes.xlsx": workbook_of_gigabytes,
    "a workbook with a far corner.xlsx": workbook_with_a_far_corner,
    "a workbook with entities.xlsx": workbook_with_entities,
    "a workbook without a sheet.xlsx": lambda: archive(_parts()),
    "a workbook of nothing.xlsx": lambda: archive([("[Content_Types].xml", b"")]),
    "a zip of gigabytes.zip": zip_of_gigabytes,
    "a zip that lies about its size.zip": zip_that_lies_about_its_size,
    "a zip with a symlink.zip": zip_with_a_symlink,
    "a zip with a password.zip": zip_with_a_password,
    "a zip with a wrong checksum.zip": zip_with_a_wrong_checksum,
    "a zip of five thousand files.zip": lambda: archive([(f"{n}.csv", b"a") for n in range(5000)]),
    "a zip that climbs out.zip": lambda: archive(
        [("../../../../escaped.csv", TABLE), ("/escaped.csv", TABLE), ("..\\escaped.csv", TABLE)]
    ),
    "a zip of folders.zip": lambda: archive([("a/", b""), ("a/b/", b"")]),
    "a zip in a zip.zip": lambda: archive([("inner.zip", archive([("meter.csv", TABLE)]))]),
    "a zip cut short.zip": lambda: archive([("meter.csv", TABLE * 100)])[:-40],
    "an empty zip.zip": lambda: archive([]),
    "a line of a gibibyte.csv.gz": gzip_of_one_line,
    "zeros of gibibytes.gz": gzip_of_zeros,
    "a gzip cut short.csv.gz": lambda: gzip_of_one_line()[:5000],
}
"""Name of the file → its bytes."""
