"""The display on a wall: it turns by itself, is dark at night, and can be left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.clock import FakeClock, fake_clock
from tests.support.server import Server

pytestmark = pytest.mark.browser
WALL = "/?wall=1&embed=true"
TURN_MS = 21_000
HEARD_MS = 40_000  # until a standing page hears the server's time: a heartbeat, and slack


@pytest.fixture
def clock(tmp_path: Path) -> FakeClock:
    return fake_clock(tmp_path)


@pytest.fixture
def clocked(tmp_path: Path, clock: FakeClock) -> Iterator[Server]:
    """An empty app whose clock the test sets; it stands in UTC."""
    with Server(tmp_path, **clock.settings) as running:
        yield running


def set_to(clock: FakeClock, hour: int, minute: int) -> None:
    """Of the day that is today here."""
    now = datetime.now(UTC)
    wanted = now.replace(hour=0, minute=0, second=0) + timedelta(hours=hour, minutes=minute)
    clock.set((wanted - now).total_seconds())


def post(server: Server, *stamps: float, watts: float = 900) -> None:
    server.post([
        {"meter": "house", "ts": ts, "value": watts, "unit": "W", "kind": "power",
         "role": "consumption"}
        for ts in stamps
    ])  # fmt: skip


def test_the_wall_turns_through_the_ranges_until_one_is_chosen(server: Server, page: Page) -> None:
    post(server, time.time())
    page.clock.install()
    page.goto(server.url + WALL)
    title = page.locator("[data-trace-title]")
    for words in ("Last 10 minutes", "Last hour", "Last 24 hours", "Last 10 minutes"):
        expect(title).to_have_text(f"{words}, kW")
        page.clock.fast_forward(TURN_MS)
    expect(title).to_have_text("Last hour, kW")
    page.get_by_role("button", name="24 h").click()
    expect(title).to_have_text("Last 24 hours, kW")
    page.clock.fast_forward(TURN_MS)
    page.clock.fast_forward(TURN_MS)
    expect(title).to_have_text("Last 24 hours, kW")


def test_the_live_page_itself_does_not_turn(server: Server, page: Page) -> None:
    post(server, time.time())
    page.clock.install()
    page.goto(server.url)
    expect(page.locator("[data-figure=home]")).to_have_text("0.90")
    page.clock.fast_forward(TURN_MS)
    expect(page.locator("[data-trace-title]")).to_have_text("Last 10 minutes, kW")


def test_the_wall_is_dim_at_night_by_the_sites_clock(
    clocked: Server, clock: FakeClock, page: Page
) -> None:
    house = page.locator(".live[data-mode=wall]")
    for (hour, minute), night in (((21, 50), "false"), ((22, 5), "true"), ((30, 35), "false")):
        set_to(clock, hour, minute)
        post(clocked, clock.now())
        if hour == 21:
            page.goto(clocked.url + WALL)
        expect(house).to_have_attribute("data-night", night, timeout=HEARD_MS)
        expect(house).to_have_css("opacity", "0.45" if night == "true" else "1")


def test_at_midnight_the_day_before_becomes_yesterday(
    clocked: Server, clock: FakeClock, page: Page
) -> None:
    """A page that stands open shows today's peak, and no longer that of the day before."""
    set_to(clock, 23, 50)
    post(clocked, *(clock.now() - ago for ago in range(7200, 600, -60)), watts=2000)
    post(clocked, clock.now(), watts=500)
    page.goto(clocked.url + WALL)
    highest = page.locator("tr[data-row=highest] .figure")
    expect(highest).to_have_text("2.00", timeout=HEARD_MS)
    set_to(clock, 24, 20)
    post(clocked, *(clock.now() - ago for ago in range(1140, -1, -60)), watts=500)
    expect(highest).to_have_text("0.50", timeout=HEARD_MS)


def test_the_wall_display_is_left_by_a_link(server: Server, page: Page) -> None:
    post(server, time.time())
    page.goto(f"{server.url}{WALL}&lang=fr")
    link = page.locator("[data-leave]")
    expect(link).to_have_text("Quitter l’affichage mural")
    link.hover()
    expect(link).to_have_css("opacity", "1")
    link.click()
    expect(page.locator(".live[data-mode=page]")).to_be_visible()
    expect(page.get_by_role("link", name="Historique")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1440, 900), (3840, 2160)])
def test_the_wall_fits_its_screen(server: Server, page: Page, width: int, height: int) -> None:
    roles = {"house": "consumption", "pv": "production", "in": "grid_import", "out": "grid_export"}
    now = time.time()
    server.post([
        {"meter": slug, "ts": now - 60 * ago, "value": 500, "unit": "W", "kind": "power",
         "role": role}
        for slug, role in roles.items() for ago in range(40)
    ])  # fmt: skip
    page.set_viewport_size({"width": width, "height": height})
    page.goto(server.url + WALL)
    expect(page.locator("[data-figures-rows] tr")).to_have_count(6)
    bottom = page.locator("[data-trace-plot]").bounding_box()
    assert bottom
    assert bottom["y"] + bottom["height"] <= height
