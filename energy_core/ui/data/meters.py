"""Every meter: what it holds, how much of it is measured, and what can be changed about it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from energy_core import units
from energy_core.model import SIGNED_ROLES, Commodity, Kind, Meter, Role
from energy_core.services import running
from energy_core.ui.data.components import Cell, Column, Row, table
from energy_core.ui.data.summary import Times, measured_share, measured_times, this_hour
from energy_core.ui.data.wording import measured_thing, role_name, sentence_case, when
from energy_core.ui.layout import note, plain, section
from energy_core.ui.names import commodity_names, shown_name
from energy_core.ui.numbers import NOTHING, number
from energy_core.ui.words import _

FORMATS = {"csv": "CSV", "parquet": "Parquet", "xml": "Green Button XML"}


def draw_meters(timezone: str) -> None:
    store = running().store
    meters = sorted(store.meters(), key=lambda meter: shown_name(meter).casefold())
    if not meters:
        return
    section(_("Meters"))
    counts = store.counts()
    times = measured_times(tuple(sorted(counts.items())), this_hour())
    columns = [
        Column(_("Meter")), Column(_("First, last reading")),
        Column(_("Readings"), end=True, strong=True), Column(_("Measured"), end=True),
    ]  # fmt: skip
    rows = [_row(each, timezone, counts.get(each.id, 0), times.get(each.id)) for each in meters]
    table(columns, rows, _("Meters"), "meters_held", _act)


def _row(meter: Meter, timezone: str, readings: int, times: Times | None) -> Row:
    extent = running().store.extent(meter)
    span = "\n".join(when(end, timezone) for end in extent) if extent else ""
    what = measured_thing(meter.role, meter.kind, meter.unit)
    if not meter.confirmed:
        what = _("{role}, to confirm").format(role=what)
    return Row(
        meter.slug,
        [
            Cell(shown_name(meter), what), Cell(span), Cell(number(readings)),
            Cell(measured_share(times) if times else NOTHING),
        ],
        [("change", _("Change")), ("download", _("Download"))],
    )  # fmt: skip


def _act(act: str, slug: str) -> None:
    meter = running().store.find(slug)
    if meter is None:
        return
    if act == "change":
        st.dialog(_("Change the meter"))(_change)(meter)
    else:
        st.dialog(_("Download the readings"))(_download)(meter)


def _change(meter: Meter) -> None:
    store = running().store
    name = st.text_input(_("Name"), shown_name(meter), key=f"name_{meter.id}", max_chars=100)
    meant = replace(meter, commodity=_ask_commodity(meter))
    roles = _roles(meant, was=meter)
    role = st.selectbox(
        _("What a positive number means"), roles,
        index=roles.index(meter.role) if meter.role in roles else 0,
        format_func=lambda each: sentence_case(role_name(each)),
        key=f"role_{meter.id}_{meant.commodity}",
    )  # fmt: skip
    parents = {m.id: shown_name(m) for m in store.meters() if _may_hold(m, meant)}
    parent = st.selectbox(
        _("Part of"), [None, *parents], format_func=lambda id: parents.get(id, _("nothing else")),
        index=[None, *parents].index(meter.parent if meter.parent in parents else None),
        key=f"parent_{meter.id}",
    )  # fmt: skip
    note(_("Kind and unit stay: its past depends on them."))
    note(_("Devices and the API call it {slug}.").format(slug=plain(meter.slug)))
    if st.button(":violet[" + _("Save") + "]", type="primary", key=f"save_{meter.id}"):
        changes = {
            "name": name.strip() or meter.slug, "commodity": meant.commodity, "role": role,
            "parent": parent,
        }  # fmt: skip
        running().live.change_meters((meter.slug,), **changes, confirmed=True)
        st.rerun()


def _ask_commodity(meter: Meter) -> Commodity:
    allowed = _commodities(meter)
    if len(allowed) < 2:
        return meter.commodity
    names = commodity_names()
    return st.selectbox(
        _("What flows"), allowed, index=allowed.index(meter.commodity),
        format_func=names.__getitem__, key=f"commodity_{meter.id}",
    )  # fmt: skip


def _commodities(meter: Meter) -> list[Commodity]:
    """Those that are counted in its unit. The past of a counter depends on what rates are believed:
    it keeps them."""
    if not meter.measures_flow or meter.commodity is Commodity.NONE:
        return [meter.commodity]
    of_volume = Commodity.GAS, Commodity.WATER
    of_energy = Commodity.ELECTRICITY, Commodity.HEAT, Commodity.GAS
    fitting = of_volume if meter.unit == units.VOLUME else of_energy
    believed = [
        each for each in fitting
        if meter.kind is not Kind.COUNTER
        or replace(meter, commodity=each).plausible_rate == meter.plausible_rate
    ]  # fmt: skip
    return [*dict.fromkeys([*believed, meter.commodity])]


def _roles(meter: Meter, was: Meter) -> list[Role]:
    """Those that its commodity allows, and the one that it had with it; the signed ones are split
    when readings come, never later."""
    own = {Commodity.GAS: [Role.GAS], Commodity.WATER: [Role.WATER], Commodity.HEAT: [Role.HEAT]}
    levels = [Role.TEMPERATURE, Role.LEVEL]
    bound = {Role.GAS, Role.WATER, Role.HEAT, *levels}
    flows = [role for role in Role if role not in bound and role not in SIGNED_ROLES]
    allowed = own.get(meter.commodity, flows) if meter.measures_flow else levels
    kept = [meter.role] if meter.commodity is was.commodity else []
    return [*dict.fromkeys([*allowed, Role.OTHER, *kept])]


def _may_hold(other: Meter, meter: Meter) -> bool:
    """Not itself, not a part of it, and of the same commodity."""
    return (
        other.commodity is meter.commodity and other.measures_flow and not _is_within(other, meter)
    )


def _is_within(other: Meter, meter: Meter) -> bool:
    seen: set[int] = set()
    at: Meter | None = other
    while at is not None and at.id not in seen:
        if at.id == meter.id:
            return True
        seen.add(at.id)
        at = running().store.meter_by_id(at.parent) if at.parent is not None else None
    return False


def _download(meter: Meter) -> None:
    st.markdown(f"**{plain(shown_name(meter))}**")
    st.markdown(_("All stored readings as they came, in the unit {unit}.").format(
        unit=meter.unit or _("of the meter")))  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for format, label in FORMATS.items():
            query = urlencode({"meter": meter.slug, "format": format})
            st.link_button(label, f"/api/v1/export?{query}")
    note(_("Each of them can be dropped here again and gives the same totals."))
