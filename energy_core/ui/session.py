"""What one visitor has chosen; it stays in the address, so that a bookmark keeps it."""

from __future__ import annotations

import streamlit as st

from energy_core.ui.words import LANGUAGE_KEY, LANGUAGES, _, browser_language, language

REFRESH_KEY, WALL_KEY = "refresh", "wall"
REFRESH_SECONDS = {"off": 0, "5s": 5, "30s": 30, "1min": 60, "5min": 300}
DEFAULT_REFRESH = "30s"


def is_wall() -> bool:
    """Wall display: no navigation, no sidebar, large type."""
    return st.query_params.get(WALL_KEY) == "1"


def choose_language() -> None:
    st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        default=browser_language(),
        required=True,
        key=LANGUAGE_KEY,
        bind="query-params",
    )


def choose_refresh() -> int:
    """The seconds between two drawings of the charts; 0 when they stand still."""
    names = {
        "off": _("Paused"), "5s": "5 s", "30s": "30 s", "1min": "1 min", "5min": "5 min",
    }  # fmt: skip
    chosen = st.selectbox(
        _("Refresh charts every"),
        list(REFRESH_SECONDS),
        format_func=names.__getitem__,
        index=list(REFRESH_SECONDS).index(DEFAULT_REFRESH),
        key=REFRESH_KEY,
        bind="query-params",
    )
    return REFRESH_SECONDS[chosen]


def offer_wall() -> None:
    """A link to the wall display; Streamlit's own chrome goes with `embed`."""
    address = f"/?{WALL_KEY}=1&embed=true&{LANGUAGE_KEY}={language()}"
    label = _("Wall display")
    st.markdown(f":small[[{label}]({address})]")
