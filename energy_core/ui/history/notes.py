"""The form of a note on the time axis."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from energy_core.analysis.period.span import EARLIEST
from energy_core.errors import BadRequest
from energy_core.metering.local_days import midnight
from energy_core.model import Meter
from energy_core.services import running
from energy_core.services.history import View
from energy_core.services.notes import LONGEST_AUTHOR, LONGEST_WORDS, add
from energy_core.ui.data.correcting import AUTHOR, DATE_FORMAT
from energy_core.ui.data.messages import translated
from energy_core.ui.data.wording import sentence_case
from energy_core.ui.history.address import Shown
from energy_core.ui.history.marks import draw_list
from energy_core.ui.layout import plain, section
from energy_core.ui.names import shown_name
from energy_core.ui.words import _, language

REFUSED_KEY, WIDTH = "note_refused", 300


def draw_notes(view: View, shown: Shown) -> None:
    section(_("What happened, and what was said"))
    draw_list(view)
    with (
        st.expander(_("Write a note"), icon=":material/edit_note:"),
        st.form("note", border=False, clear_on_submit=True),
    ):
        _draw_form(view, shown)
    if refused := st.session_state.pop(REFUSED_KEY, None):
        st.markdown(f":red[:material/error:] {plain(sentence_case(translated(refused)))}")


def _draw_form(view: View, shown: Shown) -> None:
    meters = list({m.slug: m for m in (*view.looked.parts, *view.looked.house)}.values())
    last = min(shown.period.last, shown.today)
    st.text_input(_("What was it?"), key="note_words", max_chars=LONGEST_WORDS)
    with st.container(horizontal=True, gap="small"):
        st.date_input(
            _("On the days"), (max(shown.period.first, last), last), key="note_days",
            format=DATE_FORMAT[language()], min_value=EARLIEST, max_value=shown.today, width=WIDTH,
        )  # fmt: skip
        st.time_input(_("at (may stay empty)"), None, key="note_time", step=60, width=WIDTH)
    with st.container(horizontal=True, gap="small"):
        st.selectbox(_("About"), [None, *meters], key="note_meter", width=WIDTH, format_func=_about)
        st.text_input(
            _("Who writes"), st.session_state.get(AUTHOR, ""), key="note_author", width=WIDTH,
            max_chars=LONGEST_AUTHOR,
        )  # fmt: skip
    label = ":violet[" + _("Keep the note") + "]"
    st.form_submit_button(label, type="primary", on_click=_keep, args=(view.timezone,))


def _about(meter: Meter | None) -> str:
    return _("Whole house") if meter is None else shown_name(meter)


def _keep(timezone: str) -> None:
    state = st.session_state
    start, end = bounds(state["note_days"], state["note_time"], timezone)
    try:
        add(
            running().store, state["note_meter"], start, end, state["note_words"],
            state["note_author"],
        )  # fmt: skip
    except BadRequest as error:
        state[REFUSED_KEY] = str(error)


def bounds(
    days: tuple[date, ...] | date, at: time | None, timezone: str
) -> tuple[datetime, datetime | None]:
    """Whole days, or a moment of the first one."""
    chosen = days if isinstance(days, tuple) else (days,)
    first, last = chosen[0], chosen[-1]
    if at is not None:
        return datetime.combine(first, at, ZoneInfo(timezone)), None
    return midnight(first, timezone), midnight(last + timedelta(days=1), timezone)
