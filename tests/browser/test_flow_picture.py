"""The flow picture in a real browser, fed by real posts to a real server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.server import Server

pytestmark = pytest.mark.browser
ROLES = {
    "pv": "production", "import": "grid_import", "export": "grid_export",
    "discharge": "battery_discharge", "charge": "battery_charge", "house": "consumption",
    "ev": "ev", "heatpump": "submeter",
}  # fmt: skip
SUNNY = {
    "pv": 2940, "import": 0, "export": 590, "discharge": 0, "charge": 1100, "house": 1250,
    "ev": 0, "heatpump": 920,
}  # fmt: skip
MIXED = {
    "pv": 1630, "import": 920, "export": 0, "discharge": 1200, "charge": 0, "house": 3750,
    "ev": 2280, "heatpump": 1120,
}  # fmt: skip
NIGHT = {**dict.fromkeys(ROLES, 0), "import": 1500, "charge": 1000, "house": 500}
EMPTYING = {**dict.fromkeys(ROLES, 0), "discharge": 2000, "export": 1600, "house": 400}
IDLE = dict.fromkeys(ROLES, 0)
UNEXPLAINED = {**IDLE, "import": 1000, "house": 1300}


def visit(browser: Browser, **context: Any) -> Iterator[Page]:
    options = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}, **context}
    opened = browser.new_context(**options)
    page = opened.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    opened.close()
    assert faults == []


def rows(watts: dict[str, float], ts: float | None = None) -> list[dict[str, Any]]:
    return [
        {
            "meter": slug, "ts": ts or time.time(), "value": value, "unit": "W", "kind": "power",
            "role": ROLES[slug],
        }
        for slug, value in watts.items()
    ]  # fmt: skip


def open_live(page: Page, server: Server, path: str = "/") -> None:
    page.goto(server.url + path)
    expect(page.locator("[data-flow-picture]")).to_have_attribute("data-state", "live")


def flows(page: Page) -> dict[str, int]:
    """Every line that carries something: its name and its watts."""
    lines = page.locator("[data-link][data-flowing=true]")
    return {
        line.get_attribute("data-link"): int(line.get_attribute("data-watts"))
        for line in lines.all()
    }


def node(page: Page, name: str) -> Any:
    return page.locator(f"[data-node={name}]")


@pytest.mark.parametrize(
    ("watts", "expected", "sentence"),
    [
        pytest.param(
            SUNNY,
            {
                "sun-home": 1250, "sun-battery": 1100, "sun-grid": 590,
                "home-left": 920, "home-others": 330,
            },
            "The house runs on its own sun and sells 0.59 kW.",
            id="the sun serves the house, then the battery, then the grid",
        ),
        pytest.param(
            MIXED,
            {
                "sun-home": 1630, "battery-home": 1200, "grid-home": 920,
                "home-right": 2280, "home-left": 1120, "home-others": 350,
            },
            "Right now, three quarters of the electricity are home-made.",
            id="all three feed the house",
        ),
        pytest.param(
            NIGHT,
            {"grid-home": 500, "grid-battery": 1000, "home-others": 500},
            "Right now, all the electricity is bought.",
            id="the grid fills the battery",
        ),
        pytest.param(
            EMPTYING,
            {"battery-home": 400, "battery-grid": 1600, "home-others": 400},
            "The house runs on its battery.",
            id="the battery is sold",
        ),
        pytest.param(IDLE, {}, "Right now, all the electricity is bought.", id="nothing flows"),
    ],
)  # fmt: skip
def test_each_flow_goes_its_way(
    shared_server: Server, page: Page, watts: dict, expected: dict, sentence: str
) -> None:
    shared_server.post(rows(watts))
    open_live(page, shared_server)
    shared_server.post(rows(watts, time.time() + 0.01))
    expect(page.get_by_role("heading", level=1)).to_have_text(sentence.replace(" kW", "\u00a0kW"))
    assert flows(page) == expected


def test_the_digits_follow_a_posted_reading(shared_server: Server, page: Page) -> None:
    shared_server.post(rows(MIXED))
    open_live(page, shared_server)
    home = page.locator("[data-figure=home]")
    expect(home).to_have_text("3.75")
    shared_server.post(rows({**MIXED, "house": 4210}))
    expect(home).to_have_text("4.21")
    row = page.locator("tr[data-meter=house] [data-figure=now]")
    expect(row).to_have_text("4.21")


def test_what_does_not_close_is_said(shared_server: Server, page: Page) -> None:
    shared_server.post(rows(UNEXPLAINED))
    open_live(page, shared_server)
    expect(page.locator(".dot-note")).to_contain_text("unaccounted 0.30\u00a0kW")


def test_a_silent_meter_shows_no_figure_and_its_share_moves_to_the_others(
    server: Server, page: Page
) -> None:
    now = time.time()
    silent = rows({"heatpump": 1120}, now - 3600) + rows({"heatpump": 1120}, now - 3590)
    server.post(silent)
    spoken = {slug: value for slug, value in MIXED.items() if slug != "heatpump"}
    server.post(rows(spoken))
    open_live(page, server)
    expect(node(page, "left")).to_have_attribute("data-state", "silent")
    expect(node(page, "left").locator("[data-figure]")).to_have_text("—")
    expect(node(page, "left").locator(".node-detail")).to_have_text("silent for 59\u00a0min")
    assert flows(page)["home-others"] == 3750 - 2280


def test_a_stale_house_keeps_its_figures_and_says_how_old_they_are(
    server: Server, page: Page
) -> None:
    then = time.time() - 270
    for second in range(5):
        server.post(rows(MIXED, then + second))
    page.goto(server.url)
    picture = page.locator("[data-flow-picture]")
    expect(picture).to_have_attribute("data-state", "stale")
    expect(page.locator("[data-figure=home]")).to_have_text("3.75")
    expect(page.locator(".home-name")).to_contain_text("4\u00a0min ago")
    expect(page.get_by_role("heading", level=1)).to_contain_text("No new reading since")
    expect(page.locator("[data-flow-dots]")).to_have_attribute("data-mode", "still")
    server.post(rows(SUNNY))
    expect(picture).to_have_attribute("data-state", "live")
    expect(page.locator("[data-figure=home]")).to_have_text("1.25")
    expect(page.locator(".home-name")).to_have_text("Home")


def test_the_page_survives_the_servers_death_and_catches_up(tmp_path: Path, page: Page) -> None:
    with Server(tmp_path) as server:
        server.post(rows(MIXED))
        open_live(page, server)
        server.kill()
        picture = page.locator("[data-flow-picture]")
        expect(picture).to_have_attribute("data-state", "offline")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Connection lost")
        expect(page.locator(".home-name")).to_contain_text("at ")
        server.start()
        server.post(rows(SUNNY))
        expect(picture).to_have_attribute("data-state", "live", timeout=20_000)
        expect(page.locator("[data-figure=home]")).to_have_text("1.25")


def dots_picture(page: Page) -> bytes:
    box = page.locator("[data-flow-dots]").bounding_box()
    assert box
    return page.screenshot(clip=box)


def frames_until(page: Page, before: bytes, frames: int = 40) -> bool:
    """Whether the picture changed within so many frames."""
    for _ in range(frames):
        page.evaluate("new Promise(requestAnimationFrame)")
        if dots_picture(page) != before:
            return True
    return False


def test_dots_move_while_power_flows_and_stand_still_for_who_asked_for_it(
    server: Server, browser: Browser
) -> None:
    server.post(rows(MIXED))
    for page in visit(browser):
        open_live(page, server)
        expect(page.locator("[data-flow-dots]")).to_have_attribute("data-mode", "moving")
        assert frames_until(page, dots_picture(page))
    server.post(rows(MIXED))
    for page in visit(browser, reduced_motion="reduce"):
        open_live(page, server)
        expect(page.locator("[data-flow-dots]")).to_have_attribute("data-mode", "none")
        expect(page.locator("[data-link=sun-home] .chevrons path")).not_to_have_count(0)
        expect(page.locator("[data-figure=home]")).to_have_text("3.75")
        assert not frames_until(page, dots_picture(page), frames=10)


def test_the_page_speaks_the_browsers_language_until_told_otherwise(
    shared_server: Server, browser: Browser
) -> None:
    shared_server.post(rows(MIXED))
    for page in visit(browser, locale="fr-FR"):
        open_live(page, shared_server)
        title = page.get_by_role("heading", level=1)
        expect(title).to_have_text(
            "En ce moment, les trois quarts de l’électricité viennent de chez vous."
        )
        expect(page.locator("[data-figure=home]")).to_have_text("3,75")
        page.get_by_role("radio", name="English").or_(
            page.get_by_role("button", name="English")
        ).first.click()
        expect(title).to_contain_text("three quarters")
        expect(page.locator("[data-figure=home]")).to_have_text("3.75")
        page.wait_for_function("document.cookie.includes('energy_lang=en')")
        shared_server.post(rows(MIXED))
        page.reload()
        expect(title).to_contain_text("three quarters")


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_nothing_scrolls_sideways(shared_server: Server, browser: Browser, width: int) -> None:
    shared_server.post(rows(MIXED))
    for page in visit(browser, viewport={"width": width, "height": 900}):
        open_live(page, shared_server)
        expect(page.locator("tr[data-meter=house]")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollWidth"
        ) <= page.evaluate("document.querySelector('[data-testid=stMain]').clientWidth")


def test_the_empty_house_wakes_up_with_its_first_reading(server: Server, page: Page) -> None:
    page.goto(server.url)
    expect(page.get_by_role("heading", level=1, name="Connect a first meter")).to_be_visible()
    expect(page.get_by_text(f"curl {server.url}/api/v1/readings")).to_be_visible()
    expect(page.locator("[data-node]")).to_have_count(6)
    server.post(rows({"house": 420}))
    expect(page.locator("[data-figure=home]")).to_have_text("0.42")
    expect(page.get_by_role("heading", level=1)).to_have_text("The house is using 0.42\u00a0kW.")


def test_an_empty_house_leads_to_the_page_that_takes_files(server: Server, page: Page) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="Choose a file").click()
    expect(page).to_have_url(f"{server.url}/data")
    expect(page.locator("[data-zone]")).to_be_visible()


HOSTILE = [
    pytest.param("<img src=x onerror=window.pwned=1>", id="markup"),
    pytest.param("**bold** :red[red] [link](javascript:window.pwned=1)", id="markdown"),
    pytest.param("m" * 300, id="300 characters"),
    pytest.param("\u202eمقياس الطاقة", id="right to left"),
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_text(server: Server, browser: Browser, name: str) -> None:
    row = {"meter": name, "ts": time.time(), "value": 777, "unit": "W", "role": "submeter"}
    answer = server.post([*rows({**MIXED, "heatpump": 0}), {**row, "kind": "power"}])
    if answer["refused"]:
        pytest.skip(f"the API takes no such name: {answer['refused'][0]['reason']}")
    for page in visit(browser):
        open_live(page, server)
        expect(page.locator("tr[data-meter] .name").filter(has_text=name.strip())).to_have_count(1)
        assert page.evaluate("window.pwned") is None
        assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_the_wall_shows_the_house_alone(shared_server: Server, page: Page) -> None:
    shared_server.post(rows(MIXED))
    open_live(page, shared_server, "/?wall=1&embed=true")
    expect(page.locator("[data-figure=home]")).to_have_text("3.75")
    expect(page.locator("tr[data-meter]")).to_have_count(0)
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    expect(page.get_by_role("link", name="History")).to_have_count(0)


def test_the_picture_is_also_there_in_words(shared_server: Server, page: Page) -> None:
    shared_server.post(rows(MIXED))
    open_live(page, shared_server)
    picture = page.locator("[data-flow-picture]")
    expect(picture).to_have_role("img")
    words = page.locator("#flow-words")
    expect(words).to_contain_text("Home 3.75\u00a0kW")
    expect(words).to_contain_text("Sun 1.63\u00a0kW")


def test_the_address_chooses_the_language_on_every_page(shared_server: Server, page: Page) -> None:
    shared_server.post(rows(MIXED))
    open_live(page, shared_server, "/?lang=fr")
    page.wait_for_function("document.cookie.includes('energy_lang=fr')")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_contain_text("les trois quarts")
    page.get_by_role("link", name="Alertes").click()
    expect(page.get_by_role("heading", level=1, name="Rien à regarder")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Rien à regarder")).to_be_visible()
