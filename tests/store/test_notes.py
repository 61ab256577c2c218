"""Notes are kept, found by the time they are about, and forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from energy_core.errors import BadRequest, UnknownNote
from energy_core.model import Commodity, Kind, MeterSpec, Role
from energy_core.services import notes
from energy_core.settings import Settings
from energy_core.store import Store

T0 = datetime(2026, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_note_is_still_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    settings = Settings(db=tmp_path / "energy.duckdb")
    with Store(settings) as store:
        store.create_meters(
            [MeterSpec("pv", Kind.POWER, Role.PRODUCTION, Commodity.ELECTRICITY, "W", "W")]
        )
        made = store.notes.add(store.meter("pv"), T0, T0 + HOUR, "Panels cleaned", "Ada")
    with Store(settings) as store:
        assert store.notes.between(T0, T0 + HOUR) == [made]


@pytest.mark.parametrize(
    ("start", "end", "is_found"),
    [
        pytest.param(-2, -1, False, id="before"),
        pytest.param(-2, 0, False, id="until it begins"),
        pytest.param(-2, 1, True, id="into it"),
        pytest.param(1, 2, True, id="within it"),
        pytest.param(3, 9, True, id="out of it"),
        pytest.param(4, 9, False, id="from its end"),
    ],
)
def test_a_note_is_found_where_a_range_meets_it(
    store: Store, start: int, end: int, is_found: bool
) -> None:
    store.notes.add(None, T0, T0 + 4 * HOUR, "Guests", "Ada")
    assert bool(store.notes.between(T0 + start * HOUR, T0 + end * HOUR)) is is_found


@pytest.mark.parametrize(("start", "is_found"), [(-1, False), (0, True)])
def test_a_moment_belongs_to_the_range_that_begins_with_it(
    store: Store, start: int, is_found: bool
) -> None:
    store.notes.add(None, T0, T0, "Power cut", "Ada")
    assert bool(store.notes.between(T0 + start * HOUR, T0 + (start + 1) * HOUR)) is is_found


def test_a_removed_note_is_gone_and_its_neighbours_are_not(store: Store) -> None:
    first, second = (store.notes.add(None, T0, T0, words, "Ada") for words in ("one", "two"))
    assert store.notes.remove(first.id) == first
    assert store.notes.between(T0, T0 + HOUR) == [second]
    with pytest.raises(UnknownNote, match=str(first.id)):
        store.notes.remove(first.id)


def test_the_number_of_a_removed_note_is_never_given_again(tmp_path: Path) -> None:
    """Not at once, not after the file was opened again."""
    settings, given = Settings(db=tmp_path / "energy.duckdb"), []
    for _round in range(3):
        with Store(settings) as store:
            for _again in range(3):
                made = store.notes.add(None, T0, T0, "here and gone", "Ada")
                store.notes.remove(made.id)
                given.append(made.id)
    assert len(set(given)) == len(given)


def test_a_note_says_its_words_and_nothing_that_steers_a_terminal(store: Store) -> None:
    made = notes.add(store, None, T0, None, "  Away\x1b[31m \n for\ta week ", "A\x00da\u202e")
    assert (made.words, made.author) == ("Away [31m for a week", "A da")
    assert made.end == made.start


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        pytest.param(" \n ", 1, id="no words"),
        pytest.param("x" * 501, 1, id="too many words"),
        pytest.param("back", -1, id="ends before it begins"),
        pytest.param("for ever", 24 * 401, id="years long"),
    ],
)
def test_a_note_that_says_nothing_clear_is_refused(store: Store, words: str, hours: int) -> None:
    with pytest.raises(BadRequest):
        notes.add(store, None, T0, T0 + hours * HOUR, words, "Ada")
    assert store.notes.between(T0 - HOUR, T0 + HOUR) == []
