"""The page "History" in a browser: stepping, zooming, comparing, bookmarks, files, notes, keys."""

from __future__ import annotations

import csv
import io
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_accessibility import axe, serious  # noqa: F401
from tests.support.server import Server

pytestmark = pytest.mark.browser
QUARTER_S = 900
DAYS = 120
NOW = int(time.time()) // 86_400 * 86_400
LAST = datetime.fromtimestamp(NOW, UTC)
MONTH = (LAST.replace(day=1) - timedelta(days=1)).replace(day=1)
"""The last month that is over; the app stands in UTC."""
BEFORE = (MONTH - timedelta(days=1)).replace(day=1)
WATTS = {
    "house": ("consumption", 1000), "pv": ("production", 400), "import": ("grid_import", 600),
    "ev": ("ev", 200),
}  # fmt: skip


@pytest.fixture(scope="module")
def home(shared_server: Server) -> Server:
    """Four months of quarter hours of a house whose balance closes."""
    for slug, (role, watts) in WATTS.items():
        key = f"energy,meter={slug},unit=W,kind=power,role={role},step={QUARTER_S}"
        first = NOW - DAYS * 86_400
        lines = "\n".join(f"{key} value={watts} {first + QUARTER_S * n}" for n in range(DAYS * 96))
        assert shared_server.write(lines).status_code == 204
    return shared_server


def address(home: Server, **query: str) -> str:
    told = {"period": f"{MONTH:%Y-%m}", **query}
    return f"{home.url}/history?" + "&".join(f"{name}={value}" for name, value in told.items())


def name(month: datetime) -> str:
    return f"{month:%B %Y}"


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def query(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def opened(page: Page, home: Server, **asked: str) -> Page:
    page.goto(address(home, **asked))
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """The page stands still: its last part is there, and no script runs."""
    expect(
        page.get_by_text("Write a note").or_(page.get_by_text("Écrire une note"))
    ).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def pictures(page: Page) -> Locator:
    return page.get_by_test_id("stVegaLiteChart")


def draw_over(page: Page, picture: Locator, low: float, high: float) -> None:
    """From one share of the picture's width to another."""
    picture.scroll_into_view_if_needed()
    expect(picture.locator("canvas, svg").first).to_be_visible()
    box = picture.bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + low * box["width"], height)
    page.mouse.down()
    page.mouse.move(box["x"] + high * box["width"], height, steps=8)
    page.mouse.up()


def test_the_arrow_keys_and_the_arrows_step_and_stop_at_the_ends(home: Server, page: Page) -> None:
    opened(page, home)
    expect(title(page)).to_have_text(name(MONTH))
    page.keyboard.press("ArrowLeft")
    expect(title(page)).to_have_text(name(BEFORE))
    assert query(page)["period"] == f"{BEFORE:%Y-%m}"
    page.get_by_role("button", name="Later").click()
    expect(title(page)).to_have_text(name(MONTH))
    drawn(page)
    page.goto(address(home, period=f"{LAST:%Y}"))
    drawn(page)
    expect(page.get_by_role("button", name="Later")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    expect(title(page)).to_have_text(f"{LAST:%Y}")


def test_the_arrow_keys_belong_to_the_field_that_has_the_focus(home: Server, page: Page) -> None:
    opened(page, home)
    page.get_by_text("Write a note").click()
    words = page.get_by_label("What was it?")
    words.fill("Guests")
    words.press("ArrowLeft")
    words.press("ArrowLeft")
    words.type("!")
    expect(words).to_have_value("Gues!ts")
    expect(title(page)).to_have_text(name(MONTH))


def test_drawing_over_bars_shows_these_days_and_back_shows_the_month(
    home: Server, page: Page
) -> None:
    opened(page, home)
    draw_over(page, pictures(page).first, 0.25, 0.5)
    expect(page.get_by_label("From, to").first).to_be_visible()
    first, last = (datetime.fromisoformat(day) for day in query(page)["period"].split(".."))
    assert MONTH.date() < first.date() < last.date() < MONTH.date() + timedelta(days=20)
    page.go_back()
    expect(title(page)).to_have_text(name(MONTH))


def test_drawing_over_the_line_comes_down_to_single_readings(home: Server, page: Page) -> None:
    opened(page, home, period=f"{MONTH + timedelta(days=3):%Y-%m-%d}", compare="none")
    draw_over(page, pictures(page).nth(1), 0.4, 0.55)
    expect(page.get_by_text("every single reading")).to_be_visible()
    low, high = (datetime.fromisoformat(edge) for edge in query(page)["zoom"].split(".."))
    assert timedelta(hours=2) < high - low < timedelta(hours=5)
    page.get_by_role("button", name="See all of it").click()
    expect(page.get_by_text("every single reading")).to_have_count(0)
    assert "zoom" not in query(page)


def test_a_bookmark_opens_the_same_view_for_somebody_else(
    home: Server, page: Page, browser: Browser
) -> None:
    opened(page, home)
    page.get_by_role("radio", name="Year").click()
    expect(title(page)).to_have_text(f"{MONTH:%Y}")
    page.get_by_role("combobox", name="What is shown").click()
    page.get_by_role("option", name="Car", exact=True).click()
    expect(page).to_have_url(re.compile("what=meters"))
    drawn(page)
    other = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900}).new_page()
    other.goto(page.url)
    drawn(other)
    expect(title(other)).to_have_text(f"{MONTH:%Y}")
    expect(other.get_by_role("combobox", name="What is shown")).to_have_value("Car")
    assert query(other) == query(page)
    other.context.close()


def test_what_is_compared_with_changes_the_sentence(home: Server, page: Page) -> None:
    opened(page, home)
    expect(page.get_by_text(re.compile("than in the .* days before"))).to_be_visible()
    page.get_by_role("combobox", name="Compare with").click()
    page.get_by_role("option", name="nothing").click()
    expect(page.get_by_text(re.compile("than in the .* days before"))).to_have_count(0)
    expect(page.get_by_text(re.compile("^You bought [0-9.,]+"))).to_be_visible()
    assert query(page)["compare"] == "none"


def test_the_file_holds_what_is_shown(home: Server, page: Page, tmp_path: Path) -> None:
    opened(page, home, compare="none")
    page.get_by_test_id("stSidebar").get_by_role("button", name="Download").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV").click()
    path = tmp_path / "shown.csv"
    started.value.save_as(path)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    following = (MONTH + timedelta(days=31)).replace(day=1)
    head = next(n for n, row in enumerate(rows) if any("house" in cell for cell in row))
    assert len(rows) - head - 1 == (following - MONTH).days
    column = next(n for n, cell in enumerate(rows[head]) if cell.startswith("house"))
    assert {float(row[column]) for row in rows[head + 1 :]} <= {24.0, 24_000.0}


def test_a_note_is_written_seen_and_removed(home: Server, page: Page) -> None:
    opened(page, home)
    page.get_by_text("Write a note").click()
    page.get_by_label("What was it?").fill("New fridge")
    page.get_by_label("Who writes").fill("Anne")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("New fridge")).to_be_visible()
    page.get_by_role("button", name=re.compile("^See:")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("New fridge")
    expect(dialog).to_contain_text("Anne")
    dialog.get_by_role("button", name="Remove the note").click()
    expect(page.get_by_text("New fridge")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_scrolls_sideways_on_a_phone(home: Server, browser: Browser, language: str) -> None:
    context = browser.new_context(locale=language, viewport={"width": 390, "height": 844})
    page = opened(context.new_page(), home, lang=language)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("(it) => it.scrollWidth - it.clientWidth") <= 0
    for picture in pictures(page).all():
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] <= 390
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tables", ["0", "1"])
def test_axe_finds_nothing_serious(
    home: Server,
    browser: Browser,
    axe: str,  # noqa: F811
    scheme: str,
    tables: str,
) -> None:
    context = browser.new_context(
        locale="en-GB", viewport={"width": 1440, "height": 900}, color_scheme=scheme
    )
    page = opened(context.new_page(), home, tables=tables)
    assert serious(page, axe) == []
    context.close()
