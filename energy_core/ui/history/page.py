"""The page from top to bottom."""

from __future__ import annotations

from time import sleep

import streamlit as st

from energy_core.services import running
from energy_core.services.history import View
from energy_core.ui.history import address, balance, figures, flows, shapes
from energy_core.ui.history.address import Shown
from energy_core.ui.history.downloads import draw_downloads
from energy_core.ui.history.head import draw_head
from energy_core.ui.history.heating import draw_heating
from energy_core.ui.history.notes import draw_notes
from energy_core.ui.history.nothing import draw_nothing, is_empty
from energy_core.ui.history.power import draw_power
from energy_core.ui.history.prices import draw_prices
from energy_core.ui.history.reading import read
from energy_core.ui.history.sentence import draw_sentence
from energy_core.ui.history.steer import draw_steering
from energy_core.ui.words import _, language, speaking

BREATH_S = 0.15
"""In which the browser draws the main picture. It takes what comes within it in one go, so that in
one of ten steps the picture that was looked for would be drawn last."""


def draw(timezone: str) -> None:
    """In one language throughout."""
    with speaking(language()):
        _draw(address.now_shown(timezone))


def _draw(shown: Shown) -> None:
    if shown.held is None:
        _draw_empty()
        return
    with st.sidebar:
        draw_steering(shown, running().store.meters())
    draw_head(shown)
    view = read(shown)
    with st.sidebar:
        draw_downloads(view)
    known = figures.of_view(view)
    draw_sentence(view, known)
    if is_empty(view):
        draw_nothing(view, shown)
        draw_notes(view, shown)
        return
    figures.draw_large(known)
    balance.draw_main(view, shown)
    sleep(BREATH_S)
    balance.draw_compared(view, shown)
    draw_power(view, shown)
    if shapes.is_flow(view):
        _draw_shapes(view)
    if view.looked.is_house:
        draw_heating(view)
    figures.draw_all(known.values(), shown.timezone)
    draw_prices(view, known)
    draw_notes(view, shown)


def _draw_shapes(view: View) -> None:
    shapes.draw_carpets(view)
    shapes.draw_calendar(view)
    if not shapes.is_energy(view):
        return
    shapes.draw_habits(view)
    if view.looked.is_house:
        flows.draw_flows(view)
    shapes.draw_cumulative(view)


def _draw_empty() -> None:
    st.title(_("Nothing is stored yet"), anchor=False)
    told = _(
        "Days, months and years appear here with the first readings. A file brings many at once."
    )
    st.markdown(f":gray[{told}]")
    with st.container(horizontal=True, gap="small"):
        if st.button(_("Drop a file"), key="history_to_data", icon=":material/upload_file:"):
            st.switch_page("data.py")
        if st.button(_("Connect a device"), key="history_to_live", icon=":material/sensors:"):
            st.switch_page("live.py")
