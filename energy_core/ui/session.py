"""What one visitor has chosen; it stays in the address, so that a bookmark keeps it."""

from __future__ import annotations

import streamlit as st

from energy_core.ui.live import keep_language
from energy_core.ui.words import LANGUAGE_KEY, LANGUAGES, START_KEY, SWITCH_KEY, _, language

REFRESH_KEY, WALL_KEY = "refresh", "wall"
REFRESH_SECONDS = {"Pause": 0, "5 s": 5, "30 s": 30, "1 min": 60, "5 min": 300}
"""In words that every language reads: a bound widget writes its labels into the address."""
DEFAULT_REFRESH = "30 s"


def is_wall() -> bool:
    """Wall display: no navigation, no sidebar, large type."""
    return st.query_params.get(WALL_KEY) == "1"


def choose_language() -> None:
    st.segmented_control(
        _("Language"),
        list(LANGUAGES.values()),
        default=LANGUAGES[st.session_state[START_KEY]],
        required=True,
        key=SWITCH_KEY,
        persist_state="session",
    )
    keep_language()


def choose_refresh() -> int:
    """The seconds between two drawings of the charts; 0 when they stand still."""
    chosen = st.selectbox(
        _("Refresh charts every"),
        list(REFRESH_SECONDS),
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
