"""The period from other sides: hours as a carpet, a year as a calendar, the typical day, the order
of loads, the largest days and hours, energy added up."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from energy_core import units
from energy_core.analysis import shapes
from energy_core.analysis.hemisphere import is_southern
from energy_core.analysis.shapes.typical import ALL, SEASONS
from energy_core.services import running
from energy_core.services.history import View, twelve_months
from energy_core.store import Resolution
from energy_core.ui import charts
from energy_core.ui.charts.said import Said
from energy_core.ui.charts.words import season_names
from energy_core.ui.history.frame import as_table, instead, on_canvas, picture, show_alone
from energy_core.ui.history.picture import Picture
from energy_core.ui.history.titles import named
from energy_core.ui.layout import note, section
from energy_core.ui.words import _

CARPET_DAYS = 400
HABIT_DAYS, SEASON_DAYS = 12, 150
TOP, HOURLY_DAYS = 8, 14


def is_flow(view: View) -> bool:
    """Whether what is looked at has one sum."""
    whole = view.looked.whole
    return bool(whole) and all(meter.measures_flow for meter in whole)


def is_energy(view: View) -> bool:
    """Whether that sum is one of energy."""
    return stored(view) == units.ENERGY


def stored(view: View) -> str:
    """The unit of that sum."""
    return view.looked.whole[0].summed_unit


def fine(view: View) -> pd.DataFrame | None:
    """All of what is looked at; None where nothing of it was measured."""
    frame = view.now.fine
    return frame if frame is not None and (frame["covered_s"] > 0).any() else None


def draw_carpets(view: View) -> None:
    frame = fine(view)
    if frame is None or not 1 < view.period.days <= CARPET_DAYS:
        return
    both = [carpet(view, frame), exchange(view)]
    shown = [one for one in both if one is not None]
    for column, one in zip(st.columns(len(shown), gap="large"), shown, strict=True):
        with column:
            picture(one, view.timezone)


def carpet(view: View, frame: pd.DataFrame) -> Picture:
    cells = shapes.carpet(frame, view.timezone, (view.now.start, view.now.end))
    unit = charts.of_power(stored(view))
    said = charts.said.carpet(named(view.period), unit.name)
    chart = on_canvas(charts.carpet_chart(cells, unit))
    return Picture("carpet", said, chart, cells, stored(view))


def exchange(view: View) -> Picture | None:
    """None of a house that nothing was bought for."""
    frame = view.now.exchange
    if frame is None or not (frame["covered_s"] > 0).any():
        return None
    cells = shapes.carpet(frame, view.timezone, (view.now.start, view.now.end))
    chart = on_canvas(charts.exchange_chart(cells))
    return Picture("exchange", charts.said.exchange(), chart, cells)


def draw_calendar(view: View) -> None:
    """The twelve months until the period's end."""
    days = twelve_months(
        running().store, view.looked, view.period, view.timezone, datetime.now(UTC)
    )
    halves = calendar(view, days)
    if not halves:
        return
    section(halves[0].said.title, halves[0].said.measures)
    for column, half in zip(st.columns(2, gap="large"), halves, strict=False):
        with column:
            show_alone(half)
    cells = pd.concat([half.twin for half in halves], ignore_index=True)
    as_table("calendar", cells, view.timezone, stored(view))


def calendar(view: View, days: pd.DataFrame | None) -> list[Picture]:
    """Its half-years, of the days that `twelve_months` gives."""
    if days is None or not (days["covered_s"] > 0).any():
        return []
    cells = shapes.calendar(days, view.timezone)
    unit = charts.of_energy(stored(view))
    top, said = charts.greatest(cells, unit), charts.said.calendar(unit.name)
    halves = charts.halves(cells)
    drawn = [
        charts.calendar_chart(half, top, with_key=half is halves[-1], unit=unit) for half in halves
    ]
    return [
        Picture(f"calendar_{number}", said, on_canvas(chart), half, stored(view))
        for number, (chart, half) in enumerate(zip(drawn, halves, strict=True))
    ]


def draw_habits(view: View) -> None:
    """The typical day, and how long the load was how high."""
    frame = fine(view)
    if frame is None:
        return
    left, right = st.columns(2, gap="large")
    with left:
        said = charts.said.duration()
        curve = shapes.duration(frame, 500)
        picture(Picture("duration", said, charts.duration_chart(curve), curve), view.timezone)
    with right:
        picture(tops(view, frame), view.timezone)
    if view.period.days >= HABIT_DAYS:
        _draw_typical(view, frame)


def _draw_typical(view: View, frame: pd.DataFrame) -> None:
    said = charts.said.typical()
    shown = typical(view, frame, running().store.site().latitude)
    if not shown:
        instead(said, charts.said.too_little())
        return
    section(said.title, said.measures)
    for number in range(0, len(shown), 2):
        pair = shown[number : number + 2]
        for column, one in zip(st.columns(len(pair), gap="large"), pair, strict=True):
            with column:
                if len(shown) > 1:
                    note(one.said.measures)
                show_alone(one)
    as_table("typical", pd.concat([one.twin for one in shown]), view.timezone)


def typical(view: View, frame: pd.DataFrame, latitude: float | None) -> list[Picture]:
    """Of each season where the time is long enough to know several, else of all of it; none where
    no habit can be told."""
    table = shapes.typical_day(frame, view.timezone, is_southern(view.timezone, latitude))
    seen = [one for one in SEASONS if (table["season"] == one).any()]
    chosen = seen if view.period.days >= SEASON_DAYS and len(seen) > 1 else [ALL]
    parts = {one: table[table["season"] == one] for one in chosen}
    top = float(table.loc[table["season"].isin(chosen), "high"].max())
    said, names = charts.said.typical(), season_names()
    return [
        Picture(
            f"typical_{one}", Said(said.title, said.measures if one == ALL else names[one]),
            charts.typical_chart(part, top), part,
        )
        for one, part in parts.items() if len(part)
    ]  # fmt: skip


def tops(view: View, frame: pd.DataFrame, most: int = TOP) -> Picture:
    """The days of a longer time, the hours of a shorter one."""
    bounds = view.now.start, view.now.end
    if view.period.days > HOURLY_DAYS:
        step, said, rows = Resolution.DAY, charts.said.top_days(), shapes.by_day
    else:
        step, said, rows = Resolution.HOUR, charts.said.top_hours(), shapes.by_hour
    best = shapes.top(rows(frame, view.timezone, bounds), most)
    return Picture("tops", said, charts.top_chart(best, view.timezone, step), best, step=step)


def draw_cumulative(view: View) -> None:
    frame = fine(view)
    if frame is None or view.period.days < 2:
        return
    other = view.before.fine if view.before else None
    curve = shapes.cumulative(frame, view.period, view.timezone, other, view.other)
    said = charts.said.cumulative()
    before = named(view.other) if view.other else ""
    chart = charts.cumulative_chart(curve, named(view.period), before)
    known = curve.dropna(subset=["covered"])
    picture(Picture("cumulative", said, chart, known), view.timezone)
    if view.other is None:
        note(_("Compare with another time to see both."))
