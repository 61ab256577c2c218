"""The page "Data": what was found in the readings is judged, and what is wrong is corrected."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import Server

pytestmark = pytest.mark.browser
T0 = 1_700_006_400  # 2023-11-15 00:00 UTC
HOUR = 3600
DAY = ("2023-11-15T00:00Z", "2023-11-16T00:00Z")


def energy_wh(server: Server, meter: str) -> float:
    total: float = server.series(meter, *DAY)["total"]["energy_wh"]
    return total


def send(server: Server, meter: str, kind: str, unit: str, values: list[float]) -> None:
    server.post(
        [
            {"meter": meter, "ts": T0 + n * HOUR, "value": value, "unit": unit, "kind": kind,
             "role": "consumption"}
            for n, value in enumerate(values)
        ]
    )  # fmt: skip


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_correction_is_previewed_applied_and_undone(server: Server, page: Page) -> None:
    send(server, "oven", "interval", "kWh", [0.5] * 24)
    assert energy_wh(server, "oven") == pytest.approx(12_000)
    page.goto(f"{server.url}/data")
    page.get_by_text("Correct something").click()
    choose(page, "What is to be done", "Multiply readings")
    factor = page.get_by_role("spinbutton", name="Factor")
    factor.fill("0.1")
    factor.press("Enter")
    page.get_by_role("button", name="Show what it changes").click()
    sums = page.get_by_role("table", name="Before and after")
    expect(sums.get_by_role("row").filter(has_text="before")).to_contain_text("12\u00a0kWh")
    expect(sums.get_by_role("row").filter(has_text="after")).to_contain_text("1.20\u00a0kWh")
    assert energy_wh(server, "oven") == pytest.approx(12_000)
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)

    for label, told in (("Reason", "sent in hundreds"), ("Who corrects", "Ada")):
        field = page.get_by_role("textbox", name=label)
        field.fill(told)
        field.press("Enter")
    page.get_by_role("button", name="Apply").click()
    ledger = page.get_by_role("table", name="Corrections")
    expect(ledger).to_contain_text("Multiply readings × 0.1")
    expect(ledger).to_contain_text("sent in hundreds")
    expect(ledger).to_contain_text("Ada")
    assert energy_wh(server, "oven") == pytest.approx(1_200)

    ledger.get_by_role("button", name="Undo: Oven").click()
    expect(ledger).to_contain_text("undone on")
    assert energy_wh(server, "oven") == pytest.approx(12_000)


def test_a_correction_that_cannot_be_is_refused_in_words(server: Server, page: Page) -> None:
    send(server, "oven", "interval", "kWh", [0.5] * 24)
    page.goto(f"{server.url}/data")
    page.get_by_text("Correct something").click()
    choose(page, "What is to be done", "Multiply readings")
    factor = page.get_by_role("spinbutton", name="Factor")
    factor.fill("0")
    factor.press("Enter")
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_text("must not be 0, nor above a thousand million")).to_be_visible()
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)


def test_a_reset_is_shown_with_its_readings_and_can_be_rejected(server: Server, page: Page) -> None:
    before, after = [1000 + n / 2 for n in range(12)], [2 + n / 2 for n in range(12)]
    send(server, "main", "counter", "kWh", before + after)
    page.goto(f"{server.url}/data")
    event = page.locator("[data-testid=stVerticalBlock]").filter(
        has_text="The register began again near zero"
    ).last  # fmt: skip
    expect(event).to_contain_text("from 1,005.5\u00a0kWh to 2\u00a0kWh")
    expect(event.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)").first).to_be_visible()
    counted = energy_wh(server, "main")
    assert counted == pytest.approx(5_500 + 2_000 + 5_500)
    event.get_by_role("button", name="Reject").click()
    table = page.get_by_role("table", name="Meter events")
    expect(table).to_contain_text("rejected")
    assert energy_wh(server, "main") == pytest.approx(5_500 + 5_500)

    table.get_by_role("button", name="See: main").click()
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(table).to_contain_text("confirmed")
    assert energy_wh(server, "main") == pytest.approx(counted)


def test_events_that_are_alike_are_judged_together(server: Server, page: Page) -> None:
    lives = [[start + n / 2 for n in range(5)] for start in (1000, 2, 0.5)]
    send(server, "main", "counter", "kWh", [value for life in lives for value in life])
    counted = 3 * 2_000 + 2_000 + 500  # Wh: each life's rise, and what the later two begin with
    assert energy_wh(server, "main") == pytest.approx(counted)
    page.goto(f"{server.url}/data")
    card = page.locator("[data-testid=stVerticalBlock]").filter(
        has_text="The register began again near zero, 2 times"
    ).last  # fmt: skip
    card.get_by_role("button", name="Reject all").click()
    table = page.get_by_role("table", name="Meter events")
    expect(table).to_contain_text("rejected")
    assert energy_wh(server, "main") == pytest.approx(3 * 2_000)

    table.get_by_role("button", name="See: main").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Which").click()
    page.get_by_role("option", name="15 November 2023, 09:00").click()
    dialog.get_by_role("button", name="Confirm", exact=True).click()
    expect(table).to_contain_text("confirmed")
    assert energy_wh(server, "main") == pytest.approx(3 * 2_000 + 500)
