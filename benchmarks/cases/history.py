"""The page History over three years of twenty one-minute meters (31.5 million readings, raw kept).

In a real browser: from the click on "Year" to the drawn chart, on a server that has just started
and read nothing of the year; and from the click on an arrow, once all has been drawn before. On
the server: each chart's query while twenty readings a second arrive, all of a view at once, a
year against the year before, and ten years of quarter hours as monthly bars.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Locator, Page

from benchmarks import dataset, feed
from benchmarks.bench import Bench, say
from benchmarks.browser import WAIT_MS
from benchmarks.cases.page import chromium
from benchmarks.cases.year_by_day import forget
from benchmarks.client import Client, post_all
from benchmarks.dataset import Dataset
from benchmarks.figure import AtMost, Figure
from benchmarks.sampling import Samples, median, milliseconds, p95, readable, timed
from benchmarks.server import DATABASE, Energy, opened
from benchmarks.system import Question, must_equal
from energy_core.analysis.period import Compare, Period, Span
from energy_core.services.history import Selection, view
from energy_core.store import Store

TITLE = "History: three years of twenty meters"
COLD_MS, STEP_MS, QUERY_MS, COMPARE_MS, TEN_YEARS_MS = 1000, 300, 60, 1500, 100
FIRST_YEAR, YEARS, LINES, CONNECTIONS = 2023, 3, 200_000, 2
DAY, QUARTER = 86_400, 900
ROUNDS, QUICK_ROUNDS = 20, 3
COLD_ROUNDS, QUICK_COLD_ROUNDS = 12, 2
WINDOWS = {1: 60, 7: 900, 31: 3600, 365: DAY}
"""Days of a chart → seconds of a step."""
TEN_YEARS = 10
TOLERANCE, ZONE = 1e-3, "Europe/Paris"
STEP = (Path(__file__).parents[1] / "step.js").read_text()


def run(bench: Bench) -> list[Figure]:
    made = _dataset(bench.quick)
    folder = bench.new_folder()
    say(f"loading {made.rows:,} readings")
    with bench.running(Energy(), folder) as energy:
        energy.introduce(made)
        bodies = made.bodies(LINES)
        post_all(energy.port, "/api/v2/write?precision=ns", bodies, CONNECTIONS)
        energy.check(made)
    rounds = bench.choose(ROUNDS, QUICK_ROUNDS)
    return [
        *_in_browser(bench, folder, bench.choose(COLD_ROUNDS, QUICK_COLD_ROUNDS), rounds),
        *_over_http(bench, folder, made, rounds),
        *_in_process(folder, rounds),
        _ten_years(bench, rounds),
    ]


def _dataset(quick: bool) -> Dataset:
    """Whole calendar years; of a quick look the last two."""
    first = FIRST_YEAR + (YEARS - 2 if quick else 0)
    start, end = (
        int(datetime(y, 1, 1, tzinfo=UTC).timestamp()) for y in (first, FIRST_YEAR + YEARS)
    )
    return dataset.make((end - start) // DAY, start)


# -- in a browser


def _in_browser(bench: Bench, folder: Path, cold: int, warm: int) -> list[Figure]:
    with chromium() as browser:
        first = [_cold(bench, folder, browser) for _ in range(cold)]
        with bench.running(Energy(), folder) as energy:
            steps = _steps(_page(energy, browser, "2025"), warm)
    return [
        _clicks("click on Year → chart drawn, server just started, p95", first, COLD_MS),
        _clicks("click on an arrow → chart drawn, p95", steps, STEP_MS),
    ]


def _clicks(what: str, samples: Sequence[tuple[float, float]], limit: float) -> Figure:
    drawn, complete = (list(column) for column in zip(*samples, strict=True))
    note = f"median {readable(median(drawn))}; whole page p95 {readable(p95(complete))}"
    return Figure(what, p95(drawn), "ms", AtMost(limit), note=note)


def _page(energy: Energy, browser: Browser, period: str) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{energy.port}/history?period={period}", timeout=WAIT_MS)
    page.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)").first.wait_for(timeout=WAIT_MS)
    _settled(page)
    return page


def _settled(page: Page) -> None:
    idle = "[data-testid=stApp][data-test-script-state=notRunning]"
    page.locator(idle).wait_for(timeout=WAIT_MS)


def _clicked(element: Locator, heading: str) -> tuple[float, float]:
    """(ms to the first chart, ms to the whole page)."""
    drawn, complete = element.evaluate(STEP, heading, timeout=WAIT_MS)
    return drawn, complete


def _cold(bench: Bench, folder: Path, browser: Browser) -> tuple[float, float]:
    """The file is not in the system's cache, and the server has drawn one day of it."""
    forget(folder / DATABASE)
    with bench.running(Energy(), folder) as energy:
        page = _page(energy, browser, "2025-06-15")
        taken = _clicked(page.get_by_role("radio", name="Year", exact=True), "2025")
        page.context.close()
    return taken


def _steps(page: Page, rounds: int) -> list[tuple[float, float]]:
    """Back and forth between two years that were both drawn before."""
    taken = []
    for _ in range(rounds + 1):
        for way, year in (("Earlier", "2024"), ("Later", "2025")):
            taken.append(_clicked(page.get_by_role("button", name=way, exact=True), year))
            _settled(page)
    page.context.close()
    return taken[2:]


# -- over HTTP, while readings arrive


def _over_http(bench: Bench, folder: Path, made: Dataset, rounds: int) -> list[Figure]:
    with bench.running(Energy(), folder) as energy:
        _warm(energy, made)
        with _arriving(energy):
            queries = [
                _queries(energy, made, days, meters, rounds)
                for days in WINDOWS
                for meters in (made.meters[:1], made.meters)
                if len(meters) == 1 or WINDOWS[days] > 60
            ]
            against = [_year_over_year(energy, made) for _ in range(rounds)]
    every = [sample for _, samples in queries for sample in samples]
    note = "; ".join(f"{name} {readable(p95(samples))}" for name, samples in queries)
    return [
        Figure("any chart's query, 20 readings/s arriving, p95", p95(every), "ms", AtMost(QUERY_MS), note=note),
        Figure("a year against the year before, 20 meters, p95", p95(against), "ms", AtMost(COMPARE_MS)),
    ]  # fmt: skip


def _warm(energy: Energy, made: Dataset) -> None:
    for days, step_s in WINDOWS.items():
        energy.asked(Question(made.meters[:1], made.end - days * DAY, made.end, step_s), ZONE)()


def _queries(
    energy: Energy, made: Dataset, days: int, meters: list[str], rounds: int
) -> tuple[str, Samples]:
    rng = random.Random(days)
    samples = []
    for _ in range(rounds):
        end = made.end - DAY * rng.randrange(max(made.days - days, 1))
        question = Question(meters, end - days * DAY, end, WINDOWS[days])
        samples.append(milliseconds(energy.asked(question, ZONE)))
    return f"{days} d of {len(meters)}", samples


def _year_over_year(energy: Energy, made: Dataset) -> float:
    ends = made.end, made.end - 365 * DAY
    asked = [energy.asked(Question(made.meters, end - 365 * DAY, end, DAY), ZONE) for end in ends]
    return milliseconds(lambda: [ask() for ask in asked])


@contextmanager
def _arriving(energy: Energy) -> Iterator[None]:
    """Twenty readings a second, from a connection of their own."""
    done = threading.Event()
    failed: list[Exception] = []

    def send() -> None:
        description = {"unit": "W", "kind": "power", "role": "submeter"}
        try:
            with Client(energy.port) as client:
                while not done.wait(1.0):
                    now = time.time()
                    rows = [
                        {"meter": m, "ts": now, "value": 40, **description} for m in feed.METERS
                    ]
                    client.post_json("/api/v1/readings", rows)
        except Exception as error:  # handed to the thread that measures
            failed.append(error)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        yield
    finally:
        done.set()
        sender.join()
    if failed:
        raise failed[0]


# -- all that a page needs, without HTTP


def _in_process(folder: Path, rounds: int) -> list[Figure]:
    with opened(folder) as store:
        plain = [_view(store, Compare.NONE, year) for year in _years(rounds)]
        beside = [_view(store, Compare.PREVIOUS, year) for year in _years(rounds)]
    return [
        Figure("all that a year's page needs, p95", p95(plain), "ms", note=f"median {readable(median(plain))}"),
        Figure("… beside the year before, p95", p95(beside), "ms", note=f"median {readable(median(beside))}"),
    ]  # fmt: skip


def _years(rounds: int) -> list[int]:
    return [FIRST_YEAR + YEARS - 1 - n % 2 for n in range(rounds)]


def _view(store: Store, compare: Compare, year: int) -> float:
    period, now = Period.of(Span.YEAR, date(year, 1, 1)), datetime.now(UTC)
    return milliseconds(lambda: view(store, period, compare, Selection(), ZONE, now))


# -- ten years


def _ten_years(bench: Bench, rounds: int) -> Figure:
    start, end = (int(datetime(y, 1, 1, tzinfo=UTC).timestamp()) for y in (2015, 2015 + TEN_YEARS))
    stamps = range(start, end, QUARTER)
    lines = [
        f"power,meter=old,unit=Wh,kind=interval,step={QUARTER} value=250 {at}" for at in stamps
    ]
    with bench.running(Energy()) as energy:
        for first in range(0, len(lines), LINES):
            body = "\n".join(lines[first : first + LINES]).encode()
            energy.client.post("/api/v2/write?precision=s", body)
        window = {"meter": "old", "from": start, "to": end, "resolution": "1mo", "timezone": ZONE}
        path = f"/api/v1/series?{urlencode(window)}"
        taken = []
        for _ in range(rounds):
            ms, answer = timed(lambda: energy.client.get(path))
            taken.append(ms)
            total = json.loads(answer)["total"]["energy_wh"]
            must_equal("ten years [Wh]", total, 250.0 * len(lines), TOLERANCE)
    what = "ten years of quarter hours as monthly bars, p95"
    return Figure(
        what, p95(taken), "ms", AtMost(TEN_YEARS_MS), note=f"median {readable(median(taken))}"
    )
