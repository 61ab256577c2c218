"""One incident: what kind of thing it is, what happened, why it matters, and what can be done."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from energy_core.analysis.detectors.event import Severity
from energy_core.model import Incident
from energy_core.ui.alerts.brief import DATA_ICON, OPENED, icon
from energy_core.ui.alerts.figures import age, date
from energy_core.ui.alerts.judging import draw_buttons, draw_verdict
from energy_core.ui.alerts.opened import draw_opened
from energy_core.ui.alerts.past_days import draw_past_days
from energy_core.ui.alerts.sentences import sentence
from energy_core.ui.alerts.stake import stake, why
from energy_core.ui.data.wording import when
from energy_core.ui.layout import plain
from energy_core.ui.names import shown_name
from energy_core.ui.numbers import clock
from energy_core.ui.words import _

DATA_LAYER = 1
WORDS, PAST = 5, 1


def draw_card(incident: Incident, now: datetime, timezone: str) -> None:
    is_opened = st.query_params.get(OPENED) == str(incident.id)
    with st.container(border=True, gap="xsmall", key=f"incident_{incident.id}"):
        if incident.layer == DATA_LAYER or is_opened:
            _draw_words(incident, now, timezone)
        else:
            words, past = st.columns([WORDS, PAST], gap="medium", vertical_alignment="center")
            with words:
                _draw_words(incident, now, timezone)
            with past:
                draw_past_days(incident, timezone)
        if is_opened:
            draw_opened(incident, timezone)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            label = _("Close") if is_opened else _("See the readings")
            st.button(label, key=f"open_{incident.id}", on_click=_turn, args=(incident,))
            draw_buttons(incident)


def _draw_words(incident: Incident, now: datetime, timezone: str) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"{badge(incident)} :gray[{plain(_since(incident, now, timezone))}]")
        name = plain(shown_name(incident.meter))
        st.markdown(f"**{plain(sentence(incident, timezone))}** · {name}")
        st.markdown(f":gray[{_why(incident)}]")
        draw_verdict(incident, timezone)


def badge(incident: Incident) -> str:
    """Markdown: icon and word, never a colour alone; a fault of the data is no consumption."""
    if incident.layer == DATA_LAYER:
        return data_badge()
    words = {
        Severity.ALERT: (_("Important"), "red"), Severity.WARNING: (_("Attention"), "orange"),
        Severity.INFO: (_("To know"), "gray"),
    }  # fmt: skip
    word, colour = words[Severity(incident.severity)]
    return f":{colour}-badge[:material/{icon(incident)}: {word}]"


def data_badge() -> str:
    word = _("Measurement")
    return f":gray-badge[:material/{DATA_ICON}: {word}]"


def _since(incident: Incident, now: datetime, timezone: str) -> str:
    """When it began, and how long it lasts, or until when it lasted."""
    if incident.is_open and incident.layer > 2:
        length = age((now - incident.start).total_seconds())
        first = date(incident.start, timezone)
        return _("for {length}, since {day}").format(length=length, day=first)
    began = when(incident.start, timezone)
    ended = when(incident.end, timezone)
    if date(incident.start, timezone) == date(incident.end, timezone):
        ended = clock(incident.end, timezone)
    return f"{began} – {ended}"


def _why(incident: Incident) -> str:
    """Markdown."""
    told = stake(incident)
    if told is None:
        return plain(why(incident))
    return plain(told.told("\0")).replace("\0", f"**{plain(told.figure)}**")


def _turn(incident: Incident) -> None:
    """Open it, or close it; one is open at a time."""
    if st.query_params.get(OPENED) == str(incident.id):
        del st.query_params[OPENED]
    else:
        st.query_params[OPENED] = str(incident.id)
