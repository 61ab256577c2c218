"""The entry of every visit: what is common to all pages, then the page that the address names."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from energy_core.services import running
from energy_core.ui import session, simulated
from energy_core.ui.layout import site_in_sidebar
from energy_core.ui.words import _

HERE = Path(__file__).parent
MARK = str(HERE / "static" / "mark.svg")
wall = session.is_wall()
site = running().store.site()

product = _("Energy")
st.set_page_config(
    page_title=f"{site.name} · {product}",
    page_icon=MARK,
    layout="wide",
    initial_sidebar_state="collapsed" if wall else 272,
)
page = st.navigation(
    [
        st.Page(HERE / "live.py", title=_("Live"), icon=":material/bolt:", default=True),
        st.Page(HERE / "history.py", title=_("History"), icon=":material/bar_chart:"),
        st.Page(HERE / "alerts.py", title=_("Alerts"), icon=":material/notifications:"),
        st.Page(HERE / "data.py", title=_("Data"), icon=":material/speed:"),
    ],
    position="hidden" if wall else "top",
)
if not wall:
    st.logo(MARK, size="small")
    with st.sidebar:  # first, so that the page has its width from the start
        site_in_sidebar(site)
page.run()
if not wall:
    with st.sidebar:
        session.choose_language()
        session.offer_wall()
        simulated.offer_removal()
