"""Carpets and the calendar: every cell in its place, on a scale that follows the theme."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from energy_core.analysis.period import Period, Span
from energy_core.analysis.shapes import calendar, carpet
from energy_core.ui import charts, palette
from energy_core.ui.words import speaking
from tests.support.drawn import layers, said, words
from tests.support.periods_of_power import by_day, by_quarter

PARIS = "Europe/Paris"
MAY = Period.of(Span.MONTH, date(2026, 5, 1)).bounds(PARIS)
DAY_MS = 86_400_000


def quarters(watts: float = 500.0) -> pd.DataFrame:
    """All of May in Paris."""
    return by_quarter("2026-04-30T22:00", [watts] * 31 * 96)


def may(watts: float = 500.0, without: slice | None = None) -> pd.DataFrame:
    frame = quarters(watts)
    return carpet(frame if without is None else frame.drop(frame.index[without]), PARIS, MAY)


def scale(chart: Any) -> dict[str, Any]:
    return layers(chart, "rect")[0]["encoding"]["color"]["scale"]


def test_a_month_has_a_cell_for_each_hour_of_each_day() -> None:
    with speaking("en"):
        (cells,) = layers(charts.carpet_chart(may()), "rect")
    assert len(cells["rows"]) == 31 * 24
    assert {row["end"] - row["clock"] for row in cells["rows"]} == {DAY_MS}
    assert {row["until"] - row["hour"] for row in cells["rows"]} == {1}
    assert {row["kw"] for row in cells["rows"]} == {0.5}


def test_the_day_runs_down_from_midnight() -> None:
    with speaking("fr"):
        chart = charts.carpet_chart(may())
        drawn = words(chart)
    y = layers(chart, "rect")[0]["encoding"]["y"]
    assert y["scale"]["domain"] == [0, 24]
    assert y["scale"]["reverse"] is True
    assert [text for text in drawn if text.endswith("\u00a0h")] == [
        "0\u00a0h", "6\u00a0h", "12\u00a0h", "18\u00a0h",
    ]  # fmt: skip


def test_consumption_goes_from_the_ground_to_ink_on_a_square_root() -> None:
    with speaking("en"):
        found = scale(charts.carpet_chart(may(2000.0)))
    assert found["type"] == "sqrt"
    assert (found["domain"][0], found["domain"][-1]) == (0, pytest.approx(2))
    roots = [value**0.5 for value in found["domain"]]
    steps = [later - root for root, later in zip(roots, roots[1:], strict=False)]  # noqa: RUF007
    assert steps == pytest.approx([2**0.5 / 9] * 9)
    assert len(found["range"]) == len(found["domain"]) == 10
    assert palette.INK.light in found["range"][-1]["expr"]
    assert palette.INK.dark in found["range"][-1]["expr"]


def test_exchange_goes_from_sold_amber_to_bought_blue_with_nothing_in_the_middle() -> None:
    cells = may()
    cells["kw"] = [3.0, -3.0] * (len(cells) // 2)
    with speaking("en"):
        chart = charts.exchange_chart(cells)
        drawn = words(chart)
    found = scale(chart)
    assert (found["domain"][0], found["domain"][-1]) == (-3, 3)
    assert sum(found["domain"]) == pytest.approx(0)
    assert found["range"][0]["expr"].count(palette.DIVERGING[-1].light) == 1  # amber
    assert found["range"][-1]["expr"].count(palette.DIVERGING[0].light) == 1  # blue
    assert {"sold 3", "bought 3"} <= set(drawn)


def test_an_hour_that_was_sold_is_told_without_a_minus() -> None:
    cells = may()
    cells["kw"] = -1.5
    with speaking("en"):
        (layer,) = layers(charts.exchange_chart(cells), "rect")
    told = next(each["calculate"] for each in layer["transform"] if each["as"] == "told")
    assert said(told, **layer["rows"][0]) == "sold 1.50\u00a0kW (measured)"


def test_hours_without_a_reading_are_one_dotted_outline() -> None:
    with speaking("en"):
        known, unknown = layers(charts.carpet_chart(may(without=slice(40, 60))), "rect")
    (row,) = unknown["rows"]
    assert (row["hour"], row["until"]) == (10, 15)
    assert unknown["mark"]["fillOpacity"] == 0
    assert unknown["mark"]["strokeDash"] == [1.5, 3]
    assert len(known["rows"]) == 31 * 24 - 5


def test_estimated_cells_are_half_as_dark() -> None:
    frame = quarters()
    frame.loc[:3, "estimated_s"] = 900.0
    with speaking("en"):
        (cells,) = layers(charts.carpet_chart(carpet(frame, PARIS, MAY)), "rect")
    opacity = cells["encoding"]["opacity"]
    assert opacity["condition"] == {"test": "datum.estimated > 0.5", "value": 0.5}
    assert [row["hour"] for row in cells["rows"] if row["estimated"] > 0.5] == [0]


def test_a_carpet_without_cells_still_draws() -> None:
    with speaking("fr"):
        assert charts.carpet_chart(may().iloc[:0]).to_dict()["layer"]
        assert charts.exchange_chart(may().iloc[:0]).to_dict()["layer"]
        assert words(charts.carpet_chart(may(without=slice(None)))) != []


def year() -> pd.DataFrame:
    first, last = date(2025, 6, 1), date(2026, 5, 31)
    frame = by_day(first, [float(n % 20) for n in range((last - first).days + 1)], PARIS)
    bounds = Period.range(first, last).bounds(PARIS)
    return calendar(frame.drop(index=[100]), PARIS, bounds)


def test_a_year_falls_into_two_halves_of_six_months() -> None:
    first, second = charts.halves(year())
    assert (first["day"].iloc[0], second["day"].iloc[0]) == (
        pd.Timestamp(2025, 6, 1), pd.Timestamp(2025, 12, 1),
    )  # fmt: skip
    assert len(first) + len(second) == 365
    assert charts.halves(year().iloc[:0]) == []


def test_a_day_stands_in_the_column_of_its_week_and_the_row_of_its_weekday() -> None:
    half = charts.halves(year())[0]
    with speaking("en"):
        known, unknown = layers(charts.calendar_chart(half, charts.greatest(half)), "rect")
    sunday, monday = known["rows"][:2]  # 1 and 2 June 2025
    assert (int(sunday["week"]), int(sunday["weekday"])) == (0, 6)
    assert (int(monday["week"]), int(monday["weekday"])) == (1, 0)
    assert [(int(row["week"]), int(row["weekday"])) for row in unknown["rows"]] == [(15, 1)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Mon", "Wed", "Fri", "Sun"]),
        (
            "fr",
            ["juin", "juil.", "août", "sept.", "oct.", "nov.", "lun.", "mer.", "ven.", "dim."],
        ),
    ],
)
def test_months_stand_above_and_weekdays_beside(language: str, expected: list[str]) -> None:
    half = charts.halves(year())[0]
    with speaking(language):
        drawn = words(charts.calendar_chart(half, 20.0, with_key=False))
    assert drawn == expected


def test_only_the_last_half_has_the_key() -> None:
    half = charts.halves(year())[0]
    with speaking("en"):
        without, with_key = (
            charts.calendar_chart(half, 20.0, key).to_dict() for key in (False, True)
        )
    assert without["layer"][0]["encoding"]["color"]["legend"] is None
    assert with_key["layer"][0]["encoding"]["color"]["legend"]["gradientLength"] == 150
    assert with_key["height"] > without["height"]


def test_a_month_that_hardly_begins_leaves_its_name_to_the_next() -> None:
    late = year()[lambda days: days["day"] >= pd.Timestamp("2025-06-29")]
    with speaking("en"):
        drawn = words(charts.calendar_chart(charts.halves(late)[0], 20.0))
    assert "Jun" not in drawn
    assert "Jul" in drawn


def test_a_volume_has_a_scale_and_words_of_its_own() -> None:
    litres = may(watts=0.04)  # of a series in m³: 0.01 m³ a quarter hour
    with speaking("en"):
        chart = charts.carpet_chart(litres, charts.of_power("m³"))
        (cells,) = layers(chart, "rect")
    assert scale(chart)["domain"][-1] == pytest.approx(0.04)
    told = {each["as"]: each["calculate"] for each in cells["transform"]}["told"]
    assert said(told, **cells["rows"][0]) == "0.040\u00a0m³/h (measured)"


def test_a_calendar_of_a_volume_is_told_in_it() -> None:
    half = charts.halves(year())[0].assign(kwh=0.002)
    unit = charts.of_energy("m³")
    assert charts.greatest(half, unit) == pytest.approx(2)
    with speaking("en"):
        cells = layers(charts.calendar_chart(half, 2.0, unit=unit), "rect")[0]
    assert {row["kwh"] for row in cells["rows"]} == {2.0}


def test_days_without_a_reading_are_one_outline() -> None:
    gone = slice(2 * 96 + 8, 5 * 96 + 8)  # the 3rd to the 5th whole but for two hours of the first
    with speaking("en"):
        _known, unknown = layers(charts.carpet_chart(may(without=gone)), "rect")
    spans = sorted(
        ((row["end"] - row["clock"]) / DAY_MS, row["hour"], row["until"]) for row in unknown["rows"]
    )
    assert spans == [(1, 0, 2), (1, 2, 24), (2, 0, 24)]
