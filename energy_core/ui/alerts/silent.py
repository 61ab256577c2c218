"""Meters that have stopped answering, among what deserves a look."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from energy_core.ui.alerts.card import data_badge
from energy_core.ui.layout import plain
from energy_core.ui.meters import seen_meters
from energy_core.ui.problems import SILENT, Problem, found
from energy_core.ui.words import _


def silent() -> list[Problem]:
    return [one for one in found(seen_meters(), datetime.now(UTC)) if one.icon == SILENT]


def draw_silent(problems: list[Problem]) -> None:
    for problem in problems:
        with st.container(border=True, gap="xsmall"):
            st.markdown(data_badge())
            st.markdown(f"**{plain(problem.title)}**")
            st.markdown(f":gray[{plain(problem.text)}]")
            st.page_link("data.py", label=_("See the meters"))
