"""A time in which nothing was measured: what to do instead of looking at empty pictures."""

from __future__ import annotations

from datetime import date

import streamlit as st

from energy_core.analysis.period import Period, Span
from energy_core.metering.local_days import local_date
from energy_core.services import running
from energy_core.services.history import View
from energy_core.ui.history.address import Shown, go
from energy_core.ui.layout import note
from energy_core.ui.words import _

STEPPED = (Span.DAY, Span.WEEK, Span.MONTH, Span.YEAR)


def is_empty(view: View) -> bool:
    frames = (*view.now.roles.values(), *view.now.parts.values())
    return not any((frame["covered_s"] > 0).any() for frame in frames)


def draw_nothing(view: View, shown: Shown) -> None:
    note(_("Choose another time, or bring a file on the Data page."))
    found = nearest(view, shown)
    if found is not None:
        st.button(
            _("To the nearest readings"), key="history_nearest", icon=":material/event_available:",
            on_click=lambda: go(shown.but(period=found)),
        )  # fmt: skip


def nearest(view: View, shown: Shown) -> Period | None:
    """The period of the same length in which what is looked at was measured last, or first where
    all of it came later."""
    held = _held(view)
    if held is None:
        return None
    day = held[0] if shown.period.last < held[0] else held[1]
    return Period.of(shown.period.span if shown.period.span in STEPPED else Span.MONTH, day)


def _held(view: View) -> tuple[date, date] | None:
    known = [e for m in view.looked.meters if (e := running().store.extent(m)) is not None]
    if not known:
        return None
    ends = min(first for first, _last in known), max(last for _first, last in known)
    return local_date(ends[0], view.timezone), local_date(ends[1], view.timezone)
