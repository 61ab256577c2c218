"""Headings, notes and the site's place in the sidebar, the same on every page."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from energy_core.model import Site
from energy_core.ui.words import _

FIGURE_WIDTH = 160  # [px], at least
NARROW = "@media (max-width: 480px) { [data-testid=stMetricValue] { font-size: 1.5rem } }"
"""Two large figures of six digits stand beside each other on a phone, whole."""


def plain(text: str) -> str:
    """`text` as markdown that shows it as it is: a name is never markup."""
    return "".join(f"\\{mark}" if mark in r"\`*_{}[]()<>#+-.!|~:$&" else mark for mark in text)


def note(text: str) -> None:
    """A muted line under or beside something; `text` is markdown."""
    st.markdown(f":gray[:small[{text}]]")


def section(title: str, measures: str = "") -> None:
    """A section's heading and, under it, quantity and unit."""
    st.space("medium")
    with st.container(gap=None):
        st.markdown(f"## {title}", anchors=False)
        if measures:
            note(measures)


def figures_grid(count: int) -> DeltaGenerator:
    """Where so many large figures stand beside each other."""
    style(NARROW)
    return st.grid(count, min_column_width=FIGURE_WIDTH, gap="medium")


def site_in_sidebar(site: Site) -> None:
    label = _("Site")
    st.markdown(f":small[{label}]  \n**{plain(site.name)}**")


def style(css: str) -> None:
    """A rule of our own, for what Streamlit has no setting for; never with a word that was given."""
    st.html(f"<style>{css}</style>")
