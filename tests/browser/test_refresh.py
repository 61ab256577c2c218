"""The charts are drawn again while one reads them, and nobody notices but by the figures."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.support.server import Server

pytestmark = pytest.mark.browser
WATCH = """() => {
  const charts = () => [...document.querySelectorAll("[data-testid=stVegaLiteChart] :is(canvas, svg)")];
  const first = charts();
  const seen = { shift: 0, faintest: 1, replaced: 0 };
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) seen.shift += value;
  }).observe({ type: "layout-shift" });
  const look = () => {
    for (const box of document.querySelectorAll("[data-testid=stElementContainer]"))
      seen.faintest = Math.min(seen.faintest, Number(getComputedStyle(box).opacity));
    seen.replaced = Math.max(seen.replaced, first.filter((node) => !node.isConnected).length);
    requestAnimationFrame(look);
  };
  look();
  window.seen = seen;
}"""


def test_a_refresh_moves_nothing_and_greys_nothing(server: Server, page: Page) -> None:
    now = time.time()
    for meter, role in (("house", "consumption"), ("ev", "ev")):
        key = f"energy,meter={meter},unit=W,kind=power,role={role},step=60"
        lines = [f"{key} value={500 + ago} {now - 60 * ago:.0f}" for ago in range(600, -1, -1)]
        assert server.write("\n".join(lines)).status_code == 204
    sockets: list[WebSocket] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.goto(f"{server.url}/?refresh=5+s")
    charts = page.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)")
    expect(charts).to_have_count(3)
    expect(page.get_by_text("To look at")).to_be_visible()
    with sockets[0].expect_event("framesent"):  # the first refresh is asked for
        pass
    page.wait_for_function("!document.querySelector('[data-stale=true]')")
    page.evaluate(WATCH)
    for _ in range(2):
        server.post([{"meter": "house", "ts": time.time(), "value": 900}])
        with sockets[0].expect_event("framesent"):
            pass
    with sockets[0].expect_event("framereceived"):
        pass
    page.evaluate("new Promise(requestAnimationFrame)")
    seen = page.evaluate("seen")
    assert seen["shift"] < 0.02
    assert seen["faintest"] == 1
    assert seen["replaced"] == 0


def test_the_interval_can_be_chosen_and_stays_in_the_address(server: Server, page: Page) -> None:
    server.post([{"meter": "house", "ts": time.time(), "value": 900, "role": "consumption"}])
    page.goto(server.url)
    choice = page.get_by_role("combobox").first
    expect(choice).to_have_value("30 s")
    choice.click()
    for name in ("Pause", "5 s", "1 min", "5 min"):
        expect(page.get_by_role("option", name=name, exact=True)).to_be_visible()
    page.get_by_role("option", name="1 min", exact=True).click()
    page.wait_for_function("location.search.includes('refresh=1')")
    page.reload()
    expect(page.get_by_role("combobox").first).to_have_value("1 min")
