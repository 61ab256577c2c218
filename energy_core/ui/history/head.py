"""The heading: what period it is, the way to its neighbours, and to longer and shorter ones."""

from __future__ import annotations

from functools import partial

import streamlit as st

from energy_core.analysis.period import Period, Span
from energy_core.analysis.period.span import EARLIEST, LATEST
from energy_core.ui.data.correcting import DATE_FORMAT
from energy_core.ui.history.address import Shown, go
from energy_core.ui.history.arrows import arrows
from energy_core.ui.history.titles import span_names, title
from energy_core.ui.layout import style
from energy_core.ui.words import _, language

SPAN_KEY, DAYS_KEY = "history_span", "history_days"
NARROW = f"@media (max-width: 480px) {{ .st-key-{SPAN_KEY} button[role=radio] {{ padding-inline: 8px }} }}"
"""Six lengths on one line of a phone, their words whole."""


def draw_head(shown: Shown) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        with st.container(
            horizontal=True, gap="xxsmall", vertical_alignment="center", width="content"
        ):
            st.title(title(shown.period), anchor=False, width="content")
            arrows(shown.may_go_back, shown.may_go_on, partial(_step, shown))
        _choose_span(shown)
    if shown.period.span is Span.RANGE:
        _choose_days(shown)


def _step(shown: Shown, steps: int) -> None:
    go(shown.but(period=shown.period.stepped(steps)))


def _choose_span(shown: Shown) -> None:
    st.session_state[SPAN_KEY] = shown.period.span
    names = span_names()
    style(NARROW)
    st.segmented_control(
        _("Length"), list(names), format_func=names.__getitem__, key=SPAN_KEY, required=True,
        label_visibility="collapsed", on_change=_to_span, args=(shown,), wrap=True,
    )  # fmt: skip


def _to_span(shown: Shown) -> None:
    span = st.session_state[SPAN_KEY]
    go(shown.but(period=of_span(span, shown)))


def of_span(span: Span, shown: Shown) -> Period:
    """The period of another length that shows most of what was looked at: from a longer one to
    its last day that anything can be known of."""
    last = min(shown.period.last, shown.today)
    if span is Span.ALL:
        return Period(Span.ALL, *(shown.held or (shown.today, shown.today)))
    if span is Span.RANGE:
        return Period.range(shown.period.first, max(last, shown.period.first))
    if shown.held is not None:
        last = max(shown.period.first, min(last, shown.held[1]))
    return Period.of(span, last)


def _choose_days(shown: Shown) -> None:
    """`shown.period` in the two fields of one control."""
    st.session_state[DAYS_KEY] = (shown.period.first, shown.period.last)
    st.date_input(
        _("From, to"), key=DAYS_KEY, format=DATE_FORMAT[language()], min_value=EARLIEST,
        max_value=LATEST, on_change=_to_days, args=(shown,), width=260,
    )  # fmt: skip


def _to_days(shown: Shown) -> None:
    """One date of two is half a choice: wait for the other."""
    chosen = st.session_state[DAYS_KEY]
    if isinstance(chosen, tuple) and len(chosen) == 2:
        go(shown.but(period=Period.range(*chosen)))
