"""The house now, and today."""

from __future__ import annotations

import streamlit as st

from energy_core.services import running
from energy_core.ui import day, session
from energy_core.ui.layout import section, site_in_sidebar
from energy_core.ui.live import live, meters
from energy_core.ui.today import draw_today
from energy_core.ui.words import _
from energy_core.ui.yesterday import comparison

site = running().store.site()

with st.sidebar:
    site_in_sidebar(site)
    refresh_s = session.choose_refresh()

live(threshold_w=6000.0, compared=comparison(day.today(site.timezone), site.timezone))
section(_("The day, compared"), _("consumption, kW · grey band: 4 days in 5 of the last month"))
draw_today(site.timezone, refresh_s)
section(_("Meters"))
meters()
