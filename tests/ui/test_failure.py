"""A page that breaks speaks calmly, and keeps its secrets."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from energy_core.errors import StoreUnavailable


def _broken() -> None:
    import streamlit as st

    from energy_core.ui import failure

    st.session_state.told = failure.show(st.session_state.error)
    failure.show(st.session_state.error)  # two parts of one page may break


def _seen(error: Exception, language: str) -> str:
    app = AppTest.from_function(_broken)
    app.session_state.error = error
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert app.session_state.told is True
    return "\n".join(element.value for element in app.markdown)


@pytest.mark.parametrize(
    ("error", "language", "title"),
    [
        (ValueError("/secret"), "en", "This part of the page could not be drawn"),
        (ValueError("/secret"), "fr", "Cette partie de la page n’a pas pu être dessinée"),
        (StoreUnavailable("/secret"), "en", "The database cannot be read just now"),
    ],
)
def test_an_error_is_said_in_calm_words(error: Exception, language: str, title: str) -> None:
    said = _seen(error, language)
    assert title in said
    assert "secret" not in said
    assert "Error" not in said


def test_an_error_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    _seen(ValueError("the disk is gone"), "en")
    assert "ValueError: the disk is gone" in caplog.text
