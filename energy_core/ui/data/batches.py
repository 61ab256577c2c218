"""What was imported, the newest first; each file can be taken back."""

from __future__ import annotations

from functools import partial

import streamlit as st

from energy_core.services import running
from energy_core.store.imports import Import, State
from energy_core.ui.data import jobs
from energy_core.ui.data.components import Cell, Column, Row, table
from energy_core.ui.data.jobs import Job
from energy_core.ui.data.messages import translated
from energy_core.ui.data.refusal import draw_refusal
from energy_core.ui.data.wording import plural, when
from energy_core.ui.layout import note, plain, section
from energy_core.ui.numbers import number
from energy_core.ui.words import _

UNDOING = "undoing_batch"
MOST_SHOWN = 20
SHOW_ALL = "show_all_batches"


def state_names() -> dict[State, str]:
    return {
        State.STORING: _("being stored"),
        State.STORED: _("stored"),
        State.UNDONE: _("taken back"),
    }


def draw_batches(timezone: str) -> None:
    batches = running().imports.all()
    if not batches:
        return
    section(_("Imported files"))
    if (job := st.session_state.get(UNDOING)) is not None:
        _follow(job)
    shown = batches if st.session_state.get(SHOW_ALL) else batches[:MOST_SHOWN]
    columns = [
        Column(_("File")), Column(_("Imported")), Column(_("Meters")),
        Column(_("Readings"), end=True, strong=True), Column(_("State")),
    ]  # fmt: skip
    rows = [_row(each, timezone) for each in shown]
    table(columns, rows, _("Imported files"), "batches", partial(_act, batches))
    if len(shown) < len(batches):
        label = _("Show all {count}").format(count=number(len(batches)))
        st.button(label, key="all_batches", type="tertiary",
                  on_click=lambda: st.session_state.update({SHOW_ALL: True}))  # fmt: skip


def _row(one: Import, timezone: str) -> Row:
    meters = dict.fromkeys(s["meter"] for s in one.summary.get("series", ()) if s.get("meter"))
    is_stored = one.state is State.STORED
    tone = "" if is_stored else "quiet"
    return Row(
        str(one.batch),
        [
            Cell(one.file, translated(one.format), tone), Cell(when(one.created, timezone)),
            Cell(_meters(list(meters))), Cell(number(one.counts.new), _others(one), tone),
            Cell(state_names()[one.state], tone=tone),
        ],
        [("undo", _("Undo"))] if is_stored else [],
    )  # fmt: skip


def _meters(slugs: list[str]) -> str:
    if len(slugs) > 2:
        return plural("{count} meter", "{count} meters", len(slugs))
    known = [running().store.find(slug) for slug in slugs]
    return "\n".join(m.name if m else slug for m, slug in zip(known, slugs, strict=True))


def _others(one: Import) -> str:
    told = [
        plural("{count} same", "{count} same", one.counts.same) if one.counts.same else "",
        plural("{count} different", "{count} different", one.counts.different)
        if one.counts.different else "",
    ]  # fmt: skip
    return " · ".join(filter(None, told))


def _act(batches: list[Import], act: str, row: str) -> None:
    one = next(each for each in batches if str(each.batch) == row)
    st.dialog(_("Take this file back?"))(_ask)(one)


def _ask(one: Import) -> None:
    readings = plural("{count} reading", "{count} readings", one.counts.new)
    told = _("{readings} of {file} go, and meters that hold nothing else. What other files and your"
             " meters sent stays; the file can be imported again.")  # fmt: skip
    st.markdown(told.format(readings=readings, file=f"**{plain(one.file)}**"))
    if st.button(_("Undo this batch"), key="undo_batch_now"):
        if st.session_state.get(UNDOING) is None:
            st.session_state[UNDOING] = Job(lambda _tell: running().imports.undo(one.batch))
        st.rerun()


def _follow(job: Job) -> None:
    if not jobs.over(job):
        jobs.watch(job, _("Taking it back"))
        return
    del st.session_state[UNDOING]
    st.cache_data.clear()
    if job.error:
        draw_refusal(job.error)
    else:
        gone = plural(
            "{count} reading taken back", "{count} readings taken back", job.result().readings
        )
        note(gone)
