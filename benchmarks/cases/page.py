"""The live page of a full house in a real browser: opening it, and leaving it open.

Opened by a new visitor (nothing cached) on a server that has been visited before: from the
request for the address to the first live figure, and to the last chart. Then left open with
twenty meters sending each second: how busy the page's main thread is, how much the page shifts
while its charts refresh, and how much its memory grows.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.bench import Bench
from benchmarks.browser import CHROMIUM, WAIT_MS, NoBrowser
from benchmarks.feed import every_second
from benchmarks.figure import AtMost, Figure
from benchmarks.sampling import Samples, median
from benchmarks.server import Energy

TITLE = "The live page in a browser"
FIRST_MS, COMPLETE_MS = 1500, 2500
BUSY_PERCENT, SHIFT, GROWTH_MIB = 5, 0.02, 10
VISITS, QUICK_VISITS = 7, 3
SECONDS, QUICK_SECONDS = 1800, 60
SETTLE_S, REFRESHING_S = 10, 30
CHARTS = 3
HISTORY_DAYS, HISTORY_STEP_S = 30, 900
ROLES = {
    "house": "consumption", "pv": "production", "import": "grid_import", "export": "grid_export",
    "discharge": "battery_discharge", "charge": "battery_charge", "ev": "ev",
    **{f"use.{number:02}": "submeter" for number in range(1, 14)},
}  # fmt: skip
WATTS = {
    "house": 3750, "pv": 1630, "import": 920, "export": 0, "discharge": 1200, "charge": 0,
    "ev": 2280,
}  # fmt: skip
SCRIPT = (Path(__file__).parents[1] / "visit.js").read_text()
MIB = 1 << 20


def run(bench: Bench) -> list[Figure]:
    with bench.running(Energy()) as energy, chromium() as browser:
        send_history(energy)
        post_all(energy, 0)
        opened(energy, browser)  # the server is warm from here on
        visits = [opened(energy, browser) for _ in range(bench.choose(VISITS, QUICK_VISITS))]
        left = left_open(energy, browser, bench.choose(SECONDS, QUICK_SECONDS))
        shift = refreshed(energy, browser)
    return [*_opening(visits), *left, shift]


@contextmanager
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        raise NoBrowser("install chromium to measure this")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            yield browser
        finally:
            browser.close()


def send_history(energy: Energy) -> None:
    """Thirty days of quarter-hours of every meter, as line protocol."""
    now = int(time.time()) // HISTORY_STEP_S * HISTORY_STEP_S
    stamps = range(now - HISTORY_DAYS * 86400, now, HISTORY_STEP_S)
    for meter, role in ROLES.items():
        key = f"energy,meter={meter},unit=W,kind=power,role={role},step={HISTORY_STEP_S}"
        lines = [f"{key} value={watts(meter, ts):.0f} {ts}" for ts in stamps]
        energy.client.post("/api/v2/write?precision=s", "\n".join(lines).encode(), "text/plain")


def watts(meter: str, second: int) -> float:
    return WATTS.get(meter, 40.0) * (1 + 0.2 * math.sin(second / 5000))


def post_all(energy: Energy, number: int) -> None:
    """One reading of now of every meter, in one request."""
    now = time.time()
    rows = [
        {"meter": meter, "ts": now, "value": WATTS.get(meter, 40) + 20 * (number % 7)}
        for meter in ROLES
    ]
    energy.client.post_json("/api/v1/readings", rows)


def visit(energy: Energy, browser: Browser, query: str = "") -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.add_init_script(SCRIPT)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{energy.port}/{query}", timeout=WAIT_MS)
    return page


def opened(energy: Energy, browser: Browser) -> tuple[float, float, float]:
    """(ms to the first live figure, ms to the complete page, shift while loading)."""
    post_all(energy, 1)
    page = visit(energy, browser)
    first = page.evaluate("visit.firstFigure")
    complete = page.evaluate("charts => visit.complete(charts)", CHARTS)
    shift = page.evaluate("visit.takeShift()")
    page.context.close()
    return first, complete, shift


def left_open(energy: Energy, browser: Browser, seconds: int) -> list[Figure]:
    """Charts at their usual interval."""
    page = visit(energy, browser)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    settle(energy, page)
    heap, busy = heap_bytes(devtools), busy_s(devtools)
    for number in every_second(seconds):
        post_all(energy, number)
    share = 100 * (busy_s(devtools) - busy) / seconds
    grown = (heap_bytes(devtools) - heap) / MIB
    page.context.close()
    case = f"{len(ROLES)} meters a second"
    return [
        Figure(f"main thread busy, {case}", share, "%", AtMost(BUSY_PERCENT)),
        Figure(f"heap growth in {seconds} s, {case}", grown, "MiB", AtMost(GROWTH_MIB)),
    ]


def refreshed(energy: Energy, browser: Browser) -> Figure:
    """Charts as often as can be chosen."""
    page = visit(energy, browser, "?refresh=5+s")
    settle(energy, page)
    page.evaluate("visit.takeShift()")
    for number in every_second(REFRESHING_S):
        post_all(energy, number)
    shift = page.evaluate("visit.takeShift()")
    page.context.close()
    return Figure(f"layout shift, {REFRESHING_S // 5} refreshes", shift, "", AtMost(SHIFT))


def settle(energy: Energy, page: Page) -> None:
    page.evaluate("charts => visit.complete(charts)", CHARTS)
    for number in every_second(SETTLE_S):
        post_all(energy, number)


def busy_s(devtools: CDPSession) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return float({m["name"]: m["value"] for m in metrics}["TaskDuration"])


def heap_bytes(devtools: CDPSession) -> float:
    """What is in use on the page's heap after collecting garbage."""
    devtools.send("HeapProfiler.collectGarbage")
    return float(devtools.send("Runtime.getHeapUsage")["usedSize"])


def _opening(visits: list[tuple[float, float, float]]) -> list[Figure]:
    first, complete, shift = (list(column) for column in zip(*visits, strict=True))
    return [
        _median("address opened → first live figure", first, FIRST_MS),
        _median("address opened → page complete", complete, COMPLETE_MS),
        Figure("layout shift while loading", median(shift), ""),
    ]


def _median(what: str, samples: Samples, limit_ms: float) -> Figure:
    note = f"worst {max(samples):.0f} ms"
    return Figure(f"{what}, median", median(samples), "ms", AtMost(limit_ms), note=note)
