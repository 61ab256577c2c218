"""How much is told of a meter: chosen, tried on the last ninety days, then used."""

from __future__ import annotations

import streamlit as st

from energy_core.analysis.detectors.sensitivity import Sensitivity
from energy_core.model import Meter
from energy_core.services import running
from energy_core.ui.data.wording import plural
from energy_core.ui.layout import note, plain, section
from energy_core.ui.names import shown_name
from energy_core.ui.words import _

DAYS = 90
METER_KEY, LEVEL_KEY = "sensitivity_of", "sensitivity_level"
WIDTH = 320


def names() -> dict[Sensitivity, str]:
    return {
        Sensitivity.AUTO: _("Automatic"), Sensitivity.LOW: _("Low"),
        Sensitivity.NORMAL: _("Normal"), Sensitivity.HIGH: _("High"),
    }  # fmt: skip


def draw_sensitivity(meters: list[Meter]) -> None:
    section(_("Sensitivity"), _("how little it takes to be told; set it, see what it would have "
                                "told, then use it"))  # fmt: skip
    left, right = st.columns([1, 1.9], gap="large")
    with left:
        meter = _choose_meter(meters)
        kept = Sensitivity(running().detecting.sensitivity(meter))
        chosen = _choose_level(meter, kept)
        _draw_use(meter, kept, chosen)
    with right:
        _draw_replay(meter, chosen)


def _choose_meter(meters: list[Meter]) -> Meter:
    by_slug = {meter.slug: meter for meter in meters}
    slug = st.selectbox(
        _("Meter"), list(by_slug), format_func=lambda each: shown_name(by_slug[each]),
        key=METER_KEY, width=WIDTH,
    )  # fmt: skip
    return by_slug[slug]


def _choose_level(meter: Meter, kept: Sensitivity) -> Sensitivity:
    levels = names()
    return st.pills(
        _("Sensitivity"), list(levels), default=kept, format_func=levels.__getitem__,
        key=f"{LEVEL_KEY}_{meter.slug}", required=True,
    ) or kept  # fmt: skip


def _draw_use(meter: Meter, kept: Sensitivity, chosen: Sensitivity) -> None:
    if chosen is kept:
        note(_("In use."))
        return
    label = ":violet[" + _("Use it") + "]"
    st.button(label, type="primary", key="sensitivity_use", on_click=_use, args=(meter, chosen))


def _use(meter: Meter, chosen: Sensitivity) -> None:
    running().detecting.set_sensitivity(meter, chosen)


def _draw_replay(meter: Meter, chosen: Sensitivity) -> None:
    times = running().detecting.would(meter, chosen, DAYS)
    known = plural(
        "Would have told in {count} day", "Would have told in {count} days", _days(meter)
    )
    st.metric(known, plural("{count} time", "{count} times", times))
    if chosen is Sensitivity.AUTO:
        note(_("Automatic: what gave at most one a month in this meter's own past."))
    level = running().detecting.level(meter)
    if chosen is Sensitivity.AUTO and level is not None:
        note(_("At present: {level}.").format(level=names()[level].lower()))


def _days(meter: Meter) -> int:
    """That are known of the last ninety."""
    extent = running().store.extent(meter)
    known = 1 + (extent[1] - extent[0]).days if extent else 0
    return min(known, DAYS)


def draw_learning(meters: list[Meter]) -> None:
    """The meters whose habits are not known yet."""
    for meter in meters:
        state = running().detecting.learning(meter)
        if state is None:
            continue
        told = _("{name}: learning, day {day} of {days}. Faults of the data and clear peaks are "
                 "told from the first reading.")  # fmt: skip
        day, days = state
        name = plain(shown_name(meter))
        note(told.format(name=name, day=day, days=days))
