"""Green Button XML: what utilities write, and what an attacker would."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Document, Series
from energy_core.formats.files import espi
from energy_core.model import Commodity, Kind, Role
from tests.support.parts import at, part_at, part_of

START = 1704067200  # 2024-01-01 00:00 UTC


def reading(n: int, value: str, more: str = "", step: int = 3600) -> str:
    return (
        f"<IntervalReading>{more}<timePeriod><duration>{step}</duration>"
        f"<start>{START + n * step}</start></timePeriod><value>{value}</value></IntervalReading>"
    )


def block(*readings: str) -> str:
    return f"<IntervalBlock>{''.join(readings)}</IntervalBlock>"


def type_of(**fields: int) -> str:
    inner = "".join(f"<{name}>{code}</{name}>" for name, code in fields.items())
    return f"<ReadingType>{inner}</ReadingType>"


def entry(resource: str, title: str = "", **links: str) -> str:
    hrefs = "".join(f'<link rel="{rel.rstrip("_")}" href="{href}"/>' for rel, href in links.items())
    return f"<entry>{hrefs}<title>{title}</title><content>{resource}</content></entry>"


def feed(*entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        f' xmlns:e="http://naesb.org/espi">{"".join(entries)}</feed>'
    )


ENERGY = {"accumulationBehaviour": 4, "commodity": 1, "flowDirection": 1, "uom": 72}


def read(folder: Path, text: str | bytes, name: str = "usage.xml") -> Document:
    part = part_of(folder, text, name)
    assert espi.claims(part)
    return espi.read(part, Answers())


def one(document: Document) -> Series:
    (series,) = document.series
    return series


def typed(folder: Path, *readings: str, **fields: int) -> Series:
    return one(read(folder, feed(type_of(**{**ENERGY, **fields}), block(*readings))))


def test_values_stand_at_the_start_of_their_interval_as_written(tmp_path: Path) -> None:
    series = typed(tmp_path, reading(0, "450"), reading(1, "430"), reading(2, "418"))
    assert series.ts.tolist() == [at(f"2024-01-01 0{n}:00") for n in range(3)]
    assert series.value.tolist() == [450, 430, 418]
    assert (series.kind, series.role, series.unit) == (Kind.INTERVAL, Role.GRID_IMPORT, "Wh")
    assert (series.step_s, series.guessed) == (3600.0, frozenset())


@pytest.mark.parametrize(
    ("fields", "unit", "value"),
    [
        pytest.param({"powerOfTenMultiplier": 3}, "kWh", 7.0, id="kilo"),
        pytest.param({"powerOfTenMultiplier": -3}, "mWh", 7.0, id="milli"),
        pytest.param({"powerOfTenMultiplier": 6}, "MWh", 7.0, id="mega"),
        pytest.param({"powerOfTenMultiplier": 1}, "Wh", 70.0, id="ten-has-no-unit"),
        pytest.param({"powerOfTenMultiplier": -2}, "Wh", 0.07, id="hundredth-has-no-unit"),
        pytest.param({"uom": 169, "commodity": 7}, "therm", 7.0, id="therm"),
        pytest.param(
            {"uom": 169, "commodity": 7, "powerOfTenMultiplier": -1}, "therm", 0.7, id="decitherm"
        ),
        pytest.param({"uom": 119, "commodity": 7}, "ft³", 7.0, id="cubic-feet"),
        pytest.param(
            {"uom": 119, "commodity": 7, "powerOfTenMultiplier": 2}, "CCF", 7.0, id="hundred-feet"
        ),
        pytest.param({"uom": 42, "commodity": 9}, "m³", 7.0, id="cubic-metres-of-water"),
        pytest.param({"uom": 132, "commodity": 12}, "Wh", 2.05149749, id="btu"),
        pytest.param({"uom": 31, "powerOfTenMultiplier": 6}, "MJ", 7.0, id="megajoule"),
        pytest.param({"uom": 73}, "VArh", 7.0, id="reactive"),
    ],
)
def test_the_unit_is_that_of_the_code_and_the_power_of_ten(
    tmp_path: Path, fields: dict[str, int], unit: str, value: float
) -> None:
    series = typed(tmp_path, reading(0, "7"), **fields)
    assert series.unit == unit
    assert series.value.tolist() == pytest.approx([value], rel=1e-12)


def test_a_scaled_value_is_said_in_an_issue(tmp_path: Path) -> None:
    text = feed(type_of(**ENERGY, powerOfTenMultiplier=1), block(reading(0, "7")))
    (issue,) = read(tmp_path, text).issues
    assert "multiplied by 10 to be in Wh" in issue.message


@pytest.mark.parametrize(
    ("fields", "kind", "role", "commodity"),
    [
        pytest.param({}, Kind.INTERVAL, Role.GRID_IMPORT, Commodity.ELECTRICITY, id="delivered"),
        pytest.param(
            {"flowDirection": 19},
            Kind.INTERVAL, Role.GRID_EXPORT, Commodity.ELECTRICITY, id="received",
        ),
        pytest.param({"flowDirection": 4}, Kind.INTERVAL, Role.GRID, Commodity.ELECTRICITY, id="net"),
        pytest.param(
            {"flowDirection": 15}, Kind.INTERVAL, Role.OTHER, Commodity.ELECTRICITY, id="quadrant"
        ),
        pytest.param(
            {"accumulationBehaviour": 1},
            Kind.COUNTER, Role.GRID_IMPORT, Commodity.ELECTRICITY, id="bulk-quantity",
        ),
        pytest.param(
            {"accumulationBehaviour": 9},
            Kind.COUNTER, Role.GRID_IMPORT, Commodity.ELECTRICITY, id="summation",
        ),
        pytest.param(
            {"uom": 38, "accumulationBehaviour": 12},
            Kind.POWER, Role.GRID_IMPORT, Commodity.ELECTRICITY, id="power",
        ),
        pytest.param(
            {"uom": 38, "dataQualifier": 8},
            Kind.POWER, Role.OTHER, Commodity.ELECTRICITY, id="greatest-demand",
        ),
        pytest.param({"uom": 29}, Kind.LEVEL, Role.LEVEL, Commodity.NONE, id="volts"),
        pytest.param({"uom": 23}, Kind.LEVEL, Role.TEMPERATURE, Commodity.NONE, id="degrees"),
        pytest.param(
            {"uom": 42, "commodity": 7}, Kind.INTERVAL, Role.GAS, Commodity.GAS, id="gas"
        ),
        pytest.param(
            {"uom": 128, "commodity": 9}, Kind.INTERVAL, Role.WATER, Commodity.WATER, id="water"
        ),
        pytest.param(
            {"uom": 73}, Kind.INTERVAL, Role.OTHER, Commodity.ELECTRICITY, id="reactive-energy"
        ),
    ],
)  # fmt: skip
def test_the_reading_type_says_what_is_measured(
    tmp_path: Path, fields: dict[str, int], kind: Kind, role: Role, commodity: Commodity
) -> None:
    series = typed(tmp_path, reading(0, "7"), reading(1, "9"), **fields)
    assert (series.kind, series.role, series.commodity) == (kind, role, commodity)


def test_a_power_over_an_interval_is_a_mean_and_a_momentary_one_is_not(tmp_path: Path) -> None:
    assert typed(tmp_path, reading(0, "7"), uom=38).mean
    assert not typed(tmp_path, reading(0, "7"), uom=38, accumulationBehaviour=12).mean


def test_the_service_tells_the_commodity_where_the_type_does_not(tmp_path: Path) -> None:
    usage = "<UsagePoint><ServiceCategory><kind>1</kind></ServiceCategory></UsagePoint>"
    kind = type_of(accumulationBehaviour=4, uom=169)
    series = one(read(tmp_path, feed(usage, kind, block(reading(0, "3")))))
    assert (series.commodity, series.role) == (Commodity.GAS, Role.GAS)


def test_readings_that_the_utility_made_up_are_estimated(tmp_path: Path) -> None:
    quality = [0, 8, 9, 17, 12, 19]
    readings = [
        reading(n, "5", f"<ReadingQuality><quality>{q}</quality></ReadingQuality>")
        for n, q in enumerate(quality)
    ]
    assert typed(tmp_path, *readings).estimated.tolist() == [False, True, True, False, True, False]


def test_a_reading_without_a_value_is_missing_and_one_that_cannot_be_read_is_told(
    tmp_path: Path,
) -> None:
    readings = [reading(0, "5"), reading(1, ""), reading(2, "five"), reading(3, "NaN")]
    document = read(tmp_path, feed(type_of(**ENERGY), block(*readings)))
    assert (len(one(document)), one(document).missing) == (1, 1)
    (issue,) = document.issues
    assert (issue.rows, "'five'" in issue.message) == (2, True)


def test_a_block_that_comes_twice_counts_once(tmp_path: Path) -> None:
    twice = block(reading(0, "5"), reading(1, "6"))
    series = one(read(tmp_path, feed(type_of(**ENERGY), twice, twice)))
    assert (series.value.tolist(), series.repeated) == ([5, 6], 2)


def test_blocks_in_any_order_give_rising_stamps(tmp_path: Path) -> None:
    text = feed(type_of(**ENERGY), block(reading(5, "5")), block(reading(1, "1"), reading(0, "0")))
    assert one(read(tmp_path, text)).value.tolist() == [0, 1, 5]


def test_without_a_reading_type_watt_hours_are_assumed_and_said(tmp_path: Path) -> None:
    document = read(tmp_path, feed(block(reading(0, "5"))))
    assert one(document).unit == "Wh"
    assert one(document).guessed == {"unit", "kind", "role"}
    assert "no ReadingType" in document.issues[0].message


def linked(number: int, flow: int, value: str) -> dict[str, str]:
    """The entries of one meter reading, joined by links as the standard's own samples are."""
    base = f"https://u/UsagePoint/{number}"
    own = f"{base}/MeterReading/01"
    return {
        "usage": entry(
            "<UsagePoint/>", f"House {number}", self=base, related=f"{base}/MeterReading"
        ),
        "reading": entry(
            "<MeterReading/>", "Usage", self=own, up=f"{base}/MeterReading",
            related=f"https://u/ReadingType/{number}",
        ),
        "type": entry(
            type_of(**{**ENERGY, "flowDirection": flow}), self=f"https://u/ReadingType/{number}"
        ),
        "block": entry(
            block(reading(0, value)), self=f"{own}/IntervalBlock/1", up=f"{own}/IntervalBlock"
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(["usage", "reading", "type", "block"], id="as-published"),
        pytest.param(["block", "type", "reading", "usage"], id="upside-down"),
        pytest.param(["type", "block", "usage", "reading"], id="shuffled"),
    ],
)
def test_links_join_two_usage_points_in_any_order(tmp_path: Path, order: list[str]) -> None:
    houses = [linked(1, 1, "11"), linked(2, 19, "22")]
    document = read(tmp_path, feed(*(house[name] for name in order for house in houses)))
    found = {(s.meter, s.role, s.value[0]) for s in document.series}
    assert found == {
        ("House 1", Role.GRID_IMPORT, 11.0),
        ("House 2", Role.GRID_EXPORT, 22.0),
    }
    assert len({s.name for s in document.series}) == 2


def test_without_links_what_stands_before_is_joined(tmp_path: Path) -> None:
    export = type_of(**{**ENERGY, "flowDirection": 19})
    text = feed(
        entry("<UsagePoint/>", "House"),
        entry("<MeterReading/>", "In"), entry(type_of(**ENERGY)), entry(block(reading(0, "1"))),
        entry("<MeterReading/>", "Out"), entry(export), entry(block(reading(0, "2"))),
    )  # fmt: skip
    found = [(s.name, s.role, s.value[0]) for s in read(tmp_path, text).series]
    assert found == [("In", Role.GRID_IMPORT, 1.0), ("Out", Role.GRID_EXPORT, 2.0)]


def test_bare_nested_elements_with_any_prefix_are_read(tmp_path: Path) -> None:
    inner = (type_of(**ENERGY) + block(reading(0, "9"))).replace("</", "</x:")
    inner = re.sub(r"<(?=\w)", "<x:", inner).replace("</x:x:", "</x:")
    text = (
        '<x:UsagePoint xmlns:x="http://naesb.org/espi"><x:MeterReading>'
        f"{inner}</x:MeterReading></x:UsagePoint>"
    )
    assert one(read(tmp_path, text)).value.tolist() == [9]


def test_utf_16_is_read(tmp_path: Path) -> None:
    text = feed(type_of(**ENERGY), block(reading(0, "9"))).replace("UTF-8", "UTF-16")
    assert one(read(tmp_path, text.encode("utf-16"))).value.tolist() == [9]


# -- what is no Green Button, or means harm


def refused(folder: Path, text: str | bytes) -> UnreadableFile:
    part = part_of(folder, text, "usage.xml")
    assert espi.claims(part)
    with pytest.raises(UnreadableFile) as raised:
        espi.read(part, Answers())
    return raised.value


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        pytest.param(f'<!DOCTYPE f [<!ENTITY a0 "ha">{LAUGHS}]>', id="billion-laughs"),
        pytest.param('<!DOCTYPE f [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>', id="external"),
        pytest.param('<!DOCTYPE f SYSTEM "http://127.0.0.1:1/f.dtd">', id="external-type"),
        pytest.param('<!DOCTYPE f [<!ENTITY % p SYSTEM "file:///dev/zero">%p;]>', id="parameter"),
    ],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, doctype: str) -> None:
    error = refused(tmp_path, f'<?xml version="1.0"?>\n{doctype}<feed>&a9;</feed>')
    assert "document type" in str(error)
    assert error.line == 2


def test_200_000_elements_deep_is_refused_at_once(tmp_path: Path) -> None:
    assert "nested deeper" in str(refused(tmp_path, "<feed>" + "<a>" * 200_000))


def test_a_file_that_ends_midway_names_the_line(tmp_path: Path) -> None:
    text = feed("\n", type_of(**ENERGY), "\n", block(reading(0, "1"), reading(1, "2")))
    error = refused(tmp_path, text[: text.index("</IntervalBlock")])
    assert (error.line, "broken" in str(error)) == (3, True)


def test_other_xml_says_what_was_expected(tmp_path: Path) -> None:
    assert "IntervalBlock" in str(refused(tmp_path, "<?xml version='1.0'?><rss><item/></rss>"))


def test_a_web_page_is_called_one(tmp_path: Path) -> None:
    assert "web page" in str(refused(tmp_path, "<!DOCTYPE html><html><body>Sign in</body></html>"))


def test_a_table_is_not_claimed(tmp_path: Path) -> None:
    assert not espi.claims(part_of(tmp_path, "time,kWh\n2024-01-01 00:00,1\n"))


# -- the standard's own samples

SAMPLES = [
    "TestGBDataHourlyNineDaysBinnedDaily.xml",
    "Inland_Single_Family_2011.xml",
    "electric_containerized.xml",
]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_standards_samples_are_read_to_the_last_watt_hour(meter_files: Path, name: str) -> None:
    truth = json.loads((meter_files / "truth.json").read_text())["greenbutton_espi_sdk"][name]
    series = one(espi.read(part_at(meter_files / "greenbutton_espi_sdk" / name), Answers()))
    assert len(series) == truth["rows_parsed"]
    assert series.value.sum() == pytest.approx(truth["sum"]["raw_value"], abs=1e-6)
    assert series.ts[0] == at(truth["first_start_utc"][:19])
    assert series.ts[-1] == at(truth["last_start_utc"][:19])
    assert (series.missing, series.repeated, series.unit) == (0, 0, "Wh")
