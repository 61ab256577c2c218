"""Why something was not done, where one asked for it."""

from __future__ import annotations

import streamlit as st

from energy_core.errors import EnergyError
from energy_core.ui.data.messages import translated
from energy_core.ui.data.wording import sentence_case
from energy_core.ui.layout import plain
from energy_core.ui.words import _


def draw_refusal(error: Exception) -> None:
    """An EnergyError in its own words; another one came from a Job, which has logged it."""
    said = _("It could not be done; the server's log says why.")
    if isinstance(error, EnergyError):
        said = sentence_case(translated(str(error)))
    st.markdown(f":red[:material/error:] {plain(said)}")
