"""Today's figures against yesterday at the same hour, and when they say nothing instead."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import Server

pytestmark = pytest.mark.browser
DAY_S = 86400


@pytest.fixture
def noon(tmp_path: Path) -> Iterator[Server]:
    """An empty app in a time zone where it is about noon."""
    ahead = 12 - datetime.now(UTC).hour
    with Server(tmp_path, ENERGY_TIMEZONE=f"Etc/GMT{-ahead:+d}") as running:
        yield running


def midnight() -> int:
    """The start of today where it is about noon [epoch s]."""
    now = datetime.now(UTC)
    start = now.replace(minute=0, second=0, microsecond=0).timestamp() - 12 * 3600
    return int(start)


def minutes(
    server: Server, watts: float, start: float, end: float, role: str = "consumption"
) -> None:
    meter = "house" if role == "consumption" else role
    key = f"energy,meter={meter},unit=W,kind=power,role={role},step=60"
    stamps = range(int(start), int(end) + 1, 60)
    answer = server.write("\n".join(f"{key} value={watts} {ts}" for ts in stamps))
    assert answer.status_code == 204, answer.text


def test_the_difference_is_exact(noon: Server, page: Page) -> None:
    minutes(noon, 600, midnight() - DAY_S, midnight() - 60)
    minutes(noon, 1200, midnight(), time.time())
    hours = (time.time() - midnight()) / 3600
    page.goto(noon.url)
    expect(page.locator("[data-figures-label]")).to_have_text("Used today")
    change = page.locator("[data-figures-change]")
    expect(change).to_contain_text("more than yesterday at this hour")
    told = re.match(r"([\d.]+)\u00a0kWh", change.inner_text())
    assert told
    assert float(told[1]) == pytest.approx(0.6 * hours, abs=0.1)
    figure = page.locator("[data-figure=today]").inner_text()
    assert float(figure) == pytest.approx(1.2 * hours, abs=0.1)


def test_a_yesterday_with_a_hole_is_not_compared(noon: Server, page: Page) -> None:
    minutes(noon, 600, midnight() - DAY_S, midnight() - DAY_S + 6 * 3600)
    minutes(noon, 600, midnight() - 3600, midnight() - 60)
    minutes(noon, 1200, midnight(), time.time())
    page.goto(noon.url)
    change = page.locator("[data-figures-change]")
    expect(change).to_contain_text("Not compared: yesterday is")
    share = re.search(r"(\d+)\u00a0%", change.inner_text())
    assert share
    hours = (time.time() - midnight()) / 3600
    assert int(share[1]) == pytest.approx(100 * 6 / hours, abs=3)


def test_a_today_with_a_hole_is_not_compared(noon: Server, page: Page) -> None:
    minutes(noon, 600, midnight() - DAY_S, midnight() - 60)
    minutes(noon, 1200, time.time() - 3 * 3600, time.time())
    page.goto(noon.url)
    expect(page.locator("[data-figures-label]")).to_contain_text("measured")
    told = page.locator("[data-figures-change]")
    expect(told).to_have_text("Not compared: too little of today is measured.")


def test_a_guessed_meter_asks_once_and_a_described_one_never(server: Server, page: Page) -> None:
    server.post([{"meter": "house", "ts": time.time(), "value": 500, "unit": "W",
                  "kind": "power", "role": "consumption"}])  # fmt: skip
    server.post([{"meter": "boiler", "ts": time.time(), "value": 200}])
    page.goto(server.url)
    row = page.locator("tr[data-meter=boiler]")
    expect(row).to_contain_text("to confirm")
    expect(page.locator("tr[data-meter=house]")).not_to_contain_text("to confirm")
    expect(page.get_by_text("1 new meter")).to_be_visible()
    page.get_by_role("button", name="They are right").click()
    expect(page.get_by_text("Nothing. All meters speak, and all are known.")).to_be_visible()
    expect(row).not_to_contain_text("to confirm")


def price(server: Server, **prices: float) -> None:
    assert server.http.put("/api/v1/prices", json=prices).status_code == 200


def cell(page: Page, row: str, name: str) -> float:
    """The number in a row, without its unit."""
    text = page.locator(f"[data-row={row}] .{name}").inner_text()
    found = re.search(r"([\u2212+]?)€?([\d.,]+)", text)
    assert found, text
    return float(found[2].replace(",", "")) * (-1 if found[1] == "\u2212" else 1)


def test_a_page_that_is_open_tells_the_cost_as_soon_as_a_price_is_known(
    noon: Server, page: Page
) -> None:
    """The only meter is the house's: all that it used was bought."""
    minutes(noon, 600, midnight() - DAY_S, midnight() - 60)
    minutes(noon, 1200, midnight(), time.time())
    page.goto(noon.url)
    expect(page.locator("[data-figures-label]")).to_have_text("Used today")
    expect(page.locator("[data-row=cost]")).to_have_count(0)
    price(noon, bought=10, carbon_bought=1000)
    expect(page.locator("[data-row=cost]")).to_be_visible()
    hours = (time.time() - midnight()) / 3600
    assert cell(page, "cost", "value") == pytest.approx(10 * 1.2 * hours, rel=0.01)
    assert cell(page, "cost", "change") == pytest.approx(10 * 0.6 * hours, rel=0.01)
    assert cell(page, "carbon", "value") == pytest.approx(1.2 * hours, abs=0.1)  # kg
    assert cell(page, "carbon", "change") == pytest.approx(0.6 * hours, abs=0.1)
    price(noon)
    expect(page.locator("[data-row=cost]")).to_have_count(0)


def test_what_was_sold_counts_and_is_asked_a_price_for(noon: Server, page: Page) -> None:
    for role, watts in (("grid_import", 500), ("grid_export", 2000), ("production", 3000)):
        minutes(noon, watts, midnight(), time.time(), role)
    price(noon, bought=1, carbon_bought=50)
    page.goto(noon.url)
    expect(page.locator("[data-row=carbon]")).to_be_visible()
    expect(page.locator("[data-row=cost]")).to_have_count(0)
    price(noon, bought=1, sold=1)
    expect(page.locator("[data-row=cost]")).to_be_visible()
    hours = (time.time() - midnight()) / 3600
    assert cell(page, "cost", "value") == pytest.approx((0.5 - 2.0) * hours, rel=0.02)


def test_the_wall_has_room_for_the_cost_in_the_place_of_less(noon: Server, page: Page) -> None:
    for role, watts in (("grid_import", 500), ("grid_export", 200), ("production", 800)):
        minutes(noon, watts, midnight(), time.time(), role)
    price(noon, bought=1, sold=1, carbon_bought=50)
    rows = ["produced", "bought", "sold", "self_sufficiency", "cost", "highest"]
    page.goto(noon.url + "/?wall=1&embed=true")
    expect(page.locator("[data-row=highest]")).to_be_visible()
    shown = page.locator("[data-row]").evaluate_all("rows => rows.map((row) => row.dataset.row)")
    assert shown == rows
    page.goto(noon.url)
    expect(page.locator("[data-row=carbon]")).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(len(rows) + 2)
