"""The parts of the page "Data" that need no browser: words, pieces of series, and components."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from energy_core.errors import BadRequest
from energy_core.formats.document import Dialect, Series
from energy_core.metering.periods import micros
from energy_core.model import Commodity, EventKind, EventState, Kind, MeterEvent, Role
from energy_core.ui import live
from energy_core.ui.data import components, events, messages, pieces, summary, traces, wording
from energy_core.ui.data.series import _span
from energy_core.ui.words import speaking

HOUR = 3_600_000_000
SCRIPTS = sorted(components.FOLDER.glob("*.js"))


def hourly(
    hours: int, without: range = range(0), start: datetime = datetime(2023, 3, 25, tzinfo=UTC)
) -> Series:
    kept = np.array([n for n in range(hours) if n not in without])
    return Series(
        "load", Kind.INTERVAL, Role.CONSUMPTION, Commodity.ELECTRICITY, "kWh",
        micros(start) + kept * HOUR, kept % 24 / 10, np.zeros(len(kept), bool), step_s=3600.0,
    )  # fmt: skip


# -- pieces of a series


def test_a_long_series_shows_its_first_and_last_three_days() -> None:
    series = hourly(24 * 30)
    first, last = pieces.ends_of(series)
    assert (len(first.ts), len(last.ts)) == (73, 74)  # the hours, and the end of the last one
    assert first.ts[0] == series.ts[0]
    assert last.ts[-1] == series.ts[-1] + HOUR


def test_a_short_series_is_shown_whole() -> None:
    (whole,) = pieces.ends_of(hourly(24 * 6))
    assert len(whole.ts) == 24 * 6 + 1


def test_a_hole_breaks_the_line_after_the_width_of_what_was_measured() -> None:
    series = hourly(48, without=range(10, 14))
    (whole,) = pieces.ends_of(series)
    start = int(series.ts[0])
    assert whole.holes == [(start + 10 * HOUR, start + 14 * HOUR)]
    at_hole = np.flatnonzero(whole.ts == start + 10 * HOUR)
    assert whole.value[at_hole[0]] == series.value[9]
    assert np.isnan(whole.value[at_hole[1]])


def test_a_series_without_readings_has_no_piece() -> None:
    assert pieces.ends_of(hourly(0)) == []


@pytest.mark.parametrize("at", [datetime(2024, 3, 29), datetime(2024, 10, 25)], ids=str)
def test_each_reading_is_told_on_the_clock_of_its_own_moment(at: datetime) -> None:
    paris = ZoneInfo("Europe/Paris")
    (whole,) = pieces.ends_of(hourly(5 * 24, start=at.replace(tzinfo=paris)))
    (rows,) = traces.trace(whole, Kind.INTERVAL, "Europe/Paris").to_dict()["datasets"].values()
    assert len(rows) == len(whole.ts)
    for row in rows:
        local = datetime.fromtimestamp(row["start"] / 1000, paris).replace(tzinfo=UTC)
        assert datetime.fromtimestamp(row["clock"] / 1000, UTC) == local


def test_the_axis_names_local_midnights_across_a_change_of_the_clock() -> None:
    paris = ZoneInfo("Europe/Paris")
    (whole,) = pieces.ends_of(hourly(5 * 24, start=datetime(2024, 3, 29, tzinfo=paris)))
    with speaking("en"):
        chart = traces.trace(whole, Kind.COUNTER, "Europe/Paris").to_dict()
    axis = chart["layer"][0]["encoding"]["x"]["axis"]
    midnights = [datetime(2024, 3, 29, tzinfo=paris) + n * timedelta(days=1) for n in range(6)]
    assert axis["values"] == [at.timestamp() * 1000 for at in midnights]
    assert "Sun 31" in axis["labelExpr"]


@pytest.mark.parametrize(
    ("hours", "said"),
    [(24, "25\u00a0March\u00a02023"), (25, "from 25\u00a0March\u00a02023 to 26\u00a0March\u00a02023")],
)  # fmt: skip
def test_a_piece_that_ends_at_midnight_ends_on_the_day_before(hours: int, said: str) -> None:
    (whole,) = pieces.ends_of(hourly(hours))
    with speaking("en"):
        assert _span(whole, "UTC") == said


def test_a_single_reading_is_a_picture_too() -> None:
    one = pieces.Piece(np.array([1_700_000_000_000_000]), np.array([5.0]), [])
    assert traces.trace(one, Kind.COUNTER, "Europe/Paris").to_dict()["layer"]


def test_what_flows_is_drawn_from_zero_and_a_register_is_not() -> None:
    part = pieces.Piece(np.array([0, 1]), np.array([5.0, 9.0]), [])
    assert pieces.shared_domain([part], Kind.POWER) == (0.0, 9.0)
    assert pieces.shared_domain([part], Kind.COUNTER) == (5.0, 9.0)


# -- words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        pytest.param(10, "10\u00a0s", id="seconds"),
        pytest.param(900, "15\u00a0min", id="quarter hour"),
        pytest.param(3600, "1\u00a0h", id="hour"),
        pytest.param(5400, "1.5\u00a0h", id="ninety minutes"),
        pytest.param(86400, "1\u00a0d", id="day"),
        pytest.param(30 * 86400, "1 month", id="month"),
        pytest.param(None, "irregular", id="none"),
    ],
)
def test_a_step_is_said_in_its_largest_unit(seconds: float | None, said: str) -> None:
    with speaking("en"):
        assert wording.step(seconds) == said


def test_the_writing_of_a_file_is_one_line_in_both_languages() -> None:
    written = Dialect("cp1252", ";", ",", preamble_lines=2, header_line=3, total_rows=1)
    with speaking("en"):
        assert wording.dialect(written) == (
            "Windows-1252 · separated by semicolons · decimal comma · 2 lines before the header"
            " · header in line 3 · 1 total left out"
        )
    with speaking("fr"):
        assert wording.dialect(written).startswith("Windows-1252 · séparé par des points-virgules")


@pytest.mark.parametrize(
    ("value", "said"),
    [(4086.0, "4,086\u00a0Wh"), (4381.27, "4,381.3\u00a0Wh"), (0.218, "0.22\u00a0Wh")],
)
def test_a_figure_has_no_more_digits_than_one_reads(value: float, said: str) -> None:
    with speaking("en"):
        assert wording.figure(value, "Wh") == said


def test_a_byte_order_mark_is_no_encoding_of_its_own() -> None:
    with speaking("en"):
        assert wording.dialect(Dialect("UTF-8-SIG", ",")).startswith("UTF-8 · ")


@pytest.mark.parametrize(
    ("unit", "said"),
    [("kWh", "energy per interval"), ("MJ", "energy per interval"), ("kVArh", "amount per interval"),
     ("m³", "amount per interval"), ("therm", "energy per interval")],
)  # fmt: skip
def test_only_what_is_counted_in_energy_is_called_energy(unit: str, said: str) -> None:
    with speaking("en"):
        assert wording.kind_name(Kind.INTERVAL, unit) == said


def test_what_a_reader_says_is_translated_with_its_values() -> None:
    with speaking("fr"):
        said = messages.translated("an hour that no clock of Europe/Paris showed")
        assert said == "une heure qu’aucune horloge de Europe/Paris n’a montrée"
        assert messages.translated("something that is new") == "something that is new"


# -- refusals


def refused(error: Exception) -> str:
    def script(error: Exception) -> None:
        from energy_core.ui.data.refusal import draw_refusal

        draw_refusal(error)

    (said,) = AppTest.from_function(script, kwargs={"error": error}).run().markdown
    return str(said.value)


def test_a_refusal_tells_the_error_s_own_words() -> None:
    assert "There are no readings there" in refused(BadRequest("there are no readings there"))


def test_a_fault_of_ours_shows_none_of_its_text() -> None:
    said = refused(ValueError("secret"))
    assert "log says why" in said
    assert "secret" not in said


def test_every_role_has_a_word_of_its_own() -> None:
    for language in ("en", "fr"):
        with speaking(language):
            assert len({wording.role_name(role) for role in Role}) == len(Role)
    with speaking("fr"):
        assert wording.role_name(Role.OTHER) == "contrôle"


# -- components


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_component_is_one_module_that_writes_no_markup(path) -> None:
    script = live.joined("dom.js") + path.read_text(encoding="utf-8")
    assert len(re.findall(r"^export default", script, re.MULTILINE)) == 1
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in script


# -- events


def test_alike_events_of_a_meter_are_one_group_and_told_with_their_number() -> None:
    start, longest = datetime(2023, 11, 3, tzinfo=UTC), timedelta(hours=15)
    found = [
        MeterEvent(meter, kind, start, start + length, 5.0, 5.0, state)
        for meter, kind, length, state in (
            (1, EventKind.OFFLINE, longest, EventState.FOUND),
            (2, EventKind.OFFLINE, longest, EventState.FOUND),
            (1, EventKind.OFFLINE, longest / 3, EventState.FOUND),
            (1, EventKind.OFFLINE, longest, EventState.CONFIRMED),
            (1, EventKind.RESET, longest, EventState.FOUND),
        )
    ]
    groups = events.alike(found)
    assert [[found.index(each) for each in group] for group in groups] == [[0, 2], [1], [3], [4]]
    with speaking("en"):
        assert [events.what(group) for group in groups[:2]] == [
            "Silent for 15\u00a0h\u00a000, 2 times",
            "Silent for 15\u00a0h\u00a000",
        ]


# -- how much is measured


@pytest.mark.parametrize(
    ("times", "said"),
    [
        pytest.param([(1000.0, 999.0)], "99\u00a0%", id="not rounded up"),
        pytest.param([(1000.0, 1000.0)], "100\u00a0%", id="whole"),
        pytest.param([(1e9, 1e9 - 1e-3)], "100\u00a0%", id="whole but for the rounding of sums"),
        pytest.param([(100.0, 20.0), (300.0, 90.0)], "27\u00a0%", id="of all their time"),
        pytest.param([(100.0, 29.0)], "29\u00a0%", id="a whole percent stays"),
        pytest.param([], "—", id="of none"),
    ],
)
def test_what_is_missing_is_never_rounded_away(times: list[summary.Times], said: str) -> None:
    with speaking("en"):
        assert summary.measured_share(*times) == said
