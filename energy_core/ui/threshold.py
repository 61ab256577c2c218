"""The threshold in the sidebar: chosen per meter, replayed on the last 30 days as it moves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import streamlit as st

from energy_core.analysis.balance import used
from energy_core.analysis.thresholds import Replay, daily_peaks, replay
from energy_core.metering.local_days import day_bounds
from energy_core.model import Meter, Role
from energy_core.services import running
from energy_core.store import Resolution
from energy_core.ui import charts, day
from energy_core.ui.layout import note
from energy_core.ui.live import load
from energy_core.ui.names import shown_name
from energy_core.ui.numbers import number, with_unit
from energy_core.ui.words import _, ngettext

DAYS = 30
HOUSE = ""
METER_KEY = "threshold_of"
STEPS_W = (
    *range(250, 3000, 250), *range(3000, 12000, 500), *range(12000, 36001, 2000),
)  # fmt: skip
DEFAULT_W = 6000
WITH_THRESHOLD = {Role.CONSUMPTION, Role.EV, Role.SUBMETER, Role.GRID_IMPORT}


def _month(today: date, timezone: str) -> tuple[datetime, datetime]:
    start, _end = day_bounds(today - timedelta(days=DAYS), timezone)
    return start, day_bounds(today, timezone)[1]


def _frame(meter: Meter, start: datetime, end: datetime, timezone: str) -> pd.DataFrame:
    frame = running().store.series(meter, start, end, Resolution.QUARTER, timezone)
    quarters = day.quarters(start, min(end, datetime.now(UTC)))
    return frame.set_index("start").reindex(quarters)


@st.cache_data(ttl=timedelta(minutes=5), show_spinner=False)
def highest(slug: str, today: date, timezone: str) -> pd.Series:
    """The highest power [W] of each quarter-hour of the last 30 days: of one meter, or of the
    house. Where the house has no meter of its own, the quarter-hour's mean stands for it."""
    start, end = _month(today, timezone)
    meters = running().store.meters()
    own = [m for m in meters if (m.slug == slug if slug else m.role is Role.CONSUMPTION)]
    if len(own) == 1:
        return _frame(own[0], start, end, timezone)["max"]
    return used(day.read(start, end, timezone).powers)


@st.cache_data(ttl=timedelta(minutes=5), show_spinner=False)
def car_power(today: date, timezone: str) -> pd.Series | None:
    start, end = _month(today, timezone)
    cars = [m for m in running().store.meters() if m.role is Role.EV]
    return _frame(cars[0], start, end, timezone)["mean"] if cars else None


def _choose_meter() -> str:
    meters = {m.slug: m for m in running().store.meters() if m.role in WITH_THRESHOLD}
    slugs = [HOUSE, *(s for s, m in meters.items() if m.role is not Role.CONSUMPTION)]
    return st.selectbox(
        _("Consumption threshold"),
        slugs,
        format_func=lambda slug: shown_name(meters[slug]) if slug else _("Whole house"),
        key=METER_KEY,
        persist_state="session",
    )


def _choose_power(slug: str) -> float:
    return st.select_slider(
        _("Threshold"),
        STEPS_W,
        value=DEFAULT_W,
        format_func=_kilowatts,
        key=_power_key(slug),
        label_visibility="collapsed",
        persist_state="session",
    )


def _kilowatts(watts: float) -> str:
    return with_unit(number(watts / 1000, 2 if watts % 100 else 1), "kW")


def chosen() -> float | None:
    """The house's threshold [W] as it stands, before the control is drawn; None while another
    meter's is shown."""
    if st.session_state.get(METER_KEY, HOUSE) != HOUSE:
        return None
    return st.session_state.get(_power_key(HOUSE), DEFAULT_W)


def _power_key(slug: str) -> str:
    return f"threshold.{slug}"


def choose_threshold(today: date, timezone: str) -> None:
    """Draw the control, the present load, and how often the threshold would have been passed."""
    slug = _choose_meter()
    threshold_w = _choose_power(slug)
    load(slug or None)
    peaks = highest(slug, today, timezone)
    if peaks.notna().any():
        _tell(replay(peaks, threshold_w, car_power(today, timezone)))
        chart = charts.peaks_chart(daily_peaks(peaks, timezone), threshold_w / 1000)
        st.altair_chart(chart, key="peaks", alt=_("Peak of each of the last 30 days"))
        note(_("Peak of each day."))


def _tell(passes: Replay) -> None:
    times = ngettext("**{times} time**", "**{times} times**", passes.times)
    sentence = _("Would have been passed {count} in 30 days.")
    st.markdown(sentence.format(count=times.format(times=passes.times)))
    if passes.while_charging:
        during = _("{part} of {whole} times, the car was charging.")
        note(during.format(part=passes.while_charging, whole=passes.times))
