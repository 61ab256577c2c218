"""The page from top to bottom."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from energy_core.model import Incident, Meter
from energy_core.services import running
from energy_core.ui.alerts.accuracy import draw_accuracy
from energy_core.ui.alerts.brief import OPENED, known_until
from energy_core.ui.alerts.card import draw_card
from energy_core.ui.alerts.inbox import Filter, State, heading, past_month, to_look_at
from energy_core.ui.alerts.judging import draw_last
from energy_core.ui.alerts.listening import listen
from energy_core.ui.alerts.sensitivity import draw_learning, draw_sensitivity
from energy_core.ui.alerts.silent import draw_silent, silent
from energy_core.ui.alerts.steering import choose
from energy_core.ui.layout import note
from energy_core.ui.words import _, language, speaking

FIRST, MORE_KEY = 12, "alerts_more"


def draw(timezone: str) -> None:
    with speaking(language()):
        listen()
        meters = running().store.meters()
        if meters:
            _draw(meters, timezone)
        else:
            _draw_empty()


def _draw(meters: list[Meter], timezone: str) -> None:
    incidents, now = running().detecting.incidents(), known_until()
    with st.sidebar:
        chosen = choose(incidents)
    opened, quiet = to_look_at(incidents, now), silent()
    st.markdown(f"# {heading(opened, len(quiet))}", anchors=False)
    st.markdown(f":gray[{past_month(incidents, now)}]")
    draw_last(incidents)
    if chosen == Filter():
        draw_silent(quiet)
    _draw_list(incidents, chosen, now, timezone)
    draw_learning(meters)
    draw_sensitivity(meters)
    draw_accuracy()


def _draw_list(incidents: list[Incident], chosen: Filter, now: datetime, timezone: str) -> None:
    shown = [one for one in incidents if chosen.takes(one, now)]
    asked = st.query_params.get(OPENED)
    linked = [one for one in incidents if str(one.id) == asked and one not in shown]
    if not shown and not linked:
        note(_nothing(chosen))
    most = len(shown) if st.session_state.get(MORE_KEY) else FIRST
    for incident in [*linked, *shown[:most]]:
        draw_card(incident, now, timezone)
    if len(shown) > most:
        label = _("Show all {count}").format(count=len(shown))
        st.button(label, key="alerts_all", on_click=_show_all)


def _show_all() -> None:
    st.session_state[MORE_KEY] = True


def _nothing(chosen: Filter) -> str:
    if chosen.kind or chosen.meter:
        return _("Nothing of this kind, on this meter, in this state.")
    return {
        State.OPEN: _("All meters do what they usually do. What does not will stand here, with "
                      "what it costs and what to do."),
        State.EARLIER: _("Nothing that nobody has looked at."),
        State.JUDGED: _("Nothing has been judged yet. What you say of an incident can always be "
                        "taken back here."),
        State.MUTED: _("Nothing is muted. What you call normal stops being told, and stands here."),
    }[chosen.state]  # fmt: skip


def _draw_empty() -> None:
    st.markdown("# " + _("Nothing to watch over yet"), anchors=False)
    told = _("With the first readings the rules are on; after two weeks your home's habits are "
             "known, and what breaks them is told here.")  # fmt: skip
    st.markdown(f":gray[{told}]")
    with st.container(horizontal=True, gap="small"):
        if st.button(_("Drop a file"), key="alerts_to_data", icon=":material/upload_file:"):
            st.switch_page("data.py")
        if st.button(_("Connect a device"), key="alerts_to_live", icon=":material/sensors:"):
            st.switch_page("live.py")
