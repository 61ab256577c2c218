"""What moves: two components fed by the event stream of `/api/v1/live`.

Each is one html, one css and one js text, put together here from small files in a stated order;
there is no build step. Names of meters are data, set as text, never markup.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from energy_core.ui.live.words import texts
from energy_core.ui.words import language

FOLDER = Path(__file__).parent
SHARED_JS = ("dom.js", "format.js", "stream.js", "house.js", "balance.js")
LIVE_JS = (*SHARED_JS, "history.js", "trace.js", "sentence.js", "live.js")
METERS_JS = (*SHARED_JS, "meters.js")


def joined(*names: str) -> str:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


@cache
def _component(name: str, js: tuple[str, ...]):
    return st.components.v2.component(
        f"energy_{name}",
        html=joined(f"{name}.html"),
        css=joined("base.css", f"{name}.css"),
        js=joined(*js),
    )


def _data() -> dict[str, object]:
    return {"language": language(), "texts": texts()}


def live(threshold_w: float | None) -> None:
    """The house now. `threshold_w` [W] is drawn in the trace; None for no threshold."""
    _component("live", LIVE_JS)(key="live", data={**_data(), "threshold_w": threshold_w})


def meters() -> None:
    """The table of meters: now, age, today."""
    _component("meters", METERS_JS)(key="meters", data=_data())
