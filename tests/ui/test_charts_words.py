"""Tops, flows, events, tables: what stands in words beside the pictures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from energy_core.analysis.period import Period, Span
from energy_core.analysis.shapes import calendar, carpet, cumulative, duration, top, typical_day
from energy_core.model import Role
from energy_core.store import Resolution
from energy_core.ui import charts, palette
from energy_core.ui.charts import Window, of_energy, said
from energy_core.ui.words import speaking
from tests.support.drawn import layers, words
from tests.support.drawn import said as said_by
from tests.support.periods_of_power import by_day, by_quarter, series

PARIS = "Europe/Paris"
FIRST = date(2026, 5, 1)
MAY = Window(*Period.of(Span.MONTH, FIRST).bounds(PARIS), PARIS)


def days() -> pd.DataFrame:
    return by_day(FIRST, [float(n) for n in range(31)], PARIS)


def test_the_largest_day_stands_first_with_its_figure_at_the_end() -> None:
    with speaking("fr"):
        chart = charts.top_chart(top(days(), 3), PARIS, Resolution.DAY)
        drawn = words(chart)
    (bars,) = layers(chart, "bar")
    assert bars["encoding"]["y"]["sort"] == [
        "dimanche 31\u00a0mai", "samedi 30\u00a0mai", "vendredi 29\u00a0mai",
    ]  # fmt: skip
    assert [row["kwh"] for row in bars["rows"]] == [30, 29, 28]
    assert {"30,0", "29,0", "28,0"} <= set(drawn)
    assert bars["rows"][0]["told"] == "30,0\u00a0kWh (mesuré)"


def test_an_hour_is_named_by_its_clock_and_the_second_of_autumn_is_told_apart() -> None:
    starts = pd.to_datetime(["2026-10-25T00:00Z", "2026-10-25T01:00Z", "2026-10-26T12:00Z"])
    hours = series(list(starts), [3600.0] * 3, [3000.0, 2000.0, 1000.0])
    with speaking("en"):
        (bars,) = layers(charts.top_chart(top(hours), PARIS, Resolution.HOUR), "bar")
    assert bars["encoding"]["y"]["sort"] == [
        "Sunday 25\u00a0October, 02:00",
        "Sunday 25\u00a0October, 02:00, the second",
        "Monday 26\u00a0October, 13:00",
    ]


def test_hours_of_one_day_are_named_by_the_clock_alone() -> None:
    starts = pd.to_datetime(["2026-10-25T00:00Z", "2026-10-25T01:00Z", "2026-10-25T12:00Z"])
    hours = series(list(starts), [3600.0] * 3, [3000.0, 2000.0, 1000.0])
    with speaking("en"):
        (bars,) = layers(charts.top_chart(top(hours), PARIS, Resolution.HOUR), "bar")
    assert bars["encoding"]["y"]["sort"] == ["02:00", "02:00, the second", "13:00"]


def test_days_of_several_years_have_their_year() -> None:
    both = pd.concat([days().head(1), by_day(date(2025, 5, 1), [9.0], PARIS)], ignore_index=True)
    with speaking("en"):
        (bars,) = layers(charts.top_chart(top(both), PARIS, Resolution.DAY), "bar")
    assert bars["encoding"]["y"]["sort"][0] == "Thursday 1\u00a0May 2025"


def test_a_day_measured_in_part_says_how_much() -> None:
    frame = days()
    frame["covered_s"] *= 0.5
    with speaking("en"):
        (bars,) = layers(charts.top_chart(top(frame, 1), PARIS, Resolution.DAY), "bar")
    assert bars["rows"][0]["told"] == "30.0\u00a0kWh (50\u00a0% measured)"


def flows(*links: tuple[str, str, float]) -> dict[str, Any]:
    with speaking("en"):
        return charts.sankey(pd.DataFrame(links, columns=["source", "target", "kwh"]))["series"][0]


def nodes(drawn: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By name and size, without what only leads past the house."""
    return {
        node["label"]["formatter"].split("\u00a0")[0].replace("\n{size|", " "): node
        for node in drawn["data"]
        if node["label"].get("show", True)
    }


def test_energy_flows_from_sources_through_the_house_to_its_uses() -> None:
    drawn = flows(
        ("sun", "home", 60.0), ("grid", "home", 40.0), ("sun", "sold", 20.0),
        ("home", "Car", 30.0), ("home", "rest", 70.0),
    )  # fmt: skip
    assert list(nodes(drawn)) == [
        "sun 80.0", "bought 40.0", "house 100", "sold 20.0", "Car 30.0", "other uses 70.0",
    ]  # fmt: skip
    into = sum(link["value"] for link in drawn["links"] if link["target"] == "home")
    out = sum(link["value"] for link in drawn["links"] if link["source"] == "home")
    assert into == out == 100


def test_a_flow_has_the_colour_of_its_source_in_both_themes() -> None:
    drawn = flows(("sun", "home", 60.0))
    (link,) = drawn["links"]
    expected = f"light-dark({palette.SUN.light}, {palette.SUN.dark})"
    assert link["lineStyle"]["color"] == nodes(drawn)["sun 60.0"]["itemStyle"]["color"] == expected


def test_what_does_not_reach_the_house_passes_beside_it_in_its_own_colour() -> None:
    drawn = flows(("sun", "home", 6.0), ("sun", "sold", 2.0), ("grid", "charged", 1.0))
    assert {(link["source"], link["target"]) for link in drawn["links"]} >= {
        ("sun", "sold"),
        ("grid", "charged"),
    }  # fmt: skip
    drawn = flows(("sun", "home", 6.0), ("sun", "sold", 2.0), ("home", "Car", 6.0))
    first, second = (link for link in drawn["links"] if link["value"] == 2.0)
    assert (first["source"], second["target"]) == ("sun", "sold")
    assert first["target"] == second["source"] not in nodes(drawn)
    assert first["lineStyle"] == second["lineStyle"]
    assert first["tooltip"] == second["tooltip"] == {"formatter": "sun → sold 2.0\u00a0kWh"}


def test_a_long_name_is_cut_beside_its_node_and_whole_in_its_tooltip() -> None:
    drawn = flows(("home", "Chauffe-eau thermodynamique", 3.0), ("sun", "home", 3.0))
    node = next(node for node in drawn["data"] if "thermo" in node["name"])
    assert node["label"]["formatter"].startswith("Chauffe-eau therm…\n")
    assert node["tooltip"]["formatter"] == "Chauffe-eau thermodynamique 3.0\u00a0kWh"


def test_the_flows_are_as_high_as_their_names_need() -> None:
    many = pd.DataFrame({"source": "home", "target": [str(n) for n in range(12)], "kwh": 1.0})
    assert charts.flows_height(many) > charts.flows_height(many.iloc[:2]) == 360


def test_energy_from_nowhere_and_energy_to_nowhere_are_two_outlined_nodes() -> None:
    drawn = flows(("sun", "unaccounted", 3.0), ("unaccounted", "home", 2.0), ("grid", "home", 1.0))
    found = [node for node in drawn["data"] if "unaccounted" in node["label"]["formatter"]]
    assert [node["itemStyle"]["color"] for node in found] == ["transparent"] * 2
    assert len({node["name"] for node in found}) == 2
    assert sum(link["value"] for link in drawn["links"]) == 6


def test_a_meters_name_is_text_and_never_markup_nor_one_of_the_nodes() -> None:
    drawn = flows(("home", "<b>{c}</b>", 3.0), ("home", "unaccounted", 1.0), ("sun", "home", 4.0))
    node = next(node for node in drawn["data"] if "3.0" in node["label"]["formatter"])
    assert node["label"]["formatter"] == "<b>(c)</b>\n{size|3.0\u00a0kWh}"
    assert node["tooltip"]["formatter"].startswith("&lt;b&gt;(c)&lt;/b&gt;")
    assert not any("<" in link["tooltip"]["formatter"] for link in drawn["links"])


def events(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [str(number) for number in range(len(rows))],
            "start": pd.to_datetime([start for start, _kind in rows], utc=True),
            "kind": [kind for _start, kind in rows],
            "text": [f"a {kind}" for _start, kind in rows],
        }
    )


def annotated(frame: pd.DataFrame) -> Any:
    with speaking("en"):
        return charts.with_events(charts.energy_chart(days(), MAY, of_energy("Wh")), frame, MAY)


def test_what_happened_stands_on_the_time_axis_and_opens_on_a_click() -> None:
    chart = annotated(events(("2026-05-04T10:00Z", "note"), ("2026-05-22T20:00Z", "anomaly")))
    (marks,) = layers(chart, "point")
    assert [row["start"] for row in marks["rows"]] == [1_777_888_800_000, 1_779_480_000_000]
    assert [row["text"] for row in marks["rows"]] == ["a note", "a anomaly"]
    (click,) = [param for param in chart.to_dict()["params"] if param["name"] == "event"]
    assert click["select"] == {"type": "point", "fields": ["id"]}
    assert charts.chosen_event({"event": [{"id": "1"}]}) == "1"
    assert charts.chosen_event({"event": []}) is None


def test_kinds_differ_in_shape_and_what_is_wrong_in_colour_too() -> None:
    (marks,) = layers(annotated(events(("2026-05-04T10:00Z", "alert"))), "point")
    shapes = marks["encoding"]["shape"]["scale"]["range"]
    assert len(set(shapes)) == len(shapes) == 5
    condition = marks["encoding"]["color"]["condition"]
    assert "datum.kind == 'alert'" in condition["test"]
    assert palette.CRITICAL.light in condition["value"]["expr"]


def test_events_of_another_time_leave_the_chart_as_it_is() -> None:
    before = charts.energy_chart(days(), MAY, of_energy("Wh"))
    assert charts.with_events(before, events(("2026-04-30T10:00Z", "note")), MAY) is before


def test_the_events_leave_the_names_of_the_axis_as_they_are() -> None:
    assert words(annotated(events(("2026-05-04T10:00Z", "note")))) == words(annotated(events()))


def quarters() -> pd.DataFrame:
    return by_quarter("2026-04-30T22:00", [500.0] * 31 * 96)


def test_a_series_has_its_twin_in_words() -> None:
    with speaking("fr"):
        twin = charts.table(days().tail(1), PARIS, step=Resolution.DAY)
    assert twin.iloc[0].to_dict() == {
        "Quand": "31\u00a0mai 2026", "kWh": "30,0", "Moyenne, kW": "1,25", "Minimum, kW": "1,25",
        "Maximum, kW": "1,25", "Mesuré, %": "100",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("frame", "heads"),
    [
        pytest.param(carpet(quarters(), PARIS), ["Day", "Time", "kW", "Measured, %"], id="carpet"),
        pytest.param(calendar(days(), PARIS), ["Day", "kWh", "Measured, %"], id="calendar"),
        pytest.param(duration(quarters()), ["Share of the time, %", "Hours", "kW"], id="duration"),
        pytest.param(top(days()), ["Rank", "When", "kWh", "Measured, %"], id="top"),
        pytest.param(
            typical_day(quarters(), PARIS),
            ["Season", "Kind of day", "Time", "Low, kW", "Usual, kW", "High, kW"],
            id="typical",
        ),
        pytest.param(
            cumulative(days(), Period.of(Span.MONTH, FIRST), PARIS),
            ["Day", "kWh", "Before, kWh", "Measured, %"],
            id="cumulative",
        ),
        pytest.param(
            charts.balance_parts({Role.CONSUMPTION: days(), Role.GRID_IMPORT: days()}),
            ["When", "What", "kWh", "Measured, %"],
            id="balance",
        ),
        pytest.param(
            pd.DataFrame([("sun", "Car", 2.0)], columns=["source", "target", "kwh"]),
            ["From", "To", "kWh"],
            id="flows",
        ),
    ],
)
def test_every_picture_has_its_twin_row_by_row(frame: pd.DataFrame, heads: list[str]) -> None:
    with speaking("en"):
        twin = charts.table(frame, PARIS)
        empty = charts.table(frame.iloc[:0], PARIS)
    assert list(twin) == list(empty) == heads
    assert len(twin) == len(frame)
    assert all(isinstance(cell, str) for cell in twin.to_numpy().ravel())


def test_what_was_not_measured_is_a_dash_in_the_table_too() -> None:
    frame = calendar(days().drop(index=[3]), PARIS)
    with speaking("en"):
        twin = charts.table(frame, PARIS)
    assert twin.iloc[3].tolist() == ["4\u00a0May 2026", "—", "0"]


@pytest.mark.parametrize(
    ("step", "title"),
    [
        (Resolution.QUARTER, "Each quarter-hour's balance"),
        (Resolution.HOUR, "Each hour's balance"),
        (Resolution.DAY, "Each day's balance"),
        (Resolution.MONTH, "Each month's balance"),
    ],
)
def test_a_title_says_what_a_bar_stands_for(step: Resolution, title: str) -> None:
    with speaking("en"):
        assert said.balance(step).title == title


def test_the_only_bar_of_a_year_is_still_a_month() -> None:
    """On the 5th of January the year has one bar, five days long."""
    begun = series([MAY.start], [5 * 86_400.0], [10_000.0])
    where = Window(MAY.start, MAY.end, PARIS, Resolution.MONTH)
    with speaking("en"):
        (bar,) = layers(charts.energy_chart(begun, where, of_energy("Wh")), "bar")
        twin = charts.table(begun, PARIS, step=Resolution.MONTH)
    told = next(each["calculate"] for each in bar["transform"] if each["as"] == "when")
    assert said_by(told, **bar["rows"][0]) == "May 2026"
    assert twin["When"].tolist() == ["May 2026"]


def test_every_title_and_note_is_there_in_french() -> None:
    spoken = {}
    for language in ("en", "fr"):
        with speaking(language):
            spoken[language] = [
                said.power(), said.energy(Resolution.HOUR, "kWh"), said.balance(Resolution.HOUR),
                said.stack(Resolution.HOUR),
                said.carpet("May"), said.exchange(), said.calendar(), said.duration(),
                said.typical(), said.top_days(), said.top_hours(), said.cumulative(), said.flows(),
            ]  # fmt: skip
    pairs = list(zip(spoken["en"], spoken["fr"], strict=True))
    assert all(one.title and one.measures for each in pairs for one in each)
    assert [one.title for one, other in pairs if one.title == other.title] == []
