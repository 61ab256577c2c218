"""What a visitor sees when a page breaks: calm words, no traceback. Streamlit logs that."""

from __future__ import annotations

import logging
import time

import streamlit as st

from energy_core.errors import StoreError
from energy_core.ui.words import _

log = logging.getLogger(__name__)


def show(error: BaseException) -> bool:
    """Log `error` and say it in the visitor's language; True: nothing else is to be shown.

    For `st.App(on_script_error=…)`.
    """
    log.error("a page failed: %s: %s", type(error).__name__, error)
    with st.container(border=True):
        st.markdown(f":material/error: **{_title(error)}**")
        told = _("Your readings go on being stored. What happened is in the server's log.")
        st.markdown(f":gray[{told}]")
        st.button(_("Try again"), key=f"failure_{time.time_ns()}")  # there may be several
    return True


def _title(error: BaseException) -> str:
    if isinstance(error, StoreError):
        return _("The database cannot be read just now")
    return _("This part of the page could not be drawn")
