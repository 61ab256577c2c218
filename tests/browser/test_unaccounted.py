"""What does not close: said alike by the picture, the day and where the energy went."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from energy_core.settings import Settings
from energy_core.store import Store
from tests.support.server import Server

pytestmark = pytest.mark.browser
NOON_S = 12 * 3600
GRID_BLUE = "#1F68D0"
MISSING, UNACCOUNTED = "1.5,3", "1,0"  # dashes of an edge


@pytest.fixture
def noon(tmp_path: Path) -> Iterator[Server]:
    """An empty app in a time zone where it is about noon."""
    ahead = 12 - datetime.now(UTC).hour
    with Server(tmp_path, ENERGY_TIMEZONE=f"Etc/GMT{-ahead:+d}") as running:
        yield running


def midnight() -> int:
    """The start of today where it is about noon [epoch s]."""
    now = datetime.now(UTC)
    start = now.replace(minute=0, second=0, microsecond=0).timestamp() - NOON_S
    return int(start)


def minutes(
    server: Server, meter: str, role: str, watts: float, *spans: tuple[float, float]
) -> None:
    """A reading a minute of a meter, in spans of hours since midnight."""
    key = f"energy,meter={meter},unit=W,kind=power,role={role},step=60"
    lines = [
        f"{key} value={watts} {midnight() + 60 * minute}"
        for start, end in spans
        for minute in range(int(start * 60), int(end * 60) + 1)
    ]
    answer = server.write("\n".join(lines))
    assert answer.status_code == 204, answer.text


def until_now() -> float:
    """Hours since midnight."""
    return (time.time() - midnight()) / 3600


def dotted(page: Page) -> Locator:
    return page.get_by_text("dotted: not measured")


def outlined(page: Page, dashes: str) -> Locator:
    """The outlines of the day's chart and of the uses' bars."""
    return page.locator(f"[data-testid=stMain] svg path[stroke-dasharray='{dashes}']")


def bars_of_the_grid(page: Page) -> Locator:
    return page.locator(f"[data-testid=stMain] svg .mark-rect path[fill='{GRID_BLUE}']")


def test_a_hole_in_the_suns_meter_is_dotted_everywhere_and_nowhere_the_grid(
    noon: Server, page: Page
) -> None:
    minutes(noon, "house", "consumption", 1000, (0, until_now()))
    minutes(noon, "import", "grid_import", 0, (0, until_now()))
    minutes(noon, "pv", "production", 1000, (0, 4), (7, 11))
    page.goto(noon.url)
    expect(page.locator(".dot-note")).to_contain_text("1.00\u00a0kW not measured")
    expect(page.locator(".home .open")).to_have_attribute("data-kind", "missing")
    expect(page.locator(".home .open")).to_be_visible()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(
        "The house is using 1.00\u00a0kW; not all of its sources are measured."
    )
    expect(page.locator("#flow-words")).to_contain_text("1.00\u00a0kW not measured")
    expect(dotted(page)).to_have_count(2)
    expect(page.get_by_text("outlined: unaccounted")).to_have_count(0)
    expect(outlined(page, MISSING)).to_have_count(2)
    expect(outlined(page, UNACCOUNTED)).to_have_count(0)
    expect(bars_of_the_grid(page)).to_have_count(0)


def test_a_balance_that_closes_has_no_outline(noon: Server, page: Page) -> None:
    minutes(noon, "house", "consumption", 1000, (0, until_now()))
    minutes(noon, "import", "grid_import", 400, (0, until_now()))
    minutes(noon, "pv", "production", 600, (0, until_now()))
    page.goto(noon.url)
    expect(bars_of_the_grid(page)).to_have_count(1)
    expect(outlined(page, MISSING)).to_have_count(0)
    expect(outlined(page, UNACCOUNTED)).to_have_count(0)
    expect(page.locator(".home .open")).to_be_hidden()
    expect(dotted(page)).to_have_count(0)
    expect(page.get_by_text("outlined: unaccounted")).to_have_count(0)


def test_what_every_meter_saw_and_none_explains_is_outlined(noon: Server, page: Page) -> None:
    minutes(noon, "house", "consumption", 1000, (0, until_now()))
    minutes(noon, "import", "grid_import", 700, (0, until_now()))
    page.goto(noon.url)
    expect(page.locator(".dot-note")).to_contain_text("unaccounted 0.30\u00a0kW")
    expect(page.locator(".home .open")).to_have_attribute("data-kind", "unaccounted")
    expect(page.get_by_text("outlined: unaccounted")).to_have_count(2)
    expect(outlined(page, UNACCOUNTED)).to_have_count(2)
    expect(outlined(page, MISSING)).to_have_count(0)
    expect(dotted(page)).to_have_count(0)


def test_a_house_that_nobody_measured_today_has_no_empty_axes(noon: Server, page: Page) -> None:
    noon.post([{"meter": "house", "ts": time.time() - 40 * 86400, "value": 1, "unit": "W",
                "role": "consumption"}])  # fmt: skip
    page.goto(noon.url)
    expect(page.get_by_text("Nothing measured yet today.")).to_have_count(2)


def test_a_use_behind_another_use_is_not_counted_twice(tmp_path: Path, page: Page) -> None:
    now = time.time()
    rows = [
        {"meter": slug, "ts": now - ago, "value": watts, "unit": "W", "kind": "power", "role": role}
        for ago in (20, 10, 0)
        for slug, watts, role in (
            ("house", 3000, "consumption"), ("kitchen", 1500, "submeter"),
            ("oven", 1200, "submeter"),
        )
    ]  # fmt: skip
    with Server(tmp_path) as server:
        server.post(rows)
        server.stop()
        with Store(Settings(db=server.db, timezone="UTC")) as store:
            store.change_meter("kitchen", parent=store.meter("house").id)
            store.change_meter("oven", parent=store.meter("kitchen").id)
        server.start()
        server.post([{**row, "ts": time.time()} for row in rows[-3:]])
        page.goto(server.url)
        expect(page.locator("[data-figure=home]")).to_have_text("3.00")
        places = page.locator("[data-node] .node-name")
        expect(places).to_have_text(["kitchen", "Other uses"])
        others = page.locator("[data-node=others] [data-figure]")
        expect(others).to_have_text("1.50")
