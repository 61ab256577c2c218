"""The page "Alerts" in a browser: what comes stands there by itself, is judged and taken back."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import axe, serious  # noqa: F401
from tests.support.server import Server

pytestmark = pytest.mark.browser
QUARTER_S, DAYS = 900, 30
NOW = int(time.time()) // QUARTER_S * QUARTER_S
WITHIN_MS = 10_000
"""Of a machine that does other things too; the store has it within two seconds."""


@pytest.fixture
def home(server: Server) -> Server:
    """A month of a house that takes 400 to 600 W."""
    first = NOW - DAYS * 86_400
    readings = [(first + n * QUARTER_S, 500 + 100 * math.sin(n / 7)) for n in range(DAYS * 96)]
    write(server, readings)
    return server


def write(server: Server, readings: list[tuple[int, float]]) -> None:
    key = f"energy,meter=house,unit=W,kind=power,role=consumption,step={QUARTER_S}"
    lines = "\n".join(f"{key} value={value} {ts}" for ts, value in readings)
    assert server.write(lines).status_code == 204


def opened(home: Server, page: Page) -> None:
    page.goto(f"{home.url}/alerts")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to look at")
    expect(page.get_by_text("In use.")).to_be_visible()  # the page is drawn to its end


def spike(home: Server, page: Page) -> None:
    write(home, [(NOW, 9800.0)])
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("One thing to look at", timeout=WITHIN_MS)


def test_a_peak_stands_on_the_open_page_and_is_called_normal_and_taken_back(
    home: Server, page: Page
) -> None:
    opened(home, page)
    spike(home, page)
    card = page.get_by_text("9.80\u00a0kW at").first
    expect(card).to_be_visible()

    page.get_by_role("button", name="This is normal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to look at")
    expect(page.get_by_text("Kept: Peak, House: normal.")).to_be_visible()
    (judged,) = home.http.get("/api/v1/anomalies", params={"state": "all"}).json()
    assert judged["verdict"] == "normal"

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("One thing to look at")
    (judged,) = home.http.get("/api/v1/anomalies", params={"state": "all"}).json()
    assert judged["verdict"] is None


def test_it_is_opened_from_live_in_its_usual_band(home: Server, page: Page) -> None:
    opened(home, page)
    spike(home, page)
    page.goto(home.url)
    page.get_by_role("link", name="See what happened").click()
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    picture = page.get_by_label("Readings around the incident, in the band of what is usual")
    expect(picture.first).to_be_visible()
    assert "incident=" in page.url


def test_bad_data_opens_the_correction_with_its_time_filled_in(home: Server, page: Page) -> None:
    opened(home, page)
    spike(home, page)
    page.get_by_role("button", name="Bad data").click()
    page.get_by_role("button", name="Correct the readings").click()
    expect(page.get_by_role("textbox", name="Reason")).to_have_value("Peak")
    expect(page.get_by_role("combobox", name="What is to be done")).to_be_visible()
    for place, at in enumerate((NOW, NOW + QUARTER_S)):
        moment = datetime.fromtimestamp(at, UTC)
        for part, value in (("hour", moment.hour), ("minute", moment.minute)):
            field = page.get_by_role("spinbutton", name=f"{part}, at").nth(place)
            expect(field).to_have_text(f"{value:02d}")
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_role("table", name="Before and after")).to_be_visible()


def test_the_page_has_no_serious_fault_of_accessibility(
    home: Server,
    page: Page,
    axe: str,  # noqa: F811
) -> None:
    opened(home, page)
    spike(home, page)
    page.get_by_role("button", name="See the readings").click()
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    assert serious(page, axe) == []
