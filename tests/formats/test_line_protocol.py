from __future__ import annotations

import numpy as np
import pytest

from energy_core.errors import BadRequest, Contradiction
from energy_core.formats.line_protocol import FEWEST_FOR_COLUMNS, parse
from energy_core.formats.words import spec
from energy_core.model import Kind, Role

MANY = FEWEST_FOR_COLUMNS + 10


def both_ways(lines: list[str], precision: str = "s"):
    """The same lines read one by one and, repeated, by column."""
    few = parse("\n".join(lines).encode(), precision)
    many = parse("\n".join(lines * MANY).encode() + b"\n", precision)
    return few, many


@pytest.mark.parametrize(
    ("line", "meters", "values"),
    [
        pytest.param("power,meter=pv value=1630.5 1764000000", ["pv"], [1630.5], id="tag meter"),
        pytest.param(
            "power,room=hall,host=a value=3i 1764000000", ["power.hall.a"], [3], id="tags"
        ),
        pytest.param(
            "p,meter=a w=1,kwh=2.5 1764000000", ["a.w", "a.kwh"], [1, 2.5], id="two fields"
        ),
        pytest.param("p value=4u 1764000000", ["p"], [4], id="no tags"),
        pytest.param(
            "p,meter=a,unit=kW,kind=power,role=ev value=7 1764000000", ["a"], [7], id="hints"
        ),
    ],
)
def test_a_line_names_its_meters_and_values(line, meters, values) -> None:
    for incoming in both_ways([line]):
        assert [s.meter for s in incoming.series] == meters
        assert incoming.value[: len(values)].tolist() == values
        assert set(incoming.ts.tolist()) == {1764000000_000000}
        assert not incoming.problems


def test_by_column_and_by_line_read_the_same() -> None:
    rng = np.random.default_rng(5)
    lines = [
        f"m{n % 3},meter=x{n % 7},unit=W value={rng.normal():.3f},other={n}i {1764000000 + n}"
        for n in range(500)
    ]
    column = parse("\n".join(lines).encode() + b"\n", "s")
    parts = [parse(line.encode(), "s") for line in lines]
    assert column.value.tolist() == [v for p in parts for v in p.value.tolist()]
    assert column.ts.tolist() == [t for p in parts for t in p.ts.tolist()]
    named = [p.series[w] for p in parts for w in p.which]
    assert [column.series[w] for w in column.which] == named


def test_home_assistants_line_gives_its_value_alone() -> None:
    line = (
        "W,domain=sensor,entity_id=house_power "
        'friendly_name_str="House, \\"big\\" = all",value=812.5,state_class_str="x" 1764000000000000000'
    )
    incoming = parse(line.encode())
    assert [s.meter for s in incoming.series] == ["W.sensor.house_power"]
    assert incoming.value.tolist() == [812.5]
    assert spec(incoming.series[0]).unit == "W"


def test_escapes_are_part_of_the_name() -> None:
    incoming = parse(rb"my\ house,place=first\,\ left value=1 1764000000", "s")
    assert [s.meter for s in incoming.series] == ["my house.first, left"]


@pytest.mark.parametrize(
    ("precision", "stamp"),
    [
        pytest.param("ns", 1764000000_000000000, id="ns"),
        pytest.param("us", 1764000000_000000, id="us"),
        pytest.param("ms", 1764000000_000, id="ms"),
        pytest.param("s", 1764000000, id="s"),
    ],
)
def test_every_precision_gives_the_same_instant(precision: str, stamp: int) -> None:
    for incoming in both_ways([f"p,meter=a value=1 {stamp}"], precision):
        assert set(incoming.ts.tolist()) == {1764000000_000000}


def test_a_bad_line_is_named_and_the_others_are_kept() -> None:
    lines = [f"p,meter=a value={n} {1764000000 + n}" for n in range(MANY)]
    lines[7] = "p,meter=a value=abc 1764000007"
    lines[9] = "nonsense"
    lines[11] = "p,meter=a value=1 noon"
    incoming = parse("\n".join(lines).encode(), "s")
    assert [p.row for p in incoming.problems] == [7, 9, 11]
    assert len(incoming.value) == MANY - 3


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(BadRequest, match="precision"):
        parse(b"p value=1 1", "fortnights")


@pytest.mark.parametrize(
    ("line", "kind", "unit", "role"),
    [
        pytest.param("p,meter=pv power_w=1 1", Kind.POWER, "W", Role.PRODUCTION, id="power_w"),
        pytest.param("p,meter=x energy_kwh=1 1", Kind.COUNTER, "Wh", Role.SUBMETER, id="_kwh"),
        pytest.param("p,meter=x energy_total=1 1", Kind.COUNTER, "Wh", Role.SUBMETER, id="_total"),
        pytest.param("gas,meter=g m3=1 1", Kind.COUNTER, "m³", Role.GAS, id="m3"),
        pytest.param("t,meter=hall temperature=1 1", Kind.LEVEL, "°C", Role.TEMPERATURE, id="temp"),
        pytest.param(
            "linky,meter=soutirage value=1 1", Kind.POWER, "W", Role.GRID_IMPORT, id="French"
        ),
        pytest.param(
            "e,meter=x,kind=interval,unit=kWh value=1 1",
            Kind.INTERVAL,
            "Wh",
            Role.SUBMETER,
            id="tags",
        ),
    ],
)
def test_the_words_of_a_line_tell_what_the_meter_is(line, kind, unit, role) -> None:
    made = spec(parse(line.encode(), "s").series[0])
    assert (made.kind, made.unit, made.role) == (kind, unit, role)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("p,meter=x,unit=parsec value=1 1", id="unknown unit"),
        pytest.param("p,meter=x,unit=kWh,kind=power value=1 1", id="unit against kind"),
        pytest.param("p,meter=x,role=king value=1 1", id="unknown role"),
        pytest.param("p,meter=x,role=grid,kind=counter value=1 1", id="a signed counter"),
    ],
)
def test_what_does_not_fit_together_is_said(line: str) -> None:
    with pytest.raises(Contradiction):
        spec(parse(line.encode(), "s").series[0])


@pytest.mark.parametrize("value", ["1_0", "١", "1iu", "nan", "0x1f", "1e"])
def test_a_number_is_written_in_ascii_digits(value: str) -> None:
    assert [p.row for p in parse(f"p value={value} 1".encode(), "s").problems] == [0]


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    for lines in (1, MANY):
        body = b"\xef\xbb\xbf" + b"p,meter=bom value=1 1\n" * lines
        assert parse(body, "s").series[0].meter == "bom"
