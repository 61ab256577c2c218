"""The page "Alerts" as its script draws it, with incidents in the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from energy_core.analysis.detectors.event import Anomaly
from energy_core.analysis.detectors.sensitivity import Sensitivity
from energy_core.metering.readings import Readings
from energy_core.model import Commodity, Incident, Kind, Meter, MeterSpec, Role, Verdict
from energy_core.services.history.looked import Looked
from energy_core.services.history.marks import marks
from energy_core.services.history.selection import Selection
from energy_core.services.services import Services, set_running
from energy_core.settings import Settings
from energy_core.ui.alerts import accuracy, brief
from energy_core.ui.problems import Action
from energy_core.ui.words import speaking
from tests.support.incidents import incident

PARIS = "Europe/Paris"
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
DAY = timedelta(days=1)
QUARTER_S, DAYS = 900, 40


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Services]:
    """The loops that run beside the pages are not started."""
    opened = Services(Settings(db=tmp_path / "energy.duckdb", timezone=PARIS))
    set_running(opened)
    yield opened
    set_running(None)
    opened.store.close()


@pytest.fixture
def services(empty: Services) -> Services:
    """A house of 500 W and its oven, for forty days."""
    store = empty.store
    for slug, role in (("house", Role.CONSUMPTION), ("oven", Role.SUBMETER)):
        store.create_meters(
            [MeterSpec(slug, Kind.POWER, role, Commodity.ELECTRICITY, "W", "W",
                       step_s=QUARTER_S, confirmed=True)]
        )  # fmt: skip
    last = round(NOW.timestamp())
    stamps = np.arange(last - DAYS * 86_400, last, QUARTER_S) * 10**6
    for meter in store.meters():
        values = np.full(len(stamps), 500.0)
        ids = np.full(len(stamps), meter.id, np.int32)
        store.ingest(Readings(ids, stamps, values), "t").result()
    return empty


def keep(services: Services, *found: Incident) -> list[Incident]:
    """Store them; with their numbers."""
    by_meter: dict[str, list[Incident]] = {}
    for one in found:
        by_meter.setdefault(one.meter.slug, []).append(one)
    for of_one in by_meter.values():
        services.store.anomalies.put(of_one[0].meter, None, of_one)
    return services.detecting.incidents()


def standby(meter: Meter, **more: Any) -> Incident:
    told = {"start": NOW - 6 * DAY, "excess_wh": 7_200.0, **more}
    return incident(Anomaly.BASE_LOAD, hours=6 * 24, meter=meter, **told)


def stuck(meter: Meter) -> Incident:
    return incident(Anomaly.STUCK, meter=meter, start=NOW - 3 * DAY)


def _script() -> None:
    from energy_core.services import running
    from energy_core.ui.alerts.page import draw

    draw(running().store.site().timezone)


def page(**query: str) -> AppTest:
    app = AppTest.from_function(_script, default_timeout=60)
    for name, value in {"lang": "en", **query}.items():
        app.query_params[name] = value
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].message
    return app


def text(app: AppTest) -> str:
    return "\n".join(each.value for each in app.markdown).replace("\u00a0", " ").replace("\\", "")


def button(app: AppTest, label: str) -> Any:
    return next(each for each in app.button if each.label == label)


def test_an_empty_house_is_told_what_will_be_watched(empty: Services) -> None:
    app = page()
    assert "# Nothing to watch over yet" in text(app)
    assert [each.label for each in app.button][:2] == ["Drop a file", "Connect a device"]


def test_a_quiet_house_is_told_that_all_is_as_usual(services: Services) -> None:
    assert "# Nothing to look at" in text(page())
    assert "All meters do what they usually do" in text(page())


def test_an_incident_is_told_with_what_it_costs_in_energy_and_since_when(
    services: Services,
) -> None:
    keep(services, standby(services.store.meter("house"), is_open=True))
    told = text(page())
    assert "# One thing to look at, nothing urgent" in told
    assert "**Standby has risen: 190 W at night instead of 140 W** · House" in told
    assert "That is **1.2 kWh** a day more." in told
    assert ":orange-badge[:material/warning: Attention]" in told


def test_a_fault_of_the_data_carries_its_own_badge(services: Services) -> None:
    keep(services, stuck(services.store.meter("house")))
    told = text(page())
    assert ":gray-badge[:material/sensors_off: Measurement]" in told
    assert "orange-badge" not in told
    assert "red-badge" not in told


def test_normal_takes_it_off_the_list_and_undo_brings_it_back(services: Services) -> None:
    (kept,) = keep(services, standby(services.store.meter("house")))
    app = page()
    app.text_input(key="alerts_author").set_value("Ada").run()
    checked(button(app, "This is normal").click().run())
    assert "# Nothing to look at" in text(app)
    assert "Kept: Standby, House: normal." in text(app)
    judged = services.detecting.incident(kept.id)
    assert (judged.verdict, judged.author) == (Verdict.NORMAL, "Ada")

    checked(button(app, "Undo").click().run())
    assert "# One thing to look at" in text(app)
    assert services.detecting.incident(kept.id).verdict is None


def test_what_was_judged_stands_under_judged_and_can_be_taken_back(services: Services) -> None:
    (kept,) = keep(services, standby(services.store.meter("house")))
    services.detecting.judge(kept.id, Verdict.HOLIDAY, "Ada")
    app = page()
    assert "Standby has risen" not in text(app)
    checked(app.button_group(key="alerts_state").set_value("judged").run())
    assert "Judged a holiday · Ada" in text(app)
    checked(button(app, "Take it back").click().run())
    assert services.detecting.incident(kept.id).verdict is None


def test_kind_and_meter_filter_the_list(services: Services) -> None:
    house, oven = (services.store.meter(slug) for slug in ("house", "oven"))
    keep(services, standby(house), stuck(oven))
    app = page()
    assert app.selectbox(key="alerts_kind").options == ["All kinds", "Standby", "Stuck value"]
    checked(app.selectbox(key="alerts_kind").set_value(Anomaly.STUCK).run())
    assert "The same value" in text(app)
    assert "Standby has risen" not in text(app)
    checked(app.selectbox(key="alerts_meter").set_value("house").run())
    assert "Nothing of this kind, on this meter, in this state." in text(app)


def charts(app: AppTest) -> int:
    return len(app.get("arrow_vega_lite_chart")) + len(app.get("vega_lite_chart"))


def test_one_is_opened_by_its_address_with_its_pictures(services: Services) -> None:
    (kept,) = keep(services, incident(
        Anomaly.SPIKE, hours=0.25, meter=services.store.meter("house"), start=NOW - DAY))  # fmt: skip
    shut, opened = page(), page(incident=str(kept.id))
    assert charts(shut) == 1  # its last thirty days
    assert charts(opened) == 2  # the band, and days like it
    assert "grey band: usual at that hour" in text(opened)
    checked(button(opened, "Close").click().run())
    assert charts(opened) == 1


def test_a_link_opens_what_the_filter_hides(services: Services) -> None:
    (kept,) = keep(services, stuck(services.store.meter("house")))
    services.detecting.judge(kept.id, Verdict.FAULT, "")
    assert "The same value" in text(page(incident=str(kept.id)))
    assert "The same value" not in text(page())


def test_a_sensitivity_is_tried_then_used(services: Services) -> None:
    house = services.store.meter("house")
    keep(services, stuck(house))
    app = page()
    assert [each.value for each in app.metric] == ["1 time"]
    levels = app.button_group(key="sensitivity_level_house")
    checked(levels.set_value(Sensitivity.HIGH).run())
    assert services.detecting.sensitivity(house) is Sensitivity.AUTO
    checked(next(b for b in app.button if b.key == "sensitivity_use").click().run())
    assert services.detecting.sensitivity(house) is Sensitivity.HIGH


def test_the_measured_tables_come_from_the_generated_file(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        "date": "2026-11-24", "version": "0.1.0", "commit": "abc1234",
        "figures": [{"what": "recall", "unit": "", "must": "≥ 0.62", "aim": "≥ 0.8",
                     "reached": 0.731, "verdict": "reached", "note": ""}],
        "tables": {"kinds": [{"kind": "spike", "recall": None, "delay_h": 12.0}]},
    }  # fmt: skip
    file = tmp_path / "accuracy.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(accuracy, "FILE", file)
    app = page()
    figures, kinds = (each.value for each in app.table)
    assert figures.iloc[0].tolist() == ["recall", "≥ 0.62", "≥ 0.80", "0.73", "reached"]
    assert kinds.iloc[0].tolist() == ["spike", "—", "12"]
    assert "Measured 2026-11-24, version 0.1.0 (abc1234)." in text(app)
    monkeypatch.setattr(accuracy, "FILE", tmp_path / "none.json")
    assert "Not measured yet in this version." in text(page())


def test_the_page_is_told_in_french(services: Services) -> None:
    keep(services, standby(services.store.meter("house")))
    told = text(page(lang="fr"))
    assert "# Un point à regarder, rien d’urgent" in told
    assert "**La veille a monté : 190 W la nuit au lieu de 140 W** · Maison" in told


def test_live_tells_the_first_three_and_where_to_look(services: Services) -> None:
    house, oven = (services.store.meter(slug) for slug in ("house", "oven"))
    kept = keep(services, standby(house), stuck(oven))
    with speaking("en"):
        first, second = brief.open_incidents(PARIS)
    assert first.title.replace("\u00a0", " ").startswith("House · Standby has risen: 190 W")
    assert (first.action, first.incident) == (Action.SEE_INCIDENT, kept[0].id)
    assert second.icon == brief.DATA_ICON


def test_history_marks_what_was_found_but_not_what_is_normal(services: Services) -> None:
    house = services.store.meter("house")
    first, _second = keep(services, standby(house), stuck(house))
    window = (NOW - 10 * DAY, NOW)

    def marked(meters: Sequence[Meter], start: datetime, end: datetime) -> list[str]:
        looked = Looked(Selection(), (), (), tuple(meters), ())
        return [one.kind for one in marks(services.store, looked, start, end).incidents]

    assert len(marked([house], *window)) == 2
    services.detecting.judge(first.id, Verdict.NORMAL, "")
    assert marked([house], *window) == [Anomaly.STUCK]
    assert marked([house], NOW - 20 * DAY, NOW - 10 * DAY) == []
    assert marked([], *window) == []
