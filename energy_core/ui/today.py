"""What the server draws about today, again at the interval the visitor chose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st
from streamlit_autorefresh import st_autorefresh

from energy_core.ui import charts, day
from energy_core.ui.household import clock_hours
from energy_core.ui.words import _


def now_hour(timezone: str) -> float:
    return float(clock_hours(pd.DatetimeIndex([datetime.now(UTC)]), timezone).iloc[0])


@st.fragment
def draw_today(timezone: str, refresh_s: int) -> None:
    """Today against yesterday and the usual day; redrawn each `refresh_s` seconds, 0 for never."""
    local_day = day.today(timezone)
    chart = charts.day_chart(
        day.day_frame(local_day, timezone),
        day.past_day(local_day - timedelta(days=1), timezone),
        day.usual_day(local_day, timezone),
        now_hour(timezone),
    )
    st.altair_chart(chart, key="day", alt=_("Power of the house today, by source, and yesterday"))
    if refresh_s:
        st_autorefresh(refresh_s * 1000, key="today")
