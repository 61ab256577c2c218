"""What the server draws about today, again at the interval the visitor chose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import streamlit as st
from streamlit_autorefresh import st_autorefresh

from energy_core.analysis.balance import House, by_source, clock_hours, used_energy
from energy_core.analysis.uses import Words, energy_by_source, outermost
from energy_core.metering.local_days import day_bounds
from energy_core.services import running
from energy_core.store import Resolution
from energy_core.ui import charts, day, outlines
from energy_core.ui.alerts.brief import OPENED, open_incidents
from energy_core.ui.data.wording import date as day_and_year
from energy_core.ui.layout import note, plain, section
from energy_core.ui.live import meters
from energy_core.ui.meters import known_details, seen_meters
from energy_core.ui.names import shown_name
from energy_core.ui.problems import Action, Problem, found, last_of_files
from energy_core.ui.words import _

WIDE, NARROW = 1.75, 1


@st.fragment
def draw_today(timezone: str, refresh_s: int) -> None:
    """Everything below the live picture; drawn again each `refresh_s` seconds, 0 for never."""
    today = day.present(day.today(timezone), timezone)
    left, right = st.columns([WIDE, NARROW], gap="large")
    with left:
        _draw_day(today, timezone)
    with right:
        _draw_uses(today, timezone)
    left, right = st.columns([WIDE, NARROW], gap="large")
    with left:
        section(_("Meters"))
        meters(known_details())
    with right:
        _draw_problems(timezone)
    if refresh_s:
        st_autorefresh(refresh_s * 1000, key="today")


def prepare(timezone: str) -> None:
    """Read what `draw_today` will need and what is kept, while the browser is still busy."""
    local_day = day.today(timezone)
    day.past_day(local_day - timedelta(days=1), timezone)
    day.usual_day(local_day, timezone)
    known_details()


def now_hour(timezone: str) -> float:
    return float(clock_hours(pd.DatetimeIndex([datetime.now(UTC)]), timezone).iloc[0])


def _draw_day(today: House, timezone: str) -> None:
    frame = day.clocked(today.powers, timezone)
    measures = _("consumption, kW · grey band: 4 days in 5 of the last month")
    section(_("The day, compared"), outlines.with_key(measures, outlines.of_day(frame)))
    local_day = day.today(timezone)
    before = day.past_day(local_day - timedelta(days=1), timezone)
    usual = day.usual_day(local_day, timezone)
    if not (frame["used"].notna().any() or before["used"].notna().any() or len(usual)):
        note(_("Nothing measured yet today."))
        return
    chart = charts.day_chart(frame, before, usual, now_hour(timezone))
    st.altair_chart(chart, key="day", alt=_("Power of the house today, by source, and yesterday"))


def _use_energies(local_day: date, timezone: str) -> dict[str, pd.Series]:
    """Name → energy [Wh] by start, of its one or more meters; what was not measured adds
    nothing."""
    start, end = day_bounds(local_day, timezone)
    store = running().store
    energies: dict[str, pd.Series] = {}
    for meter in outermost(store.meters()):
        series = store.series(meter, start, end, Resolution.QUARTER, timezone)
        amount, name = series.set_index("start")["amount"], shown_name(meter)
        energies[name] = amount.add(energies[name], fill_value=0) if name in energies else amount
    return energies


def _draw_uses(today: House, timezone: str) -> None:
    table = energy_by_source(
        _use_energies(day.today(timezone), timezone),
        by_source(today.powers),
        used_energy(today.energies),
        Words(_("The rest"), _("Elsewhere")),
    )
    kinds = outlines.of_uses(table)
    section(_("Where energy goes"), outlines.with_key(_("today, kWh"), kinds))
    if table.empty:
        note(_("Nothing measured yet today."))
        return
    chart = charts.where_chart(table)
    st.altair_chart(chart, key="uses", alt=_("Energy of each use today, by source"))


def _draw_problems(timezone: str) -> None:
    section(_("To look at"))
    seen = seen_meters()
    problems = [*found(seen, datetime.now(UTC)), *open_incidents(timezone)]
    if last := last_of_files(seen):
        _draw_files_only(last, timezone)
    elif not problems:
        note(_("Nothing. All meters speak, and all are known."))
    for number, problem in enumerate(problems):
        _draw_problem(problem, number)


def _draw_files_only(last: datetime, timezone: str) -> None:
    told = _("Everything here came from files; last reading on {day}")
    note(told.format(day=day_and_year(last, timezone)))
    st.page_link("history.py", label=_("History"), icon=":material/arrow_forward:")


def _draw_problem(problem: Problem, number: int) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":material/{problem.icon}: **{plain(problem.title)}**")
        st.markdown(f":gray[{plain(problem.text)}]")
        if problem.action is Action.CONFIRM:
            confirm = _("They are right")
            st.button(confirm, key=f"do{number}", on_click=_confirm, args=(problem.meters,))
        elif problem.action is Action.SEE_INCIDENT:
            asked = {OPENED: str(problem.incident)}
            st.page_link("alerts.py", label=_("See what happened"), query_params=asked)
        else:
            st.page_link("data.py", label=_("See the meters"))


def _confirm(slugs: tuple[str, ...]) -> None:
    running().live.change_meters(slugs, confirmed=True)
