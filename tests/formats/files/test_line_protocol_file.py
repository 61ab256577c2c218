"""InfluxDB line protocol that was written to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Document
from energy_core.formats.files import line_protocol
from energy_core.formats.incoming import Sender
from energy_core.formats.words import spec
from energy_core.model import Kind, Role
from tests.support.parts import at, part_of

NOW = 1_700_000_000  # s


def read(folder: Path, text: str | bytes) -> Document:
    part = part_of(folder, text, "export.lp")
    assert line_protocol.claims(part)
    return line_protocol.read(part, Answers())


@pytest.mark.parametrize(
    ("stamp", "name"),
    [(NOW, "s"), (NOW * 10**3, "ms"), (NOW * 10**6, "us"), (NOW * 10**9, "ns")],
)
def test_the_length_of_the_stamps_tells_their_precision(
    tmp_path: Path, stamp: int, name: str
) -> None:
    (series,) = read(tmp_path, f"grid,unit=W power=512.5 {stamp}\n").series
    assert series.ts.tolist() == [NOW * 1_000_000], name
    assert series.value.tolist() == [512.5]


def test_series_mean_what_they_mean_when_a_device_sends_them(tmp_path: Path) -> None:
    lines = "".join(
        f"p1,meter=house,unit=kWh import={n},export={2 * n} {NOW + 10 * n}\n"
        f"weather,place=roof temperature={n} {NOW + 10 * n}\n"
        for n in range(100)
    )
    series = {s.name: s for s in read(tmp_path, lines).series}
    assert {name: (s.kind, s.role, s.unit) for name, s in series.items()} == {
        "house.import": (Kind.COUNTER, Role.GRID_IMPORT, "kWh"),
        "house.export": (Kind.COUNTER, Role.GRID_EXPORT, "kWh"),
        "weather.roof.temperature": (Kind.LEVEL, Role.TEMPERATURE, "°C"),
    }
    sent = spec(Sender("house.import", field="p1 import", unit="kWh"))
    assert (sent.kind, sent.role) == (series["house.import"].kind, series["house.import"].role)
    assert series["house.import"].guessed == {"kind", "role"}
    assert series["house.export"].value.sum() == 9900.0
    assert series["house.export"].step_s == 10.0


def test_the_comments_of_an_export_are_passed_over(tmp_path: Path) -> None:
    head = "# DDL\nCREATE DATABASE home\n# DML\n# CONTEXT-DATABASE: home\n"
    document = read(tmp_path, head + f"grid power=1 {NOW}\nbroken line here now\n")
    assert document.series[0].value.tolist() == [1.0]
    assert [(issue.line, issue.rows) for issue in document.issues] == [(6, 1)]


def test_blocks_of_a_large_file_join_and_keep_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_protocol, "BLOCK", 1000)
    rows = [f"grid,unit=W power={n} {NOW + n}" for n in range(500)]
    rows[400] = "grid,unit=W power=oops 1700000400"
    document = read(tmp_path, "\n".join(rows))
    (series,) = document.series
    assert (len(series), series.value.sum()) == (499, sum(range(500)) - 400)
    assert document.issues[0].line == 401


def test_a_line_without_a_stamp_is_not_of_today(tmp_path: Path) -> None:
    document = read(tmp_path, f"grid power=1 {NOW}\n" * 30 + "grid power=2\n")
    assert (len(document.series[0]), document.series[0].repeated) == (1, 29)
    assert [(i.line, i.message) for i in document.issues] == [(31, "a line has no stamp")]


def test_what_contradicts_itself_is_left_out_and_told(tmp_path: Path) -> None:
    text = f"a,unit=W,kind=counter power=1 {NOW}\nb,unit=W power=1 {NOW}\n"
    document = read(tmp_path, text)
    assert [s.name for s in document.series] == ["b.power"]
    assert "unit W does not fit kind counter" in document.issues[0].message


def test_old_and_odd_stamps_keep_their_instant(tmp_path: Path) -> None:
    (series,) = read(tmp_path, "grid power=1 1465839830100400200\n").series
    assert series.ts.tolist() == [at("2016-06-13 17:43:50") + 100_400]


def test_only_text_and_booleans_are_no_readings(tmp_path: Path) -> None:
    part = part_of(tmp_path, f'a s="x",b=true {NOW}\n')
    assert not line_protocol.claims(part)
    with pytest.raises(UnreadableFile, match="no line of this file"):
        line_protocol.read(part, Answers())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("time,power\n2024-01-01,5\n", id="csv"),
        pytest.param("a=1 b=2\n", id="no-stamp"),
        pytest.param("key = value 5\n", id="settings"),
        pytest.param('{"a": 1}', id="json"),
        pytest.param("grid power=1 1700000000\n\x00\n", id="nul"),
        pytest.param("#" * 10, id="comment"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_no_line_protocol_is_not_claimed(tmp_path: Path, text: str) -> None:
    assert not line_protocol.claims(part_of(tmp_path, text))


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.lp"
    path.write_bytes(f"grid power=1 {NOW}\n".encode() * 1_000_000 + b"a" * (18 << 20))
    with path.open("rb") as file:
        part = line_protocol.Part("long.lp", path, file.read(1 << 16))
    with pytest.raises(UnreadableFile, match="longer than"):
        line_protocol.read(part, Answers())
