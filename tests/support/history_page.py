"""The page "History" as its script draws it, from an address, over an app that sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.testing.v1 import AppTest

from energy_core.services.services import Services, set_running
from energy_core.settings import Settings


@contextmanager
def app_in(folder: Path, timezone: str) -> Iterator[Services]:
    """The loops that run beside the pages are not started."""
    opened = Services(Settings(db=folder / "energy.duckdb", timezone=timezone))
    set_running(opened)
    yield opened
    set_running(None)
    opened.store.close()


def _script() -> None:
    from energy_core.services import running
    from energy_core.ui.history.page import draw

    draw(running().store.site().timezone)


def history_page(period: str, **query: str) -> AppTest:
    app = AppTest.from_function(_script, default_timeout=120)
    for name, value in {"lang": "en", "period": period, **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def metrics(app: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in app.metric}
