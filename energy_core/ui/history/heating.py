"""How the building answers to the cold, and what the period would have used in the other's weather."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from energy_core import units
from energy_core.analysis.heating import Fit, Refusal, Signature, signature
from energy_core.services import running
from energy_core.services.history import Heating, View, heating
from energy_core.store import Resolution
from energy_core.ui import charts
from energy_core.ui.history.frame import bare
from energy_core.ui.history.picture import Picture
from energy_core.ui.history.sentence import amount
from energy_core.ui.history.titles import named
from energy_core.ui.layout import figures_grid, note, plain, section
from energy_core.ui.names import shown_name
from energy_core.ui.numbers import number, share, with_unit
from energy_core.ui.words import _

LEAST_DAYS = 25  # of a period, before its weather is compared


def refusals() -> dict[Refusal, str]:
    return {
        Refusal.FEW_DAYS: _(
            "Thirty days on which both the heating and the outside temperature are measured are"
            " needed; {days} are known so far."
        ),
        Refusal.NO_COLD: _("There were too few cold days so far to tell."),
        Refusal.NO_RELATION: _("The weather does not explain what was used."),
    }


def draw_heating(view: View) -> None:
    """Only where something may heat the house and a thermometer stands outside."""
    found = heating(
        running().store, view.period, view.timezone, datetime.now(UTC), view.looked.estimated
    )
    if found is None:
        return
    section(_("Heating and the weather"), plain(shown_name(found.meter)))
    fit = signature(found.energy, found.temperature)
    if fit.signature is None:
        words = refusals()[fit.refusal or Refusal.FEW_DAYS]
        note(words.format(days=number(fit.days)))
        return
    _draw_signature(fit.signature, found)
    _draw_days(fit, fit.signature, found, view.timezone)
    _tell_normalised(view, fit.signature, found)


def _draw_signature(own: Signature, found: Heating) -> None:
    unit = _unit(found)
    figures = [
        (_("Per degree colder, a day"), amount(own.slope, unit)),
        (_("Heated below"), with_unit(number(own.balance_c, 1), "°C")),
        (_("In any weather, a day"), amount(own.base, unit)),
        (_("The weather explains (R²)"), share(own.r2)),
    ]
    with figures_grid(len(figures)):
        for label, value in figures:
            st.metric(label, value)


def _draw_days(fit: Fit, own: Signature, found: Heating, timezone: str) -> None:
    stored = _unit(found)
    unit = charts.of_energy(stored)
    said = charts.said.heating(unit.name)
    note(said.measures)
    chart = charts.heating_chart(fit.points, own, unit, timezone)
    bare(Picture("heating", said, chart, fit.points, stored, Resolution.DAY), timezone)
    note(_("Fitted on {days} days.").format(days=number(own.days)))


def _unit(found: Heating) -> str:
    """Of a day of it, as it is stored."""
    return units.ENERGY if found.meter.unit == units.POWER else found.meter.unit


def _tell_normalised(view: View, fitted: Signature, found: Heating) -> None:
    """What the period would have used, had its days been as cold as the other's."""
    if view.before is None or view.other is None:
        return
    own = _within(found.energy, view.now.start, view.now.end)
    ours = _within(found.temperature, view.now.start, view.now.end)["mean"].dropna()
    theirs = _within(found.temperature, view.before.start, view.before.end)["mean"].dropna()
    if min(len(ours), len(theirs)) < LEAST_DAYS or own.empty:
        return
    used = float(own["amount"].sum())
    normal = fitted.normalised(used, ours.to_numpy(), _as_many(theirs, len(ours)).to_numpy())
    unit = _unit(found)
    told = _("**{used}** in {period}; with the weather of {other} it would have been **{normal}**.")
    st.markdown(
        told.format(
            used=amount(used, unit), normal=amount(normal, unit), period=named(view.period),
            other=named(view.other),
        )
    )  # fmt: skip


def _within(frame: pd.DataFrame, start: datetime, end: datetime) -> pd.DataFrame:
    return frame[(frame["start"] >= pd.Timestamp(start)) & (frame["start"] < pd.Timestamp(end))]


def _as_many(days: pd.Series, count: int) -> pd.Series:
    """Months differ by a few days: the other's mean day stands for those that are missing."""
    if len(days) >= count:
        return days.iloc[:count]
    return pd.concat([days, pd.Series([days.mean()] * (count - len(days)))])
