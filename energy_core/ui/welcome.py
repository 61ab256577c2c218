"""The empty house: three ways in, and the picture that will wake up with the first reading."""

from __future__ import annotations

import streamlit as st

from energy_core.ui.live import asleep
from energy_core.ui.simulated import offer_start, watch_filling
from energy_core.ui.words import _


def _address() -> str:
    """This app's address as the visitor's browser has it, without a page."""
    url = st.context.url or "http://localhost:8501"
    return "/".join(url.split("/")[:3])


def _way(icon: str, title: str, text: str) -> None:
    st.markdown(f":material/{icon}: **{title}**  \n:gray[{text}]")


def _device(address: str) -> None:
    _way("sensors", _("Connect a device"), _("Anything that can send over HTTP, line by line."))
    reading = '[{"meter": "house", "ts": "\'$(date +%FT%T%z)\'", "value": 420, "unit": "W"}]'
    st.code(f"curl {address}/api/v1/readings --json '{reading}'", language=None, wrap_lines=True)
    with st.expander(_("Telegraf, Home Assistant, ESPHome: line protocol")):
        st.code(
            f"url       {address}/api/v2/write\nprecision s\nhouse,unit=W,kind=power value=420",
            language=None,
        )


def _file() -> None:
    told = _("The export of any meter. You see what was understood before it is kept.")
    _way("upload_file", _("Drop a file"), told)
    if st.button(_("Choose a file"), key="choose_file"):
        st.switch_page("data.py")


def _simulated() -> None:
    told = _("Thirty days of a house with sun, battery and car, then live. Removed with one click.")
    _way("home", _("Try a simulated home"), told)
    offer_start()


def draw_welcome() -> None:
    """Title, ways in, and the sleeping picture; the page draws itself anew at the first reading."""
    left, right = st.columns([1, 1.05], gap="large", vertical_alignment="top")
    address = _address()
    with left:
        st.title(_("Connect a first meter"), anchor=False)
        promise = _("Three ways to begin. The first reading appears here by itself.")
        st.markdown(f":gray[{promise}]")
        with st.container(border=True):
            _file()
        with st.container(border=True):
            _device(address)
        with st.container(border=True):
            _simulated()
    with right:
        asleep(wakes=True)


def draw_filling() -> None:
    """The simulated home on its way in, in place of the three ways."""
    left, right = st.columns([1, 1.05], gap="large", vertical_alignment="top")
    with left:
        st.title(_("The simulated home is moving in"), anchor=False)
        told = _(
            "A house like yours, with its last thirty days. The live picture follows by itself."
        )
        st.markdown(f":gray[{told}]")
        watch_filling()
    with right:
        asleep(wakes=False)
