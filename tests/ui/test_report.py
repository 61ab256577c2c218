"""The month's report: its figures are the view's, its file needs nothing, and no word is markup."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from energy_core.analysis.period import Compare
from energy_core.errors import BadRequest
from energy_core.metering.readings import Readings
from energy_core.model import Commodity, Kind, MeterSpec, Prices, Role
from energy_core.services.history import Selection, twelve_months, view
from energy_core.settings import Settings
from energy_core.store import Store
from energy_core.ui import charts
from energy_core.ui.history.figures import of_view
from energy_core.ui.history.flows import links
from energy_core.ui.history.sentence import days, least
from energy_core.ui.history.shapes import calendar
from energy_core.ui.report.month import Report, language_of, month_of, report
from energy_core.ui.words import speaking

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OCTOBER = month_of("2026-10", TODAY)
START, END = (datetime(2026, month, 1, tzinfo=UTC) for month in (9, 11))
WATTS = {
    "import": (Role.GRID_IMPORT, 600.0), "export": (Role.GRID_EXPORT, 100.0),
    "pv": (Role.PRODUCTION, 500.0), "<b>oven</b>": (Role.SUBMETER, 250.0),
}  # fmt: skip


class Page(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    """Two months in Paris, in which the powers never change; the sun is unknown for one day."""
    folder: Path = tmp_path_factory.mktemp("report")
    with Store(Settings(db=folder / "e.duckdb", timezone="Europe/Paris", site="Ca' <i>")) as store:
        store.create_meters(
            [
                MeterSpec(slug, Kind.POWER, role, Commodity.ELECTRICITY, "W", "W", step_s=900)
                for slug, (role, _) in WATTS.items()
            ]
        )
        stamps = np.arange(*(int(at.timestamp()) * 10**6 for at in (START, END)), 900 * 10**6)
        noon = int(datetime(2026, 10, 10, tzinfo=UTC).timestamp()) * 10**6
        for slug, (_, watts) in WATTS.items():
            own = stamps[(stamps < noon) | (stamps >= noon + 86_400 * 10**6) | (slug != "pv")]
            id = np.full(len(own), store.meter(slug).id, np.int32)
            store.ingest(Readings(id, own, np.full(len(own), watts)), "a test").result()
        at = datetime(2026, 10, 12, 8, tzinfo=UTC)
        store.notes.add(None, at, at, "<script>alert(1)</script>", "Ada")
        yield store


@pytest.fixture(scope="module")
def made(house: Store) -> Report:
    return report(house, OCTOBER, "en", NOW)


@pytest.fixture(scope="module")
def page(made: Report) -> Page:
    return Page(made.page)


def test_the_large_figures_are_what_the_meters_say(page: Page) -> None:
    hours = 31 * 24 + 1  # the clock falls back in October
    assert f"{600 * hours / 1000:.0f}\u00a0kWh" in page.words  # bought
    assert f"{500 * (hours - 24) / 1000:.0f}\u00a0kWh" in page.words  # produced, where measured
    assert "97\u00a0% measured · 24\u00a0hours missing" in page.words


def test_every_day_of_the_month_stands_in_the_table(page: Page) -> None:
    days = [word for word in page.words if re.fullmatch("\\d+\u00a0October\u00a02026", word)]
    assert days[-31:] == [f"{n}\u00a0October\u00a02026" for n in range(1, 32)]
    assert "15.0" in page.words  # 600 W in 25 hours
    assert "1.0 (8\u00a0%)" in page.words  # of the sun on the 10th: two hours of the 11th, UTC+2


def test_it_shows_pictures_that_say_what_they_are(page: Page) -> None:
    figures = page.of("figure")
    assert len(figures) == len([tag for tag, _ in page.tags if tag == "svg"]) >= 6
    assert all(figure["role"] == "img" and figure["aria-label"] for figure in figures)


def test_its_calendar_shows_twelve_months(tmp_path: Path) -> None:
    """Of a month that goes on too: the year before its 24th touches thirteen."""
    at = datetime(2026, 10, 24, 12, tzinfo=UTC)
    with Store(Settings(db=tmp_path / "e.duckdb", timezone="UTC")) as store:
        day = MeterSpec(
            "home", Kind.INTERVAL, Role.CONSUMPTION, Commodity.ELECTRICITY, "Wh", "Wh", 86_400.0
        )
        store.create_meters([day])
        last = int(at.timestamp()) // 86_400 * 86_400
        stamps = np.arange(last - 500 * 86_400, last, 86_400) * 10**6
        id = np.full(len(stamps), store.meter("home").id, np.int32)
        store.ingest(Readings(id, stamps, np.full(len(stamps), 9000.0)), "a test").result()
        seen = view(store, OCTOBER, Compare.PREVIOUS, Selection(), "UTC", at)
        cells = twelve_months(store, seen.looked, OCTOBER, "UTC", at)
        with speaking("en"):
            halves = [one.twin["day"] for one in calendar(seen, cells)]
    months = [half.dt.strftime("%Y-%m").unique().tolist() for half in halves]
    assert months == [
        ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"],
        ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"],
    ]


def test_it_says_of_itself_what_the_page_says(house: Store, page: Page) -> None:
    seen = view(house, OCTOBER, Compare.PREVIOUS, Selection(), "Europe/Paris", NOW)
    with speaking("en"):
        said = f"{days(seen)} · {least(of_view(seen))}"
        flows = charts.table(links(seen), "Europe/Paris")
    assert said in page.words
    assert said.startswith("1 – 31\u00a0October\u00a02026 · 9")
    begin = page.words.index("From where to where")
    shown = page.words[begin : page.words.index("What happened, and what was said")]
    assert shown.count("bought") == (flows["From"] == "bought").sum()


def test_no_name_is_used_by_two_pictures(made: Report, page: Page) -> None:
    named = re.findall(r'\bid="([^"]+)"', made.page)
    assert len(named) == len(set(named))
    used = set(re.findall(r"url\(#([^)]+)\)", made.page))
    assert used and used <= set(named)


def test_it_loads_nothing_and_runs_nothing(page: Page) -> None:
    assert not page.of("script") and not page.of("link") and not page.of("img")
    sources = [a for _, attributes in page.tags for a in attributes if a in ("src", "onclick")]
    assert sources == []
    (policy,) = [a["content"] for a in page.of("meta") if a.get("http-equiv")]
    assert policy and policy.startswith("default-src 'none'")


def test_words_of_people_are_words(made: Report, page: Page) -> None:
    assert "<script>alert(1)</script>" in page.words
    assert "Ca' <i>" in page.words
    assert "<b>oven" not in made.page


def test_it_is_printed_on_paper_with_whole_sections(made: Report) -> None:
    assert "@page" in made.page and "break-inside: avoid" in made.page


def test_the_summary_is_plain(made: Report) -> None:
    assert made.title == "Ca' <i> · October 2026"
    assert made.file_name == "energy-2026-10.html"
    assert "**" not in made.summary and "<" not in made.summary
    assert "You bought" in made.summary


def test_it_speaks_french_throughout(house: Store) -> None:
    french = Page(report(house, OCTOBER, "fr", NOW).page)
    assert french.of("html")[0]["lang"] == "fr"
    assert "Octobre 2026" in french.words
    assert any("par rapport à septembre 2026" in word for word in french.words)
    assert any(word.startswith("Établi le 24\u00a0novembre\u00a02026") for word in french.words)
    assert "14,4" in french.words  # 600 W in 24 hours


def test_it_tells_the_cost_where_prices_are_known(house: Store, page: Page) -> None:
    assert "Cost" not in page.words
    house.prices.put(Prices(bought=0.2, sold=0.1, carbon_bought=50.0))
    try:
        priced = report(house, OCTOBER, "en", NOW).page
    finally:
        house.prices.put(Prices())
    cost = (31 * 24 + 1) * (0.6 * 0.2 - 0.1 * 0.1)
    words = Page(priced).words
    assert words.count("Cost") == 2  # at the top, and among all figures
    assert words.count(f"€{cost:.2f}") == 2
    assert f'<td class="figure">€{cost:.2f}</td>' in priced
    assert {"Saved by own production", "CO₂ of what was bought"} <= set(words)


def test_a_month_without_readings_says_so(house: Store) -> None:
    empty = Page(report(house, month_of("2020-01", TODAY), "en", NOW).page)
    assert "Nothing was measured in this time." in empty.words
    assert "January 2020" in empty.words


def test_the_last_whole_month_is_usual() -> None:
    assert month_of(None, TODAY) == OCTOBER
    assert month_of("", date(2026, 1, 1)).first == date(2025, 12, 1)


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-10-01", "26-10", "October", "all"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="month"):
        month_of(text, TODAY)


def test_only_languages_that_are_spoken_are_taken() -> None:
    assert language_of(None, "fr") == "fr"
    with pytest.raises(BadRequest, match="en or fr"):
        language_of("tlh", "fr")
