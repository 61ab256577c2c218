"""The prices of a kWh, under the figures that are made with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import streamlit as st

from energy_core.analysis.figures import Figure
from energy_core.analysis.money import CARBON
from energy_core.model import PRICE_LIMITS, Prices
from energy_core.services import running
from energy_core.services.history import View
from energy_core.ui.layout import note, plain
from energy_core.ui.numbers import NO_BREAK, SYMBOLS, decimals_needed, number, priced, with_unit
from energy_core.ui.words import _

STEPS = {"bought": 0.01, "sold": 0.01, "carbon_bought": 10.0}
WIDTH = 240


def draw_prices(view: View, known: Mapping[str, Figure]) -> None:
    """Of a house with figures: one line, which opens on the form."""
    if not view.looked.house or all(figure.value is None for figure in known.values()):
        return
    prices, currency = view.rates.prices, view.rates.currency
    with st.expander(label(prices, currency), icon=":material/sell:"):
        note(_("Cost, CO₂ and what own production saved follow from these, of the past too."))
        with st.form("prices", border=False):
            _draw_form(prices, SYMBOLS.get(currency, currency))


def label(prices: Prices, currency: str) -> str:
    """ "Prices of a kWh: bought €0.2516 · sold €0.10 · 52 g CO₂": as far as they are known."""
    told = [
        words.format(price=_price(value, currency))
        for words, value in ((_("bought {price}"), prices.bought), (_("sold {price}"), prices.sold))
        if value is not None
    ]
    if prices.carbon_bought is not None:
        told.append(with_unit(_exact(prices.carbon_bought, 0), CARBON.replace(" ", NO_BREAK)))
    if not told:
        return _("Prices of a kWh")
    return plain(_("Prices of a kWh: {prices}").format(prices=" · ".join(told)))


def _price(value: float, currency: str) -> str:
    return priced(_exact(value, 2), currency)


def _exact(value: float, fewest: int) -> str:
    return number(value, decimals_needed(value, fewest))


def _draw_form(prices: Prices, money: str) -> None:
    labels = {
        "bought": _("Bought, {money} per kWh").format(money=money),
        "sold": _("Sold, {money} per kWh").format(money=money),
        "carbon_bought": _("CO₂ of what is bought, g per kWh"),
    }
    with st.container(horizontal=True, gap="small"):
        for name, value in asdict(prices).items():
            st.session_state[_key(name)] = value
            low, high = PRICE_LIMITS[name]
            st.number_input(
                labels[name], low, high, None, STEPS[name], "%.6g", key=_key(name), width=WIDTH,
                help=_("0 where nothing is paid for it.") if name == "sold" else None,
            )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        keep = ":violet[" + _("Keep the prices") + "]"
        st.form_submit_button(keep, type="primary", on_click=_keep)
        st.form_submit_button(_("Forget them"), on_click=_forget)


def _key(name: str) -> str:
    return f"price_{name}"


def _keep() -> None:
    typed = {name: st.session_state[_key(name)] for name in PRICE_LIMITS}
    running().live.change_prices(Prices(**typed))


def _forget() -> None:
    running().live.change_prices(Prices())
