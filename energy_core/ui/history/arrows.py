"""The two arrows beside the title, and the arrow keys: one small component."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

from energy_core.ui import live
from energy_core.ui.words import _

FOLDER = Path(__file__).parent
KEY = "history_arrows"


@cache
def _component():
    def own(ending: str) -> str:
        return (FOLDER / f"arrows.{ending}").read_text(encoding="utf-8")

    return st.components.v2.component(
        "energy_arrows",
        html=own("html"),
        css=live.joined("base.css") + "\n" + own("css"),
        js=live.joined("dom.js") + "\n" + own("js"),
    )


def arrows(back: bool, on: bool, step: Callable[[int], None]) -> None:
    """Call `step` with −1 or 1. `back`, `on`: whether there is a way."""

    def stepped() -> None:
        steps = st.session_state[KEY].step
        if steps:
            step(int(steps))

    data = {"names": [_("Earlier"), _("Later")], "open": [back, on]}
    _component()(key=KEY, data=data, on_step_change=stepped, width="content")
