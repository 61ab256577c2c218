"""Bars of energy and of the balance: what is drawn, how high, and in which colour."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from energy_core.analysis.period import Period, Span
from energy_core.model import Role
from energy_core.store import Resolution
from energy_core.ui import charts, palette
from energy_core.ui.charts import Window, of_energy
from energy_core.ui.words import speaking
from tests.support.drawn import colours, layers, words
from tests.support.periods_of_power import by_day

PARIS = "Europe/Paris"
FIRST = date(2026, 5, 1)
MAY = Window(*Period.of(Span.MONTH, FIRST).bounds(PARIS), PARIS)
DAYS = 31


def days(kwh: float = 10.0) -> pd.DataFrame:
    return by_day(FIRST, [kwh] * DAYS, PARIS)


def house(**changed: pd.DataFrame) -> dict[Role, pd.DataFrame]:
    """Each day 20 kWh used and 5 sold, of 12 from the sun and 13 bought."""
    return {
        Role.CONSUMPTION: days(20), Role.GRID_EXPORT: days(5), Role.PRODUCTION: days(12),
        Role.GRID_IMPORT: days(13),
    } | {Role[name]: frame for name, frame in changed.items()}  # fmt: skip


def heights(layer: dict[str, Any]) -> list[float]:
    return [row["high"] - row["low"] for row in layer["rows"]]


def test_a_bar_stands_on_zero_and_is_as_high_as_its_kilowatt_hours() -> None:
    with speaking("en"):
        (bars,) = layers(charts.energy_chart(days(), MAY, of_energy("Wh")), "bar")
    assert {row["low"] for row in bars["rows"]} == {0}
    assert heights(bars) == [10.0] * DAYS


def test_bars_leave_air_between_them_within_their_own_day() -> None:
    with speaking("en"):
        rows = layers(charts.energy_chart(days(), MAY, of_energy("Wh")), "bar")[0]["rows"]
    assert all(later["start"] > row["end"] for row, later in pairwise(rows))
    low, high = MAY.edges
    assert low < rows[0]["start"] and rows[-1]["end"] < high


def test_water_is_counted_in_cubic_metres_and_a_great_house_in_megawatt_hours() -> None:
    assert (of_energy("m³").name, of_energy("m³").size) == ("m³", 1)
    assert of_energy("Wh", 2e8).name == "MWh"
    with speaking("en"):
        (bars,) = layers(charts.energy_chart(days(0.004), MAY, of_energy("m³")), "bar")
    assert heights(bars) == pytest.approx([4.0] * DAYS)


def test_what_was_estimated_is_half_as_dark_and_lies_on_what_was_measured() -> None:
    frame = days()
    frame.loc[4, "estimated_s"] = 0.25 * frame.loc[4, "length_s"]
    with speaking("en"):
        sure, guessed = layers(charts.energy_chart(frame, MAY, of_energy("Wh")), "bar")
    assert [(row["low"], row["high"]) for row in guessed["rows"]] == [(7.5, 10.0)]
    assert sum(heights(sure)) == pytest.approx(10 * DAYS - 2.5)
    assert guessed["mark"]["opacity"] == 0.5
    assert guessed["mark"]["strokeDash"] == [1.5, 3]


def test_a_day_without_a_reading_is_a_dotted_outline_and_not_a_zero() -> None:
    frame = days().drop(index=[9])
    with speaking("en"):
        chart = charts.energy_chart(frame, MAY, of_energy("Wh"))
    (outline,) = layers(chart, "rect")
    assert outline["mark"]["fillOpacity"] == 0
    assert outline["mark"]["strokeDash"] == [1.5, 3]
    (row,) = outline["rows"]
    assert (row["end"] - row["start"], row["told"]) == (86_400_000, "Nothing was measured here")
    assert len(layers(chart, "bar")[0]["rows"]) == DAYS - 1


def test_a_day_that_was_measured_in_part_is_outlined_under_its_bar() -> None:
    frame = days()
    frame.loc[9, "covered_s"] *= 0.6
    with speaking("en"):
        spec = charts.energy_chart(frame, MAY, of_energy("Wh"))
    (row,) = layers(spec, "rect")[0]["rows"]
    assert row["told"] == "Not all of it was measured"
    assert [layer["mark"]["type"] for layer in spec.to_dict()["layer"]] == ["rect", "bar"]


def test_the_time_compared_with_is_a_grey_mark_at_its_height() -> None:
    april = by_day(date(2026, 4, 1), [7.0] * 30, PARIS)
    before = charts.beside(april, FIRST, date(2026, 4, 1), PARIS, Resolution.DAY)
    with speaking("en"):
        (marks,) = layers(charts.energy_chart(days(), MAY, of_energy("Wh"), before), "rule")
    assert palette.GREY.light in marks["mark"]["color"]["expr"]
    assert {row["amount"] for row in marks["rows"]} == {7.0}
    assert len(marks["rows"]) == 30


def test_an_empty_month_draws_its_outline_and_nothing_else() -> None:
    with speaking("fr"):
        spec = charts.energy_chart(days().iloc[:0], MAY, of_energy("Wh")).to_dict()
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["rect"]


def test_a_span_can_be_drawn_over() -> None:
    with speaking("en"):
        spec = charts.energy_chart(days(), MAY, of_energy("Wh")).to_dict()
    (zoom,) = [param for param in spec["params"] if param["name"] == "zoom"]
    assert zoom["select"]["type"] == "interval"
    assert zoom["select"]["encodings"] == ["x"]


def test_the_two_sides_of_a_day_are_equal_and_their_parts_add_up() -> None:
    parts = charts.balance_parts(house(), {"car": days(6), "heat": days(3), "fridge": days(1)})
    assert parts.groupby("side")["kwh"].sum().to_dict() == {"use": 25 * DAYS, "source": 25 * DAYS}
    one = parts[parts["start"] == parts["start"].iloc[0]].set_index("part")["kwh"].to_dict()
    assert one == {"rest": 11, "car": 6, "heat": 3, "sold": 5, "sun": 12, "grid": 13}


def test_a_house_without_its_own_meter_uses_what_came_in_less_what_went_out() -> None:
    series = house()
    del series[Role.CONSUMPTION]
    parts = charts.balance_parts(series)
    assert parts[parts["part"] == "home"]["kwh"].tolist() == [20.0] * DAYS
    assert charts.balance_parts({}).empty


def test_what_the_sides_differ_by_ends_the_smaller_one() -> None:
    parts = charts.balance_parts(house(GRID_IMPORT=days(16)))
    rest = parts[parts["part"] == "unaccounted"]
    assert set(rest["side"]) == {"use"}
    assert rest["kwh"].tolist() == [3.0] * DAYS
    parts = charts.balance_parts(house(GRID_IMPORT=days(10)))
    assert set(parts[parts["part"] == "unaccounted"]["side"]) == {"source"}


def test_a_silent_meter_excuses_the_difference_of_its_own_side() -> None:
    bought = days(13)
    bought.loc[9, ["amount", "covered_s"]] *= 0.5
    parts = charts.balance_parts(house(GRID_IMPORT=bought))
    assert parts[parts["part"] == "missing"][["side", "kwh"]].to_numpy().tolist() == [
        ["source", 6.5]
    ]
    assert parts[parts["part"] == "unaccounted"].empty


def test_uses_stand_above_the_line_and_sources_below() -> None:
    with speaking("en"):
        uses, sources = layers(charts.balance_chart(charts.balance_parts(house()), MAY), "bar")
    assert all(row["low"] >= 0 for row in uses["rows"])
    assert all(row["high"] <= 0 for row in sources["rows"])
    assert max(row["high"] for row in uses["rows"]) == pytest.approx(25)
    assert min(row["high"] for row in sources["rows"]) == pytest.approx(-25)


def test_colour_is_where_energy_comes_from_and_ink_is_what_is_used() -> None:
    parts = charts.balance_parts(house(), {"car": days(6), "heat": days(3)})
    with speaking("en"):
        uses, sources = map(colours, layers(charts.balance_chart(parts, MAY), "bar"))
    expected = {
        "house": palette.INK, "car": palette.SECOND_USE, "heat": palette.THIRD_USE,
        "sold": palette.SOLD,
    }  # fmt: skip
    assert list(uses) == list(expected)
    assert all(shade.light in uses[word] and shade.dark in uses[word]
               for word, shade in expected.items())  # fmt: skip
    assert palette.SUN.dark in sources["sun"]
    assert palette.GRID.light in sources["bought"]


def test_unaccounted_energy_is_outlined_and_never_filled() -> None:
    parts = charts.balance_parts(house(GRID_IMPORT=days(16)))
    with speaking("en"):
        *filled, outline = layers(charts.balance_chart(parts, MAY), "bar")
    assert outline["mark"]["fillOpacity"] == 0
    assert outline["mark"]["strokeDash"] == [1, 0]
    assert heights(outline) == pytest.approx([3.0] * DAYS)
    assert "unaccounted" not in {row["word"] for layer in filled for row in layer["rows"]}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_neither_half_of_the_balance_has_a_minus_sign(language: str) -> None:
    with speaking(language):
        drawn = words(charts.balance_chart(charts.balance_parts(house()), MAY))
    assert drawn.count("20") >= 2  # of both halves, and a day
    assert not [text for text in drawn if "−" in text or "-" in text]


def test_each_side_has_its_key_with_its_own_words() -> None:
    with speaking("fr"):
        uses, sources = layers(charts.balance_chart(charts.balance_parts(house()), MAY), "bar")
    assert uses["encoding"]["color"]["legend"]["orient"] == "top"
    assert sources["encoding"]["color"]["legend"]["orient"] == "bottom"
    assert next(iter(colours(sources))) == "soleil"


def test_estimated_days_have_no_second_key() -> None:
    used = days(20)
    used["estimated_s"] = 0.5 * used["length_s"]
    with speaking("en"):
        chart = charts.balance_chart(charts.balance_parts(house(CONSUMPTION=used)), MAY)
    keys = [layer["encoding"]["color"]["legend"] for layer in layers(chart, "bar")]
    assert [key["orient"] for key in keys if key] == ["top", "bottom"]


def test_uses_alone_are_a_stack_without_a_lower_half() -> None:
    parts = charts.balance_parts({Role.CONSUMPTION: days(20)}, {"car": days(6)})
    with speaking("en"):
        chart = charts.balance_chart(parts, MAY)
    assert set(parts["side"]) == {"use"}
    assert layers(chart, "rule") == []


def test_a_month_without_a_reading_is_one_outline() -> None:
    with speaking("en"):
        chart = charts.balance_chart(charts.balance_parts({}), MAY)
    assert len(layers(chart, "rect")[0]["rows"]) == 1
    assert layers(chart, "bar") == []
