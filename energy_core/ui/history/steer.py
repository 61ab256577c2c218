"""The sidebar: what the period is compared with, what is looked at, and how it is drawn."""

from __future__ import annotations

from datetime import date

import streamlit as st

from energy_core.analysis.period import Compare, Span, compared
from energy_core.analysis.period.span import EARLIEST, LATEST
from energy_core.model import Meter
from energy_core.services.history import Selection, What
from energy_core.ui.data.correcting import DATE_FORMAT
from energy_core.ui.history import choices
from energy_core.ui.history.address import Shown, go
from energy_core.ui.history.titles import compare_names, named
from energy_core.ui.layout import note, plain
from energy_core.ui.names import shown_name
from energy_core.ui.words import _, language

COMPARE_KEY, OTHER_KEY, WHAT_KEY, METERS_KEY, ESTIMATED_KEY, TABLES_KEY = (
    "history_compare", "history_other", "history_what", "history_meters", "history_estimated",
    "history_tables",
)  # fmt: skip
SEVERAL, ASKED_KEY = "several", "history_several"


def draw_steering(shown: Shown, meters: list[Meter]) -> None:
    if shown.period.span is not Span.ALL:
        _choose_compare(shown)
    _choose_what(shown, meters)
    _switch(_("Show what is estimated"), ESTIMATED_KEY, "estimated", shown)
    _switch(_("Show tables beside the pictures"), TABLES_KEY, "tables", shown)


def _switch(label: str, key: str, name: str, shown: Shown) -> None:
    """A toggle for a yes or no of the address."""
    st.session_state[key] = getattr(shown, name)
    st.toggle(label, key=key, on_change=lambda: go(shown.but(**{name: st.session_state[key]})))


def _choose_compare(shown: Shown) -> None:
    names = compare_names(shown.period.span)
    st.session_state[COMPARE_KEY] = shown.compare if shown.compare in names else Compare.PREVIOUS
    st.selectbox(
        _("Compare with"), list(names), format_func=names.__getitem__, key=COMPARE_KEY,
        on_change=_to_compare, args=(shown,),
    )  # fmt: skip
    if shown.compare is Compare.RANGE:
        st.session_state[OTHER_KEY] = shown.other
        st.date_input(
            _("The one with this day"), key=OTHER_KEY, format=DATE_FORMAT[language()],
            min_value=EARLIEST, max_value=LATEST, on_change=_to_other, args=(shown,),
        )  # fmt: skip
    other = compared(shown.period, shown.compare, shown.other, shown.today)
    if other is not None and shown.compare is not Compare.PREVIOUS:
        note(plain(named(other)))


def _to_compare(shown: Shown) -> None:
    compare = st.session_state[COMPARE_KEY]
    other = shown.period.stepped(-1).first if compare is Compare.RANGE else None
    go(shown.but(compare=compare, other=other))


def _to_other(shown: Shown) -> None:
    chosen = st.session_state[OTHER_KEY]
    if isinstance(chosen, date):
        go(shown.but(other=chosen))


def _choose_what(shown: Shown, meters: list[Meter]) -> None:
    known = {one.written(): one for one in choices.offered(meters)}
    written = shown.selection.written()
    options = [*known, *([SEVERAL] if len(meters) > 1 else [])]
    several = written not in known or st.session_state.get(ASKED_KEY, False)
    st.session_state[WHAT_KEY] = SEVERAL if several else written
    st.selectbox(
        _("What is shown"), options, key=WHAT_KEY, on_change=_to_what, args=(shown,),
        format_func=lambda each: choices.title(known[each], meters) if each in known
        else _("Several meters"),
    )  # fmt: skip
    if several:
        _choose_meters(shown, meters)


def _to_what(shown: Shown) -> None:
    """Several are chosen in a field of their own, which this one opens."""
    chosen = st.session_state[WHAT_KEY]
    st.session_state[ASKED_KEY] = chosen == SEVERAL
    if chosen != SEVERAL:
        go(shown.but(selection=Selection.read(chosen)))


def _choose_meters(shown: Shown, meters: list[Meter]) -> None:
    names = {meter.slug: shown_name(meter) for meter in meters}
    of_meters = shown.selection.what is What.METERS
    st.session_state[METERS_KEY] = list(shown.selection.names) if of_meters else []
    st.multiselect(
        _("Meters"), list(names), format_func=names.__getitem__, key=METERS_KEY,
        on_change=_to_meters, args=(shown,), placeholder=_("Choose meters"),
    )  # fmt: skip


def _to_meters(shown: Shown) -> None:
    chosen = tuple(st.session_state[METERS_KEY])
    go(shown.but(selection=Selection(What.METERS, chosen) if chosen else choices.HOUSE))
