"""The simulated home: begun with one click, filled in sight, taken back with all it sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from energy_core.services import running
from energy_core.services.demo import SOURCE
from energy_core.ui.layout import note
from energy_core.ui.words import _

PAST = timedelta(days=30)
CAUGHT_UP = timedelta(minutes=5)
LOOK_EVERY_S = 1.0
ASKED_KEY = "simulated_home_asked"


def newest() -> datetime | None:
    """The last stored stamp of all meters."""
    store = running().store
    return max((end[1] for end in map(store.extent, store.meters()) if end), default=None)


def is_filling(now: datetime) -> bool:
    """Whether the simulated home is at work and has not yet come to the present."""
    latest = newest()
    return running().demo.running and (latest is None or now - latest > CAUGHT_UP)


def share_filled(now: datetime) -> float:
    """How much of its past is in, 0 to 1."""
    latest = newest()
    return 0.0 if latest is None else min(1.0, max(0.0, 1 - (now - latest) / PAST))


def begin() -> None:
    st.session_state[ASKED_KEY] = True
    running().demo.start()


def offer_start() -> None:
    """The button, and a word where an earlier click led to nothing."""
    label = _("Try it")
    st.button(f":violet[{label}]", key="try_simulated", type="primary", on_click=begin)
    if st.session_state.get(ASKED_KEY) and not running().demo.running:
        ended = _("It ended before its first reading; the server's log says why.")
        st.markdown(f":material/error: {ended}")


@st.fragment(run_every=LOOK_EVERY_S)
def watch_filling() -> None:
    """How far the past is in; when it is, the page is drawn anew and shows the home live."""
    now = datetime.now(UTC)
    if not is_filling(now):
        st.cache_data.clear()  # days that were read half filled
        st.rerun()
    st.progress(share_filled(now), text=_("Thirty days are being filled in"))


@st.cache_data(ttl=timedelta(minutes=1), show_spinner=False)
def is_here() -> bool:
    """Whether readings of the simulated home are stored."""
    return SOURCE in running().store.sources()


def offer_removal() -> None:
    """At the sidebar's end, while the simulated home is here."""
    if is_here() and st.button(_("Remove the simulated home"), key="remove", type="tertiary"):
        st.dialog(_("Remove the simulated home?"))(_ask)()


def _ask() -> None:
    st.markdown(_("It stops, and all its readings go. What your own meters sent stays."))
    if st.button(_("Remove it"), key="remove_now"):
        with st.spinner(_("Taking its readings back")):
            running().remove_demo()
        st.session_state.pop(ASKED_KEY, None)
        st.cache_data.clear()
        st.rerun()
    note(_("It can be tried again at any time while there are no other meters."))
