"""P1 telegrams: the port's own words, with the clock's change and devices of their own pace."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Document, Series
from energy_core.formats.facts import of_series
from energy_core.formats.files import telegram
from energy_core.model import Kind, Role
from tests.support.parts import at, part_of


def said(stamp: str, *lines: str) -> str:
    first = [f"0-0:1.0.0({stamp})"] if stamp else []
    body = "\r\n".join([r"/ISK5\2M550E-1012", "", *first, *lines, "!F46A"])
    return body + "\r\n"


def read(folder: Path, text: str, answers: Answers | None = None) -> Document:
    part = part_of(folder, text, "p1.log")
    assert telegram.claims(part)
    return telegram.read(part, answers or Answers())


def named(document: Document) -> dict[str, Series]:
    return {series.name: series for series in document.series}


FULL = (
    "1-3:0.2.8(50)",
    "0-0:96.1.1(4530303434303037313331363530363138)",
    "1-0:1.8.1(004426.112*kWh)",
    "1-0:1.8.2(002399.390*kWh)",
    "1-0:2.8.1(000244.272*kWh)",
    "1-0:2.8.2(000000.000*kWh)",
    "0-0:96.14.0(0002)",
    "1-0:1.7.0(00.244*kW)",
    "1-0:2.7.0(00.000*kW)",
    "1-0:99.97.0(1)(0-0:96.7.19)(180417201458S)(0000000236*s)",
    "0-0:96.13.0()",
    "1-0:32.7.0(232.1*V)",
    "1-0:31.7.0(001*A)",
    "1-0:21.7.0(00.244*kW)",
    "0-1:24.1.0(003)",
    "0-1:96.1.0(4730303332353635353431373935373137)",
    "0-1:24.2.1(240110120500W)(00016.713*m3)",
)


def test_one_telegram_says_every_register_once(tmp_path: Path) -> None:
    document = read(tmp_path, said("240110120000W", *FULL))
    assert {s.name: (s.kind, s.role, s.unit, s.value[0]) for s in document.series} == {
        "import, tariff 1": (Kind.COUNTER, Role.GRID_IMPORT, "kWh", 4426.112),
        "import, tariff 2": (Kind.COUNTER, Role.GRID_IMPORT, "kWh", 2399.39),
        "export, tariff 1": (Kind.COUNTER, Role.GRID_EXPORT, "kWh", 244.272),
        "export, tariff 2": (Kind.COUNTER, Role.GRID_EXPORT, "kWh", 0.0),
        "import power": (Kind.POWER, Role.OTHER, "kW", 0.244),
        "export power": (Kind.POWER, Role.OTHER, "kW", 0.0),
        "voltage L1": (Kind.LEVEL, Role.LEVEL, "V", 232.1),
        "current L1": (Kind.LEVEL, Role.LEVEL, "A", 1.0),
        "power import L1": (Kind.POWER, Role.OTHER, "kW", 0.244),
        "gas 1": (Kind.COUNTER, Role.GAS, "m³", 16.713),
    }
    assert document.issues == ()
    assert named(document)["import, tariff 1"].meter == "E0044007131650618"
    assert named(document)["gas 1"].meter == "G0032565541795717"


def test_a_value_is_of_its_telegrams_time_and_gas_of_its_own(tmp_path: Path) -> None:
    series = named(read(tmp_path, said("240110120000W", *FULL)))
    assert series["import power"].ts.tolist() == [at("2024-01-10 11:00")]
    assert series["gas 1"].ts.tolist() == [at("2024-01-10 11:05")]


def test_the_letter_tells_the_repeated_hour_apart(tmp_path: Path) -> None:
    line = "1-0:1.8.0(0000{}.0*kWh)"
    stamps = [
        "241027015959S", "241027023000S", "241027023000W", "241027030000W", "241027031000W",
    ]  # fmt: skip
    text = "".join(said(stamp, line.format(n)) for n, stamp in enumerate(stamps))
    (series,) = read(tmp_path, text).series
    assert series.ts.tolist() == [
        at("2024-10-26 23:59:59"), at("2024-10-27 00:30"), at("2024-10-27 01:30"),
        at("2024-10-27 02:00"), at("2024-10-27 02:10"),
    ]  # fmt: skip
    assert of_series(series)["energy_kwh"] == 4.0


def test_without_the_letter_order_tells_the_repeated_hour_apart(tmp_path: Path) -> None:
    stamps = ["241027015000", "241027025000", "241027021000", "241027025000", "241027030000"]
    lines = ["1-0:1.8.0({}*kWh)", "1-0:1.7.0(1*kW)", "1-0:2.7.0(0*kW)"]
    text = "".join(
        said(stamp, *(line.format(n) for line in lines)) for n, stamp in enumerate(stamps)
    )
    assert named(read(tmp_path, text))["import"].ts.tolist() == [
        at("2024-10-26 23:50"), at("2024-10-27 00:50"), at("2024-10-27 01:10"),
        at("2024-10-27 01:50"), at("2024-10-27 02:00"),
    ]  # fmt: skip


def test_another_zone_moves_the_clock(tmp_path: Path) -> None:
    document = read(tmp_path, said("240710120000S", *FULL), Answers(timezone="Europe/Helsinki"))
    assert document.timezone == "Europe/Helsinki"
    assert named(document)["import power"].ts.tolist() == [at("2024-07-10 09:00")]


def test_an_hourly_gas_reading_said_every_ten_seconds_counts_once(tmp_path: Path) -> None:
    text = "".join(
        said(f"2401101200{s}0W", f"1-0:1.8.0({s}*kWh)", "0-1:24.2.1(240110120000W)(16.7*m3)")
        for s in range(6)
    )
    series = named(read(tmp_path, text))
    assert (len(series["gas 1"]), series["gas 1"].repeated) == (1, 0)
    assert (len(series["import"]), series["import"].step_s) == (6, 10.0)


def test_old_gas_meters_write_their_value_on_a_line_of_its_own(tmp_path: Path) -> None:
    lines = ["0-1:24.3.0(121030140000)(00)(60)(1)(0-1:24.2.1)(m3)", "(00012.034)"]
    text = said("121030140500W", "1-0:1.8.1(1*kWh)", "1-0:1.8.2(1*kWh)", *lines)
    series = named(read(tmp_path, text))["gas 1"]
    assert (series.value.tolist(), series.unit) == ([12.034], "m³")
    assert series.ts.tolist() == [at("2012-10-30 13:00")]


@pytest.mark.parametrize(
    ("medium", "value", "role", "unit"),
    [
        ("003", "1.5*m3", Role.GAS, "m³"),
        ("007", "1.5*m3", Role.WATER, "m³"),
        ("004", "1.5*GJ", Role.HEAT, "GJ"),
    ],
)
def test_the_device_type_says_what_is_counted(
    tmp_path: Path, medium: str, value: str, role: Role, unit: str
) -> None:
    lines = [f"0-2:24.1.0({medium})", f"0-2:24.2.1(240110120000W)({value})", "1-0:1.8.0(1*kWh)"]
    series = [s for s in read(tmp_path, said("240110120500W", *lines)).series if s.name[-1] == "2"]
    assert [(s.role, s.unit) for s in series] == [(role, unit)]


def test_a_total_beside_its_tariffs_is_the_one_in_the_balance(tmp_path: Path) -> None:
    lines = ["1-0:1.8.0(3*kWh)", "1-0:1.8.1(1*kWh)", "1-0:1.8.2(2*kWh)"]
    roles = {s.name: s.role for s in read(tmp_path, said("240110120000W", *lines)).series}
    assert roles == {
        "import": Role.GRID_IMPORT,
        "import, tariff 1": Role.OTHER,
        "import, tariff 2": Role.OTHER,
    }


def test_a_power_without_a_counter_is_the_import(tmp_path: Path) -> None:
    lines = ["1-0:1.7.0(0.5*kW)", "1-0:32.7.0(230*V)"]
    roles = {s.name: s.role for s in read(tmp_path, said("240110120000W", *lines)).series}
    assert roles["import power"] is Role.GRID_IMPORT


def test_a_second_stamp_begins_a_telegram_where_nothing_parts_them(tmp_path: Path) -> None:
    text = "".join(
        f"0-0:1.0.0(24011012000{s}W)\n1-0:1.8.0({s}*kWh)\n1-0:1.7.0(1*kW)\n" for s in range(3)
    )
    assert named(read(tmp_path, text))["import"].value.tolist() == [0, 1, 2]


def test_what_cannot_be_read_is_told_and_the_rest_kept(tmp_path: Path) -> None:
    text = said("240110120000W", "1-0:1.8.0(1.5*kWh)", "1-0:1.7.0(0.1*kW)")
    text += said("240110120010W", "1-0:1.8.0(##*kWh)", "1-0:1.7.0(0.2*kW)", "noise")
    text += said("240110996010W", "1-0:1.8.0(2.5*kWh)", "1-0:1.7.0(0.3*kW)")
    document = read(tmp_path, text)
    series = named(document)
    assert (series["import"].value.tolist(), series["import"].missing) == ([1.5], 1)
    assert series["import power"].value.tolist() == [0.1, 0.2]
    assert [issue.line for issue in document.issues] == [10, 12, 16, 19]


def test_telegrams_without_any_time_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="has both a time"):
        read(tmp_path, said("", "1-0:1.8.0(1*kWh)", "1-0:2.8.0(1*kWh)", "1-0:1.7.0(1*kW)"))


def test_tables_and_noise_are_not_claimed(tmp_path: Path) -> None:
    for text in ("time;1-0:1.8.0\n2024-01-01;5\n", "a(b)\n" * 9, "", "\x00" * 99):
        assert not telegram.claims(part_of(tmp_path, text))
