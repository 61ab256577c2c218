"""A dropped file finds its format; every format keeps the same contract."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats import files, reading
from energy_core.formats.document import Answers
from energy_core.formats.unpack import Part

NEM12 = (
    "100,NEM12,202403010000,A,B\n200,NMI1,E1,1,E1,N1,S,kWh,30,\n"
    f"300,20240101,{'0.5,' * 48}A,,,20240301000000,\n"
)
XML = (
    "<feed><IntervalBlock><IntervalReading><timePeriod><start>0</start></timePeriod>"
    "<value>7</value></IntervalReading></IntervalBlock></feed>"
)
FORMATS = reading.formats()


def test_every_module_of_the_folder_is_a_format_but_the_blueprint() -> None:
    folder = Path(files.__file__).parent
    names = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert {f.__name__.rpartition(".")[2] for f in FORMATS} == names


def test_the_table_that_takes_anything_is_asked_last() -> None:
    assert FORMATS[-1].__name__.endswith(".table")
    priorities = [f.PRIORITY for f in FORMATS]
    assert priorities == sorted(priorities, reverse=True)
    assert priorities[-2] > priorities[-1]


@pytest.mark.parametrize("format_", FORMATS[:-1], ids=lambda f: f.__name__.rpartition(".")[2])
@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00" * 1000, id="nul"),
        pytest.param(bytes(range(256)) * 256, id="every-byte"),
        pytest.param(b"\xff\xfe" + b"\xd8" * 999, id="broken-utf-16"),
        pytest.param(b"\n" * 70_000, id="blank-lines"),
        pytest.param(b"100", id="one-cell"),
        pytest.param(b"time,kWh\n2024-01-01 00:00,1.5\n" * 99, id="table"),
        pytest.param(b'{"values": [{"t": 1, "v": 2}]}', id="json"),
    ],
)
def test_a_format_is_quietly_not_that_of_other_files(format_: reading.Format, head: bytes) -> None:
    assert format_.claims(Part("file", Path("/nowhere"), head)) is False


def test_a_packed_file_is_read_as_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "month.csv.gz"
    path.write_bytes(gzip.compress(NEM12.encode()))
    (document,) = reading.read(path, "month.csv.gz")
    assert (document.format, len(document.series[0])) == ("NEM12 (AEMO)", 48)


def archive(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in members.items():
            made.writestr(name.replace("_", "."), text)
    return path


def test_each_file_of_an_archive_is_a_document_with_its_name(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", usage_xml=XML, month_csv=NEM12)
    found = {document.file: document.format for document in reading.read(path, "a.zip")}
    assert found == {"usage.xml": "Green Button (ESPI XML)", "month.csv": "NEM12 (AEMO)"}


def test_a_member_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", month_csv=NEM12, other_xml="<?xml version='1.0'?><rss/>")
    by_name = {document.file: document for document in reading.read(path, "a.zip")}
    assert len(by_name["month.csv"].series) == 1
    (issue,) = by_name["other.xml"].issues
    assert (by_name["other.xml"].series, "Green Button" in issue.message) == ((), True)


def test_an_archive_of_nothing_readable_is_an_error(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", a_xml="<?xml version='1.0'?><rss/>", b_xml="<html>")
    with pytest.raises(UnreadableFile):
        reading.read(path, "a.zip")


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "../../etc/passwd", "/etc/passwd", "a\x00b"])
def test_a_time_zone_that_is_none_is_said_before_anything_is_read(
    tmp_path: Path, zone: str
) -> None:
    path = tmp_path / "month.csv"
    path.write_text(NEM12)
    with pytest.raises(UnreadableFile, match="is no time zone"):
        reading.read(path, "month.csv", Answers(timezone=zone))
