"""Lines: power with its band, load duration, the typical day, energy added up."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.period import Period, Span
from energy_core.analysis.shapes import cumulative, duration, typical_day
from energy_core.model import Role
from energy_core.ui import charts, palette
from energy_core.ui.charts import Line, Window
from energy_core.ui.words import speaking
from tests.support.drawn import layers, said, words
from tests.support.periods_of_power import by_day, by_quarter

PARIS = "Europe/Paris"
DAY = Window(*Period.of(Span.DAY, date(2026, 5, 28)).bounds(PARIS), PARIS)


def day(watts: float = 500.0) -> pd.DataFrame:
    frame = by_quarter("2026-05-27T22:00", [watts] * 96)
    return frame.assign(min=frame["mean"] - 100, max=frame["mean"] + 900)


def drawn(*lines: Line) -> Any:
    with speaking("en"):
        return charts.power_chart(list(lines), DAY)


def told(layer: dict[str, Any], name: str) -> str:
    """What the tooltip of the first row says there."""
    found = next(each["calculate"] for each in layer["transform"] if each["as"] == name)
    return said(found, **layer["rows"][0])


def test_one_meter_is_a_line_of_its_means_in_the_band_of_its_extremes() -> None:
    chart = drawn(Line.of("House", day()))
    (band,), (line,) = layers(chart, "area"), layers(chart, "line")
    assert {row["min"] for row in band["rows"]} == {0.4}
    assert {row["max"] for row in band["rows"]} == {1.4}
    assert {row["mean"] for row in line["rows"]} == {0.5}
    assert line["mark"]["interpolate"] == band["mark"]["interpolate"] == "step-after"
    assert line["rows"][-1]["start"] == DAY.edges[1]  # the last step has its width


def test_a_spike_of_a_minute_is_in_the_chart_of_a_year() -> None:
    watts = np.full(365 * 96, 300.0)
    watts[20_000] = 9000.0
    year = by_quarter("2025-12-31T23:00", watts.tolist())
    where = Window(*Period.of(Span.YEAR, date(2026, 1, 1)).bounds(PARIS), PARIS)
    with speaking("en"):
        (line,) = layers(charts.power_chart([Line.of("House", year)], where), "line")
    assert max(row["mean"] for row in line["rows"]) == 9.0
    assert len(line["rows"]) <= 2 * 1000 + 1


def test_a_time_without_readings_breaks_the_line_and_is_outlined() -> None:
    frame = day().drop(index=range(40, 44))
    chart = drawn(Line.of("House", frame))
    (outline,), (line,) = layers(chart, "rect")[:1], layers(chart, "line")
    (row,) = outline["rows"]
    pixel = 24 * 3_600_000 / 1000
    assert 3_600_000 - pixel <= row["end"] - row["start"] <= 3_600_000
    assert sum(each["mean"] is None for each in line["rows"]) == 1


def test_what_is_thinned_out_is_neither_missing_nor_longer_than_it_is() -> None:
    watts = np.tile([300.0, 900.0, 500.0, 700.0], 365 * 24)
    line = Line.of("House", by_quarter("2025-12-31T23:00", watts.tolist()))
    assert len(line.frame) < len(watts) / 10
    assert set(line.frame["length_s"]) == {900.0}
    assert (line.frame["covered_s"] == line.frame["length_s"]).all()
    where = Window(*Period.of(Span.YEAR, date(2026, 1, 1)).bounds(PARIS), PARIS)
    with speaking("en"):
        rects = layers(charts.power_chart([line], where), "rect")
    assert len(rects) == 1  # that of the pointer, and none of a missing time


def test_what_was_estimated_is_dotted_and_half_as_dark() -> None:
    frame = day()
    frame.loc[40:43, "estimated_s"] = 900.0
    sure, guessed = layers(drawn(Line.of("House", frame)), "line")
    assert guessed["mark"]["opacity"] == 0.5
    assert guessed["mark"]["strokeDash"] == [1.5, 3]
    known = [row for row in guessed["rows"] if row["mean"] is not None]
    assert known[-1]["start"] - known[0]["start"] == 3_600_000
    assert "opacity" not in sure["mark"]


def test_several_meters_are_named_on_their_lines_and_coloured_by_role() -> None:
    chart = drawn(
        Line.of("House", day()), Line.of("Roof", day(300), charts.of_role(Role.PRODUCTION)),
        Line.of("Car", day(200)),
    )  # fmt: skip
    house, roof, car = layers(chart, "line")
    assert palette.SUN.dark in roof["mark"]["color"]["expr"]
    assert palette.INK.light in house["mark"]["color"]["expr"]
    assert house["mark"]["strokeDash"] != car["mark"]["strokeDash"]
    assert {"House", "Roof", "Car"} <= set(words(chart))
    assert layers(chart, "area") == []
    assert palette.SUN_TEXT.light in layers(chart, "text")[1]["mark"]["color"]["expr"]


def test_the_pointer_is_told_mean_and_extremes_with_their_unit() -> None:
    (strips,) = layers(drawn(Line.of("House", day())), "rect")
    assert told(strips, "when") == "Thursday 28\u00a0May 2026, 00:00"
    assert told(strips, "told") == "0.50\u00a0kW"
    assert told(strips, "spread") == "0.40\u00a0kW … 1.40\u00a0kW"
    assert strips["mark"]["opacity"] == 0


def test_a_day_without_a_reading_keeps_its_axis() -> None:
    drawn_words = words(drawn(Line.of("House", day().iloc[:0])))
    assert [text for text in drawn_words if ":" in text] == [
        "00:00", "06:00", "12:00", "18:00", "24:00",
    ]  # fmt: skip
    assert words(drawn())


def test_load_duration_falls_over_the_whole_time() -> None:
    curve = duration(by_quarter("2026-05-01", [*[3000.0] * 24, *[500.0] * 72]))
    with speaking("en"):
        chart = charts.duration_chart(curve)
    (line,) = layers(chart, "line")
    heights = [row["kw"] for row in line["rows"]]
    assert heights == sorted(heights, reverse=True)
    (strips,) = layers(chart, "rect")
    last_high = [row for row in strips["rows"] if row["kw"] == 3][-1]
    assert last_high["end"] == pytest.approx(0.25)
    assert {"0\u00a0%", "50\u00a0%", "100\u00a0%"} <= set(words(chart))


def weeks() -> pd.DataFrame:
    """Eight weeks from a Monday: 1 kW at work days' noon, 2 kW at the weekend's, else 0.2 kW."""
    starts = pd.date_range("2026-03-30", periods=56 * 96, freq="15min", tz=PARIS)
    noon = starts.hour == 12
    watts = np.where(noon, np.where(starts.day_of_week >= 5, 2000.0, 1000.0), 200.0)
    return by_quarter(str(starts[0].tz_convert("UTC").tz_localize(None)), watts.tolist())


def typical(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    table = typical_day(weeks() if frame is None else frame, PARIS)
    return table[table["season"] == "all"]


def test_working_day_and_weekend_have_their_line_and_their_band() -> None:
    with speaking("fr"):
        chart = charts.typical_chart(typical())
        drawn_words = words(chart)
    weekend, workday = layers(chart, "line")
    assert palette.INK.light in workday["mark"]["color"]["expr"]
    assert palette.GREY.light in weekend["mark"]["color"]["expr"]
    assert {row["mid"] for row in workday["rows"] if 12 <= row["hour"] < 13} == {1.0}
    assert {row["mid"] for row in weekend["rows"] if 12 <= row["hour"] < 13} == {2.0}
    assert len(layers(chart, "area")) == 2
    assert {"Jour ouvré", "Week-end"} <= set(drawn_words)


def test_a_typical_day_closes_at_midnight_and_tells_of_both_kinds_at_once() -> None:
    with speaking("en"):
        chart = charts.typical_chart(typical())
    assert {line["rows"][-1]["hour"] for line in layers(chart, "line")} == {24}
    (strips,) = layers(chart, "rect")
    assert len(strips["rows"]) == 96
    assert told(strips, "workday") == "0.20\u00a0kW (0.20 … 0.20\u00a0kW)"
    titles = [each["title"] for each in strips["encoding"]["tooltip"]]
    assert titles == ["Time", "Working day", "Weekend"]


def test_seasons_side_by_side_have_one_scale() -> None:
    with speaking("en"):
        chart = charts.typical_chart(typical(), top_kw=4.0)
    scales = [line["encoding"]["y"]["scale"] for line in layers(chart, "line")]
    assert scales == [{"domain": [0, 4.0]}] * 2


def test_no_habit_is_an_empty_day() -> None:
    with speaking("en"):
        assert words(charts.typical_chart(typical(day().iloc[:0])))[0] == "00:00"


def added(days: int = 10) -> pd.DataFrame:
    may, april = (Period.of(Span.MONTH, date(2026, month, 1)) for month in (5, 4))
    return cumulative(
        by_day(may.first, [2.0] * days, PARIS), may, PARIS,
        by_day(april.first, [3.0] * 30, PARIS), april,
    )  # fmt: skip


def test_energy_added_up_runs_beside_the_other_periods() -> None:
    with speaking("en"):
        chart = charts.cumulative_chart(added(), "May 2026", "April 2026")
    before, now = layers(chart, "line")
    assert now["rows"][-1]["kwh"] == 20
    assert before["rows"][-1]["before_kwh"] == 90
    assert palette.INK.dark in now["mark"]["color"]["expr"]
    assert palette.GREY.dark in before["mark"]["color"]["expr"]
    assert {"May 2026", "April 2026"} <= set(words(chart))


def test_a_day_that_is_still_to_come_is_told_with_a_dash() -> None:
    with speaking("en"):
        (strips,) = layers(charts.cumulative_chart(added(), "May", "April"), "rect")
    last = strips["rows"][25]
    words_of = {each["as"]: each["calculate"] for each in strips["transform"]}
    assert said(words_of["told_kwh"], **last) == "—"
    assert said(words_of["told_before_kwh"], **last) == "78\u00a0kWh"


def test_without_another_period_there_is_one_line() -> None:
    may = Period.of(Span.MONTH, date(2026, 5, 1))
    alone = cumulative(by_day(may.first, [2.0] * 31, PARIS), may, PARIS)
    with speaking("en"):
        assert len(layers(charts.cumulative_chart(alone, "May 2026"), "line")) == 1


def test_energy_added_up_begins_at_nothing_on_the_first_measured_day() -> None:
    may = Period.of(Span.MONTH, date(2026, 5, 1))
    late = by_day(may.first, [2.0] * 31, PARIS).iloc[10:]
    with speaking("en"):
        (line,) = layers(charts.cumulative_chart(cumulative(late, may, PARIS), "May 2026"), "line")
    ends = [row["end"] / 86_400_000 for row in line["rows"]]
    assert ends[0] == date(2026, 5, 11).toordinal() - date(1970, 1, 1).toordinal()
    assert [row["kwh"] for row in line["rows"]] == pytest.approx([2.0 * n for n in range(22)])


def test_the_higher_line_is_named_over_its_end_and_the_lower_under_its_middle() -> None:
    with speaking("en"):
        texts = layers(charts.cumulative_chart(added(30), "May 2026", "April 2026"), "text")
    places = {text["rows"][0]["word"]: text["mark"]["dy"] for text in texts}
    assert places["April 2026"] < 0 < places["May 2026"]


def test_a_name_stands_where_its_line_is_clearly_above_the_other() -> None:
    with speaking("en"):
        texts = layers(charts.typical_chart(typical()), "text")
    own = {text["rows"][0]["word"]: (text["rows"][0], text["mark"]["dy"]) for text in texts}
    weekend, above = own["Weekend"]
    workday, below = own["Working day"]
    assert (12 <= weekend["hour"] < 13, weekend["mid"], above < 0) == (True, 2.0, True)
    assert (12 <= workday["hour"] < 13, below > 0) == (True, True)
