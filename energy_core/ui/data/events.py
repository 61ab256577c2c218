"""What the software found in the readings of meters, drawn, and what a person says of it."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from energy_core.errors import EnergyError
from energy_core.model import EventKind, EventState, Meter, MeterEvent
from energy_core.services import running
from energy_core.ui.data.components import Cell, Column, Row, note_more, table
from energy_core.ui.data.refusal import draw_refusal
from energy_core.ui.data.stored import shown_as, stretch
from energy_core.ui.data.wording import figure, when
from energy_core.ui.layout import note, plain, section
from energy_core.ui.names import shown_name
from energy_core.ui.numbers import age, number
from energy_core.ui.words import _

DRAWN, MOST_ROWS = 3, 50
AROUND = timedelta(days=1)
STEPS_AROUND = 30
MOST_AROUND = timedelta(days=30)


def kinds() -> dict[EventKind, str]:
    return {
        EventKind.DIP: _("The register fell and came back"),
        EventKind.RESET: _("The register began again near zero"),
        EventKind.ROLLOVER: _("The register passed its last digit"),
        EventKind.REPLACED: _("The register is another one: the meter was replaced"),
        EventKind.OFFLINE: _("Silent for {age}"),
        EventKind.UNIT: _("Values a thousand times greater or smaller from here on"),
        EventKind.CLOCK: _("The days come {hours} h later from here on"),
        EventKind.REPEATED: _("The same values as a day or a week before"),
    }


def consequences() -> dict[EventKind, tuple[str, str]]:
    """What it means to confirm, and to reject."""
    nothing = _("Nothing is reckoned otherwise; correct the readings below if they are wrong.")
    unknown = _("What flowed across is unknown, and does not count.")
    return {
        EventKind.DIP: (_("The fall is noise."), _("It did fall: another register follows.")),
        EventKind.RESET: (_("It counts from zero again."), unknown),
        EventKind.ROLLOVER: (_("It counts on across the last digit."), unknown),
        EventKind.REPLACED: (
            _("No difference is taken across the two registers."),
            _("It is the same register: the rise counts."),
        ),
        **dict.fromkeys(
            (EventKind.OFFLINE, EventKind.UNIT, EventKind.CLOCK, EventKind.REPEATED),
            (_("Noted."), nothing),
        ),
    }


def states() -> dict[EventState, str]:
    return {
        EventState.FOUND: _("to judge"),
        EventState.CONFIRMED: _("confirmed"),
        EventState.REJECTED: _("rejected"),
    }


def draw_events(timezone: str) -> None:
    events = running().store.events()
    if not events:
        return
    section(_("Meter events"), _("found in the readings; the reckoning follows what you say"))
    fresh = [each for each in events if each.state is EventState.FOUND][:DRAWN]
    for event in fresh:
        with st.container(border=True):
            _draw(event, timezone, "card")
    others = [each for each in events if each not in fresh]
    if others:
        _draw_table(others, timezone)


def _draw_table(events: list[MeterEvent], timezone: str) -> None:
    columns = [Column(_("Meter")), Column(_("What")), Column(_("When")), Column(_("State"))]
    rows = [_row(n, event, timezone) for n, event in enumerate(events[:MOST_ROWS])]

    def act(_act: str, row: str) -> None:
        st.dialog(_("Meter event"), width="large")(_draw)(events[int(row)], timezone, "dialog")

    table(columns, rows, _("Meter events"), "events", act)
    note_more(len(events) - MOST_ROWS)


def _row(n: int, event: MeterEvent, timezone: str) -> Row:
    meter = running().store.meter_by_id(event.meter)
    tone = "quiet" if event.state is EventState.REJECTED else ""
    return Row(
        str(n),
        [
            Cell(shown_name(meter)), Cell(_what(event), _numbers(event, meter), tone),
            Cell(when(event.start, timezone)), Cell(states()[event.state], tone=tone),
        ],
        [("see", _("See"))],
    )  # fmt: skip


def _what(event: MeterEvent) -> str:
    seconds = (event.end - event.start).total_seconds()
    return kinds()[event.kind].format(age=age(seconds), hours=number(event.after))


def _numbers(event: MeterEvent, meter: Meter) -> str:
    """The register around it, where that tells anything."""
    if event.kind in (EventKind.OFFLINE, EventKind.CLOCK, EventKind.REPEATED):
        return ""
    unit = shown_as(meter.unit)
    low, high = (figure(each / unit.size, unit.name) for each in (event.before, event.after))
    return _("from {before} to {after}").format(before=low, after=high)


def _draw(event: MeterEvent, timezone: str, where: str) -> None:
    meter = running().store.meter_by_id(event.meter)
    st.markdown(f"**{plain(shown_name(meter))}** · {plain(_what(event))}")
    numbers = _numbers(event, meter) or shown_as(meter.unit).name
    span = [when(event.start, timezone), when(event.end, timezone), numbers]
    note(plain(" · ".join(dict.fromkeys(filter(None, span)))))
    key = f"{where}_{event.meter}_{event.kind}_{event.start.timestamp():.0f}"
    pad = _pad(event, meter)
    marked = event.start, event.end
    chart = stretch(meter, event.start - pad, event.end + pad, timezone, marked)
    if chart is not None:
        alt = _("Readings around the event")
        st.altair_chart(chart, key=f"chart_{key}", alt=alt)
    _draw_buttons(event, meter, key)


def _pad(event: MeterEvent, meter: Meter) -> timedelta:
    """Enough around it to see what is usual."""
    step = timedelta(seconds=running().store.step_s(meter) or 0)
    return min(MOST_AROUND, max(AROUND, STEPS_AROUND * step, event.end - event.start))


def _draw_buttons(event: MeterEvent, meter: Meter, key: str) -> None:
    confirm, reject = consequences()[event.kind]
    ways = [
        (EventState.CONFIRMED, _("Confirm"), confirm), (EventState.REJECTED, _("Reject"), reject),
    ]  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for state, label, means in ways:
            if event.state is state:
                continue
            if st.button(label, key=f"{state}_{key}", help=means):
                _judge(event, meter, state)
    if event.state is not EventState.FOUND:
        note(states()[event.state])


def _judge(event: MeterEvent, meter: Meter, state: EventState) -> None:
    try:
        running().corrections.judge(meter, event.kind, event.start, state)
    except EnergyError as error:
        draw_refusal(error)
        return
    st.cache_data.clear()
    st.rerun()
