"""Dry run, store, and take back: nothing is written before one has seen what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from energy_core.model import Role
from energy_core.services import running
from energy_core.services.importing.rows import Tally, total
from energy_core.services.importing.storing import File
from energy_core.services.importing.targets import Target
from energy_core.services.imports import Stored
from energy_core.store.imports import Counts, Import, Policy, State
from energy_core.ui.data import jobs
from energy_core.ui.data.components import Cell, Column, Row, table
from energy_core.ui.data.dropped import Dropped, Read, put_away
from energy_core.ui.data.jobs import Job
from energy_core.ui.data.messages import translated
from energy_core.ui.data.refusal import draw_refusal
from energy_core.ui.data.wording import plural, when
from energy_core.ui.layout import note
from energy_core.ui.numbers import number
from energy_core.ui.words import _


def policy_names() -> dict[Policy, str]:
    return {
        Policy.KEEP: _("keep what is stored"),
        Policy.REPLACE: _("take the file's"),
        Policy.CORRECT: _("take the file's as a correction"),
    }


def draw_storing(dropped: Dropped, found: Sequence[Read], targets: list[Target]) -> None:
    """The comparison with what is stored, and the button."""
    policy = dropped.policy
    job = _comparison(dropped, targets, policy)
    st.space("small")
    st.markdown("**" + _("Dry run") + "**")
    if not job.done:
        jobs.watch(job, _("Comparing with what is stored"))
        return
    if job.error:
        draw_refusal(job.error)
        return
    tallies = job.result()
    counts = total(tallies)
    note(_verdict(dropped, counts))
    _draw_tallies(dropped, targets, tallies)
    if counts.different:
        _choose_policy(dropped, counts.different)
    _draw_buttons(dropped, found, targets, policy, counts)


def _comparison(dropped: Dropped, targets: list[Target], policy: Policy) -> Job[list[Tally]]:
    """Made once for each choice and each state of the store."""
    mark = (
        tuple((target.slug, target.spec and target.spec.name) for target in targets),
        policy, dropped.answers, _store_state(),
    )  # fmt: skip
    if dropped.compared is None or dropped.compared[0] != mark:
        dropped.compared = mark, Job(lambda _tell: running().imports.preview(targets, policy))
    return dropped.compared[1]


def _store_state() -> tuple[tuple[int, State], ...]:
    return tuple((each.batch, each.state) for each in running().imports.all())


def _verdict(dropped: Dropped, counts: Counts) -> str:
    before = running().store.imports.of_file(dropped.upload.digest)
    nothing_new = not counts.new and not counts.different
    if before and nothing_new:
        return _("Already imported on {date}: nothing new in it.").format(date=_date(before[0]))
    if before:
        return _("Imported before, on {date}.").format(date=_date(before[0]))
    if nothing_new and counts.same:
        return _("All of it is stored already: nothing new in it.")
    return _("Nothing is written yet. This is what storing would come to.")


def _date(one: Import) -> str:
    return when(one.created, running().store.site().timezone)


def _draw_tallies(dropped: Dropped, targets: list[Target], tallies: Sequence[Tally]) -> None:
    columns = [
        Column(_("Series")), Column(_("New"), end=True, strong=True),
        Column(_("Same"), end=True), Column(_("Different"), end=True),
        Column(_("Not taken"), end=True),
    ]  # fmt: skip
    rows = [
        _tally_row(n, target, tally)
        for n, (target, tally) in enumerate(zip(targets, tallies, strict=True))
    ]
    table(columns, rows, _("What storing would come to"), f"{dropped.key}_tallies")


def _tally_row(n: int, target: Target, tally: Tally) -> Row:
    if not target.slug:
        left = Cell(_("left out"), tone="quiet")
        return Row(str(n), [Cell(tally.name), left, Cell(""), Cell(""), Cell("")])
    counts = tally.counts
    why = " · ".join(translated(reason) for reason in tally.reasons)
    different = Cell(number(counts.different), tone="warning" if counts.different else "")
    return Row(
        str(n),
        [
            Cell(tally.name, _goes_to(target)), Cell(number(counts.new)),
            Cell(number(counts.same)), different, Cell(number(counts.refused), why),
        ],
    )  # fmt: skip


def _goes_to(target: Target) -> str:
    there = running().store.find(target.slug)
    if there:
        return _("into {meter}").format(meter=there.name)
    name, role = (target.spec.name, target.spec.role) if target.spec else ("", None)
    said = _("into a new meter, {meter}").format(meter=name)
    return " · ".join([said, _("counts in no sum")]) if role is Role.OTHER else said


def _choose_policy(dropped: Dropped, different: int) -> None:
    names = policy_names()
    label = plural(
        "{count} stored reading has another value than the file",
        "{count} stored readings have other values than the file", different,
    )  # fmt: skip
    key = f"{dropped.key}_policy"

    def choose() -> None:  # kept with the file: the control goes while the store is compared anew
        dropped.policy = st.session_state[key]

    st.segmented_control(
        label, list(names), default=dropped.policy, format_func=names.__getitem__, required=True,
        key=key, on_change=choose,
    )  # fmt: skip


def _draw_buttons(
    dropped: Dropped, found: Sequence[Read], targets: list[Target], policy: Policy, counts: Counts
) -> None:
    replaces = counts.different if policy is not Policy.KEEP else 0
    changes = counts.new + replaces
    with st.container(horizontal=True, gap="small"):
        if changes:
            label = plural("Store {count} reading", "Store {count} readings", changes)
            st.button(
                f":violet[{label}]", type="primary", key=f"{dropped.key}_store",
                on_click=_begin, args=(dropped, found, targets, policy),
            )  # fmt: skip
        st.button(_("Put it away"), key=f"{dropped.key}_away", on_click=put_away, args=(dropped,))


def _begin(dropped: Dropped, found: Sequence[Read], targets: list[Target], policy: Policy) -> None:
    """A second click finds it begun."""
    if dropped.storing is None:
        documents = [each.document for each in found]
        file = File(dropped.upload.name, dropped.upload.digest, documents)

        def work(tell: Callable[[float], None]) -> Stored:
            return running().imports.store(
                file, targets, policy, lambda done, rows: tell(done / max(rows, 1))
            )

        dropped.storing = Job(work)


def draw_stored(dropped: Dropped) -> None:
    """In place of the choices, once the button was pressed."""
    job = dropped.undoing or dropped.storing
    assert job is not None
    if not jobs.over(job):
        jobs.watch(job, _("Taking it back") if dropped.undoing else _("Storing"))
    elif job.error:
        draw_refusal(job.error)
        st.button(_("Back"), key=f"{dropped.key}_back", on_click=_again, args=(dropped,))
    elif dropped.undoing:
        _again(dropped)
        st.rerun()
    else:
        _draw_confirmation(dropped, job.result())


def _draw_confirmation(dropped: Dropped, stored: Stored) -> None:
    counts = total(stored.tallies)
    meters = {tally.meter for tally in stored.tallies if tally.meter}
    with st.container(border=True):
        said = _("Stored: {readings} in {meters}.").format(
            readings=plural("{count} reading", "{count} readings", counts.new),
            meters=plural("{count} meter", "{count} meters", len(meters)),
        )
        st.markdown(f":green[:material/check_circle:] **{said}**")
        if rest := _rest(counts):
            st.markdown(f":gray[{rest}]")
        with st.container(horizontal=True, gap="small"):
            st.button(_("Undo this batch"), key=f"{dropped.key}_undo",
                      on_click=_take_back, args=(dropped, stored.batch))  # fmt: skip
            st.button(_("Done"), key=f"{dropped.key}_done", on_click=put_away, args=(dropped,))


def _rest(counts: Counts) -> str:
    told = [
        plural("{count} was stored already", "{count} were stored already", counts.same)
        if counts.same else "",
        plural("{count} had another value", "{count} had another value", counts.different)
        if counts.different else "",
        plural("{count} was not taken", "{count} were not taken", counts.refused)
        if counts.refused else "",
    ]  # fmt: skip
    return " · ".join(filter(None, told))


def _take_back(dropped: Dropped, batch: int) -> None:
    if dropped.undoing is None:
        dropped.undoing = Job(lambda _tell: running().imports.undo(batch))


def _again(dropped: Dropped) -> None:
    dropped.storing = dropped.undoing = None
