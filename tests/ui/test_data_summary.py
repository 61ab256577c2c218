"""The first sentence of the page "Data", in the moment after a commit too."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from energy_core.model import Role
from tests.support.history_page import app_in
from tests.support.homes import Sends, send


def _script() -> None:
    from energy_core.ui.data.summary import draw_summary

    draw_summary("UTC")


def said() -> str:
    app = AppTest.from_function(_script, default_timeout=60).run()
    assert not app.exception, app.exception[0].message
    return app.markdown[0].value


def test_what_is_in_the_file_and_not_yet_in_memory_does_not_stop_the_page(tmp_path: Path) -> None:
    """A page is drawn between a meter's first commit and what follows it."""
    with app_in(tmp_path, "UTC") as services:
        start, end = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)
        send(services.store, start, end, pv=Sends(Role.PRODUCTION, 100.0))
        assert "1 meter, 96 readings" in said()
        services.store._extents.clear()
        assert said() == "# Drop a first meter file"
