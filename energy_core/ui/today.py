"""What the server draws about today, again at the interval the visitor chose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import streamlit as st
from streamlit_autorefresh import st_autorefresh

from energy_core.analysis.balance import by_source, clock_hours
from energy_core.analysis.uses import HOURS_A_QUARTER, energy_by_source
from energy_core.metering.local_days import day_bounds
from energy_core.model import Role
from energy_core.services import running
from energy_core.store import Resolution
from energy_core.ui import charts, day
from energy_core.ui.layout import note, plain, section
from energy_core.ui.live import meters
from energy_core.ui.meters import known_details, seen_meters
from energy_core.ui.names import shown_name
from energy_core.ui.problems import Action, Problem, found
from energy_core.ui.words import _

WIDE, NARROW = 1.75, 1
USES = {Role.EV, Role.SUBMETER}


@st.fragment
def draw_today(timezone: str, refresh_s: int) -> None:
    """Everything below the live picture; drawn again each `refresh_s` seconds, 0 for never."""
    left, right = st.columns([WIDE, NARROW], gap="large")
    with left:
        _draw_day(timezone)
    with right:
        _draw_uses(timezone)
    left, right = st.columns([WIDE, NARROW], gap="large")
    with left:
        section(_("Meters"))
        meters(known_details())
    with right:
        _draw_problems()
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


def _draw_day(timezone: str) -> None:
    section(_("The day, compared"), _("consumption, kW · grey band: 4 days in 5 of the last month"))
    local_day = day.today(timezone)
    chart = charts.day_chart(
        day.day_frame(local_day, timezone),
        day.past_day(local_day - timedelta(days=1), timezone),
        day.usual_day(local_day, timezone),
        now_hour(timezone),
    )
    st.altair_chart(chart, key="day", alt=_("Power of the house today, by source, and yesterday"))


def _use_powers(local_day: date, timezone: str) -> dict[str, pd.Series]:
    """The quarter-hours' energies as powers [W]: what was not measured adds nothing."""
    start, end = day_bounds(local_day, timezone)
    store = running().store
    return {
        shown_name(meter): store.series(meter, start, end, Resolution.QUARTER, timezone).set_index(
            "start"
        )["amount"]
        / HOURS_A_QUARTER
        for meter in store.meters()
        if meter.role in USES and meter.parent is None
    }


def _draw_uses(timezone: str) -> None:
    section(_("Where energy goes"), _("today, kWh"))
    local_day = day.today(timezone)
    energies = day.house_energies(*day_bounds(local_day, timezone), timezone)
    house = by_source({role: one["amount"] / HOURS_A_QUARTER for role, one in energies.items()})
    table = energy_by_source(_use_powers(local_day, timezone), house, _("The rest"))
    if table.empty:
        note(_("Nothing measured yet today."))
        return
    chart = charts.where_chart(table)
    st.altair_chart(chart, key="uses", alt=_("Energy of each use today, by source"))


def _draw_problems() -> None:
    section(_("To look at"))
    problems = found(seen_meters(), datetime.now(UTC))
    if not problems:
        note(_("Nothing. All meters speak, and all are known."))
    for number, problem in enumerate(problems):
        _draw_problem(problem, number)


def _draw_problem(problem: Problem, number: int) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":material/{problem.icon}: **{plain(problem.title)}**")
        st.markdown(f":gray[{plain(problem.text)}]")
        if problem.action is Action.CONFIRM:
            confirm = _("They are right")
            st.button(confirm, key=f"do{number}", on_click=_confirm, args=(problem.meters,))
        else:
            st.page_link("data.py", label=_("See the meters"))


def _confirm(slugs: tuple[str, ...]) -> None:
    for slug in slugs:
        running().store.change_meter(slug, confirmed=True)
    running().live.load()  # the table of every visitor asks no longer
