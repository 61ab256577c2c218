"""The page "History" as its script draws it: every view, from its address, with real readings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from energy_core.analysis.period import Period, Span
from energy_core.model import Role
from energy_core.services import notes
from energy_core.services.services import Services, set_running
from energy_core.settings import Settings
from energy_core.ui.history.titles import title
from energy_core.ui.words import speaking
from tests.support.history_page import app_in, history_page, metrics
from tests.support.homes import Sends, send

PARIS = "Europe/Paris"
HOUR = timedelta(hours=1)
DAYS = 430
TODAY = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
FIRST = TODAY - timedelta(days=DAYS)
MONTH = Period.of(Span.MONTH, Period.of(Span.MONTH, TODAY.date()).first - timedelta(days=40))
"""A month that is over, with as much before it."""
WH = {
    "house": (Role.CONSUMPTION, 500.0), "pv": (Role.PRODUCTION, 300.0),
    "import": (Role.GRID_IMPORT, 300.0), "export": (Role.GRID_EXPORT, 100.0),
    "ev": (Role.EV, 100.0), "oven": (Role.SUBMETER, 50.0), "heatpump": (Role.SUBMETER, 150.0),
}  # fmt: skip
"""Balanced: 300 + 300 = 500 + 100."""
LARGE = {"Used", "Produced", "Bought", "Self-sufficiency", "Sold"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Fourteen months of hours."""
    meters = {slug: Sends(role, wh, step_s=3600) for slug, (role, wh) in WH.items()}
    meters["gas"] = Sends(Role.GAS, 0.2, "m³", 3600)
    meters["outside"] = Sends(Role.TEMPERATURE, 0.2, "°C", 3600)
    with app_in(tmp_path_factory.mktemp("history"), PARIS) as services:
        send(services.store, FIRST, TODAY, **meters)
        yield services


def page(**query: str) -> AppTest:
    return history_page(**{"period": f"{MONTH.first:%Y-%m}", **query})


def headings(app: AppTest) -> list[str]:
    return [each.value.removeprefix("## ") for each in app.markdown if each.value.startswith("## ")]


def charts(app: AppTest) -> dict[str, dict]:
    """Each chart's key, without the view it is of, and its Vega-Lite specification."""
    found = app.get("vega_lite_chart")
    return {str(n): json.loads(each.proto.spec) for n, each in enumerate(found)}


@pytest.mark.parametrize(
    "period",
    [
        f"{MONTH.first + timedelta(days=3)}", f"{MONTH.first:%G-W%V}", f"{MONTH.first:%Y-%m}",
        f"{MONTH.first:%Y}", "all", f"{MONTH.first}..{MONTH.first + timedelta(days=17)}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.usefixtures("services")
def test_every_length_of_time_is_drawn_in_both_languages(period: str, language: str) -> None:
    app = page(period=period, lang=language)
    assert app.title[0].value
    assert len(charts(app)) >= 5
    assert len(app.metric) >= 5


@pytest.mark.parametrize(
    "what",
    [
        "house", "submeters", "meters:ev", "meters:ev,oven", "meters:gas", "meters:outside",
        "meters:pv", "meters:gas,outside", "role:submeter",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("services")
def test_every_choice_of_meters_is_drawn(what: str) -> None:
    app = page(what=what)
    assert charts(app)
    assert "All figures" in headings(app) or "outside" in what


@pytest.mark.usefixtures("services")
def test_the_figures_are_those_of_the_hours() -> None:
    app = page(compare="none")
    start, end = MONTH.bounds(PARIS)
    hours = (end - start) / HOUR
    shown = {name: value for name, value in metrics(app).items() if name in LARGE}
    assert shown == {
        "Used": f"{hours * 0.5:,.0f}\u00a0kWh", "Produced": f"{hours * 0.3:,.0f}\u00a0kWh",
        "Bought": f"{hours * 0.3:,.0f}\u00a0kWh", "Self-sufficiency": "40\u00a0%",
        "Sold": f"{hours * 0.1:,.1f}\u00a0kWh",
    }  # fmt: skip


@pytest.mark.usefixtures("services")
def test_a_house_has_all_its_pictures() -> None:
    assert headings(page(compare="last_year")) == [
        "Each day's balance", "Energy of each day", "Power over time",
        *(f"The hours: {title_in_english()}", "Exchange with the grid", "Twelve months, day by day"),
        *("How long the load was how high", "The days with the highest use", "A typical day"),
        *("From where to where", "Added up since the beginning", "Heating and the weather"),
        *("All figures", "What happened, and what was said"),
    ]  # fmt: skip


def title_in_english() -> str:
    with speaking("en"):
        return title(MONTH)


@pytest.mark.usefixtures("services")
def test_every_picture_has_words_and_may_have_a_table() -> None:
    plain, with_tables = page(), page(tables="1")
    for chart in plain.get("vega_lite_chart"):
        assert chart.proto.alt
    assert not plain.dataframe
    assert len(with_tables.dataframe) >= len(charts(with_tables)) - 1  # a calendar has two halves


@pytest.mark.usefixtures("services")
def test_any_days_that_an_address_may_name_are_shown() -> None:
    for period in ("1950-01-01..1950-02-01", "2150-01-01..2150-02-01"):
        assert not charts(page(period=period, compare="range", other="2150-01-01"))


@pytest.mark.usefixtures("services")
def test_the_address_holds_what_is_chosen() -> None:
    app = page()
    app.sidebar.selectbox(key="history_compare").set_value("last_year").run()
    assert app.query_params["compare"] == "last_year"
    app.sidebar.selectbox(key="history_what").set_value("meters:ev").run()
    assert app.query_params["what"] == "meters:ev"
    app.sidebar.toggle(key="history_estimated").set_value(False).run()
    assert app.query_params["estimated"] == "0"
    app.segmented_control(key="history_span").set_value(Span.YEAR).run()
    assert app.query_params["period"] == f"{MONTH.first:%Y}"
    assert not app.exception


@pytest.mark.usefixtures("services")
def test_several_meters_are_chosen_in_a_field_of_their_own() -> None:
    app = page()
    app.sidebar.selectbox(key="history_what").set_value("several").run()
    app.sidebar.multiselect(key="history_meters").set_value(["ev", "oven"]).run()
    assert app.query_params["what"] == "meters:ev,oven"
    app.sidebar.selectbox(key="history_what").set_value("house").run()
    assert "what" not in app.query_params
    assert not app.sidebar.multiselect


@pytest.mark.usefixtures("services")
def test_a_range_is_chosen_by_its_days() -> None:
    app = page()
    app.segmented_control(key="history_span").set_value(Span.RANGE).run()
    days = MONTH.first + timedelta(days=4), MONTH.first + timedelta(days=9)
    app.date_input(key="history_days").set_value(days).run()
    assert app.query_params["period"] == f"{days[0]}..{days[1]}"
    assert not app.exception


@pytest.mark.usefixtures("services")
def test_a_time_without_readings_says_so() -> None:
    app = page(period="2011-03")
    assert any("Nothing was measured in this time" in each.value for each in app.markdown)
    assert not charts(app)
    assert not app.metric
    assert not app.exception


@pytest.mark.usefixtures("services")
@pytest.mark.parametrize(
    ("period", "day"), [("2011-03", FIRST), ("2091-03", TODAY - HOUR)], ids=["before", "after"]
)
def test_from_a_time_without_readings_one_click_leads_to_the_nearest(
    period: str, day: datetime
) -> None:
    app = page(period=period)
    app.button(key="history_nearest").click().run()
    assert app.query_params["period"] == f"{day.astimezone(ZoneInfo(PARIS)):%Y-%m}"
    assert charts(app)


@pytest.mark.usefixtures("services")
def test_a_gas_meter_is_told_in_cubic_metres_and_never_as_power() -> None:
    told = " ".join(each.value for each in page(what="meters:gas").markdown)
    for words in ("Flow over time", "What each day used", "consumption, m³/h"):
        assert words in told
    assert "Power over time" not in told
    assert "Energy of" not in told


@pytest.mark.usefixtures("services")
def test_a_thermometers_line_is_its_temperature() -> None:
    told = " ".join(each.value for each in page(what="meters:outside").markdown)
    assert "Temperature over time" in told
    assert "Power over time" not in told


def test_a_note_stands_on_the_time_axis_and_in_the_list(services: Services) -> None:
    at = Period.of(Span.DAY, MONTH.first + timedelta(days=5)).bounds(PARIS)[0] + 12 * HOUR
    kept = notes.add(services.store, None, at, None, "New fridge", "Anne")
    try:
        app = page()
        main = next(iter(charts(app).values()))
        assert "event" in json.dumps(main["params"] if "params" in main else main["layer"])
        app.session_state["history_opened"] = f"note-{kept.id}"
        app.run()
        assert any("New fridge" in each.value for each in app.markdown)
        app.button(key=f"remove_note-{kept.id}").click().run()
        assert services.store.notes.between(at - HOUR, at + HOUR) == []
    finally:
        if services.store.notes.between(at - HOUR, at + HOUR):
            services.store.notes.remove(kept.id)


def test_the_form_keeps_a_note(services: Services) -> None:
    app = page()
    app.text_input(key="note_words").input("Guests for a week")
    app.text_input(key="note_author").input("Anne")
    next(each for each in app.button if each.label == ":violet[Keep the note]").click().run()
    start, end = MONTH.bounds(PARIS)
    (kept,) = services.store.notes.between(start, end)
    assert (kept.words, kept.author, kept.meter) == ("Guests for a week", "Anne", None)
    services.store.notes.remove(kept.id)


@pytest.mark.usefixtures("services")
def test_an_empty_note_is_refused_in_words() -> None:
    app = page()
    next(each for each in app.button if each.label == ":violet[Keep the note]").click().run()
    assert any(each.value.startswith(":red[") for each in app.markdown)


def test_a_house_without_readings_shows_the_ways_in(services: Services, tmp_path: Path) -> None:
    empty = Services(Settings(db=tmp_path / "empty.duckdb", timezone=PARIS))
    set_running(empty)
    try:
        app = page()
        assert app.title[0].value == "Nothing is stored yet"
        assert [each.key for each in app.button] == ["history_to_data", "history_to_live"]
    finally:
        set_running(services)
        empty.store.close()


@pytest.mark.usefixtures("services")
def test_the_title_is_of_the_month() -> None:
    assert page().title[0].value == title_in_english()
