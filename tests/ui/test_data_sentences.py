"""All that the rooms below say of files and corrections is known for translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import energy_core
from energy_core import errors
from energy_core.errors import EnergyError
from energy_core.formats.grids import open as opening
from energy_core.services.importing import rows
from energy_core.services.ways import unusable
from energy_core.ui.data.messages import translated
from energy_core.ui.data.sentences import all_sentences
from energy_core.ui.words import speaking

ROOT = Path(energy_core.__file__).parent
ROOMS = ("formats", "services", "store", "metering")
RAISED = {name for name, kind in vars(errors).items() if isinstance(kind, type) and (
    issubclass(kind, EnergyError))} | {"_Bad"}  # fmt: skip
PLACE = {"Issue": 1, "add": 0, **dict.fromkeys(RAISED, 0)}
"""What says something → the place of its text among the arguments."""

API = "asked for by programs, which get it in English"
START = "said in the terminal, where the app starts"
MAIL = "said by the page of the report, in words of its own"
NOT_OF_THE_PAGE = {
    "precision {} is not one of {}": API,
    "{} {} is not one of {}": API,
    "on_conflict must be one of {}": API,
    "the file has no series {}": API,
    "no meter {} among {}; see /api/v1/meters": API,
    "there are {} sources, and no more are kept": API,
    "`values` must be a list of [epoch seconds, value]": API,
    "`values` must be finite numbers, {} at most": API,
    "`values` must lie between `start` and `end`": API,
    "`how` must be profile, total or missing": API,
    "a {} needs `{}`, a number": API,
    "`sensitivity` must be one of {}": API,
    "a gap must have an end": API,
    "a meter cannot be merged with itself": API,
    "only a counter has a register that can be another": API,
    "{} is another kind of meter than {}": API,
    "Green Button XML has no code for {}; ask for csv or parquet": API,
    "Green Button XML keeps whole seconds and these readings are closer; ask for csv, parquet or a"
    " coarser resolution": API,
    "Green Button XML has no room for values as large as these": API,
    "a sheet has {} rows: choose a shorter range, or csv or parquet": API,
    "this page is too old to send files; load it again": "the drop zone says it in its own words",
    "a page keeps {} files; store or remove some first": "the drop zone says it in its own words",
    "the file is larger than {} MB": "the drop zone says it in its own words",
    "the file could not be kept: {}": "the drop zone says it in its own words",
    "the services are not started: run the app through streamlit_app.py": START,
    "{} cannot be opened: {}": START,
    "{} cannot be written: {}": START,
    "{} cannot be used: {}": START,
    "{} is in use by process {} ({}, since {}). Stop it first.": START,
    "the file has schema {}, this version knows {}: update it first": START,
    "{} is refused: {}": MAIL,
    "{}: {}": MAIL,
    "{} is {}": "each kind of stranger is a sentence: see the test of strangers",
}  # fmt: skip
SAID_ELSEWHERE = {
    "Issue(**i | {'severity': Severity(i['severity'])})": "what the child has found",
    "message": "of who adds to the findings",
    "cause.message": "an Issue's of the same room",
    "str(error)": "an UnreadableFile's text",
    "target.reason": "a Contradiction's text",
    "told.decode(errors='replace')": "the mail server's words",
    "told": "the mail server's words",
}
"""Expressions that are no text of their own."""


def form(text: str) -> str:
    return re.sub(r"\{\w+\}", "{}", text)


def known() -> set[str]:
    with speaking("en"):
        return {form(sentence) for sentence in all_sentences()}


class Module:
    """What one file of a room says."""

    def __init__(self, tree: ast.Module) -> None:
        found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
        self.functions = {node.name: node for node in found}
        self.tree = tree

    def texts(self) -> Iterator[str]:
        for call in ast.walk(self.tree):
            if isinstance(call, ast.Call) and (place := self._place(call)) is not None:
                said = call.args[place] if len(call.args) > place else call
                yield from self._texts(said, self._around(call))

    def _place(self, call: ast.Call) -> int | None:
        if isinstance(call.func, ast.Attribute):
            is_finding = call.func.attr == "add" and ast.unparse(call.func.value).endswith(
                "findings"
            )
            return PLACE["add"] if is_finding else None
        return PLACE.get(call.func.id) if isinstance(call.func, ast.Name) else None

    def _around(self, call: ast.Call) -> ast.AST:
        """The innermost function with the call in it."""
        holders = [f for f in ast.walk(self.tree) if isinstance(f, ast.FunctionDef)
                   and any(node is call for node in ast.walk(f))]  # fmt: skip
        return holders[-1] if holders else self.tree

    def _texts(self, said: ast.AST, within: ast.AST) -> list[str]:
        match said:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=parts):
                return ["".join(one) for one in product(*(self._part(p, within) for p in parts))]
            case ast.IfExp(body=one, orelse=other):
                return [*self._texts(one, within), *self._texts(other, within)]
            case ast.Call(func=ast.Name(id=name)) if name in self.functions:
                own = self.functions[name]
                returned = [n.value for n in ast.walk(own) if isinstance(n, ast.Return) and n.value]
                return [text for value in returned for text in self._texts(value, own)]
            case ast.Name(id=name) if values := [*_given(name, within)]:
                return [text for value in values for text in self._texts(value, within)]
        return [f"?{ast.unparse(said)}"]

    def _part(self, part: ast.AST, within: ast.AST) -> list[str]:
        if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
            texts = [t for v in _given(part.value.id, within) for t in self._texts(v, within)]
            return texts if texts and not any(t.startswith("?") for t in texts) else ["{}"]
        return [part.value] if isinstance(part, ast.Constant) else ["{}"]


def _given(name: str, within: ast.AST) -> Iterator[ast.AST]:
    """What `name` stands for in a function: by assignment, or in a loop over what is written."""
    for node in ast.walk(within):
        match node:
            case ast.Assign(targets=[ast.Name(id=own)], value=value) if own == name:
                yield value
            case ast.For(target=ast.Tuple(elts=names), iter=ast.Tuple(elts=turns)):
                places = [n for n, each in enumerate(names) if getattr(each, "id", "") == name]
                yield from (turn.elts[n] for turn in turns for n in places)


OF_PROGRAMS = ROOT / "formats" / "json_rows.py"  # says all of it to the senders of readings
FILES = sorted({path for room in ROOMS for path in (ROOT / room).rglob("*.py")} - {OF_PROGRAMS})
SAID = [
    pytest.param(text, id=f"{path.relative_to(ROOT)}: {text}")
    for path in FILES
    for text in dict.fromkeys(Module(ast.parse(path.read_text(encoding="utf-8"))).texts())
]


def test_the_rooms_say_more_than_a_hundred_sentences() -> None:
    assert len(SAID) > 100


@pytest.mark.parametrize("text", SAID)
def test_what_a_room_says_is_known_or_never_shown(text: str) -> None:
    if text.startswith("?"):
        assert text[1:] in SAID_ELSEWHERE
    else:
        assert (text in known()) != (text in NOT_OF_THE_PAGE)


def test_no_exception_is_left_of_what_is_said_no_more() -> None:
    said = {str(each.values[0]) for each in SAID}
    assert set(NOT_OF_THE_PAGE) | {f"?{each}" for each in SAID_ELSEWHERE} <= said


def test_every_stranger_has_its_sentence() -> None:
    assert {f"{{}} is {kind}" for _, kind in opening._STRANGERS} <= known()


def test_every_reason_not_to_store_a_reading_is_known() -> None:
    reasons = [reason for _, reason in unusable(np.zeros(1, np.int64), np.zeros(1))]
    with speaking("fr"):
        for reason in (*reasons, rows.CONTRADICTED):
            assert translated(reason) != reason


def test_each_sentence_is_found_as_itself_and_as_no_other() -> None:
    with speaking("en"):
        english = all_sentences()
    with speaking("fr"):
        for sentence, french in zip(english, all_sentences(), strict=True):
            told = re.sub(r"\{\w+\}", "7", sentence)
            assert translated(told) == re.sub(r"\{\w+\}", "7", french)


def test_a_reason_within_a_sentence_is_translated_too() -> None:
    with speaking("fr"):
        said = translated(
            "nothing of this file can be stored: value is too large; unit 'x' is not known"
        )
    assert said == (
        "rien de ce fichier ne peut être enregistré\u00a0: la valeur est trop grande · l’unité 'x'"
        " n’est pas connue"
    )
