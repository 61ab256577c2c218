"""The arrow keys: a component without anything to see."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

from energy_core.ui import live

FOLDER = Path(__file__).parent
KEY = "history_keys"


@cache
def _component():
    return st.components.v2.component(
        "energy_history_keys",
        html=live.joined("keep.html"),
        css=live.joined("keep.css"),
        js=live.joined("dom.js") + "\n" + (FOLDER / "keys.js").read_text(encoding="utf-8"),
    )


def on_arrow_keys(back: bool, on: bool, step: Callable[[int], None]) -> None:
    """Call `step` with −1 or 1 as an arrow is pressed. `back`, `on`: whether there is a way."""

    def pressed() -> None:
        steps = st.session_state[KEY].step
        if steps:
            step(int(steps))

    _component()(key=KEY, data={"back": back, "on": on}, on_step_change=pressed)
