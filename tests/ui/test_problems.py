"""What deserves a look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from energy_core.model import Commodity, Kind, Meter, Role
from energy_core.ui.problems import Action, Seen, found, last_of_files
from energy_core.ui.words import speaking

NOW = datetime(2026, 5, 28, 15, tzinfo=UTC)


def meter(name: str = "Chauffe-eau", role: Role = Role.SUBMETER, confirmed: bool = True) -> Meter:
    return Meter(
        id=1, site=1, slug="boiler", name=name, role=role, commodity=Commodity.ELECTRICITY,
        kind=Kind.POWER, unit="W", sent_unit="W", confirmed=confirmed,
    )  # fmt: skip


def seen(age_s: float = 1, step_s: float | None = 1, measured: float | None = 1.0, **more) -> Seen:
    return Seen(meter(**more), NOW - timedelta(seconds=age_s), step_s, measured)


@pytest.mark.parametrize(
    ("age_s", "step_s", "is_silent"),
    [
        pytest.param(299, 1, False, id="a second's meter is given five minutes"),
        pytest.param(301, 1, True, id="and no more"),
        pytest.param(2600, 900, False, id="a quarter-hour's meter is given three intervals"),
        pytest.param(2800, 900, True, id="and no more than those"),
        pytest.param(301, None, True, id="a meter of unknown pace too"),
    ],
)
def test_a_meter_is_silent_after_three_intervals(
    age_s: float, step_s: float | None, is_silent: bool
) -> None:
    with speaking("en"):
        assert bool(found([seen(age_s, step_s)], NOW)) is is_silent


def test_silence_is_said_with_its_length_and_what_it_changes() -> None:
    with speaking("fr"):
        (problem,) = found([seen(15_120)], NOW)
    assert problem.title == "Chauffe-eau\u00a0: muet depuis 4\u00a0h\u00a012"
    assert "Autres usages" in problem.text
    assert problem.action is Action.SEE_METERS


def test_a_meter_that_never_spoke_is_not_called_silent() -> None:
    with speaking("en"):
        assert found([Seen(meter(), None, 1, None)], NOW) == []


def test_holes_are_told_as_missing_and_not_twice_for_a_silent_meter() -> None:
    with speaking("en"):
        holed = found([seen(measured=0.82)], NOW)
        silent = found([seen(15_120, measured=0.82)], NOW)
    assert [problem.title for problem in holed] == ["Chauffe-eau: 82\u00a0% measured"]
    assert len(silent) == 1


def test_new_meters_are_one_thing_to_confirm_after_the_rest() -> None:
    with speaking("en"):
        problems = found([seen(confirmed=False), seen(confirmed=False), seen(400)], NOW)
    assert [problem.action for problem in problems] == [Action.SEE_METERS, Action.CONFIRM]
    assert problems[-1].title == "2 new meters"
    assert problems[-1].meters == ("boiler", "boiler")


def test_nothing_wrong_is_nothing_to_look_at() -> None:
    with speaking("en"):
        assert found([seen()], NOW) == []


def test_a_meter_that_only_came_in_files_is_neither_silent_nor_holed() -> None:
    old = Seen(meter(), NOW - timedelta(days=1776), 900, 0.1, is_sent=False)
    with speaking("en"):
        assert found([old], NOW) == []


def test_a_house_of_files_alone_has_a_last_reading() -> None:
    days = [NOW - timedelta(days=age) for age in (1776, 300)]
    files = [Seen(meter(), last, 900, None, is_sent=False) for last in days]
    assert last_of_files(files) == NOW - timedelta(days=300)
    assert last_of_files([*files, seen()]) is None
    assert last_of_files([]) is None


def test_meters_that_fall_silent_together_are_one_problem() -> None:
    rooms = [seen(900 + 20 * n, name=f"Room {n}") for n in range(6)]
    alone = seen(15_120, name="Cellar")
    with speaking("en"):
        together, other = found([alone, *rooms], NOW)
    assert together.title == "6 meters silent for 15\u00a0min"
    assert together.text.startswith("Room 0, Room 1, Room 2, Room 3 and 2 more. No reading")
    assert len(together.meters) == 6
    assert other.title.startswith("Cellar silent for")


def test_two_that_fall_silent_are_told_one_by_one() -> None:
    with speaking("en"):
        assert len(found([seen(900, name="Room 1"), seen(910, name="Room 2")], NOW)) == 2
