"""The composition root: `streamlit run streamlit_app.py` serves the pages and the API."""

from __future__ import annotations

import streamlit as st

from energy_core.api.answers import answer
from energy_core.api.app import routes
from energy_core.errors import EnergyError
from energy_core.services.lifespan import lifespan
from energy_core.ui.failure import show
from energy_core.ui.report import route as report
from energy_core.ui.report.mailing import mailing

app = st.App(
    "pages/app.py",
    lifespan=lifespan(port=lambda: st.get_option("server.port"), beside=[mailing]),
    routes=[report.route(), *routes()],  # before `/api`, which takes all that begins so
    exception_handlers={EnergyError: answer},
    on_script_error=show,
)
