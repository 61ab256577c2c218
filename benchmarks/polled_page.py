"""The usual way to a live figure in Streamlit, to compare with: drawn anew each second."""

from __future__ import annotations

import time

import streamlit as st


@st.fragment(run_every=1)
def now() -> None:
    st.metric("Power", f"{1000 + int(time.time()) % 100} W")


now()
