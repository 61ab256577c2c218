"""Take the pictures of this folder again: `make screenshots`.

Starts the real app twice, empty and with a simulated home and its last 30 days, and looks at it
with a real browser: the live page in light, dark, phone, wall and empty, History, Alerts and Data,
in both languages. Best taken by day.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.server import ROOT, Server

FOLDER = Path(__file__).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WAIT_MS = 60_000
SHOTS = {
    "live-light": {"locale": "en-GB", "viewport": {"width": 1440, "height": 1700}},
    "live-dark": {
        "locale": "fr-FR", "color_scheme": "dark", "viewport": {"width": 1440, "height": 1700},
    },
    "live-phone": {
        "locale": "fr-FR", "viewport": {"width": 390, "height": 1500}, "device_scale_factor": 2,
    },
}  # fmt: skip
PAGES = {
    "alerts-light": ("alerts", {"locale": "en-GB", "viewport": {"width": 1440, "height": 1200}}),
    "history-light": ("history", {"locale": "fr-FR", "viewport": {"width": 1440, "height": 1900}}),
    "history-phone": (
        "history",
        {
            "locale": "en-GB", "color_scheme": "dark", "viewport": {"width": 390, "height": 1500},
            "device_scale_factor": 2,
        },
    ),
    "data-light": ("data", {"locale": "en-GB", "viewport": {"width": 1440, "height": 1100}}),
}  # fmt: skip
WALL = {"locale": "en-GB", "color_scheme": "dark", "viewport": {"width": 1920, "height": 1080}}
EMPTY = {"locale": "fr-FR", "viewport": {"width": 1440, "height": 900}}


@contextmanager
def simulated_home(url: str) -> Iterator[None]:
    """The last 30 days are in when the block begins; then a reading every two seconds."""
    command = [sys.executable, "simulator.py", "--url", url, "--backfill", "30d"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    for line in process.stderr:
        if "sending every" in line:
            break
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def take(browser: Browser, address: str, name: str, options: dict, ready: str) -> None:
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(ready).first).to_be_visible(timeout=WAIT_MS)
    settle(page)
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()
    print(f"{name}.png")


def settle(page: Page) -> None:
    """Until every chart is drawn and nothing is being drawn again."""
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton], [data-stale=true]')")
    page.wait_for_timeout(4000)  # let dots travel and the trace grow: there is no event for it


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("NO CHROMIUM: install Debian's package `chromium`")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with Server(Path(folder), ENERGY_TIMEZONE="Europe/Paris") as server:
            take(browser, server.url, "empty", EMPTY, "[data-node=others]")
            with simulated_home(server.url):
                for name, options in SHOTS.items():
                    take(browser, server.url, name, options, "[data-figure=home]")
                for name, (path, options) in PAGES.items():
                    take(browser, f"{server.url}/{path}", name, options, "h1")
                wall = f"{server.url}/?wall=1&embed=true"
                take(browser, wall, "wall", WALL, "[data-figure=home]")
        browser.close()


if __name__ == "__main__":
    main()
