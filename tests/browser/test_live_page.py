"""From a posted reading to digits in a real browser."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(shared_server: Server) -> Server:
    """A server that knows a house and its sun."""
    now = time.time()
    shared_server.post(
        [
            {"meter": slug, "ts": now - 300 + 60 * n, "value": watts, "unit": "W", "role": role}
            for slug, watts, role in (("house", 500, "consumption"), ("pv", 200, "production"))
            for n in range(5)
        ]
    )
    return shared_server


def test_a_posted_reading_changes_the_digits(home: Server, page: Page) -> None:
    page.goto(home.url)
    digits = page.locator("[data-figure=home]")
    expect(digits).to_have_text("0.50")
    home.post([{"meter": "house", "ts": time.time(), "value": 4321}])
    expect(digits).to_have_text("4.32")


def test_the_page_catches_up_after_the_server_was_away(server: Server, page: Page) -> None:
    server.post([{"meter": "house", "ts": time.time() - 60, "value": 500, "role": "consumption"}])
    page.goto(server.url)
    digits = page.locator("[data-figure=home]")
    expect(digits).to_have_text("0.50")
    server.kill()
    server.start()
    server.post([{"meter": "house", "ts": time.time(), "value": 1500}])
    expect(digits).to_have_text("1.50", timeout=30_000)


@pytest.mark.parametrize("path", ["history", "alerts", "data", ""])
def test_every_page_opened_first_on_a_fresh_server_has_the_navigation(
    server: Server, page: Page, path: str
) -> None:
    """With the app script beside a `pages/` folder it would run alone, without the entry script."""
    page.goto(f"{server.url}/{path}")
    links = page.get_by_test_id("stTopNavLink")
    expect(links).to_have_count(4)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_day_is_drawn_by_the_server(home: Server, page: Page) -> None:
    page.goto(home.url)
    expect(
        page.locator(
            "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg"
        ).first
    ).to_be_visible()


def test_readings_of_different_days_are_not_added_up(server: Server, page: Page) -> None:
    """When all is silent, the last moment counts: what had stopped long before is unknown."""
    then = (datetime.now(UTC) - timedelta(days=2)).replace(hour=8, minute=30, second=0)
    for slug, role, at, watts in (
        ("pv", "production", then - timedelta(days=5000), 2000),
        ("import", "grid_import", then, 630),
    ):
        rows = [
            {"meter": slug, "ts": at.timestamp() - ago, "value": watts, "unit": "W", "role": role}
            for ago in (120, 60, 0)
        ]
        server.post(rows)
    page.goto(server.url)
    expect(page.locator("[data-node=grid] [data-figure]")).to_have_text("0.63")
    expect(page.locator("[data-node=sun] [data-figure]")).to_have_text("—")
    expect(page.locator("[data-figure=home]")).to_have_text("—")
    day = f"{then.day} {then:%B %Y}"
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(f"No new reading since {day}, 08:30")
    expect(page.get_by_role("status")).to_contain_text(f"Last reading on {day}")


def imported(server: Server, slug: str, role: str, then: datetime) -> None:
    lines = "\n".join(
        f"energy,meter={slug},unit=W,kind=power,role={role},step=60 value=630 "
        f"{then.timestamp() - ago:.0f}000000000"
        for ago in (120, 60, 0)
    )
    answer = server.http.post("/api/v1/imports", content=lines.encode(), params={"name": "old.lp"})
    assert answer.status_code == 200, answer.text


def test_a_house_of_files_alone_is_told_calmly(server: Server, page: Page) -> None:
    imported(server, "import", "grid_import", datetime(2024, 11, 20, 8, 30, tzinfo=UTC))
    page.goto(server.url)
    told = "Everything here came from files; last reading on 20\u00a0November\u00a02024"
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(told.replace("\u00a0", " "))
    expect(page.get_by_role("status").first).to_contain_text("No device sends")
    expect(page.get_by_test_id("stMarkdown").get_by_text(told)).to_be_visible()
    expect(page.get_by_test_id("stMain").get_by_role("link", name="History")).to_be_visible()
    expect(page.get_by_text("silent for")).to_have_count(0)
    row = page.locator("[data-meter=import]")
    expect(row.locator("td.measured")).to_have_text("—")
    expect(row.locator(".spark .missing rect")).to_have_count(0)


def test_a_meter_from_a_file_is_no_part_of_what_is_now_until_it_is_sent(
    server: Server, page: Page
) -> None:
    imported(server, "pv", "production", datetime(2024, 11, 20, 8, 30, tzinfo=UTC))
    server.post([{"meter": "import", "ts": time.time(), "value": 400, "role": "grid_import"}])
    page.goto(server.url)
    expect(page.locator("[data-figure=home]")).to_have_text("0.40")
    expect(page.locator("[data-node=sun]")).to_have_count(0)
    server.post([{"meter": "pv", "ts": time.time(), "value": 600}])
    expect(page.locator("[data-figure=home]")).to_have_text("1.00")
    expect(page.locator("[data-meter=pv]")).to_have_attribute("data-silent", "false")
