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
from energy_core.ui.words import language

FOLDER = Path(__file__).parent
SHARED_JS = ("dom.js", "format.js", "stream.js", "house.js", "balance.js")
FLOW_JS = (
    "icons.js", "flow_geometry.js", "flow_model.js", "flow_shapes.js", "flow_dots.js",
    "flow_field.js", "flow_view.js",
)  # fmt: skip
LIVE_JS = (
    *SHARED_JS, "history.js", "trace.js", *FLOW_JS, "figures.js", "sentence.js", "live.js",
)  # fmt: skip
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


def live(threshold_w: float | None, compared: Mapping[str, Any]) -> None:
    """The house now. `threshold_w` [W] is drawn in the trace; None for no threshold. `compared`:
    what today is compared with, see `ui/yesterday.py`."""
    data = {**_data(), "threshold_w": threshold_w, **compared}
    _component("live", LIVE_JS)(key="live", data=data)


def meters() -> None:
    """The table of meters: now, age, today."""
    _component("meters", METERS_JS)(key="meters", data=_data())
