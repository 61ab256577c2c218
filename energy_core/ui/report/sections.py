"""What a month's report shows, in order: pictures of the history page, and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import altair as alt
import pandas as pd

from energy_core.analysis.figures import Figure
from energy_core.metering.local_days import local_date
from energy_core.model import Role
from energy_core.services.history import View
from energy_core.ui import charts, numbers
from energy_core.ui.charts.said import Said
from energy_core.ui.data.wording import role_name, sentence_case
from energy_core.ui.history import figures as kpis
from energy_core.ui.history import shapes
from energy_core.ui.history.balance import balance
from energy_core.ui.history.flows import links
from energy_core.ui.history.marks import kind_names, marks
from energy_core.ui.history.picture import Picture
from energy_core.ui.history.sentence import coverage
from energy_core.ui.history.titles import dated
from energy_core.ui.words import _

WIDE, HALF = 680, 330
TOP = 6
WHOLE = 0.9995  # below it less than 100 % is said
COLUMNS = (
    Role.PRODUCTION, Role.GRID_IMPORT, Role.GRID_EXPORT, Role.BATTERY_CHARGE,
    Role.BATTERY_DISCHARGE,
)  # fmt: skip
"""Beside what was used, of the days' table."""
Table = tuple[Sequence[str], Sequence[Sequence[str]]]
"""Heads, and rows of cells; the first column is words."""


@dataclass(frozen=True, slots=True)
class Section:
    """Pictures stand side by side, each with its width [px]; a table comes under them."""

    said: Said
    pictures: list[tuple[alt.LayerChart, int]] = field(default_factory=list)
    table: Table | None = None


def sections(view: View, days: pd.DataFrame | None, known: dict[str, Figure]) -> list[Section]:
    """`days`: the twelve months until the period's end, as `twelve_months` gives them."""
    made = [*_pictures(view, days), _figures(known), _flows(view), _happened(view), _days(view)]
    return [section for section in made if section is not None]


def _pictures(view: View, days: pd.DataFrame | None) -> Iterator[Section]:
    """Those of the page that tell of the whole month, in its order."""
    yield from _printed(balance(view))
    if (frame := shapes.fine(view)) is not None:
        yield from _printed(shapes.carpet(view, frame))
    yield from _printed(shapes.exchange(view))
    if halves := shapes.calendar(view, days):
        yield Section(halves[0].said, [(one.chart, HALF) for one in halves if one.chart])
    if frame is not None and shapes.is_energy(view):
        for one in shapes.typical(view, frame, None):
            yield from _printed(one)
        yield from _printed(shapes.tops(view, frame, TOP))


def _printed(one: Picture | None) -> Iterator[Section]:
    if one is not None and one.chart is not None:
        yield Section(one.said, [(one.chart, WIDE)])


def _figures(known: dict[str, Figure]) -> Section | None:
    names = kpis.names()
    rows = [
        [names[f.name], kpis.value(f), kpis.change_words(f), coverage(f.trust)]
        for f in known.values()
        if f.value is not None
    ]
    heads = [_("Figure"), _("Value"), _("Difference"), _("Measured")]
    return Section(Said(_("All figures"), ""), table=(heads, rows)) if rows else None


def _flows(view: View) -> Section | None:
    found = links(view)
    if found.empty:
        return None
    table = charts.table(found, view.timezone)
    return Section(Said(charts.said.flows().title, "kWh"), table=_table_of(table))


def _happened(view: View) -> Section | None:
    """Notes, events of meters and corrections."""
    rows = [
        [_day(mark.start, view), kind_names()[mark.kind], mark.about, mark.text]
        for mark in marks(view)
    ]
    heads = [_("When"), _("What"), _("Meter"), _("Note")]
    said = Said(_("What happened, and what was said"), "")
    return Section(said, table=(heads, rows)) if rows else None


def _day(start: datetime, view: View) -> str:
    return dated(local_date(start, view.timezone))


def _days(view: View) -> Section | None:
    """Each day's figures: what the pictures are drawn from."""
    frames = {Role.CONSUMPTION: view.now.bars, **{r: view.now.roles.get(r) for r in COLUMNS}}
    known = {
        sentence_case(role_name(role)): frame.set_index("start")
        for role, frame in frames.items()
        if frame is not None and len(frame)
    }
    days = sorted(set().union(*(frame.index for frame in known.values())))
    rows = [[_day(day, view), *(_cell(frame, day) for frame in known.values())] for day in days]
    note = _("kWh · in brackets: the share of the day that was measured, where not all was")
    return Section(Said(_("Day by day"), note), table=([_("Day"), *known], rows)) if rows else None


def _cell(frame: pd.DataFrame, day: datetime) -> str:
    if day not in frame.index:
        return numbers.NOTHING
    row = frame.loc[day]
    share = row["covered_s"] / row["length_s"]
    told = numbers.number(row["amount"] / 1000, 1)
    return told if share >= WHOLE else f"{told} ({numbers.share(share)})"


def _table_of(frame: pd.DataFrame) -> Table:
    return list(frame.columns), frame.astype(str).to_numpy().tolist()
