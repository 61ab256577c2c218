"""What is shown of the inbox: chosen in the sidebar, by state, kind and meter."""

from __future__ import annotations

import streamlit as st

from energy_core.analysis.detectors.event import Anomaly
from energy_core.model import Incident
from energy_core.ui.alerts.inbox import Filter, State, state_names
from energy_core.ui.alerts.judging import ask_author
from energy_core.ui.alerts.sentences import kind_names
from energy_core.ui.names import shown_name
from energy_core.ui.words import _

STATE_KEY, KIND_KEY, METER_KEY = "alerts_state", "alerts_kind", "alerts_meter"
ANY = ""  # chosen, where None would be no choice


def choose(incidents: list[Incident]) -> Filter:
    """Kinds and meters are those that incidents are known of."""
    names, states = kind_names(), state_names()
    state = st.pills(
        _("Show"), list(states), default=State.OPEN, format_func=states.__getitem__,
        key=STATE_KEY, required=True, persist_state="session",
    )  # fmt: skip
    kinds = sorted({Anomaly(one.kind) for one in incidents}, key=lambda kind: names[kind])
    kind = st.selectbox(
        _("Kind"), [ANY, *kinds], format_func=lambda each: names.get(each, _("All kinds")),
        key=KIND_KEY, persist_state="session",
    )  # fmt: skip
    meters = {one.meter.slug: shown_name(one.meter) for one in incidents}
    meter = st.selectbox(
        _("Meter"), [ANY, *meters], format_func=lambda each: meters.get(each, _("All meters")),
        key=METER_KEY, persist_state="session",
    )  # fmt: skip
    ask_author()
    return Filter(state or State.OPEN, Anomaly(kind) if kind else None, meter or None)
