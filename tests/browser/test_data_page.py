"""The page "Data": a file is dropped, understood, asked about, stored and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_accessibility import axe, reach, serious, settled  # noqa: F401
from tests.support.server import Server

pytestmark = pytest.mark.browser
QUARTER = timedelta(minutes=15)
DAY = datetime(2023, 1, 10)
VALUES = [round(0.05 + n % 7 / 100, 2) for n in range(96)]  # kWh


def written(start: datetime, values: list[float], name: str = "Consumption (kWh)") -> str:
    """A table as a utility sends it, in a local time that names no zone."""
    rows = [f"{start + n * QUARTER:%d.%m.%Y %H:%M};{v:.2f}" for n, v in enumerate(values)]
    return "\n".join(["Customer;12", "", f"Date;{name}", *rows, ""])


@pytest.fixture
def meter_file(tmp_path: Path) -> Path:
    path = tmp_path / "load.csv"
    path.write_text(written(DAY, VALUES))
    return path


@pytest.fixture
def data_page(server: Server, page: Page) -> Page:
    page.goto(f"{server.url}/data")
    expect(page.locator("[data-zone]")).to_be_visible()
    return page


def choose(page: Page, *paths: Path) -> None:
    page.locator("[data-input]").set_input_files(list(paths))


def drop(page: Page, name: str, text: str) -> None:
    """As a hand does, beside the zone."""
    transfer = page.evaluate_handle(
        """([name, text]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], name));
            return transfer;
        }""",
        [name, text],
    )
    page.dispatch_event("h1", "dragover", {"dataTransfer": transfer})
    page.dispatch_event("h1", "drop", {"dataTransfer": transfer})


def card(page: Page, n: int = 0) -> Locator:
    return page.locator("[class*='st-key-file']").filter(has=page.locator("h2")).nth(n)


def store(page: Page) -> None:
    page.get_by_role("button", name="Store ").click()
    expect(page.get_by_text("Stored: ")).to_be_visible()


def put_away(page: Page) -> None:
    """Put the stored file away; the page is drawn again without it."""
    done = page.get_by_role("button", name="Done")
    done.click()
    expect(done).to_have_count(0)


def only_meter(server: Server) -> dict[str, Any]:
    (meter,) = server.http.get("/api/v1/meters").json()["meters"]
    return meter


def test_a_dropped_file_is_shown_stored_and_taken_back(
    server: Server, data_page: Page, meter_file: Path
) -> None:
    expect(data_page.get_by_role("heading", level=1)).to_have_text("Drop a first meter file")
    drop(data_page, meter_file.name, meter_file.read_text())
    file = card(data_page)
    expect(file.get_by_role("heading", level=2)).to_have_text("load.csv")
    expect(file).to_contain_text("separated by semicolons · decimal point")
    expect(file).to_contain_text("header in line 3")
    row = file.get_by_role("row").filter(has_text="10 January 2023, 23:45").first
    expect(row).to_contain_text(f"{sum(VALUES):.2f}\u00a0kWh")
    expect(row).to_contain_text("15\u00a0min")
    chart = file.locator("[data-testid=stVegaLiteChart] svg")
    expect(chart.locator(".role-axis-label text", has_text="06:00")).to_be_visible()
    assert server.http.get("/api/v1/meters").json()["meters"] == []

    store(data_page)
    expect(data_page.get_by_text("Stored: 96 readings in 1 meter.")).to_be_visible()
    expect(data_page.get_by_role("heading", level=1)).to_contain_text("1 meter, 96 readings")
    slug = only_meter(server)["slug"]
    series = server.series(slug, "2023-01-10T00:00Z", "2023-01-11T00:00Z")
    assert series["total"]["energy_wh"] == pytest.approx(sum(VALUES) * 1000)

    data_page.get_by_role("button", name="Undo this batch").click()
    expect(data_page.get_by_role("heading", level=1)).to_have_text("Drop a first meter file")
    assert server.http.get("/api/v1/meters").json()["meters"] == []
    expect(data_page.get_by_role("button", name="Store 96 readings")).to_be_visible()


def test_an_answered_time_zone_moves_the_first_reading(
    server: Server, data_page: Page, meter_file: Path
) -> None:
    choose(data_page, meter_file)
    row = card(data_page).get_by_role("row").nth(1)
    expect(row).to_contain_text("10 January 2023, 00:00")
    name = data_page.get_by_role("textbox", name="Name of the new meter")
    name.fill("Cabin")
    name.press("Enter")
    zone = data_page.get_by_role("combobox", name="The clock of the file")
    zone.click()
    zone.press_sequentially("New_York")
    data_page.get_by_role("option", name="America/New_York").click()
    expect(row).to_contain_text("10 January 2023, 05:00")
    expect(card(data_page)).to_contain_text("clock of America/New_York")
    expect(name).to_have_value("Cabin")
    store(data_page)
    first = DAY.replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
    slug, named = (only_meter(server)[field] for field in ("slug", "name"))
    assert named == "Cabin"
    series = server.series(slug, "2023-01-01T00:00Z", "2023-01-20T00:00Z", "15m")
    known = [point for point in series["points"] if point["coverage"]]
    assert datetime.fromisoformat(known[0]["start"]) == first
    assert len(known) == len(VALUES)


def test_a_file_of_another_kind_is_refused_in_words(
    server: Server, data_page: Page, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.csv"
    letter.write_text("Dear customer,\nthank you for your order.\nBest wishes\n")
    choose(data_page, letter)
    file = card(data_page)
    expect(file).to_contain_text("This file cannot be understood")
    expect(file).to_contain_text("What is understood: tables with a date and numbers")
    expect(file).to_contain_text("Nothing was stored.")
    assert server.http.get("/api/v1/meters").json()["meters"] == []
    file.get_by_role("button", name="Put it away").click()
    expect(data_page.get_by_text("This file cannot be understood")).to_have_count(0)


def test_a_file_that_comes_again_brings_nothing_new(data_page: Page, meter_file: Path) -> None:
    choose(data_page, meter_file)
    store(data_page)
    data_page.get_by_role("button", name="Done").click()
    expect(card(data_page)).to_have_count(0)
    choose(data_page, meter_file)
    expect(card(data_page)).to_contain_text("Already imported on")
    expect(card(data_page)).to_contain_text("nothing new in it")
    expect(data_page.get_by_role("button", name="Store ")).to_have_count(0)


def test_two_files_of_one_name_stand_beside_each_other(data_page: Page, tmp_path: Path) -> None:
    paths = [tmp_path / "one" / "load.csv", tmp_path / "two" / "load.csv"]
    for n, path in enumerate(paths):
        path.parent.mkdir()
        path.write_text(written(DAY + n * timedelta(days=1), VALUES))
    choose(data_page, *paths)
    headings = data_page.get_by_role("heading", level=2, name="load.csv")
    expect(headings).to_have_count(2)
    expect(card(data_page, 0)).to_contain_text("11 January 2023, 00:00")
    expect(card(data_page, 1)).to_contain_text("10 January 2023, 00:00")
    expect(data_page.get_by_text("The same file stands here already")).to_have_count(0)


def test_another_value_for_a_stored_stamp_follows_the_chosen_rule(
    server: Server, data_page: Page, meter_file: Path, tmp_path: Path
) -> None:
    choose(data_page, meter_file)
    store(data_page)
    data_page.get_by_role("button", name="Done").click()
    other = tmp_path / "later.csv"
    other.write_text(written(DAY, [VALUES[0] + 1, *VALUES[1:]]))
    choose(data_page, other)
    expect(card(data_page)).to_contain_text("1 stored reading has another value than the file")
    expect(data_page.get_by_role("button", name="Store ")).to_have_count(0)
    data_page.get_by_role("radio", name="take the file's", exact=True).click()
    data_page.get_by_role("button", name="Store 1 reading").click()
    expect(data_page.get_by_text("1 had another value")).to_be_visible()
    series = server.series(only_meter(server)["slug"], "2023-01-10T00:00Z", "2023-01-11T00:00Z")
    assert series["total"]["energy_wh"] == pytest.approx(sum(VALUES) * 1000 + 1000)


def test_a_double_click_stores_once(data_page: Page, meter_file: Path) -> None:
    choose(data_page, meter_file)
    data_page.get_by_role("button", name="Store 96 readings").dblclick()
    expect(data_page.get_by_text("Stored: 96 readings in 1 meter.")).to_be_visible()
    batches = data_page.get_by_role("table", name="Imported files")
    expect(batches.get_by_role("row")).to_have_count(2)  # the heads, and one file


def test_an_imported_file_is_taken_back_from_the_list_after_a_question(
    server: Server, data_page: Page, meter_file: Path
) -> None:
    choose(data_page, meter_file)
    store(data_page)
    put_away(data_page)
    batches = data_page.get_by_role("table", name="Imported files")
    batches.get_by_role("button", name="Undo: load.csv").click()
    dialog = data_page.get_by_role("dialog")
    expect(dialog).to_contain_text("96 readings of load.csv go")
    assert len(server.http.get("/api/v1/meters").json()["meters"]) == 1
    dialog.get_by_role("button", name="Undo this batch").click()
    expect(data_page.get_by_text("96 readings taken back")).to_be_visible()
    expect(batches).to_contain_text("taken back")
    assert server.http.get("/api/v1/meters").json()["meters"] == []


def test_a_meter_gets_another_name_and_role(
    server: Server, data_page: Page, meter_file: Path
) -> None:
    choose(data_page, meter_file)
    store(data_page)
    data_page.get_by_role("button", name="Change: Consumption").click()
    dialog = data_page.get_by_role("dialog")
    slug = only_meter(server)["slug"]
    expect(dialog).to_contain_text(f"Devices and the API call it {slug}.")
    dialog.get_by_role("textbox", name="Name").fill("Workshop")
    dialog.get_by_role("combobox", name="What a positive number means").click()
    data_page.get_by_role("option", name="Use", exact=True).click()
    dialog.get_by_role("button", name="Save").click()
    meters = data_page.get_by_role("table", name="Meters")
    expect(meters).to_contain_text("Workshop")
    meter = only_meter(server)
    assert (meter["name"], meter["role"]) == ("Workshop", "submeter")


def test_a_downloaded_meter_holds_what_was_stored(
    server: Server, data_page: Page, meter_file: Path
) -> None:
    choose(data_page, meter_file)
    store(data_page)
    row = data_page.get_by_role("table", name="Meters").get_by_role("row").nth(1)
    expect(row).to_contain_text("100\u00a0%")
    expect(data_page.get_by_role("heading", level=1)).to_contain_text("100\u00a0% measured")
    data_page.get_by_role("button", name="Download: Consumption").click()
    expect(data_page.get_by_role("dialog")).to_contain_text("Consumption")
    link = data_page.get_by_role("link", name="CSV", exact=True)
    expect(link).to_be_visible()
    answer = server.http.get(str(link.get_attribute("href")))
    assert answer.status_code == 200
    assert len(answer.text.strip().splitlines()) == len(VALUES) + 1


def test_the_page_speaks_french(server: Server, browser: Browser, meter_file: Path) -> None:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{server.url}/data")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Déposez un premier fichier de compteur"
    )
    choose(page, meter_file)
    file = card(page)
    expect(file).to_contain_text("séparé par des points-virgules · point décimal")
    expect(file.get_by_role("row").nth(1)).to_contain_text(
        "10\u00a0janvier\u00a02023, 0\u00a0h\u00a000"
    )
    page.get_by_role("button", name="Enregistrer 96 relevés").click()
    expect(page.get_by_text("Enregistré\u00a0: 96 relevés dans 1 compteur.")).to_be_visible()
    context.close()


def test_nothing_scrolls_sideways_on_a_phone(
    server: Server, browser: Browser, meter_file: Path
) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{server.url}/data")
    choose(page, meter_file)
    store(page)
    expect(page.get_by_role("table", name="Meters")).to_be_visible()
    over = "(node) => node.scrollWidth - node.clientWidth"
    assert page.locator("[data-testid=stMain]").evaluate(over) == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    server: Server,
    browser: Browser,
    axe: str,  # noqa: F811
    meter_file: Path,
    tmp_path: Path,
    scheme: Any,
) -> None:
    context = browser.new_context(locale="en-GB", color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server.url}/data")
    choose(page, meter_file)
    store(page)
    other = tmp_path / "other.csv"
    other.write_text(written(DAY + timedelta(days=3), VALUES))
    choose(page, other)
    expect(page.get_by_role("button", name="Store 96 readings")).to_be_visible()
    settled(page, "h1")
    faults = serious(page, axe)
    context.close()
    assert faults == []


def test_files_are_chosen_by_keys(data_page: Page) -> None:
    # Heard from the start: the browser is told that somebody listens without an answer to wait for.
    data_page.on("filechooser", lambda _: None)
    settled(data_page, "[data-choose]")
    chooser = data_page.locator("[data-input]")
    reach(data_page, chooser)
    with data_page.expect_file_chooser():
        data_page.keyboard.press("Enter")
