"""What a file leaves open, with the best guess filled in; an answer reads it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from energy_core.formats.document import Answers, Placement, Question
from energy_core.services import running
from energy_core.ui.data.dropped import Dropped, Read
from energy_core.ui.words import _

WIDTH = 300


def open_questions(read: list[Read], answers: Answers) -> dict[str, Question]:
    """By name: what is open, and what was and may be answered otherwise."""
    asked = {q.name: q for each in read for q in each.document.questions}
    if answers.timezone and "timezone" not in asked:
        asked["timezone"] = Question("timezone", answers.timezone)
    if answers.placement and "placement" not in asked:
        asked["placement"] = Question("placement", answers.placement.value)
    if answers.day_first is not None and "day_first" not in asked:
        asked["day_first"] = Question("day_first", _yes(answers.day_first))
    if answers.unit and "unit" not in asked:
        asked["unit"] = Question("unit", answers.unit)
    return asked


def draw_questions(dropped: Dropped, read: list[Read]) -> None:
    asked = open_questions(read, dropped.answers)
    known = [name for name in _WAYS if name in asked]
    if not known:
        return
    st.markdown("**" + _("The file leaves this open") + "**")
    with st.container(horizontal=True, gap="medium"):
        for name in known:
            _WAYS[name](dropped, asked[name])


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _ask_timezone(dropped: Dropped, question: Question) -> None:
    guess = dropped.answers.timezone or question.guess
    _select(
        dropped, "timezone", _("The clock of the file"), _zones(running().store.site().timezone),
        guess, help=_("The time zone in which the dates and times of the file are written."),
    )  # fmt: skip


@cache
def _zones(site: str) -> tuple[str, ...]:
    """The site's zone first, then UTC, then every region's cities."""
    cities = sorted(name for name in available_timezones() if "/" in name)
    first = (site, "UTC")
    return (*dict.fromkeys(first), *(name for name in cities if name not in first))


def _ask_placement(dropped: Dropped, question: Question) -> None:
    names = {
        Placement.START.value: _("begins"),
        Placement.END.value: _("ends"),
    }
    _segments(
        dropped, "placement", _("A stamp says when its interval"), names,
        (dropped.answers.placement or Placement(question.guess)).value, Placement,
    )  # fmt: skip


def _ask_day_first(dropped: Dropped, question: Question) -> None:
    names = {"true": _("day / month"), "false": _("month / day")}
    answered = dropped.answers.day_first
    chosen = _yes(answered) if answered is not None else question.guess
    _segments(
        dropped, "day_first", _("Dates are written"), names, chosen, lambda text: text == "true"
    )


def _ask_unit(dropped: Dropped, question: Question) -> None:
    choices = question.choices or ("kWh", "Wh", "MWh", "kW", "W", "m³", "L", "°C", "%")
    _select(
        dropped, "unit", _("Unit of the values"), choices, dropped.answers.unit or question.guess
    )


def _select(
    dropped: Dropped, name: str, label: str, options: tuple[str, ...], guess: str, help: str = ""
) -> None:
    options = options if guess in options or not guess else (guess, *options)
    key = f"{dropped.key}_{name}"
    st.selectbox(
        label, options, index=options.index(guess) if guess in options else None, key=key,
        help=help or None, width=WIDTH, on_change=partial(_answer, dropped, name, key, str),
        placeholder=_("Choose"),
    )  # fmt: skip


def _segments(
    dropped: Dropped,
    name: str,
    label: str,
    names: dict[str, str],
    chosen: str,
    made: Callable[[str], Any],
) -> None:
    key = f"{dropped.key}_{name}"
    st.segmented_control(
        label, list(names), default=chosen, format_func=names.__getitem__, required=True, key=key,
        on_change=partial(_answer, dropped, name, key, made),
    )  # fmt: skip


def _answer(dropped: Dropped, name: str, key: str, made: Callable[[str], Any]) -> None:
    dropped.answer(**{name: made(st.session_state[key])})


_WAYS: dict[str, Callable[[Dropped, Question], None]] = {
    "timezone": _ask_timezone,
    "placement": _ask_placement,
    "day_first": _ask_day_first,
    "unit": _ask_unit,
}
"""Field of Answers → how it is asked, in this order."""
