"""The sentence under the heading, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from energy_core import units
from energy_core.analysis.figures import Figure
from energy_core.analysis.trust import Part, Trust
from energy_core.services.history import View
from energy_core.ui.history.choices import HOUSE, title
from energy_core.ui.history.titles import last_day, spread, than
from energy_core.ui.history.titles import title as period_title
from energy_core.ui.layout import note, plain
from energy_core.ui.numbers import NO_BREAK, energy, number, with_unit
from energy_core.ui.words import _, ngettext

LEADING = ("bought", "used", "gas", "water", "heat", "produced")
"""The figure that the sentence is about: the first of these that is known."""
LEAST_SHARE = 0.05  # a smaller change is no reason
SMALL_WH = 1e5  # below it a decimal tells something


def draw_sentence(view: View, figures: Mapping[str, Figure]) -> None:
    with st.container(gap="xxsmall"):
        st.markdown(sentence(view, figures))
        note(plain(" · ".join(filter(None, _told(view, figures)))))


def _told(view: View, figures: Mapping[str, Figure]) -> list[str]:
    return [_whose(view), days(view), least(figures), _alone(view, figures)]


def _alone(view: View, figures: Mapping[str, Figure]) -> str:
    """Why nothing stands beside the period, though another was asked for."""
    known = [figure for figure in figures.values() if figure.value is not None]
    if view.other is None or not known or any(figure.before is not None for figure in known):
        return ""
    told = _("{period}: too little was measured to compare")
    return told.format(period=period_title(view.other))


def _whose(view: View) -> str:
    """What is looked at, unless it is the house."""
    selection, looked = view.looked.selection, view.looked
    return "" if selection == HOUSE else title(selection, [*looked.house, *looked.parts])


def days(view: View) -> str:
    """The days that are looked at: of a period that goes on, those that have begun."""
    last = last_day(view.now.end, view.timezone)
    return spread(view.period.first, max(view.period.first, min(view.period.last, last)))


def least(figures: Mapping[str, Figure]) -> str:
    """How much was measured of the leading figures."""
    known = [figures[name].trust for name in LEADING if _is_known(figures.get(name))]
    return coverage(min(known, key=lambda each: each.coverage)) if known else ""


def sentence(view: View, figures: Mapping[str, Figure]) -> str:
    """Markdown: what changed against the period compared with, else how much it was."""
    leading = next((figures[key] for key in LEADING if _is_known(figures.get(key))), None)
    if leading is None:
        return _level_sentence(view) or _("Nothing was measured in this time.")
    if leading.change is None or view.other is None:
        return _amount_sentence(leading)
    told = _change_sentence(leading, than(view.other, view.period))
    because = reasons(figures)
    if not because or _is_nothing(leading):
        return f"{told}."
    return _("{sentence}: {reasons}.").format(sentence=told, reasons=", ".join(because))


def _level_sentence(view: View) -> str:
    """Of a temperature or another level, between what it was; empty of all else."""
    parts = view.looked.parts
    if len(parts) != 1 or parts[0].measures_flow:
        return ""
    frame = view.now.parts[parts[0].slug]
    if not (frame["covered_s"] > 0).any():
        return ""
    ends = [
        with_unit(number(end, 1), parts[0].unit) for end in (frame["min"].min(), frame["max"].max())
    ]
    return _("Between **{low}** and **{high}**.").format(low=ends[0], high=ends[1])


def _is_known(figure: Figure | None) -> bool:
    return figure is not None and figure.value is not None


def _amount_sentence(figure: Figure) -> str:
    sentences = {
        "bought": _("You bought **{amount}**."), "used": _("**{amount}** were used."),
        "gas": _("**{amount}** of gas were used."), "water": _("**{amount}** of water were used."),
        "heat": _("**{amount}** of heat were used."),
        "produced": _("**{amount}** were produced."),
    }  # fmt: skip
    return sentences[figure.name].format(amount=amount(figure.value, figure.unit))


def _change_sentence(figure: Figure, than_when: str) -> str:
    """Without its full stop."""
    more = {
        "bought": _("You bought **{amount} more** {than}"),
        "used": _("You used **{amount} more** {than}"),
        "gas": _("You used **{amount} more** gas {than}"),
        "water": _("You used **{amount} more** water {than}"),
        "heat": _("You used **{amount} more** heat {than}"),
        "produced": _("You produced **{amount} more** {than}"),
    }
    less = {
        "bought": _("You bought **{amount} less** {than}"),
        "used": _("You used **{amount} less** {than}"),
        "gas": _("You used **{amount} less** gas {than}"),
        "water": _("You used **{amount} less** water {than}"),
        "heat": _("You used **{amount} less** heat {than}"),
        "produced": _("You produced **{amount} less** {than}"),
    }
    if _is_nothing(figure):
        return _("No more and no less {than}").format(than=than_when)
    change = figure.change or 0.0
    written = amount(abs(change), figure.unit)
    return (more if change > 0 else less)[figure.name].format(amount=written, than=than_when)


def _is_nothing(figure: Figure) -> bool:
    """Whether its change, as it is written, is none."""
    return amount(abs(figure.change or 0.0), figure.unit) == amount(0.0, figure.unit)


def reasons(figures: Mapping[str, Figure]) -> list[str]:
    """Why more or less was bought, as far as the other figures tell: what by itself would have had
    the opposite effect is none."""
    bought = figures.get("bought")
    if bought is None or not bought.change:
        return []
    is_more = bought.change > 0
    words = {
        "produced": _("less sun") if is_more else _("more sun"),
        "used": _("more was used") if is_more else _("less was used"),
    }
    raises = {"produced": -1, "used": 1}
    shares = {name: figures[name].change_share for name in words if name in figures}
    return [
        words[name]
        for name, share in shares.items()
        if share is not None and abs(share) >= LEAST_SHARE and (share * raises[name] > 0) is is_more
    ]


def amount(value: float | None, unit: str) -> str:
    """An energy in kWh, a volume in m³, as precise as its size asks for."""
    if unit == units.ENERGY:
        return energy(value, 1 if value is not None and abs(value) < SMALL_WH else 0)
    decimals = 1 if value is not None and abs(value) < 100 else 0
    return with_unit(number(value, decimals), unit)


def coverage(trust: Trust) -> str:
    """ "97 % measured · 3 days missing"."""
    return " · ".join(_part(part) for part in trust.parts())


def _part(part: Part) -> str:
    words = {
        "measured": _("{amount} measured"), "estimated": _("{amount} estimated"),
        "corrected": _("{amount} corrected"), "missing": _("{amount} missing"),
    }  # fmt: skip
    return words[part.word].format(amount=_size(part.number, part.unit))


def _size(value: float, unit: str) -> str:
    if unit == "%":
        return with_unit(number(value), "%")
    written = number(value, 0 if value == int(value) else 1)
    count = int(value) if value == int(value) else 2
    names = {
        "days": ngettext("day", "days", count), "hours": ngettext("hour", "hours", count),
        "minutes": ngettext("minute", "minutes", count),
    }  # fmt: skip
    return f"{written}{NO_BREAK}{names[unit]}"
