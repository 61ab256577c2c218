"""The page's words: English in the source, other languages from `energy_core/locale` (gettext).

`_("Meters")` gives the word in the language of the session; `speaking("fr")` sets it for a block,
outside a session too. Adding a language: add it to `LANGUAGES`, run `energy_core/locale/refresh.py`
and translate the new `.po`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

LANGUAGES = {"en": "English", "fr": "Français"}
DEFAULT = "en"
LANGUAGE_KEY = "lang"  # in the address
LANGUAGE_COOKIE = "energy_lang"  # written by live/keep.js
SWITCH_KEY, START_KEY = "language_switch", "language_at_start"
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"

_spoken: ContextVar[str | None] = ContextVar("language", default=None)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations of one language. Raises FileNotFoundError where its .mo is missing."""
    return gettext.translation("energy", LOCALE_FOLDER, languages=[language])


def _session_language() -> str:
    """As switched in this session, else as the visit began."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return DEFAULT
    by_label = {label: code for code, label in LANGUAGES.items()}
    switched = by_label.get(st.session_state.get(SWITCH_KEY, ""))
    return switched or st.session_state.setdefault(START_KEY, first_language())


def first_language() -> str:
    """Of the address (`?lang=fr`), else as kept in the browser, else the browser's own."""
    asked = st.query_params.get(LANGUAGE_KEY), st.context.cookies.get(LANGUAGE_COOKIE)
    own = (st.context.locale or DEFAULT).lower()[:2]
    return next((code for code in (*asked, own) if code in LANGUAGES), DEFAULT)


def first_spoken(accepted: str) -> str | None:
    """The first language of an Accept-Language header that is spoken here."""
    asked = (part.split(";")[0].strip().lower()[:2] for part in accepted.split(","))
    return next((code for code in asked if code in LANGUAGES), None)


def language() -> str:
    """The code of the language to speak now: `speaking`'s, else the session's, else English."""
    return _spoken.get() or _session_language()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` inside the block."""
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


def _(text: str) -> str:
    return catalogue(language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    return catalogue(language()).ngettext(one, many, count)
