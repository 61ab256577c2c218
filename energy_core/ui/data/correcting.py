"""The form of a correction, what it would change, and the ledger of all that were made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from energy_core.errors import EnergyError
from energy_core.model import CorrectionKind, Kind, Meter
from energy_core.services import running
from energy_core.services.corrections import Asked
from energy_core.ui.charts import of_energy
from energy_core.ui.data.preview import draw_preview
from energy_core.ui.data.refusal import draw_refusal
from energy_core.ui.data.stored import shown_as
from energy_core.ui.layout import section
from energy_core.ui.names import shown_name
from energy_core.ui.words import _, language

ASKED, AUTHOR, REFUSED = "correction_asked", "correction_author", "correction_refused"
DATE_FORMAT = {"en": "DD/MM/YYYY", "fr": "DD/MM/YYYY"}
WIDTH = 300
Parameters = dict[str, Any]


def kinds() -> dict[CorrectionKind, str]:
    return {
        CorrectionKind.DELETE: _("Leave readings out"),
        CorrectionKind.SCALE: _("Multiply readings"),
        CorrectionKind.REPLACE: _("Put one value in place"),
        CorrectionKind.FILL: _("Fill a gap"),
        CorrectionKind.SHIFT: _("Move readings in time"),
        CorrectionKind.SPLIT: _("Split a replaced meter"),
        CorrectionKind.MERGE: _("Take another meter's readings"),
    }


def draw_correcting(timezone: str) -> None:
    """Only where something is stored that can be corrected."""
    store = running().store
    meters = {m.slug: m for m in store.meters() if store.extent(m)}
    if not meters:
        return
    section(_("Corrections"), _("laid over the readings, which never change; undone with a click"))
    with st.expander(_("Correct something"), key="correct", on_change="rerun") as opened:
        if opened.open:
            _draw_form(meters, timezone)


def fill_in(
    meter: Meter, kind: CorrectionKind, start: datetime, end: datetime, timezone: str,
    **fields: Any,
) -> None:  # fmt: skip
    """Open the form, as it is drawn next, with these in it. `fields`: reason, factor, hours, …"""
    edges = {f"{name}_{meter.id}": edge.astimezone(ZoneInfo(timezone))
             for name, edge in (("start", start), ("end", end))}  # fmt: skip
    told = {"meter": meter.slug, "kind": kind, **fields}
    told |= {f"{name}_date": edge.date() for name, edge in edges.items()}
    told |= {f"{name}_time": edge.time() for name, edge in edges.items()}
    st.session_state["correct"] = True
    st.session_state.update({f"correct_{name}": value for name, value in told.items()})


def _draw_form(meters: dict[str, Meter], timezone: str) -> None:
    with st.container(horizontal=True, gap="small"):
        slug = st.selectbox(
            _("Meter"), list(meters), format_func=lambda each: shown_name(meters[each]),
            key="correct_meter", width=WIDTH,
        )  # fmt: skip
        meter = meters[slug]
        kind = st.selectbox(
            _("What is to be done"), _possible(meter, meters), format_func=kinds().__getitem__,
            key="correct_kind", width=WIDTH,
        )  # fmt: skip
    start, end = _range(meter, kind, timezone)
    parameters = _PARAMETERS[kind](meter, meters)
    with st.container(horizontal=True, gap="small"):
        reason = st.text_input(_("Reason"), key="correct_reason", width=WIDTH, max_chars=500)
        author = st.text_input(
            _("Who corrects"), st.session_state.get(AUTHOR, ""), key="correct_author",
            width=WIDTH, max_chars=100,
        )  # fmt: skip
    asked = Asked(meter, kind, start, end, parameters, reason.strip(), author.strip())
    _draw_buttons(asked, timezone)


def _possible(meter: Meter, meters: dict[str, Meter]) -> list[CorrectionKind]:
    impossible = set()
    if meter.kind is not Kind.COUNTER:
        impossible.add(CorrectionKind.SPLIT)
    if not _fitting(meter, meters):
        impossible.add(CorrectionKind.MERGE)
    return [kind for kind in kinds() if kind not in impossible]


def _fitting(meter: Meter, meters: dict[str, Meter]) -> list[str]:
    """The others, whose readings can count as this one's."""
    return [
        slug for slug, m in meters.items()
        if m.id != meter.id and (m.kind, m.unit) == (meter.kind, meter.unit)
    ]  # fmt: skip


def _range(meter: Meter, kind: CorrectionKind, timezone: str) -> tuple[datetime, datetime | None]:
    """From the meter's last day on, as a start; a split has one instant."""
    extent = running().store.extent(meter)
    assert extent is not None
    zone = ZoneInfo(timezone)
    last = extent[1].astimezone(zone).date()
    with st.container(horizontal=True, gap="small"):
        start = _moment(_("Starting"), last, f"start_{meter.id}", zone)
        if kind is CorrectionKind.SPLIT:
            return start, None
        end = _moment(_("Until"), last + timedelta(days=1), f"end_{meter.id}", zone)
    return start, end


def _moment(label: str, default: date, key: str, zone: ZoneInfo) -> datetime:
    st.session_state.setdefault(f"correct_{key}_date", default)
    st.session_state.setdefault(f"correct_{key}_time", time())
    day = st.date_input(
        label, key=f"correct_{key}_date", format=DATE_FORMAT[language()], width=142,
        min_value=date(1970, 1, 1), max_value=date(2100, 1, 1),
    )  # fmt: skip
    clock = st.time_input(_("at"), key=f"correct_{key}_time", step=60, width=142)
    return datetime.combine(day if isinstance(day, date) else default, clock or time(), zone)


def _no_parameters(meter: Meter, meters: dict[str, Meter]) -> Parameters:
    return {}


def _ask_factor(meter: Meter, meters: dict[str, Meter]) -> Parameters:
    st.session_state.setdefault("correct_factor", 1000.0)
    factor = st.number_input(
        _("Factor"), format="%g", key="correct_factor", width=WIDTH,
        help=_("0.001 where values came a thousand times too great"),
    )  # fmt: skip
    return {"factor": float(factor or 0)}


def _ask_value(meter: Meter, meters: dict[str, Meter]) -> Parameters:
    unit = shown_as(meter.unit)
    label = _("Value of every reading there, {unit}").format(unit=unit.name or _("without a unit"))
    value = st.number_input(label, value=0.0, format="%g", key="correct_value", width=WIDTH)
    return {"value": float(value or 0) * unit.size}


def _ask_fill(meter: Meter, meters: dict[str, Meter]) -> Parameters:
    ways = {
        "profile": _("by the usual days around"), "total": _("by a known total"),
        "missing": _("not at all: it stays missing"),
    }  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        how = st.selectbox(
            _("How"), list(ways), format_func=ways.__getitem__, key="correct_how", width=WIDTH
        )
        if how != "total":
            return {"how": how}
        unit = of_energy(meter.unit)
        label = _("Total, {unit}").format(unit=unit.name)
        total = st.number_input(
            label, value=0.0, min_value=0.0, format="%g", key="correct_total", width=WIDTH
        )
    return {"how": how, "total": float(total or 0) * unit.size}


def _ask_shift(meter: Meter, meters: dict[str, Meter]) -> Parameters:
    st.session_state.setdefault("correct_hours", 1.0)
    hours = st.number_input(
        _("Hours later (with a minus: earlier)"), format="%g", key="correct_hours", width=WIDTH
    )
    return {"seconds": float(hours or 0) * 3600}


def _ask_split(meter: Meter, meters: dict[str, Meter]) -> Parameters:
    """The two readings at the change; either may stay unknown."""
    unit = shown_as(meter.unit)
    names = {
        "last": _("Last reading of the old one, {unit}").format(unit=unit.name),
        "first": _("First reading of the new one, {unit}").format(unit=unit.name),
    }
    with st.container(horizontal=True, gap="small"):
        told = {
            name: st.number_input(
                label, value=None, format="%g", key=f"correct_{name}", width=WIDTH,
                placeholder=_("unknown"),
            )
            for name, label in names.items()
        }  # fmt: skip
    return {name: float(value) * unit.size for name, value in told.items() if value is not None}


def _ask_other(meter: Meter, meters: dict[str, Meter]) -> Parameters:
    other = st.selectbox(
        _("The other meter"), _fitting(meter, meters),
        format_func=lambda each: shown_name(meters[each]), key="correct_other", width=WIDTH,
    )  # fmt: skip
    parameters: Parameters = {"other": other}
    if meter.kind is Kind.COUNTER:
        parameters["joined"] = st.checkbox(
            _("Its register goes on with this one's"), key="correct_joined"
        )
    return parameters


_PARAMETERS: dict[CorrectionKind, Callable[[Meter, dict[str, Meter]], Parameters]] = {
    CorrectionKind.DELETE: _no_parameters,
    CorrectionKind.SCALE: _ask_factor,
    CorrectionKind.REPLACE: _ask_value,
    CorrectionKind.FILL: _ask_fill,
    CorrectionKind.SHIFT: _ask_shift,
    CorrectionKind.SPLIT: _ask_split,
    CorrectionKind.MERGE: _ask_other,
}
"""Kind → how its parameters are asked for."""


def _draw_buttons(asked: Asked, timezone: str) -> None:
    if refused := st.session_state.pop(REFUSED, None):
        draw_refusal(refused)
    if st.button(_("Show what it changes"), key="correct_preview"):
        st.session_state[ASKED] = _change(asked)
    if st.session_state.get(ASKED) != _change(asked):
        return
    try:
        preview = running().corrections.preview(asked)
    except EnergyError as error:
        draw_refusal(error)
        return
    draw_preview(asked.meter, preview, timezone)
    if not asked.reason or not asked.author:
        st.markdown(":gray[" + _("Say why, and who you are: the ledger keeps both.") + "]")
        return
    label = ":violet[" + _("Apply") + "]"
    st.button(label, type="primary", key="correct_apply", on_click=_apply, args=(asked,))


def _change(asked: Asked) -> Asked:
    """What is previewed: why and by whom may be said afterwards."""
    return replace(asked, reason="", author="")


def _apply(asked: Asked) -> None:
    """A second click finds it asked no more."""
    if st.session_state.pop(ASKED, None) == _change(asked):
        st.session_state[AUTHOR] = asked.author
        try:
            running().corrections.add(asked)
        except EnergyError as error:
            st.session_state[REFUSED] = error
        st.cache_data.clear()
