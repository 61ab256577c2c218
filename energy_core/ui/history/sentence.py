"""The sentence under the heading, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from energy_core import units
from energy_core.analysis.figures import Figure
from energy_core.analysis.trust import Part, Trust
from energy_core.services.history import View
from energy_core.ui.history.titles import compared_with, spread
from energy_core.ui.layout import note, plain
from energy_core.ui.numbers import NO_BREAK, energy, number, with_unit
from energy_core.ui.words import _, ngettext

LEADING = ("bought", "used", "gas", "water", "heat", "produced")
"""The figure that the sentence is about: the first of these that is known."""
LEAST_SHARE = 0.05  # a smaller change is no reason
SMALL_WH = 1e5  # below it a decimal tells something


def draw_sentence(view: View, figures: Mapping[str, Figure]) -> None:
    st.markdown(sentence(view, figures))
    known = [figure.trust for figure in figures.values()]
    if known:
        least = min(known, key=lambda each: each.coverage)
        note(plain(" · ".join([spread(view.period.first, view.period.last), coverage(least)])))


def sentence(view: View, figures: Mapping[str, Figure]) -> str:
    """Markdown: what changed against the period compared with, else how much it was."""
    leading = next((figures[key] for key in LEADING if _is_known(figures.get(key))), None)
    if leading is None:
        return _("Nothing was measured here.")
    if leading.change is None or view.other is None:
        return _amount_sentence(leading)
    told = _change_sentence(leading, compared_with(view.other, view.period))
    because = reasons(figures)
    return f"{told}{_(':')} {', '.join(because)}." if because else f"{told}."


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


def _change_sentence(figure: Figure, than: str) -> str:
    """Without its full stop."""
    more = {
        "bought": _("You bought **{amount} more** than {period}"),
        "used": _("You used **{amount} more** than {period}"),
        "gas": _("You used **{amount} more** gas than {period}"),
        "water": _("You used **{amount} more** water than {period}"),
        "heat": _("You used **{amount} more** heat than {period}"),
        "produced": _("You produced **{amount} more** than {period}"),
    }
    less = {
        "bought": _("You bought **{amount} less** than {period}"),
        "used": _("You used **{amount} less** than {period}"),
        "gas": _("You used **{amount} less** gas than {period}"),
        "water": _("You used **{amount} less** water than {period}"),
        "heat": _("You used **{amount} less** heat than {period}"),
        "produced": _("You produced **{amount} less** than {period}"),
    }
    change = figure.change or 0.0
    written = amount(abs(change), figure.unit)
    if written == amount(0.0, figure.unit):
        return _("As much as {period}").format(period=than)
    return (more if change > 0 else less)[figure.name].format(amount=written, period=than)


def reasons(figures: Mapping[str, Figure]) -> list[str]:
    """Why more or less was bought, as far as the other figures tell."""
    if not _is_known(figures.get("bought")):
        return []
    words = {
        "produced": (_("more sun"), _("less sun")),
        "used": (_("more was used"), _("less was used")),
    }
    shares = {name: figures[name].change_share for name in words if name in figures}
    return [
        words[name][0 if share > 0 else 1]
        for name, share in shares.items()
        if share is not None and abs(share) >= LEAST_SHARE
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
