"""A real browser on the live page, which notes when a meter's digits change on the screen."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

WAIT_MS = 30_000
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WATCH = (Path(__file__).parent / "watch.js").read_text()
CLOCK_SLACK_S = 0.002


class NoBrowser(Exception):
    """No Chromium on this machine."""


class ClockDiffers(Exception):
    """Browser and client do not agree about the time, so nothing can be measured."""


class Watch:
    """The digits of one meter on a page that is open."""

    def __init__(self, page: Page, meter: str) -> None:
        self._page, self._meter = page, meter
        page.evaluate(WATCH)
        page.wait_for_function("meter => watchDigits.of(meter)", arg=meter, timeout=WAIT_MS)
        self._check_clock()

    def _check_clock(self) -> None:
        before = time.time()
        there = self._page.evaluate("watchDigits.now()")
        if not before - CLOCK_SLACK_S <= there <= time.time() + CLOCK_SLACK_S:
            raise ClockDiffers(f"browser {there}, client {before}")

    def expect(self) -> None:
        self._page.evaluate("meter => watchDigits.expect(meter)", self._meter)

    def changed_at(self) -> float:
        """Epoch seconds at which the expected change was on the screen."""
        return float(self._page.evaluate("watchDigits.changed()"))


@contextmanager
def pages(url: str, count: int = 1) -> Iterator[list[Page]]:
    """`count` pages open at `url`, each as of another visitor."""
    if CHROMIUM is None:
        raise NoBrowser("install chromium to measure this")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            opened = [browser.new_context().new_page() for _ in range(count)]
            for page in opened:
                page.goto(url, timeout=WAIT_MS)
            yield opened
        finally:
            browser.close()
