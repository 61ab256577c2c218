"""From where to where the house's energy flowed."""

from __future__ import annotations

import streamlit as st

from energy_core.analysis import shapes
from energy_core.services.history import View
from energy_core.ui import charts
from energy_core.ui.history.balance import named_parts
from energy_core.ui.history.frame import as_table
from energy_core.ui.layout import section


def draw_flows(view: View) -> None:
    uses = {name: frame["amount"] for name, frame in named_parts(view).items()}
    links = shapes.flows(view.now.measured.house, uses)
    if links.empty:
        return
    said = charts.said.flows()
    section(said.title, said.measures)
    st.echarts_chart(
        charts.sankey(links), key="flows", renderer="svg", height=charts.FLOWS_HEIGHT,
        alt=f"{said.title}: {said.measures}",
    )  # fmt: skip
    as_table("flows", links, view.timezone)
