"""What happened and what was said, on the time axis: notes, events of meters, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import altair as alt
import pandas as pd
import streamlit as st

from energy_core.errors import UnknownNote
from energy_core.metering.corrections import FOREVER
from energy_core.metering.periods import instant
from energy_core.services import running
from energy_core.services.history import View
from energy_core.ui import charts
from energy_core.ui.alerts.brief import OPENED
from energy_core.ui.alerts.sentences import sentence
from energy_core.ui.data.components import Cell, Column, Row, table
from energy_core.ui.data.correcting import kinds as correction_kinds
from energy_core.ui.data.events import kinds as event_kinds
from energy_core.ui.data.wording import when
from energy_core.ui.history.zoom import OPENED_KEY
from energy_core.ui.layout import note, plain
from energy_core.ui.names import shown_name
from energy_core.ui.numbers import age, number
from energy_core.ui.words import _

MOST_ROWS = 50
NOTE, EVENT, CORRECTION, ANOMALY = "note", "event", "correction", "anomaly"
Names = dict[int | None, str]
"""What a mark is about, by the meter's number."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`id` is of the page; `number` is a note's own, None of the others. `end` None: for ever."""

    id: str
    kind: str
    start: datetime
    end: datetime | None
    about: str
    text: str
    by: str = ""
    number: int | None = None


def marks(view: View) -> list[Mark]:
    """The earliest first."""
    names: Names = {None: _("Whole house"), **{m.id: shown_name(m) for m in view.looked.meters}}
    found = [
        *_notes(view, names),
        *_events(view, names),
        *_corrections(view, names),
        *_incidents(view),
    ]
    return sorted(found, key=lambda mark: (mark.start, mark.id))


def _notes(view: View, names: Names) -> Iterator[Mark]:
    for one in view.marks.notes:
        id = f"{NOTE}-{one.id}"
        yield Mark(id, NOTE, one.start, one.end, names[one.meter], one.words, one.author, one.id)


def _events(view: View, names: Names) -> Iterator[Mark]:
    for number_, one in enumerate(view.marks.events):
        length = age((one.end - one.start).total_seconds())
        text = event_kinds()[one.kind].format(age=length, hours=number(one.after))
        yield Mark(f"{EVENT}-{number_}", EVENT, one.start, one.end, names[one.meter], text)


def _corrections(view: View, names: Names) -> Iterator[Mark]:
    for one in view.marks.corrections:
        end = None if one.end >= FOREVER else instant(one.end)
        kind = correction_kinds()[one.kind]
        text = f"{kind}: {one.reason}" if one.reason else kind
        yield Mark(
            f"{CORRECTION}-{one.id}", CORRECTION, instant(one.start), end, names[one.meter], text,
            one.author,
        )  # fmt: skip


def _incidents(view: View) -> Iterator[Mark]:
    for one in view.marks.incidents:
        told = sentence(one, view.timezone)
        yield Mark(f"{ANOMALY}-{one.id}", ANOMALY, one.start, one.end, shown_name(one.meter), told)


def with_marks(chart: alt.LayerChart, view: View, window: charts.Window) -> alt.LayerChart:
    """`chart` with the marks of its window; one that began before stands at its edge."""
    shown = within(marks(view), window)
    if not shown:
        return chart
    frame = pd.DataFrame(
        {
            "id": [mark.id for mark in shown],
            "start": pd.DatetimeIndex([max(mark.start, window.start) for mark in shown]).as_unit(
                "us"
            ),
            "kind": [mark.kind for mark in shown],
            "text": [f"{mark.about}: {mark.text}" for mark in shown],
        }
    )
    return charts.with_events(chart, frame, window)


def within(found: list[Mark], window: charts.Window) -> list[Mark]:
    """Those that begin in the window, or reach into it."""
    return [
        mark
        for mark in found
        if mark.start >= window.start or mark.end is None or mark.end > window.start
    ]


def draw_list(view: View) -> None:
    """The marks in words, and the one that was clicked, opened."""
    shown = marks(view)
    if shown:
        _draw_table(shown, view.timezone)
    else:
        note(_("Nothing happened to the meters, and nobody wrote anything, in this time."))
    opened = st.session_state.pop(OPENED_KEY, None)
    found = next((mark for mark in shown if mark.id == opened), None)
    if found is not None:
        st.dialog(kind_names()[found.kind])(_open)(found, view.timezone)


def kind_names() -> dict[str, str]:
    return {NOTE: _("Note"), EVENT: _("Meter event"), CORRECTION: _("Correction"),
            ANOMALY: _("Incident")}  # fmt: skip


def _draw_table(shown: list[Mark], timezone: str) -> None:
    columns = [Column(_("When")), Column(_("What")), Column(_("Meter"))]
    rows = [
        Row(
            mark.id,
            [Cell(when(mark.start, timezone)), Cell(kind_names()[mark.kind], mark.text),
             Cell(mark.about)],
            [("see", _("See"))],
        )
        for mark in shown[-MOST_ROWS:]
    ]  # fmt: skip

    def act(_act: str, id: str) -> None:
        st.session_state[OPENED_KEY] = id

    table(columns, rows, _("What happened, and what was said"), "history_marks", act)


def _open(mark: Mark, timezone: str) -> None:
    st.markdown(f"**{plain(mark.about)}** · {plain(mark.text)}")
    ends = [mark.start, *([mark.end] if mark.end and mark.end > mark.start else [])]
    told = [" – ".join(when(end, timezone) for end in ends), mark.by]
    note(plain(" · ".join(filter(None, told))))
    if mark.kind == ANOMALY:
        asked = {OPENED: mark.id.removeprefix(f"{ANOMALY}-")}
        st.page_link("alerts.py", label=_("See what happened"), query_params=asked)
    elif mark.number is None:
        st.page_link("data.py", label=_("To the meters' events and corrections"))
    elif st.button(
        _("Remove the note"), key=f"remove_{mark.id}", on_click=_remove, args=(mark.number,)
    ):
        st.rerun()


def _remove(number_: int) -> None:
    """One that is gone already is gone."""
    try:
        running().store.notes.remove(number_)
    except UnknownNote:
        return
