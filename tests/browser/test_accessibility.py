"""axe-core, from npm, finds nothing serious on any page, light and dark; and all works by keys."""

from __future__ import annotations

import shutil
import subprocess
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.server import Server

pytestmark = pytest.mark.browser
AXE = "axe-core@4.10.3"
SERIOUS = {"serious", "critical"}
PAGES = {
    "": "[data-figure=home]", "history": "h1", "alerts": "h1", "data": "h1",
}  # fmt: skip
HOUSE = {
    "house": ("consumption", 3750), "pv": ("production", 1630), "import": ("grid_import", 2120),
    "ev": ("ev", 2280),
}  # fmt: skip


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """axe-core's one script; it is not part of the project."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("NO NPM: install Debian's package `npm` to run the accessibility tests")
    folder = tmp_path_factory.mktemp("axe")
    fetched = subprocess.run(
        [npm, "pack", AXE, "--silent"], cwd=folder, capture_output=True, text=True
    )
    if fetched.returncode:
        pytest.skip(f"NO AXE-CORE: `npm pack {AXE}` failed: {fetched.stderr[-300:]}")
    shutil.unpack_archive(folder / fetched.stdout.split()[-1], folder)
    return (folder / "package" / "axe.min.js").read_text()


@pytest.fixture(scope="module")
def home(shared_server: Server) -> Server:
    now = time.time()
    shared_server.post(
        [
            {"meter": slug, "ts": now - 300 + 60 * n, "value": watts, "unit": "W",
             "kind": "power", "role": role}
            for slug, (role, watts) in HOUSE.items()
            for n in range(6)
        ]
    )  # fmt: skip
    return shared_server


def serious(page: Page, axe: str) -> list[str]:
    """What axe calls serious or critical: rule, help, and where."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate("axe.run(document).then((all) => all.violations)")
    return [
        f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes']][:4]}"
        for each in found
        if each["impact"] in SERIOUS
    ]


def settled(page: Page, ready: str) -> None:
    expect(page.locator(ready).first).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton], [data-stale=true]')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_serious_fault(
    home: Server, browser: Browser, axe: str, path: str, scheme: Any
) -> None:
    context = browser.new_context(
        locale="en-GB", viewport={"width": 1440, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(f"{home.url}/{path}")
    settled(page, PAGES[path])
    if path == "":
        expect(page.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)")).to_have_count(3)
    faults = serious(page, axe)
    context.close()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_empty_house_has_none_either(
    server: Server, browser: Browser, axe: str, scheme: Any
) -> None:
    context = browser.new_context(locale="fr-FR", color_scheme=scheme)
    page = context.new_page()
    page.goto(server.url)
    settled(page, "[data-node=others]")
    faults = serious(page, axe)
    context.close()
    assert faults == []


def reach(page: Page, wanted: Locator, most: int = 60) -> None:
    """By the tab key alone."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("(node) => node.getRootNode().activeElement === node"):
            return
    raise AssertionError(f"{wanted} is not reached in {most} steps")


def test_the_traces_range_is_chosen_by_keys(home: Server, page: Page) -> None:
    page.goto(home.url)
    button = page.get_by_role("button", name="1 h", exact=True)
    expect(button).to_be_visible()
    reach(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Last hour, kW")).to_be_visible()
    chosen = page.get_by_role("button", name="1 h", exact=True)
    expect(chosen).to_have_attribute("aria-pressed", "true")
    assert chosen.evaluate("(node) => node.getRootNode().activeElement === node")


def test_the_threshold_moves_by_keys(home: Server, page: Page) -> None:
    page.goto(home.url)
    slider = page.get_by_role("slider")
    expect(slider).to_be_visible()
    expect(page.locator("[data-trace-plot] .limit-name")).to_have_text("Threshold 6.0\u00a0kW")
    reach(page, slider)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-trace-plot] .limit-name")).to_have_text("Threshold 5.5\u00a0kW")
