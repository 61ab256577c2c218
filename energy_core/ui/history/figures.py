"""The figures of the period: five large ones with change and trust, all of them in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from energy_core import units
from energy_core.analysis.figures import HOURS, SHARE, Figure, figures
from energy_core.analysis.money import CARBON, MONEY
from energy_core.services.history import View
from energy_core.ui.data.components import Cell, Column, Row, table
from energy_core.ui.data.wording import when
from energy_core.ui.history.sentence import SMALL_WH, amount, coverage
from energy_core.ui.layout import figures_grid, note, section
from energy_core.ui.numbers import (
    carbon,
    carbon_scale,
    difference,
    money,
    money_decimals,
    number,
    power,
    priced,
    share,
    with_unit,
)
from energy_core.ui.words import _

LARGE = (
    "used", "produced", "bought", "cost", "self_sufficiency", "sold", "gas", "water", "heat", "peak",
)  # fmt: skip
MOST_LARGE = 5


def names() -> dict[str, str]:
    return {
        "used": _("Used"), "produced": _("Produced"), "bought": _("Bought"), "sold": _("Sold"),
        "charged": _("Into the battery"), "discharged": _("Out of the battery"),
        "self_sufficiency": _("Self-sufficiency"), "self_consumption": _("Own sun used"),
        "base_load": _("Always on"), "peak": _("Highest quarter hour"),
        "month_peak": _("Highest of each month, on average"), "load_factor": _("Mean load of the highest"),
        "full_load_hours": _("Hours at the highest load"), "gas": _("Gas"), "water": _("Water"),
        "heat": _("Heat"), "cost": _("Cost"), "saved": _("Saved by own production"),
        "carbon": _("CO₂ of what was bought"), "carbon_saved": _("CO₂ saved by own production"),
    }  # fmt: skip


def of_view(view: View) -> dict[str, Figure]:
    """By name, in the order of importance."""
    before = view.before.measured if view.before else None
    made = figures(view.now.measured, before, view.timezone, view.rates)
    return {one.name: one for one in made}


def large(all_: Mapping[str, Figure]) -> list[Figure]:
    """The few that stand at the top."""
    return [all_[name] for name in LARGE if name in all_][:MOST_LARGE]


def draw_large(all_: Mapping[str, Figure]) -> None:
    chosen = large(all_)
    if not chosen:
        return
    st.space("small")
    words = names()
    with figures_grid(len(chosen)):
        for figure in chosen:
            with st.container(gap=None):  # the metric's own description is too pale to be read
                st.metric(words[figure.name], value(figure))
                note(_trust(figure))
                if change := _change(figure):
                    st.markdown(f":small[{change}]")


def draw_all(all_: Iterable[Figure], timezone: str) -> None:
    shown = [figure for figure in all_ if figure.value is not None]
    if not shown:
        return
    section(_("All figures"))
    with_change = any(figure.change is not None for figure in shown)
    columns = [
        Column(_("Figure")), Column(_("Value"), end=True, strong=True),
        *([Column(_("Before"), end=True), Column(_("Difference"), end=True)] if with_change else []),
        Column(_("Measured"), end=True),
    ]  # fmt: skip
    rows = [_row(figure, with_change, timezone) for figure in shown]
    table(columns, rows, _("All figures"), "history_figures")


def _row(figure: Figure, with_change: bool, timezone: str) -> Row:
    at = when(figure.at, timezone) if figure.at else ""
    before = Cell(_written(figure.before, figure)), Cell(change_words(figure))
    return Row(
        figure.name,
        [
            Cell(names()[figure.name], at), Cell(value(figure)),
            *(before if with_change else ()), Cell(coverage(figure.trust)),
        ],
    )  # fmt: skip


def value(figure: Figure) -> str:
    return _written(figure.value, figure)


def _written(size: float | None, figure: Figure) -> str:
    return _form(figure)[0](size, figure)


def _change(figure: Figure) -> str | None:
    """With its sign, in the figure's unit; of shares in points. None where it is a guess."""
    change = figure.change
    return None if change is None else _form(figure)[1](change, figure)


def _form(figure: Figure) -> Form:
    return FORMS.get("money" if figure.name in MONEY else figure.unit, PLAIN)


def _carbon_change(change: float, figure: Figure) -> str:
    size, decimals, unit = carbon_scale(figure.value or 0.0)
    return difference(change / size, decimals, unit)


def _money_change(change: float, figure: Figure) -> str:
    return priced(difference(change, money_decimals(figure.value or 0.0)), figure.unit)


def _energy_change(change: float, figure: Figure) -> str:
    return difference(change / 1000, 1 if abs(figure.value or 0.0) < SMALL_WH else 0, "kWh")


Form = tuple[Callable[[float | None, Figure], str], Callable[[float, Figure], str]]
"""How a size, and how a change, of a figure is written."""
PLAIN: Form = (
    lambda size, figure: amount(size, figure.unit),
    lambda change, figure: difference(change, 1, figure.unit),
)
FORMS: dict[str, Form] = {
    "money": (lambda size, figure: money(size, figure.unit), _money_change),
    CARBON: (lambda size, _figure: carbon(size), _carbon_change),
    SHARE: (
        lambda size, _figure: share(size),
        lambda change, _figure: difference(100 * change, 0, _("pts")),
    ),
    units.POWER: (
        lambda size, _figure: power(size),
        lambda change, _figure: difference(change / 1000, 2, "kW"),
    ),
    HOURS: (
        lambda size, _figure: with_unit(number(size), "h"),
        lambda change, _figure: difference(change, 0, "h"),
    ),
    units.ENERGY: (PLAIN[0], _energy_change),
}
"""By the figure's unit."""


def change_words(figure: Figure) -> str:
    """ "+12 kWh (+8 %)"; empty where there is none, or it would be a guess."""
    change = _change(figure)
    if change is None or figure.unit == SHARE or figure.change_share is None:
        return change or ""
    return f"{change} ({difference(100 * figure.change_share, 0, '%')})"


def _trust(figure: Figure) -> str:
    """In few words; "measured" where all of it is."""
    if figure.trust.measured >= 1 - 1e-9:
        return _("measured")
    return coverage(figure.trust).split(" · ")[0]
