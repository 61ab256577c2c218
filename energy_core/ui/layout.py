"""Headings, notes and the site's place in the sidebar, the same on every page."""

from __future__ import annotations

import streamlit as st

from energy_core.model import Site
from energy_core.ui.words import _


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


def site_in_sidebar(site: Site) -> None:
    label = _("Site")
    st.markdown(f":small[{label}]  \n**{plain(site.name)}**")


def promise(title: str, what: str, how: str) -> None:
    """An honest page that waits for its content: what will be there, and how it gets there."""
    st.markdown(f"# {title}", anchors=False)
    st.markdown(f":gray[{what}]")
    with st.container(border=True, width=640):
        st.markdown(how)


def style(css: str) -> None:
    """A rule of our own, for what Streamlit has no setting for; never with a word that was given."""
    st.html(f"<style>{css}</style>")
