"""A time in which nothing was measured: what to do instead of looking at empty pictures."""

from __future__ import annotations

import streamlit as st

from energy_core.analysis.period import Period, Span
from energy_core.services import running
from energy_core.services.history import View, nearest
from energy_core.ui.history.address import Shown, go
from energy_core.ui.layout import note
from energy_core.ui.words import _

STEPPED = (Span.DAY, Span.WEEK, Span.MONTH, Span.YEAR)


def is_empty(view: View) -> bool:
    """Whether no meter that is looked at told anything."""
    return not any((frame["covered_s"] > 0).any() for frame in view.now.meters.values())


def draw_nothing(view: View, shown: Shown) -> None:
    note(_("Choose another time, or bring a file on the Data page."))
    found = next_measured(view)
    if found is not None:
        st.button(
            _("To the nearest readings"), key="history_nearest", icon=":material/event_available:",
            on_click=lambda: go(shown.but(period=found)),
        )  # fmt: skip


def next_measured(view: View) -> Period | None:
    """The period of the same length, before this one or after it, in which what is looked at was
    measured."""
    day = nearest(running().store, view.looked, view.period, view.timezone)
    if day is None:
        return None
    return Period.of(view.period.span if view.period.span in STEPPED else Span.MONTH, day)
