"""What moves: two components fed by the event stream of `/api/v1/live`.

Each is one html, one css and one js text, put together here from small files in a stated order;
there is no build step. Names of meters are data, set as text, never markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from energy_core.ui.live.words import texts
from energy_core.ui.names import known_slugs
from energy_core.ui.words import LANGUAGE_COOKIE, LANGUAGE_KEY, language

FOLDER = Path(__file__).parent
SHARED_JS = ("dom.js", "format.js", "stream.js", "house.js", "balance.js")
FLOW_JS = (
    "icons.js", "flow_geometry.js", "flow_model.js", "flow_shapes.js", "flow_dots.js",
    "flow_field.js", "flow_view.js",
)  # fmt: skip
LIVE_JS = (
    *SHARED_JS, "history.js", "trace.js", *FLOW_JS, "money.js", "figures.js", "sentence.js", "wall.js",
    "live.js",
)  # fmt: skip
METERS_JS = (*SHARED_JS, "spark.js", "meters.js")
LOAD_JS = (*SHARED_JS, "load.js")
KEEP_JS = ("keep.js",)
SHOWN_KEY = "live_shown"
CSS = {
    "live": ("live.css", "flow.css", "figures.css", "modes.css"),
    "meters": ("meters.css",),
    "load": ("load.css",),
    "keep": ("keep.css",),
}


def joined(*names: str) -> str:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


@cache
def _component(name: str, js: tuple[str, ...]):
    return st.components.v2.component(
        f"energy_{name}",
        html=joined(f"{name}.html"),
        css=joined("base.css", *CSS[name]),
        js=joined(*js),
    )


def _data() -> dict[str, object]:
    return {"language": language(), "texts": texts(), "names": known_slugs()}


def live(threshold_w: float | None, compared: Mapping[str, Any], wall: bool = False) -> bool:
    """The house now; whether its figures stand on the page already, so that heavier things may
    follow: the page is run again when they do, and when the last meter goes.

    `threshold_w` [W] is drawn in the trace; None for no threshold. `compared`: what today is
    compared with, see `ui/yesterday.py`. `wall`: large, and dim at night.
    """
    shown = st.session_state.get(SHOWN_KEY, False)
    mode = "wall" if wall else "page"
    state = {"mode": mode, "wakes": True, "shown": shown, "threshold_w": threshold_w}
    _component("live", LIVE_JS)(
        key="live",
        data={**_data(), **state, **compared},
        on_awake_change=lambda: None,
        on_shown_change=_note_shown,
    )
    return shown


def _note_shown() -> None:
    st.session_state[SHOWN_KEY] = True


def asleep(wakes: bool) -> None:
    """The picture of a house without meters; if it `wakes`, the page is run again when the first
    one speaks."""
    data = {**_data(), "mode": "asleep", "wakes": wakes, "shown": True, "threshold_w": None}
    _component("live", LIVE_JS)(key="asleep", data=data, on_awake_change=lambda: None)


def meters(details: Mapping[str, Mapping[str, Any]]) -> None:
    """The table of meters: now, age, today. `details`: slug → spark, measured."""
    _component("meters", METERS_JS)(key="meters", data={**_data(), "details": details})


def keep_language() -> None:
    """Nothing to see: the browser keeps the session's language."""
    data = {"language": language(), "cookie": LANGUAGE_COOKIE, "parameter": LANGUAGE_KEY}
    _component("keep", KEEP_JS)(key="keep", data=data)


def load(slug: str | None) -> None:
    """The present load of one meter, or of the house, in a line."""
    _component("load", LOAD_JS)(key="load", data={**_data(), "meter": slug})
