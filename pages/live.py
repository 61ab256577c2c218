"""The house now, and today."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from energy_core.services import running
from energy_core.ui import day, session
from energy_core.ui.live import live
from energy_core.ui.simulated import is_filling
from energy_core.ui.threshold import choose_threshold, chosen
from energy_core.ui.today import draw_today, prepare
from energy_core.ui.welcome import draw_filling, draw_welcome
from energy_core.ui.yesterday import comparison

store = running().store
site = store.site()
today = day.today(site.timezone)

if is_filling(datetime.now(UTC)):
    draw_filling()
elif not store.meters():
    draw_welcome()
elif session.is_wall():
    live(None, comparison(today, site.timezone), wall=True)
elif live(chosen(), comparison(today, site.timezone)):
    with st.sidebar:
        refresh_s = session.choose_refresh()
        choose_threshold(today, site.timezone)
    draw_today(site.timezone, refresh_s)
else:
    prepare(site.timezone)
