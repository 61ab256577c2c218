"""What the software found in the readings of meters, drawn, and what a person says of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import streamlit as st

from energy_core.errors import EnergyError
from energy_core.model import EventKind, EventState, Meter, MeterEvent
from energy_core.services import running
from energy_core.ui.data.components import Cell, Column, Row, note_more, table
from energy_core.ui.data.refusal import draw_refusal
from energy_core.ui.data.stored import shown_as, stretch
from energy_core.ui.data.wording import date, figure, when
from energy_core.ui.layout import note, plain, section
from energy_core.ui.names import shown_name
from energy_core.ui.numbers import age, number
from energy_core.ui.words import _

Group = list[MeterEvent]
"""Alike, the newest first."""

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
    groups = alike(events)
    fresh = [each for each in groups if each[0].state is EventState.FOUND][:DRAWN]
    for group in fresh:
        with st.container(border=True):
            _draw(group, timezone, "card")
    others = [each for each in groups if each not in fresh]
    if others:
        _draw_table(others, timezone)


def alike(events: Iterable[MeterEvent]) -> list[Group]:
    """`events` by meter, kind and state, in the order of the first of each: a verdict may be said
    of all of a group."""
    groups: dict[tuple[object, ...], Group] = {}
    for event in events:
        hours = event.after if event.kind is EventKind.CLOCK else None
        groups.setdefault((event.meter, event.kind, event.state, hours), []).append(event)
    return list(groups.values())


def _draw_table(groups: list[Group], timezone: str) -> None:
    columns = [Column(_("Meter")), Column(_("What")), Column(_("When")), Column(_("State"))]
    rows = [_row(n, group, timezone) for n, group in enumerate(groups[:MOST_ROWS])]

    def act(_act: str, row: str) -> None:
        st.dialog(_("Meter event"), width="large")(_draw)(groups[int(row)], timezone, "dialog")

    table(columns, rows, _("Meter events"), "events", act)
    note_more(len(groups) - MOST_ROWS)


def _row(n: int, group: Group, timezone: str) -> Row:
    event = group[0]
    meter = running().store.meter_by_id(event.meter)
    tone = "quiet" if event.state is EventState.REJECTED else ""
    numbers = _numbers(event, meter) if len(group) == 1 else ""
    at = when(event.start, timezone) if len(group) == 1 else _span(group, timezone)
    return Row(
        str(n),
        [
            Cell(shown_name(meter)), Cell(what(group), numbers, tone),
            Cell(at), Cell(states()[event.state], tone=tone),
        ],
        [("see", _("See"))],
    )  # fmt: skip


def what(group: Group) -> str:
    """What happened, and where it did more than once, how often."""
    seconds = max((event.end - event.start).total_seconds() for event in group)
    told = kinds()[group[0].kind].format(age=age(seconds), hours=number(group[0].after))
    if len(group) == 1:
        return told
    return _("{what}, {count} times").format(what=told, count=number(len(group)))


def _span(group: Group, timezone: str) -> str:
    """From the first day to the last."""
    first, last = (date(event.start, timezone) for event in (group[-1], group[0]))
    return first if first == last else f"{first} – {last}"


def _numbers(event: MeterEvent, meter: Meter) -> str:
    """The register around it, where that tells anything."""
    if event.kind in (EventKind.OFFLINE, EventKind.CLOCK, EventKind.REPEATED):
        return ""
    unit = shown_as(meter.unit)
    low, high = (figure(each / unit.size, unit.name) for each in (event.before, event.after))
    return _("from {before} to {after}").format(before=low, after=high)


def _draw(group: Group, timezone: str, where: str) -> None:
    """One event, or those that are alike: the newest is drawn, the verdict is about all."""
    event, is_one = group[0], len(group) == 1
    meter = running().store.meter_by_id(event.meter)
    key = f"{where}_{event.meter}_{event.kind}_{event.start.timestamp():.0f}_{len(group)}"
    st.markdown(f"**{plain(shown_name(meter))}** · {plain(what(group))}")
    note(plain(_about(event, meter, timezone) if is_one else _span(group, timezone)))
    if not is_one and (chosen := _choose(group, timezone, key)):
        _draw([chosen], timezone, f"{where}_one")
        return
    _draw_chart(event, meter, timezone, key)
    _draw_buttons(group, key)


def _about(event: MeterEvent, meter: Meter, timezone: str) -> str:
    numbers = _numbers(event, meter) or shown_as(meter.unit).name
    span = [when(event.start, timezone), when(event.end, timezone), numbers]
    return " · ".join(dict.fromkeys(filter(None, span)))


def _choose(group: Group, timezone: str, key: str) -> MeterEvent | None:
    """One of them; None for all."""
    names = {n: when(event.start, timezone) for n, event in enumerate(group)}
    chosen = st.selectbox(
        _("Which"), [None, *names], format_func=lambda n: names.get(n, _("all of them")),
        key=f"which_{key}",
    )  # fmt: skip
    return None if chosen is None else group[chosen]


def _draw_chart(event: MeterEvent, meter: Meter, timezone: str, key: str) -> None:
    pad = _pad(event, meter)
    marked = event.start, event.end
    chart = stretch(meter, event.start - pad, event.end + pad, timezone, marked)
    if chart is not None:
        alt = _("Readings around the event")
        st.altair_chart(chart, key=f"chart_{key}", alt=alt)


def _pad(event: MeterEvent, meter: Meter) -> timedelta:
    """Enough around it to see what is usual."""
    step = timedelta(seconds=running().store.step_s(meter) or 0)
    return min(MOST_AROUND, max(AROUND, STEPS_AROUND * step, event.end - event.start))


def _draw_buttons(group: Group, key: str) -> None:
    event, is_one = group[0], len(group) == 1
    confirm, reject = consequences()[event.kind]
    ways = [
        (EventState.CONFIRMED, _("Confirm") if is_one else _("Confirm all"), confirm),
        (EventState.REJECTED, _("Reject") if is_one else _("Reject all"), reject),
    ]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for state, label, means in ways:
            if event.state is state:
                continue
            if st.button(label, key=f"{state}_{key}", help=means):
                _judge(group, state)
    if event.state is not EventState.FOUND:
        note(states()[event.state])


def _judge(group: Group, state: EventState) -> None:
    try:
        running().corrections.judge_all(group, state)
    except EnergyError as error:
        draw_refusal(error)
        return
    st.cache_data.clear()
    st.rerun()
