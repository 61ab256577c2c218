"""A file of an older version is brought to the newest schema with all that it says."""

from __future__ import annotations

import json
from collections.abc import Iterator

import duckdb
import pytest

from energy_core.store import schema


@pytest.fixture
def file() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS energy")
        yield connection


def at_schema(file: duckdb.DuckDBPyConnection, number: int) -> None:
    file.execute("CREATE TABLE energy.schema_version (version INTEGER)")
    for each, path in schema.migrations():
        if each <= number:
            file.execute(path.read_text())
    file.execute("INSERT INTO energy.schema_version VALUES (?)", [number])


def correction(file: duckdb.DuckDBPyConnection, kind: str, parameters: str, *words: str) -> None:
    file.execute(
        "INSERT INTO energy.corrections VALUES (1, 1, ?, now(), now(), ?, ?, ?, now(), NULL)",
        [kind, parameters, *words],
    )


def imported(file: duckdb.DuckDBPyConnection) -> None:
    file.execute(
        """INSERT INTO energy.imports VALUES
           (7, 'a.csv', '', 'Table', 'correct', now(), 'stored', '', 1, 0, 1, 0, '{}')"""
    )


@pytest.mark.parametrize(
    ("reason", "batch"),
    [
        pytest.param("another value in a.csv", 7, id="the file's"),
        pytest.param("read from the display", None, id="a person of that name"),
    ],
)
def test_a_correction_that_a_file_made_belongs_to_its_batch(
    file: duckdb.DuckDBPyConnection, reason: str, batch: int | None
) -> None:
    at_schema(file, 6)
    imported(file)
    correction(file, "replace", "{}", reason, "import 7")
    schema.migrate(file)
    assert file.execute("SELECT batch FROM energy.corrections").fetchall() == [(batch,)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"how": "along"}, {"how": "profile", "register": True}, id="a known rise"),
        pytest.param({"how": "counted"}, {"how": "total", "register": True}, id="a known total"),
        pytest.param({"how": "profile"}, {"how": "profile"}, id="no counter"),
    ],
)
def test_a_filled_gap_is_called_as_it_was_asked_for(
    file: duckdb.DuckDBPyConnection, before: dict[str, str], after: dict[str, str | bool]
) -> None:
    at_schema(file, 6)
    correction(file, "fill", json.dumps(before), "", "")
    schema.migrate(file)
    ((parameters,),) = file.execute("SELECT parameters FROM energy.corrections").fetchall()
    assert json.loads(parameters) == after


def test_numbers_of_notes_go_on_after_those_that_were_given(
    file: duckdb.DuckDBPyConnection,
) -> None:
    at_schema(file, 9)
    for id in (3, 7, 5):
        file.execute(
            "INSERT INTO energy.notes VALUES (?, NULL, now(), now(), 'w', 'Ada', now())", [id]
        )
    schema.migrate(file)
    numbers = [file.execute("SELECT nextval('energy.note_ids')").fetchone() for _ in range(2)]
    assert numbers == [(8,), (9,)]


def test_numbers_of_notes_begin_at_one(file: duckdb.DuckDBPyConnection) -> None:
    schema.migrate(file)
    assert file.execute("SELECT nextval('energy.note_ids')").fetchone() == (1,)
