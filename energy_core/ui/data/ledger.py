"""Every correction that was made, the newest first; each is undone with one click."""

from __future__ import annotations

import streamlit as st

from energy_core.errors import EnergyError
from energy_core.metering.corrections import FOREVER, Correction
from energy_core.model import CorrectionKind
from energy_core.services import running
from energy_core.ui.data.components import Cell, Column, Row, note_more, table
from energy_core.ui.data.correcting import kinds
from energy_core.ui.data.refusal import draw_refusal
from energy_core.ui.data.stored import shown_as
from energy_core.ui.data.wording import figure, when, when_us
from energy_core.ui.names import shown_name
from energy_core.ui.numbers import number
from energy_core.ui.words import _

MOST_ROWS = 50


def draw_ledger(timezone: str) -> None:
    made = running().corrections.all()
    if not made:
        return
    columns = [
        Column(_("Correction")), Column(_("From, to")), Column(_("Reason")), Column(_("Made")),
    ]  # fmt: skip
    rows = [_row(each, timezone) for each in made[:MOST_ROWS]]
    table(columns, rows, _("Corrections"), "ledger", _act)
    note_more(len(made) - MOST_ROWS)


def _row(c: Correction, timezone: str) -> Row:
    meter = running().store.meter_by_id(c.meter)
    is_undone = c.undone is not None
    tone = "quiet" if is_undone else ""
    end = _("and later") if c.end >= FOREVER else when_us(c.end, timezone)
    created = when(c.created, timezone) if c.created else ""
    state = _("undone on {date}").format(date=when(c.undone, timezone)) if c.undone else ""
    return Row(
        str(c.id),
        [
            Cell(shown_name(meter), f"{kinds()[c.kind]}{_detail(c, meter.unit)}", tone),
            Cell(f"{when_us(c.start, timezone)}\n{end}", tone=tone),
            Cell(c.reason, c.author, tone), Cell(created, state, tone),
        ],
        [] if is_undone else [("undo", _("Undo"))],
    )  # fmt: skip


def _detail(c: Correction, unit: str) -> str:
    """By how much, where that is one number."""
    if c.kind is CorrectionKind.SCALE:
        return f" × {c.parameters['factor']:g}"
    if c.kind is CorrectionKind.SHIFT:
        return ", " + _("{hours} h later").format(hours=number(c.parameters["seconds"] / 3600, 2))
    if c.kind is CorrectionKind.REPLACE and len(set(c.own.value.tolist())) == 1:
        shown = shown_as(unit)
        return ", " + figure(float(c.own.value[0]) / shown.size, shown.name)
    return ""


def _act(act: str, row: str) -> None:
    try:
        running().corrections.undo(int(row))
    except EnergyError as error:
        draw_refusal(error)
        return
    st.cache_data.clear()
    st.rerun()
