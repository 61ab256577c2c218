"""The simulated home: one click to try it, one to be rid of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import Server

pytestmark = pytest.mark.browser
FILLED_MS = 90_000  # thirty days, on a busy machine
EMPTY = "Connect a first meter"


def test_the_simulated_home_comes_and_goes_by_a_click(server: Server, page: Page) -> None:
    page.goto(server.url)
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(EMPTY)
    expect(page.get_by_role("button", name="Remove the simulated home")).to_have_count(0)
    page.get_by_role("button", name="Try it").click()
    expect(title).to_have_text("The simulated home is moving in")
    expect(page.get_by_role("progressbar")).to_be_visible()
    picture = page.locator("[data-mode=page] [data-flow-picture]")
    expect(picture).to_have_attribute("data-state", "live", timeout=FILLED_MS)
    expect(page.locator("[data-figure=home]")).not_to_have_text("—")
    expect(page.locator("[data-figures-change]")).to_contain_text("yesterday at this hour")
    expect(page.get_by_role("heading", name="To look at")).to_be_visible()
    expect(page.get_by_text("silent for")).to_have_count(0)
    slugs = {row["slug"] for row in server.http.get("/api/v1/meters").json()["meters"]}
    assert {"home", "pv", "ev"} <= slugs, slugs

    page.get_by_role("button", name="Remove the simulated home").click()
    page.get_by_role("button", name="Remove it").click()
    expect(title).to_have_text(EMPTY, timeout=FILLED_MS)
    assert server.http.get("/api/v1/meters").json()["meters"] == []
