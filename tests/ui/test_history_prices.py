"""Prices on the page "History": typed in once, told by the figures from then on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from energy_core.analysis.figures import Figure
from energy_core.analysis.trust import Trust
from energy_core.model import Prices, Role
from energy_core.services.services import Services
from energy_core.ui.history import figures, prices
from energy_core.ui.words import speaking
from tests.support.history_page import app_in, history_page, metrics
from tests.support.homes import Sends, send

START, END = datetime(2025, 10, 1, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)
WH = {"import": (Role.GRID_IMPORT, 300.0), "pv": (Role.PRODUCTION, 200.0),
      "export": (Role.GRID_EXPORT, 100.0), "ev": (Role.EV, 50.0)}  # fmt: skip
KNOWN = Prices(0.25, 0.1, 50.0)
HOURS = 30 * 24  # of November
WIDE, NARROW = "\u00a0", "\u202f"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Two months of hours that never change."""
    meters = {slug: Sends(role, wh, step_s=3600) for slug, (role, wh) in WH.items()}
    with app_in(tmp_path, "UTC") as services:
        send(services.store, START, END, **meters)
        yield services


def page(**query: str) -> AppTest:
    return history_page(**{"period": "2025-11", **query})


def label_of(app: AppTest) -> str:
    (label,) = [each.label for each in app.expander if each.icon == ":material/sell:"]
    return label.replace("\\", "")


def press(app: AppTest, words: str) -> AppTest:
    next(each for each in app.button if words in each.label).click().run()
    assert not app.exception, app.exception[0].message
    return app


def test_without_prices_the_page_says_so_in_one_closed_line_and_shows_no_cost(
    services: Services,
) -> None:
    app = page()
    assert label_of(app) == "Prices of a kWh"
    assert "Cost" not in metrics(app)
    assert services.store.prices.get() == Prices()


def test_prices_that_are_typed_in_are_kept_and_priced_at_once(services: Services) -> None:
    app = page()
    for name, value in (("bought", 0.25), ("sold", 0.1), ("carbon_bought", 50.0)):
        app.number_input(key=f"price_{name}").set_value(value)
    press(app, "Keep the prices")
    assert services.store.prices.get() == KNOWN
    cost = HOURS * (0.3 * 0.25 - 0.1 * 0.1)
    assert metrics(app)["Cost"] == f"€{cost:.2f}"
    assert label_of(app) == f"Prices of a kWh: bought €0.25 · sold €0.10 · 50{WIDE}g{WIDE}CO₂"


def test_a_price_may_be_left_empty_and_is_unknown_then(services: Services) -> None:
    app = page()
    app.number_input(key="price_bought").set_value(0.25)
    press(app, "Keep the prices")
    assert services.store.prices.get() == Prices(bought=0.25)
    assert "Cost" not in metrics(app)  # something was sold: nobody knows for how much


def test_what_is_known_stands_in_the_form_and_is_forgotten_on_demand(services: Services) -> None:
    services.store.prices.put(KNOWN)
    app = page()
    assert [each.value for each in app.number_input] == [0.25, 0.1, 50.0]
    press(app, "Forget them")
    assert services.store.prices.get() == Prices()
    assert [each.value for each in app.number_input] == [None, None, None]
    assert "Cost" not in metrics(app)


def test_prices_that_were_changed_elsewhere_stand_in_a_page_that_was_open(
    services: Services,
) -> None:
    app = page()
    services.store.prices.put(KNOWN)
    app.run()
    assert [each.value for each in app.number_input] == [0.25, 0.1, 50.0]


def test_a_single_meter_is_not_priced(services: Services) -> None:
    """Nobody knows which of its energy came from the sun."""
    services.store.prices.put(KNOWN)
    app = page(what="meters:ev")
    assert "Cost" not in metrics(app)
    assert not app.number_input


def test_french_writes_the_sign_behind(services: Services) -> None:
    services.store.prices.put(Prices(0.2516, 0.1, 50.0))
    app = page(lang="fr")
    assert metrics(app)["Coût"] == f"{HOURS * (0.3 * 0.2516 - 0.01):.2f}{WIDE}€".replace(".", ",")
    assert label_of(app) == (
        f"Prix du kWh{WIDE}: acheté 0,2516{WIDE}€ · vendu 0,10{WIDE}€ · 50{WIDE}g{WIDE}CO₂"
    )


def figure(name: str, value: float, before: float, unit: str) -> Figure:
    return Figure(name, value, unit, before, Trust(1.0, 0.0, 0.0, 0.0, 86_400.0))


@pytest.mark.parametrize(
    ("one", "english", "french"),
    [
        pytest.param(figure("cost", 12.4, 9.3, "EUR"),
                     ("€12.40", "+€3.10 (+33 %)"), ("12,40 €", "+3,10 € (+33 %)"), id="cost"),
        pytest.param(figure("cost", -3.1, 3.1, "GBP"),
                     ("−£3.10", "−£6.20 (−200 %)"), ("−3,10 £", "−6,20 £ (−200 %)"), id="earned"),
        pytest.param(figure("saved", 1234.5, 1000.0, "CHF"),
                     ("1,234 CHF", "+234 CHF (+23 %)"), ("1_234 CHF", "+234 CHF (+23 %)"),
                     id="a currency without a sign"),
        pytest.param(figure("carbon", 3210.0, 2210.0, "g CO₂"),
                     ("3.2 kg CO₂", "+1.0 kg CO₂ (+45 %)"),
                     ("3,2 kg CO₂", "+1,0 kg CO₂ (+45 %)"), id="kilograms"),
        pytest.param(figure("carbon_saved", 620.0, 1620.0, "g CO₂"),
                     ("620 g CO₂", "−1,000 g CO₂ (−62 %)"),
                     ("620 g CO₂", "−1_000 g CO₂ (−62 %)"), id="grams"),
    ],
)  # fmt: skip
def test_money_and_carbon_are_written_as_the_language_does(
    one: Figure, english: tuple[str, str], french: tuple[str, str]
) -> None:
    for language, words in (("en", english), ("fr", french)):
        with speaking(language):
            told = figures.value(one), figures.change_words(one)
        assert told == tuple(_spaced(each) for each in words)


def _spaced(words: str) -> str:
    """A plain space only before the bracket."""
    first, *rest = words.split(" (")
    return " (".join(each.replace(" ", WIDE).replace("_", NARROW) for each in (first, *rest))


@pytest.mark.parametrize(
    ("value", "written"), [(0.2516, "€0.2516"), (0.1, "€0.10"), (0.0, "€0.00"), (-0.5, "−€0.50")]
)
def test_a_price_keeps_all_of_its_digits(value: float, written: str) -> None:
    with speaking("en"):
        assert prices.label(Prices(bought=value), "EUR").replace("\\", "").endswith(written)
