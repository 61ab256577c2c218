"""An incident as it is drawn: in its band, its part marked, a fault of the data as no consumption."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd

from energy_core.ui import palette
from energy_core.ui.charts import Unit, Window
from energy_core.ui.charts.incident import (
    Found,
    history_chart,
    incident_chart,
    lasting_chart,
    like_days_chart,
)
from energy_core.ui.words import speaking
from tests.support.drawn import layers, words

START = datetime(2026, 5, 28, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOW = Window(START, START + 24 * HOUR, "Europe/Paris")
WATT = Unit("W", 1.0, 0)


def quarters(missing: range = range(0)) -> pd.DataFrame:
    """A day of 500 W, usually 400 to 600 W, 5 kW from noon to one."""
    rows = [
        {"start": START + n * HOUR / 4, "length_s": 900.0, "mean": 5000.0 if 48 <= n < 52 else 500.0,
         "low": 400.0, "high": 600.0}
        for n in range(96) if n not in missing
    ]  # fmt: skip
    return pd.DataFrame(rows)


NOON = Found(START + 12 * HOUR, START + 13 * HOUR)


def lines(chart) -> dict[str, list[dict]]:
    """The expression of its colour → the rows of each line."""
    return {line["mark"]["color"]["expr"]: line["rows"] for line in layers(chart, "line")}


def test_the_part_that_was_found_stands_in_the_band_of_the_usual() -> None:
    with speaking("en"):
        chart = incident_chart(quarters(), NOON, WINDOW)
        assert "Usual" in words(chart)
    (band,) = layers(chart, "area")
    assert {(row["low"], row["high"]) for row in band["rows"]} == {(0.4, 0.6)}
    (found,) = [rows for shade, rows in lines(chart).items() if palette.WARNING.light in shade]
    assert {row["mean"] for row in found} == {5.0}
    assert found[-1]["start"] - found[0]["start"] == 3_600_000


def test_a_fault_of_the_data_has_no_colour_of_consumption_and_an_outline() -> None:
    fault = Found(NOON.start, NOON.end, is_fault=True)
    chart = incident_chart(quarters(), fault, WINDOW)
    assert not any(palette.WARNING.light in shade for shade in lines(chart))
    outlined = [each["mark"] for each in layers(chart, "rect") if "strokeDash" in each["mark"]]
    assert len(outlined) == 1
    assert not any("strokeDash" in each["mark"] for each in layers(incident_chart(
        quarters(), NOON, WINDOW), "rect"))  # fmt: skip


def test_what_is_missing_breaks_the_line_and_is_never_zero() -> None:
    chart = incident_chart(quarters(missing=range(20, 30)), NOON, WINDOW)
    (ink,) = [rows for shade, rows in lines(chart).items() if palette.INK.light in shade]
    assert {row["run"] for row in ink} == {0, 1}
    assert min(row["mean"] for row in ink) == 0.5


def test_a_meter_that_is_not_known_yet_has_no_band() -> None:
    unknown = quarters().assign(low=float("nan"), high=float("nan"))
    chart = incident_chart(unknown, NOON, WINDOW)
    assert layers(chart, "area")[0]["rows"] == []


def test_the_day_is_drawn_over_days_like_it() -> None:
    days = pd.DataFrame(
        [
            {"day": day, "hour": hour, "mean": 500.0, "is_own": day == "c"}
            for day in "abc" for hour in (0.0, 12.0)
        ]
    )  # fmt: skip
    others, own = layers(like_days_chart(days), "line")
    assert {row["day"] for row in others["rows"]} == {"a", "b"}
    assert {row["day"] for row in own["rows"]} == {"c"}
    _others, fault = layers(like_days_chart(days, is_fault=True), "line")
    assert palette.INK.light in fault["mark"]["color"]["expr"]


def nights() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"start": START + n * 24 * HOUR, "length_s": 86_400.0, "value": 190.0 if n > 7 else 140.0,
             "is_own": n > 7}
            for n in range(10)
        ]
    )  # fmt: skip


def test_a_lasting_change_is_drawn_night_by_night_from_zero_beside_the_usual() -> None:
    with speaking("fr"):
        chart = lasting_chart(nights(), 140.0, "UTC", WATT)
        assert "Habituel" in words(chart)
    before, since = layers(chart, "bar")
    assert [row["value"] for row in since["rows"]] == [190.0, 190.0]
    assert len(before["rows"]) == 8
    assert since["encoding"]["y2"] == {"datum": 0}
    (usual,) = layers(chart, "rule")
    assert usual["rows"][0]["value"] == 140.0


def test_the_small_history_has_a_bar_for_each_day() -> None:
    before, since = layers(history_chart(nights()), "bar")
    assert len(before["rows"]) == len(since["rows"]) == 10  # one frame, filtered in the browser
    assert "datum.is_own == false" in str(before["transform"])
    assert "datum.is_own == true" in str(since["transform"])
