"""The trace's longer ranges: an hour as read, a day in quarter-hours, with extremes where they
are known."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import Server

pytestmark = pytest.mark.browser
SPIKE_W, CALM_W = 5000, 500


def minutes(server: Server, meter: str, role: str, watts: dict[int, float], hours: int) -> None:
    """A reading each minute until now; `watts`: minutes ago → another figure than the calm one."""
    now = int(time.time())
    key = f"energy,meter={meter},unit=W,kind=power,role={role},step=60"
    lines = [
        f"{key} value={watts.get(ago, CALM_W)} {now - 60 * ago}"
        for ago in range(60 * hours, -1, -1)
    ]
    answer = server.write("\n".join(lines))
    assert answer.status_code == 204, answer.text


def choose(page: Page, name: str, title: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_the_day_keeps_the_extremes_of_the_houses_meter(server: Server, page: Page) -> None:
    minutes(server, "house", "consumption", {200: SPIKE_W, 40: 3000}, hours=23)
    page.goto(server.url)
    note = page.locator("[data-trace-note]")
    expect(note).to_contain_text("peak 0.50\u00a0kW")
    choose(page, "1 h", "Last hour, kW")
    expect(note).to_contain_text("peak 3.00\u00a0kW")
    choose(page, "24 h", "Last 24 hours, kW")
    expect(note).to_contain_text("peak 5.00\u00a0kW")
    expect(note).not_to_contain_text("means")
    choose(page, "10 min", "Last 10 minutes, kW")
    expect(note).to_contain_text("peak 0.50\u00a0kW")


def test_a_house_without_its_own_meter_shows_means_and_says_so(server: Server, page: Page) -> None:
    minutes(server, "import", "grid_import", {200: SPIKE_W}, hours=23)
    minutes(server, "pv", "production", {}, hours=23)
    page.goto(server.url)
    note = page.locator("[data-trace-note]")
    expect(note).to_contain_text("peak 1.00\u00a0kW")
    choose(page, "24 h", "Last 24 hours, kW")
    expect(note).to_contain_text("15-minute means")
    mean = CALM_W * 2 + (SPIKE_W - CALM_W) / 15
    expect(note).to_contain_text(f"peak {mean / 1000:.2f}\u00a0kW")
