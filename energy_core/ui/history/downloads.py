"""Exactly what is shown, as a file; and the meters' own readings of the time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from energy_core.analysis.period import Span
from energy_core.services.history import View, download, file_name
from energy_core.ui.words import _, language

LABELS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet"}


def draw_downloads(view: View) -> None:
    """Made when they are asked for, not before."""
    with st.popover(_("Download"), icon=":material/download:", width="stretch"):
        for format, label in LABELS.items():
            st.download_button(
                label, data=partial(_made, view, format),
                file_name=file_name(view, format), key=f"history_{format}", on_click="ignore",
                width="stretch",
            )  # fmt: skip
        if view.period.span is Span.MONTH:
            address = f"/api/v1/report?month={view.period.first:%Y-%m}&language={language()}"
            st.link_button(_("Report, to print"), address, icon=":material/print:", width="stretch")


def _made(view: View, format: str) -> bytes:
    return b"".join(download(view, format, datetime.now(UTC)).pieces)
