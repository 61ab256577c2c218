"""The page "History" of homes that have few meters, or one that is silent: drawn from the address
to the last picture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from energy_core.analysis.period import Period, Span
from energy_core.model import Role
from energy_core.store import Store
from tests.support.history_page import app_in, history_page, metrics
from tests.support.homes import Sends, send

PARIS = "Europe/Paris"
DAY = timedelta(days=1)
APRIL, MAY = (Period.of(Span.MONTH, date(2026, month, 1)) for month in (4, 5))
START, END = APRIL.bounds(PARIS)
NOTHING = "Nothing was measured in this time"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with app_in(tmp_path, PARIS) as services:
        yield services.store


def page(period: str = "2026-04", **query: str) -> AppTest:
    return history_page(period, **query)


def told(app: AppTest) -> str:
    return " ".join(each.value for each in app.markdown)


def pictures(app: AppTest) -> list[dict]:
    return [json.loads(each.proto.spec) for each in app.get("vega_lite_chart")]


@pytest.mark.parametrize(
    ("sends", "words"),
    [
        pytest.param(Sends(Role.GAS, 0.1, "m³"), "of gas were used", id="gas"),
        pytest.param(Sends(Role.WATER, 0.2, "m³"), "of water were used", id="water"),
        pytest.param(Sends(Role.HEAT, 300.0), "of heat were used", id="heat"),
    ],
)
def test_a_home_without_electricity_has_its_sentence_its_figure_and_its_pictures(
    store: Store, sends: Sends, words: str
) -> None:
    send(store, START, END, one=sends)
    app = page(compare="none")
    assert words in told(app)
    assert NOTHING not in told(app)
    assert metrics(app)
    assert len(pictures(app)) >= 4  # energy, power, the carpet, a calendar


def test_a_home_of_panels_alone_is_drawn_without_a_use_that_nobody_knows(store: Store) -> None:
    send(store, START - 40 * DAY, END, pv=Sends(Role.PRODUCTION, 125.0))
    app = page(tables="1")
    assert "produced" in told(app)
    assert "Used" not in metrics(app)
    zoomed = page("2026-04-10", zoom="2026-04-10T08:00:00Z..2026-04-10T09:00:00Z")
    assert "Used" not in metrics(zoomed)


def test_with_one_of_two_grid_meters_silent_the_other_is_told(store: Store) -> None:
    send(store, START, MAY.bounds(PARIS)[1], night=Sends(Role.GRID_IMPORT, 100.0))
    send(store, START, START + 15 * DAY, daily=Sends(Role.GRID_IMPORT, 200.0))
    app = page("2026-05")
    assert NOTHING not in told(app)
    assert "You bought **298 kWh**" in told(app).replace("\u00a0", " ")
    assert "50 % measured · 16 days missing" in told(app).replace("\u00a0", " ")
    assert pictures(app)


def test_from_the_middle_of_a_gap_one_click_leads_to_its_edge(store: Store) -> None:
    send(store, START - 90 * DAY, START - 60 * DAY, house=Sends(Role.CONSUMPTION, 100.0))
    send(store, START + 40 * DAY, START + 90 * DAY, house=Sends(Role.CONSUMPTION, 100.0))
    app = page("2026-03")
    app.button(key="history_nearest").click().run()
    assert app.query_params["period"] == "2026-01"
    app = page("2026-04")
    app.button(key="history_nearest").click().run()
    assert app.query_params["period"] == "2026-05"


def test_a_largest_day_of_which_hours_are_lost_is_named_and_told_as_it_is(store: Store) -> None:
    """The tenth of April began at six; it used the most even so."""
    send(store, START, START + 9 * DAY, house=Sends(Role.CONSUMPTION, 100.0))
    lost = START + 9 * DAY + timedelta(hours=6)
    send(store, lost, START + 10 * DAY, house=Sends(Role.CONSUMPTION, 500.0))
    send(store, START + 10 * DAY, END, house=Sends(Role.CONSUMPTION, 100.0))
    app = page(tables="1")
    drawn = " ".join(json.dumps(each, ensure_ascii=False) for each in pictures(app))
    words = drawn.replace("\u00a0", " ")
    assert '"Friday 10 April"' in words
    assert "Friday 10 April, 0" not in words
    (tops,) = (each.value for each in app.dataframe if "Rank" in each.value)
    first = {head: str(cell).replace("\u00a0", " ") for head, cell in tops.iloc[0].items()}
    assert first == {"Rank": "1", "When": "10 April 2026", "kWh": "36.0", "Measured, %": "75"}
