"""What the charts of a day encode."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from energy_core.ui import charts, outlines
from energy_core.ui.words import speaking

HOURS = np.arange(0, 24, 0.25)
NOTHING_USUAL = pd.DataFrame(columns=["hour", "low", "mid", "high"])


def day(level: float) -> pd.DataFrame:
    frame = pd.DataFrame({"hour": HOURS, "used": level, "sun": level / 2, "battery": level / 4})
    return frame.assign(grid=level / 4, undivided=0.0, unaccounted=0.0, missing=0.0)


def spec(language: str = "en", usual: pd.DataFrame = NOTHING_USUAL) -> dict[str, Any]:
    with speaking(language):
        return charts.day_chart(day(2.0), day(1.0), usual, 17.5).to_dict()


def marks(chart: dict[str, Any]) -> list[str]:
    return [layer["mark"]["type"] for layer in chart["layer"]]


def test_today_is_stacked_under_an_ink_line_and_yesterday_is_a_thin_grey_one() -> None:
    lines = [layer["mark"] for layer in spec()["layer"] if layer["mark"]["type"] == "line"]
    assert [line["strokeWidth"] for line in lines] == [1.25, 2]
    assert "#6A7480" in lines[0]["color"]["expr"]
    assert "#16212E" in lines[1]["color"]["expr"]
    assert {line["interpolate"] for line in lines} == {"step-after"}


def test_the_band_of_the_usual_is_drawn_only_where_there_is_a_habit() -> None:
    usual = pd.DataFrame({"hour": HOURS, "low": 0.2, "mid": 0.4, "high": 0.9})
    assert marks(spec(usual=usual)).count("area") == marks(spec()).count("area") + 1


def test_sources_keep_the_order_of_the_themes_colours_and_name_none() -> None:
    colours = [
        layer["encoding"]["color"] for layer in spec()["layer"] if "color" in layer["encoding"]
    ]
    assert [colour["scale"] for colour in colours] == [{"domain": ["sun", "battery", "grid"]}]


def test_the_stack_ends_at_what_is_used() -> None:
    with speaking("en"):
        table = charts.stacked(day(2.0))
    assert table.groupby("hour")["high"].max().tolist() == pytest.approx([2.0] * 96)
    assert (table["high"] - table["low"]).tolist() == pytest.approx(table["kw"].tolist())


def test_a_quarter_hour_without_measurement_leaves_a_hole() -> None:
    holed = day(2.0)
    holed.loc[10, ["used", "sun", "battery", "grid"]] = np.nan
    with speaking("en"):
        table = charts.stacked(holed)
    assert table[table["hour"] == 2.5]["high"].isna().all()


@pytest.mark.parametrize(("language", "decimal"), [("en", "."), ("fr", ",")])
def test_numbers_and_hours_are_the_languages(language: str, decimal: str) -> None:
    chart = spec(language)
    assert chart["config"]["locale"]["number"]["decimal"] == decimal
    hours = chart["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
    assert ("\u00a0h" in hours) == (language == "fr")


def test_axes_are_quiet() -> None:
    axis = spec()["layer"][0]["encoding"]["y"]["axis"]
    assert axis["title"] is None
    assert axis["ticks"] is False
    assert axis["domain"] is False
    assert axis["grid"] is True


def test_a_day_without_readings_still_draws() -> None:
    empty = day(2.0).iloc[:0]
    with speaking("fr"):
        chart = charts.day_chart(empty, empty, NOTHING_USUAL, 0.5).to_dict()
    assert marks(chart) == ["area", "rule"]


def open_day() -> pd.DataFrame:
    """Holes in the sun's meter at 02:30 and 03:00, an unexplained hour at 05:00, and no reading of
    the house from 07:00 to 07:30."""
    open_day = day(2.0)
    open_day.loc[[10, 12], ["sun", "missing"]] = [0.0, 1.0]
    open_day.loc[20:23, "unaccounted"] = 0.5
    numbers = ["used", "sun", "battery", "grid", "unaccounted", "missing"]
    open_day.loc[28:29, numbers] = np.nan
    return open_day


def test_what_does_not_close_stands_outlined_on_top_of_the_sources() -> None:
    band = outlines.band(open_day(), "missing").dropna()
    assert band["hour"].tolist() == [2.5, 2.75, 3.0, 3.25]
    assert band["low"].tolist() == [1.0] * 4
    assert band["high"].tolist() == [2.0] * 4
    beyond = outlines.band(open_day(), "unaccounted").dropna()
    assert beyond["hour"].tolist() == [5.0, 5.25, 5.5, 5.75, 6.0]
    assert beyond["low"].tolist() == [2.0] * 5
    assert beyond["high"].tolist() == [2.5] * 5


def test_each_outline_has_its_own_edge_and_no_fill() -> None:
    with speaking("en"):
        layers = outlines.day_layers(open_day(), charts.HOURS, "''")
    drawn = [layer.to_dict()["mark"] for layer in layers]
    assert [mark["fillOpacity"] for mark in drawn] == [0, 0, 0]
    assert [mark["strokeDash"] for mark in drawn] == [[1, 0], [1.5, 3], [1.5, 3]]
    assert [mark["type"] for mark in drawn] == ["area", "area", "rect"]
    assert layers[2].data[["hour", "end"]].to_numpy().tolist() == [[7.0, 7.5]]


def test_the_key_speaks_only_of_outlines_that_are_there() -> None:
    assert outlines.of_day(day(2.0)) == []
    assert outlines.of_day(open_day()) == ["unaccounted", "missing"]
    with speaking("en"):
        assert outlines.with_key("kW", ["missing"]) == "kW · dotted: not measured"


def test_the_quarter_hour_that_still_goes_on_is_not_missing() -> None:
    begun = day(2.0)
    begun.loc[95, ["used", "sun", "battery", "grid", "unaccounted", "missing"]] = np.nan
    assert outlines.of_day(begun) == []


def test_a_step_before_a_hole_has_its_width() -> None:
    line = outlines.closed(open_day(), "used")
    assert line["hour"].tolist().count(7.0) == 2
    assert line["used"][line["hour"] == 7.0].isna().tolist() == [False, True]


def test_a_bar_ends_with_what_is_unaccounted_and_what_is_missing() -> None:
    rows = [
        ("car", "grid", 1.0, 2.0),
        ("car", "unaccounted", 0.6, 2.0),
        ("car", "missing", 0.4, 2.0),
    ]
    table = pd.DataFrame(rows, columns=["use", "source", "kwh", "total"])
    with speaking("en"):
        filled, unaccounted, missing, _totals = charts.where_chart(table).layer
    assert filled.data[["low", "high"]].to_numpy().tolist() == [[0.0, 1.0]]
    assert unaccounted.data[["low", "high"]].to_numpy().tolist() == [[1.0, 1.6]]
    assert missing.data[["low", "high"]].to_numpy().tolist() == [[1.6, 2.0]]
    assert [unaccounted.mark.fillOpacity, missing.mark.fillOpacity] == [0, 0]


def test_a_house_whose_sources_have_no_meter_has_ink_bars_and_no_key() -> None:
    table = pd.DataFrame(
        [("car", "undivided", 1.0, 1.0)], columns=["use", "source", "kwh", "total"]
    )
    with speaking("en"):
        ink, _totals = charts.where_chart(table).layer
    assert "#16212E" in ink.mark.color.expr


def uses() -> pd.DataFrame:
    rows = [
        ("car", "sun", 1.0, 1.5), ("car", "battery", 0.0, 1.5), ("car", "grid", 0.5, 1.5),
        ("fridge", "sun", 0.2, 0.3), ("fridge", "battery", 0.0, 0.3), ("fridge", "grid", 0.1, 0.3),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["use", "source", "kwh", "total"])


def test_uses_are_bars_by_source_with_their_total_at_the_end() -> None:
    with speaking("fr"):
        chart = charts.where_chart(uses()).to_dict()
    bars, totals = chart["layer"]
    assert bars["mark"]["type"] == "bar"
    assert bars["encoding"]["y"]["sort"] == ["car", "fridge"]
    assert bars["encoding"]["color"]["scale"] == {"domain": ["soleil", "batterie", "réseau"]}
    assert totals["mark"]["type"] == "text"
    assert totals["encoding"]["text"]["field"] == "total"


def test_days_over_the_threshold_are_red_and_the_others_grey() -> None:
    peaks = pd.DataFrame({"day": ["2026-05-27", "2026-05-28"], "peak": [5.0, 7.0]})
    below, above, limit = charts.peaks_chart(peaks, 6.0).layer
    assert below.data["peak"].tolist() == peaks["peak"][peaks["peak"] <= 6].tolist()
    assert above.data["peak"].tolist() == peaks["peak"][peaks["peak"] > 6].tolist()
    assert "#6A7480" in below.mark.color.expr
    assert "#C8134C" in above.mark.color.expr
    assert limit.mark.type == "rule"
    assert len(charts.peaks_chart(peaks, 999.0).layer) == 2
