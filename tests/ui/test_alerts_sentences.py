"""What is said of an incident: a sentence of its own for each kind, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from energy_core.analysis.detectors.event import STAYS, Anomaly
from energy_core.model import Commodity, Kind, Role, Verdict
from energy_core.services.services import Services, set_running
from energy_core.settings import Settings
from energy_core.ui.alerts.inbox import Filter, State, heading, past_month, state_of, to_look_at
from energy_core.ui.alerts.sentences import kind_names, sentence
from energy_core.ui.alerts.stake import consequences, stake
from energy_core.ui.words import LANGUAGES, speaking
from tests.support.incidents import FACTS, HOUSE, START, incident

PARIS = "Europe/Paris"
COUNTER = replace(HOUSE, kind=Kind.COUNTER, unit="Wh", sent_unit="Wh")
ROOM = replace(HOUSE, role=Role.TEMPERATURE, kind=Kind.LEVEL, unit="°C", sent_unit="°C")
METERS = {Anomaly.COUNTER_RESET: COUNTER, Anomaly.JUMP: ROOM}
ENGLISH = {
    Anomaly.MISSING: "No readings for 4 h, from 28 May at 19:00 on",
    Anomaly.REPEATED: "Two values for one moment, 28 May at 19:00: 0.42 kW and 1.51 kW",
    Anomaly.COUNTER_RESET: "The register fell from 1,005.5 kWh to 2 kWh, 28 May at 19:00",
    Anomaly.NEGATIVE: "Below zero: −420 W, where this meter never was, 28 May at 19:00",
    Anomaly.STUCK: "The same value for 5 h: 62 W",
    Anomaly.INTERPOLATED: "A straight line for 6 h: nobody measured this",
    Anomaly.CLOCK_SHIFTED: "The days come 1 h earlier than they did, since 28 May",
    Anomaly.UNIT_CHANGE: "Values a thousand times greater since 28 May at 19:00",
    Anomaly.NIGHT_PRODUCTION: "120 W from the sun at night, 28 May at 19:00",
    Anomaly.SPIKE: "9.80 kW at 19:00 instead of 1.20 kW",
    Anomaly.DROP_OUT: "Down to 20 W at 19:00 instead of 400 W",
    Anomaly.UNUSUAL_HOURS: "More than usual from 19:00 to 21:00: 2.10 kW instead of 0.80 kW",
    Anomaly.UNUSUAL_DAY: "More than usual on 28 May: 24.0 kWh instead of 12.0 kWh",
    Anomaly.LEVEL_SHIFT: "Use was 38 % higher for 4 days: 16.6 kWh a day instead of 12.0 kWh",
    Anomaly.JUMP: "From 20.40 °C to 17.40 °C at once, 28 May at 19:00",
    Anomaly.DRIFT: "Slowly rising: 15.6 kWh a day in a week instead of 12.0 kWh",
    Anomaly.BASE_LOAD: "Standby was higher for 6 days: 190 W at night instead of 140 W",
    Anomaly.PV_OUTAGE: "Nothing from the sun in daylight, from 28 May at 19:00 on; usual: 2.10 kW",
    Anomaly.PV_LOSS: "The panels give 28 % less than a clear day should, for 3 days",
}


@pytest.fixture(autouse=True)
def services(tmp_path: Path) -> Iterator[Services]:
    opened = Services(Settings(db=tmp_path / "energy.duckdb", timezone=PARIS))
    set_running(opened)
    yield opened
    set_running(None)
    opened.store.close()


def words(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("kind", Anomaly)
def test_each_kind_is_told_in_a_sentence_of_its_own(kind: Anomaly) -> None:
    meter = METERS.get(kind, HOUSE)
    with speaking("en"):
        assert words(sentence(incident(kind, meter=meter), PARIS)) == ENGLISH[kind]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kinds_share_a_sentence_or_a_name(language: str) -> None:
    with speaking(language):
        told = [sentence(incident(kind), PARIS) for kind in Anomaly]
        names = list(kind_names().values())
    assert len(set(told)) == len(set(names)) == len(Anomaly)


def test_the_standby_is_told_in_french_as_a_neighbour_would() -> None:
    with speaking("fr"):
        told = words(sentence(incident(Anomaly.BASE_LOAD, is_open=True), PARIS))
    assert told == "La veille a monté : 190 W la nuit au lieu de 140 W"


def test_less_is_told_as_less() -> None:
    facts = {"value_w": 310.0, "usual_w": 500.0, "percent": -38.0, "days": 4.0}
    with speaking("en"):
        told = sentence(incident(Anomaly.LEVEL_SHIFT, facts=facts), PARIS)
    assert words(told) == "Use was 38 % lower for 4 days: 7.4 kWh a day instead of 12.0 kWh"


def test_what_is_bought_is_not_called_used() -> None:
    bought = replace(HOUSE, role=Role.GRID_IMPORT)
    with speaking("en"):
        told = sentence(incident(Anomaly.LEVEL_SHIFT, meter=bought), PARIS)
    assert words(told) == "38 % more than usual for 4 days: 16.6 kWh a day instead of 12.0 kWh"


@pytest.mark.parametrize(
    ("more", "begins"),
    [
        ({"is_open": True}, "Use has been 38 % higher for 4 days: "),
        ({"is_open": False}, "Use was 38 % higher for 4 days: "),
        ({"facts": FACTS[Anomaly.LEVEL_SHIFT] | {STAYS: 1.0}}, "Use has been 38 % higher since "),
    ],
)
def test_a_lasting_change_goes_on_is_over_or_has_stayed(more: dict, begins: str) -> None:
    with speaking("en"):
        told = sentence(incident(Anomaly.LEVEL_SHIFT, hours=96, **more), PARIS)
    assert words(told).startswith(begins)


def test_gas_is_told_in_cubic_metres() -> None:
    gas = replace(
        HOUSE, role=Role.GAS, commodity=Commodity.GAS, kind=Kind.INTERVAL, unit="m³", sent_unit="m³"
    )
    facts = {"value_w": 2.5, "usual_w": 0.5}
    with speaking("en"):
        told = sentence(incident(Anomaly.SPIKE, meter=gas, facts=facts), PARIS)
    assert words(told) == "2.50 m³/h at 19:00 instead of 0.50 m³/h"


def test_a_lasting_change_is_told_by_what_it_takes_a_day() -> None:
    lasting = incident(Anomaly.BASE_LOAD, hours=6 * 24, excess_wh=7_200.0)
    with speaking("en"):
        told = stake(lasting)
    assert told and words(told.told()) == "That is 1.2 kWh a day more."


def test_energy_against_the_sentence_is_not_told() -> None:
    with speaking("en"):
        assert stake(incident(Anomaly.SPIKE, excess_wh=-900.0)) is None


def test_a_fault_of_the_data_tells_what_it_means_and_no_energy() -> None:
    with speaking("en"):
        means = consequences()
        faults = [incident(kind) for kind in Anomaly if incident(kind).layer == 1]
        assert {Anomaly(one.kind) for one in faults} == set(means)
        assert [stake(replace(one, excess_wh=500.0)) for one in faults] == [None] * len(faults)


NOW = START + timedelta(days=2)


@pytest.mark.parametrize(
    ("more", "state"),
    [
        pytest.param({}, State.OPEN, id="what nobody judged is open"),
        pytest.param({"start": START - timedelta(days=40)}, State.EARLIER, id="for a month"),
        pytest.param(
            {"start": START - timedelta(days=40), "is_open": True}, State.OPEN,
            id="or as long as it lasts",
        ),
        pytest.param({"verdict": Verdict.NORMAL}, State.JUDGED, id="then it is judged"),
        pytest.param({"muted": True}, State.MUTED, id="or muted by an earlier verdict"),
    ],
)  # fmt: skip
def test_an_incident_stands_in_one_state(more: dict, state: State) -> None:
    assert state_of(incident(Anomaly.SPIKE, **more), NOW) is state


def test_the_heading_counts_what_is_open_and_what_weighs() -> None:
    some = [incident(Anomaly.SPIKE), incident(Anomaly.MISSING, severity="alert")]
    grave = incident(Anomaly.BASE_LOAD, severity="alert")
    with speaking("fr"):
        assert words(heading([])) == "Rien à regarder"
        assert words(heading(some)) == "Deux points à regarder, rien d’urgent"
        assert words(heading([*some, grave])) == "Trois points à regarder, dont un important"
        assert words(heading([grave])) == "Un point à regarder, important"
        assert words(heading(some, others=1)) == "Trois points à regarder, rien d’urgent"
        judged = replace(grave, verdict=Verdict.FAULT)
        assert words(past_month([*some, judged], NOW)) == "3 trouvés en 30 jours, dont 1 jugé"


def test_the_filter_takes_what_fits_in_state_kind_and_meter() -> None:
    one, other = incident(Anomaly.SPIKE), incident(Anomaly.DROP_OUT)
    judged = replace(one, verdict=Verdict.FAULT)
    assert to_look_at([one, judged], NOW) == [one]
    assert Filter(kind=Anomaly.SPIKE).takes(one, NOW)
    assert not Filter(kind=Anomaly.SPIKE).takes(other, NOW)
    assert not Filter(meter="oven").takes(one, NOW)
    assert Filter(State.JUDGED).takes(judged, NOW)
