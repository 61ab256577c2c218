"""What people say of an incident: the four verdicts, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from energy_core.analysis.detectors.event import Anomaly
from energy_core.errors import EnergyError
from energy_core.model import Incident, Verdict
from energy_core.services import running
from energy_core.ui.alerts.correction import correct
from energy_core.ui.alerts.sentences import kind_names
from energy_core.ui.data.correcting import AUTHOR
from energy_core.ui.data.refusal import draw_refusal
from energy_core.ui.data.wording import when
from energy_core.ui.layout import note, plain
from energy_core.ui.names import shown_name
from energy_core.ui.words import _

LAST_KEY, REFUSED_KEY, AUTHOR_FIELD = "alerts_last", "alerts_refused", "alerts_author"


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    means: str


def ways() -> dict[Verdict, Way]:
    return {
        Verdict.NORMAL: Way(
            _("This is normal"), _("The like of it, at these hours on this meter, is muted.")
        ),
        Verdict.FAULT: Way(_("A fault"), _("Something was broken or left on. Noted.")),
        Verdict.BAD_DATA: Way(
            _("Bad data"), _("It was measured wrongly: a correction is offered, filled in.")
        ),
        Verdict.HOLIDAY: Way(_("Holiday"), _("An exception that teaches nothing. Noted.")),
    }


def said() -> dict[Verdict, str]:
    """A verdict within a sentence."""
    return {
        Verdict.NORMAL: _("normal"), Verdict.FAULT: _("a fault"),
        Verdict.BAD_DATA: _("bad data"), Verdict.HOLIDAY: _("a holiday"),
    }  # fmt: skip


def ask_author() -> None:
    """In the sidebar, once for all verdicts."""
    st.text_input(
        _("Who judges"), st.session_state.get(AUTHOR, ""), key=AUTHOR_FIELD, max_chars=100,
        persist_state="session",
    )  # fmt: skip


def draw_buttons(incident: Incident) -> None:
    """The four verdicts, or what was said and the way back."""
    if incident.verdict is not None:
        st.button(_("Take it back"), key=f"undo_{incident.id}", on_click=_undo, args=(incident,))
        return
    for verdict, way in ways().items():
        key = f"{verdict}_{incident.id}"
        pressed = st.button(way.label, key=key, help=way.means, type="tertiary")
        if pressed and judge(incident, verdict):
            st.rerun()


def judge(incident: Incident, verdict: Verdict | None) -> bool:
    """Whether it was kept; a refusal is shown at the top of the page."""
    author = st.session_state.get(AUTHOR_FIELD, "").strip()
    if author:
        st.session_state[AUTHOR] = author
    try:
        running().detecting.judge(incident.id, verdict, author)
    except EnergyError as error:
        st.session_state[REFUSED_KEY] = error
        return False
    st.session_state[LAST_KEY] = None if verdict is None else incident.id
    return True


def _undo(incident: Incident) -> None:
    judge(incident, None)


def draw_last(incidents: list[Incident]) -> None:
    """What was just said, with the way back; it may have left the list."""
    if refused := st.session_state.pop(REFUSED_KEY, None):
        draw_refusal(refused)
    last = st.session_state.get(LAST_KEY)
    incident = next((one for one in incidents if one.id == last), None)
    if incident is None or incident.verdict is None:
        return
    told = _("Kept: {what}, {meter}: {verdict}.").format(
        what=kind_names()[Anomaly(incident.kind)], meter=shown_name(incident.meter),
        verdict=said()[incident.verdict],
    )  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f":material/check: {plain(told)}", width="content")
        undo = _("Undo")
        if incident.verdict is Verdict.BAD_DATA and st.button(_("Correct the readings")):
            correct(incident)
        st.button(undo, key="alerts_undo", type="tertiary", on_click=_undo, args=(incident,))


def draw_verdict(incident: Incident, timezone: str) -> None:
    """Who said what, and when."""
    if incident.verdict is None:
        return
    told = _("Judged {verdict}").format(verdict=said()[incident.verdict])
    parts = [told, incident.author, when(incident.judged, timezone) if incident.judged else ""]
    note(plain(" · ".join(filter(None, parts))))
