"""The period from other sides: hours as a carpet, a year as a calendar, the typical day, the order
of loads, the largest days and hours, energy added up."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from energy_core import units
from energy_core.analysis import shapes
from energy_core.analysis.hemisphere import is_southern
from energy_core.analysis.period.span import months_later
from energy_core.analysis.shapes.typical import ALL, SEASONS
from energy_core.services import running
from energy_core.services.history import View, twelve_months
from energy_core.ui import charts
from energy_core.ui.charts.words import season_names
from energy_core.ui.history.frame import as_table, instead, on_canvas, picture, show
from energy_core.ui.history.grouping import days_of, hours_of
from energy_core.ui.history.titles import named
from energy_core.ui.layout import note, section
from energy_core.ui.words import _

CARPET_DAYS = 400
HABIT_DAYS, SEASON_DAYS = 12, 150
TOP = 8


def is_flow(view: View) -> bool:
    """Whether what is looked at has one sum."""
    whole = view.looked.whole
    return bool(whole) and all(meter.measures_flow for meter in whole)


def is_energy(view: View) -> bool:
    """Whether that sum is one of energy."""
    return stored(view) == units.ENERGY


def stored(view: View) -> str:
    """The unit of that sum."""
    unit = view.looked.whole[0].unit
    return units.ENERGY if unit == units.POWER else unit


def fine(view: View) -> pd.DataFrame | None:
    """All of what is looked at; None where nothing of it was measured."""
    frame = view.now.fine
    return frame if frame is not None and (frame["covered_s"] > 0).any() else None


def draw_carpets(view: View) -> None:
    frame = fine(view)
    if frame is None or not 1 < view.period.days <= CARPET_DAYS:
        return
    exchange = view.now.exchange
    if exchange is None or not (exchange["covered_s"] > 0).any():
        _draw_hours(view, frame)
        return
    left, right = st.columns(2, gap="large")
    with left:
        _draw_hours(view, frame)
    with right:
        cells = shapes.carpet(exchange, view.timezone, (view.now.start, view.now.end))
        said = charts.said.exchange()
        picture("exchange", said, on_canvas(charts.exchange_chart(cells)), cells, view.timezone)


def _draw_hours(view: View, frame: pd.DataFrame) -> None:
    cells = shapes.carpet(frame, view.timezone, (view.now.start, view.now.end))
    unit = charts.of_power(stored(view))
    said = charts.said.carpet(named(view.period), unit.name)
    chart = on_canvas(charts.carpet_chart(cells, unit))
    picture("carpet", said, chart, cells, view.timezone, unit=stored(view))


def draw_calendar(view: View) -> None:
    """The twelve months until the period's end."""
    days = twelve_months(
        running().store, view.looked, view.period, view.timezone, datetime.now(UTC)
    )
    if days is None or not (days["covered_s"] > 0).any():
        return
    cells = twelve(shapes.calendar(days, view.timezone))
    unit = charts.of_energy(stored(view))
    said = charts.said.calendar(unit.name)
    section(said.title, said.measures)
    top = charts.greatest(cells, unit)
    parts = charts.halves(cells)
    for number, (column, part) in enumerate(
        zip(st.columns(2, gap="large"), parts[-2:], strict=False)
    ):
        with column:
            is_last = number == len(parts[-2:]) - 1
            chart = charts.calendar_chart(part, top, with_key=is_last, unit=unit)
            show(f"calendar_{number}", on_canvas(chart), f"{said.title}: {said.measures}")
    as_table("calendar", cells, view.timezone, stored(view))


def twelve(cells: pd.DataFrame) -> pd.DataFrame:
    """The last twelve calendar months."""
    last = cells["day"].iloc[-1]
    return cells[cells["day"] >= pd.Timestamp(months_later(last.date(), -11))].reset_index(
        drop=True
    )


def draw_habits(view: View) -> None:
    """The typical day, and how long the load was how high."""
    frame = fine(view)
    if frame is None:
        return
    left, right = st.columns(2, gap="large")
    with left:
        said = charts.said.duration()
        curve = shapes.duration(frame, 500)
        picture("duration", said, charts.duration_chart(curve), curve, view.timezone)
    with right:
        _draw_tops(view, frame)
    if view.period.days >= HABIT_DAYS:
        _draw_typical(view, frame)


def _draw_typical(view: View, frame: pd.DataFrame) -> None:
    said = charts.said.typical()
    southern = is_southern(view.timezone, running().store.site().latitude)
    table = shapes.typical_day(frame, view.timezone, southern)
    seen = [one for one in SEASONS if (table["season"] == one).any()]
    chosen = seen if view.period.days >= SEASON_DAYS and len(seen) > 1 else [ALL]
    table = table[table["season"].isin(chosen)]
    if table.empty:
        instead(said, charts.said.too_little())
        return
    section(said.title, said.measures)
    top = float(table["high"].max())
    for pair in (chosen[:2], chosen[2:]):
        for column, season in zip(st.columns(max(len(pair), 1), gap="large"), pair, strict=False):
            with column:
                word = season_names()[season]
                if season != ALL:
                    note(word)
                chart = charts.typical_chart(table[table["season"] == season], top)
                show(f"typical_{season}", chart, f"{said.title}: {word}")
    as_table("typical", table, view.timezone)


def _draw_tops(view: View, frame: pd.DataFrame) -> None:
    """The days of a longer time, the hours of a shorter one."""
    if view.period.days > 14:
        said, rows = charts.said.top_days(), days_of(frame, view.timezone)
    else:
        said, rows = charts.said.top_hours(), hours_of(frame, view.timezone)
    best = shapes.top(rows, TOP)
    picture("tops", said, charts.top_chart(best, view.timezone), best, view.timezone)


def draw_cumulative(view: View) -> None:
    frame = fine(view)
    if frame is None or view.period.days < 2:
        return
    other = view.before.fine if view.before else None
    curve = shapes.cumulative(frame, view.period, view.timezone, other, view.other)
    said = charts.said.cumulative()
    before = named(view.other) if view.other else ""
    chart = charts.cumulative_chart(curve, named(view.period), before)
    picture("cumulative", said, chart, curve.dropna(subset=["covered"]), view.timezone)
    if view.other is None:
        note(_("Compare with another time to see both."))
