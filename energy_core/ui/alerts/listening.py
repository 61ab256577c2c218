"""A component that nobody sees: it draws the page anew when incidents change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from energy_core.ui import live

FOLDER = Path(__file__).parent


@cache
def _component():
    own = (FOLDER / "listen.js").read_text(encoding="utf-8")
    return st.components.v2.component(
        "energy_listen", html="<i hidden></i>", js=live.joined("dom.js", "stream.js") + "\n" + own
    )


def listen() -> None:
    _component()(key="alerts_listen", data={}, height=1, on_changed_change=lambda: None)
