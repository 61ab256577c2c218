"""What a month's report shows, in order: pictures of the history page, and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import altair as alt
import pandas as pd

from energy_core.analysis import shapes
from energy_core.analysis.figures import Figure
from energy_core.analysis.shapes.typical import ALL
from energy_core.metering.corrections import Correction
from energy_core.metering.local_days import local_date
from energy_core.metering.periods import instant
from energy_core.model import MeterEvent, Role
from energy_core.services.history import View
from energy_core.ui import charts, numbers
from energy_core.ui.charts.said import Said
from energy_core.ui.data.correcting import kinds as correction_kinds
from energy_core.ui.data.events import kinds as event_kinds
from energy_core.ui.data.wording import role_name, sentence_case
from energy_core.ui.history import figures as kpis
from energy_core.ui.history.balance import named_parts, window
from energy_core.ui.history.grouping import days_of
from energy_core.ui.history.sentence import coverage
from energy_core.ui.history.titles import dated, named
from energy_core.ui.names import shown_name
from energy_core.ui.words import _

WIDE, HALF = 680, 330
TOP = 6
DAY_S = 86_400.0
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
    made = [
        _balance(view), *_carpets(view), _calendar(view, days), *_habits(view),
        _figures(known), _flows(view), _happened(view), _days(view),
    ]  # fmt: skip
    return [section for section in made if section is not None]


def _balance(view: View) -> Section | None:
    parts = charts.balance_parts(view.now.roles, named_parts(view))
    if parts.empty:
        return _energy(view)
    chart = charts.balance_chart(parts, window(view))
    return Section(charts.said.balance(DAY_S), [(chart, WIDE)])


def _energy(view: View) -> Section | None:
    """Where the meters do not tell a balance: what one role's meters measured."""
    for role in (Role.CONSUMPTION, Role.GRID_IMPORT, Role.PRODUCTION, Role.GAS, Role.WATER):
        frame = view.now.roles.get(role)
        if frame is not None and (frame["covered_s"] > 0).any():
            stored = view.now.measured.in_units.get(role, "Wh")
            unit = charts.of_energy(stored)
            chart = charts.energy_chart(frame, window(view), unit, None, charts.of_role(role))
            return Section(charts.said.energy(DAY_S, unit.name), [(chart, WIDE)])
    return None


def _fine(view: View) -> pd.DataFrame | None:
    frame = view.now.fine
    return frame if frame is not None and (frame["covered_s"] > 0).any() else None


def _carpets(view: View) -> Iterator[Section]:
    bounds = view.now.start, view.now.end
    if (frame := _fine(view)) is not None:
        chart = charts.carpet_chart(shapes.carpet(frame, view.timezone, bounds))
        yield Section(charts.said.carpet(named(view.period)), [(chart, WIDE)])
    exchange = view.now.exchange
    if exchange is not None and (exchange["covered_s"] > 0).any():
        chart = charts.exchange_chart(shapes.carpet(exchange, view.timezone, bounds))
        yield Section(charts.said.exchange(), [(chart, WIDE)])


def _calendar(view: View, days: pd.DataFrame | None) -> Section | None:
    if days is None or not (days["covered_s"] > 0).any():
        return None
    cells = shapes.calendar(days, view.timezone)
    top, parts = charts.greatest(cells), charts.halves(cells)[-2:]
    pictures = [
        (charts.calendar_chart(part, top, with_key=part is parts[-1]), HALF) for part in parts
    ]
    return Section(charts.said.calendar(), pictures)


def _habits(view: View) -> Iterator[Section]:
    if (frame := _fine(view)) is None:
        return
    usual = shapes.typical_day(frame, view.timezone)
    usual = usual[usual["season"] == ALL]
    if len(usual):
        yield Section(charts.said.typical(), [(charts.typical_chart(usual), WIDE)])
    best = shapes.top(days_of(frame, view.timezone), TOP)
    yield Section(charts.said.top_days(), [(charts.top_chart(best, view.timezone), WIDE)])


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
    uses = {name: frame["amount"] for name, frame in named_parts(view).items()}
    links = shapes.flows(view.now.measured.house, uses)
    if links.empty:
        return None
    table = charts.table(links, view.timezone)
    return Section(Said(charts.said.flows().title, "kWh"), table=_table_of(table))


def _happened(view: View) -> Section | None:
    """Notes, events of meters and corrections, the earliest first."""
    names = {meter.id: shown_name(meter) for meter in view.looked.meters}
    house = _("Whole house")
    found = [
        *((n.start, _("Note"), names.get(n.meter or 0, house), n.words) for n in view.marks.notes),
        *((e.start, _("Meter event"), names[e.meter], _event(e)) for e in view.marks.events),
        *(
            (instant(c.start), _("Correction"), names[c.meter], _correction(c))
            for c in view.marks.corrections
        ),
    ]
    rows = [[_day(start, view), *words] for start, *words in sorted(found)]
    heads = [_("When"), _("What"), _("Meter"), _("Note")]
    said = Said(_("What happened, and what was said"), "")
    return Section(said, table=(heads, rows)) if rows else None


def _event(event: MeterEvent) -> str:
    length = numbers.age((event.end - event.start).total_seconds())
    return event_kinds()[event.kind].format(age=length, hours=numbers.number(event.after))


def _correction(correction: Correction) -> str:
    kind = correction_kinds()[correction.kind]
    return f"{kind}: {correction.reason}" if correction.reason else kind


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
