"""What is drawn at a time is read once, and a changed meter is told to every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from energy_core.formats import line_protocol
from energy_core.model import Meter
from energy_core.services.services import Services, set_running
from energy_core.settings import Settings
from energy_core.ui import day, yesterday

HOUSE = {"house": "consumption", "pv": "production", "import": "grid_import"}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A house whose three meters have sent, without the loops that run beside it."""
    st.cache_data.clear()
    opened = Services(Settings(db=tmp_path / "energy.duckdb", timezone="UTC"))
    set_running(opened)
    now = datetime.now(UTC)
    lines = [
        f"energy,meter={slug},unit=W,kind=power,role={role},step=60 value=900 {ago.timestamp():.0f}"
        for slug, role in HOUSE.items()
        for ago in (now - timedelta(minutes=n) for n in range(30))
    ]
    body = "\n".join(lines).encode()
    opened.intake.take(line_protocol.parse(body, "s"), "test").receipt()
    yield opened
    set_running(None)
    opened.store.close()
    st.cache_data.clear()


def test_all_that_is_drawn_at_a_time_reads_each_meter_once(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[tuple[Any, ...]] = Counter()
    series = services.store.series

    def counted(meter: Meter, *about: Any) -> Any:
        asked[(meter.slug, *about)] += 1
        return series(meter, *about)

    monkeypatch.setattr(services.store, "series", counted)
    now = day.today("UTC")
    yesterday.comparison(now, "UTC")
    day.present(now, "UTC")
    day.past(now - timedelta(days=1), "UTC")
    assert len(asked) == 2 * len(HOUSE)
    assert set(asked.values()) == {1}


def test_a_changed_meter_is_told_to_who_listens(services: Services) -> None:
    told: list[tuple[str, Any]] = []
    services.live.hub.publish = lambda event, data: told.append((event, data))  # type: ignore
    house = services.store.meter("house")
    services.live.change_meters(["pv", "import"], confirmed=True, parent=house.id)
    assert [event for event, _ in told] == ["snapshot"]
    meters = {meter["slug"]: meter for meter in told[0][1]["meters"]}
    assert [meters[slug]["parent"] for slug in ("house", "pv", "import")] == [
        None,
        "house",
        "house",
    ]
    assert meters["pv"]["confirmed"] is True
