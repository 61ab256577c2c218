from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from energy_core.errors import FileTooLarge, UnreadableFile
from energy_core.formats import unpack as module
from energy_core.formats.unpack import Part, unpack
from tests.formats.grids.made import sheet_row, workbook

TABLE = b"time,kWh\n2024-01-01,1\n"


def unpacked(folder: Path, data: bytes, name: str = "dropped") -> list[Part]:
    path = folder / "dropped"
    path.write_bytes(data)
    target = folder / "unpacked"
    target.mkdir(exist_ok=True)
    return unpack(path, name, target)


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return memory.getvalue()


def test_a_plain_file_is_its_own_part(tmp_path) -> None:
    (part,) = unpacked(tmp_path, TABLE * 9000, "meter.csv")
    assert (part.name, part.path) == ("meter.csv", tmp_path / "dropped")
    assert part.head == (TABLE * 9000)[:65536]


def test_a_gzip_of_several_members_is_one_file_without_its_ending(tmp_path) -> None:
    (part,) = unpacked(
        tmp_path, gzip.compress(TABLE) + gzip.compress(b"2024-01-02,2\n"), "m.csv.GZ"
    )
    assert part.name == "m.csv"
    assert part.path.read_bytes() == TABLE + b"2024-01-02,2\n"


def test_what_a_file_is_its_first_bytes_say_not_its_name(tmp_path) -> None:
    (part,) = unpacked(tmp_path, gzip.compress(TABLE), "meter.csv")
    assert (part.name, part.path.read_bytes()) == ("meter.csv", TABLE)
    (plain,) = unpacked(tmp_path, TABLE, "meter.zip")
    assert plain.head == TABLE


def test_a_zip_gives_its_files_without_folders_and_what_systems_hide_in_it(tmp_path) -> None:
    files = {
        "2024/": b"",
        "2024/january.csv": TABLE,
        "february.csv": b"b",
        "__MACOSX/._february.csv": b"x",
        ".DS_Store": b"x",
        "2024/.hidden/c.csv": b"x",
    }
    parts = unpacked(tmp_path, zipped(files), "year.zip")
    assert [(p.name, p.path.read_bytes()) for p in parts] == [
        ("2024/january.csv", TABLE),
        ("february.csv", b"b"),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("../../etc/passwd", "etc/passwd", id="up"),
        pytest.param("/etc/passwd", "etc/passwd", id="absolute"),
        pytest.param("C:\\users\\a.csv", "users/a.csv", id="drive"),
        pytest.param("a\x1b[31m\r\n.csv", "a[31m.csv", id="terminal signs"),
        pytest.param("x" * 500 + ".csv", "x" * 196 + ".csv", id="long"),
    ],
)
def test_a_members_name_cannot_leave_the_folder(tmp_path, name, shown) -> None:
    (part,) = unpacked(tmp_path, zipped({name: TABLE}))
    assert part.name == shown
    assert part.path.parent == tmp_path / "unpacked"


def test_a_workbook_is_one_part_though_it_is_a_zip(tmp_path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"S": sheet_row(1, ["a", 1.5])})
    assert [part.path for part in unpack(path, "a.xlsx", tmp_path)] == [path]
    (inner,) = unpacked(tmp_path, zipped({"a.xlsx": path.read_bytes()}))
    assert inner.name == "a.xlsx"


def tarred() -> bytes:
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))
    return memory.getvalue()


def beyond(data: bytes) -> bytes:
    """A zip that says its directory stands where the file is long over."""
    at = data.index(b"PK\x05\x06") + 16
    return data[:at] + (1 << 30).to_bytes(4, "little") + data[at + 4 :]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(zipped({"b.zip": zipped({"a": b"a"})}), "an archive again", id="zip in zip"),
        pytest.param(zipped({"a.gz": gzip.compress(b"a")}), "an archive again", id="gzip in zip"),
        pytest.param(gzip.compress(zipped({"a": b"a"})), "an archive again", id="zip in gzip"),
        pytest.param(gzip.compress(tarred()), "tar archive", id="tar in gzip"),
        pytest.param(tarred(), "tar archive", id="tar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(99), "7z archive", id="7z"),
        pytest.param(zipped({}), "no files", id="empty zip"),
        pytest.param(zipped({"a": TABLE * 99})[:-30], "damaged or cut short", id="cut zip"),
        pytest.param(gzip.compress(TABLE * 99)[:-9], "damaged or cut short", id="cut gzip"),
        pytest.param(gzip.compress(TABLE)[:-8] + bytes(8), "damaged", id="gzip checksum"),
        pytest.param(b"\x1f\x8b" + bytes(50), "damaged", id="gzip of zeros"),
        pytest.param(b"PK\x03\x04" + bytes(50), "damaged or cut short", id="zip of zeros"),
        pytest.param(
            beyond(zipped({"a": TABLE})), "a place that it does not have", id="no such place"
        ),
        pytest.param(zipped({"a": b"a"}, zipfile.ZIP_LZMA), "not read here", id="lzma"),
    ],
)
def test_what_cannot_be_unpacked_is_told_in_words(tmp_path, data, reason) -> None:
    with pytest.raises(UnreadableFile, match=reason) as told:
        unpacked(tmp_path, data)
    assert "Errno" not in str(told.value)


def test_a_wrong_checksum_in_a_zip_is_noticed(tmp_path) -> None:
    data = zipped({"a.csv": TABLE}, zipfile.ZIP_STORED).replace(b"2024-01-01", b"2024-01-02", 1)
    with pytest.raises(UnreadableFile, match="CRC"):
        unpacked(tmp_path, data)


def test_an_encrypted_zip_asks_for_its_password(tmp_path) -> None:
    data = bytearray(zipped({"a.csv": TABLE}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableFile, match="encrypted"):
        unpacked(tmp_path, bytes(data))


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(lambda data: gzip.compress(data, 9), id="gzip"),
        pytest.param(lambda data: zipped({"a.csv": data}), id="zip"),
        pytest.param(
            lambda data: zipped({f"{n}": data[: len(data) // 8] for n in range(8)}), id="parts"
        ),
    ],
)
def test_a_bomb_stops_at_two_hundred_times_its_size(tmp_path, pack) -> None:
    packed = pack(bytes(64 << 20))
    with pytest.raises(FileTooLarge, match="200 times"):
        unpacked(tmp_path, packed)
    written = sum(path.stat().st_size for path in (tmp_path / "unpacked").iterdir())
    assert written <= max(module.FREE_BYTES, 200 * len(packed))


def test_what_unpacks_to_more_than_the_limit_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 3 << 20)
    with pytest.raises(FileTooLarge, match="GiB"):
        unpacked(tmp_path, gzip.compress(bytes(4 << 20)))


def test_a_size_that_lies_does_not_pass_the_limit(tmp_path) -> None:
    data = bytearray(zipped({"a.csv": bytes(64 << 20)}))
    for place in (22, data.index(b"PK\x01\x02") + 24):
        data[place : place + 4] = struct.pack("<I", 10)
    with pytest.raises(UnreadableFile):
        unpacked(tmp_path, bytes(data))


def test_a_thousand_files_are_taken_and_one_more_is_not(tmp_path) -> None:
    files = {f"{n}.csv": b"a" for n in range(1000)}
    assert len(unpacked(tmp_path, zipped(files))) == 1000
    with pytest.raises(FileTooLarge, match="1,000 files"):
        unpacked(tmp_path, zipped(files | {"more.csv": b"a"}))


def test_a_directory_of_a_hundred_thousand_entries_is_not_even_read(tmp_path) -> None:
    start, entries = b"PK\x03\x04", (b"PK\x01\x02" + bytes(42)) * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entries), len(start), 0)
    with pytest.raises(FileTooLarge, match="1,000 files"):
        unpacked(tmp_path, start + entries + end)
