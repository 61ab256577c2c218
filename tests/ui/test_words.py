"""Every string is translated, every placeholder survives, and what is compiled is what is written."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo

from energy_core.ui.live.words import texts
from energy_core.ui.words import LANGUAGES, LOCALE_FOLDER, _, speaking

PLACEHOLDER = re.compile(r"\{(\w+)\}")
SAME_INSTANT = {"h", "hh", "mm"}  # a language may write its hours with or without a zero


def _refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", LOCALE_FOLDER / "refresh.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


refresh = _refresh()


def _both(message: str | Iterable[str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


def _messages(language: str) -> list[Message]:
    return [message for message in refresh.read(language) if message.id]


def _key(message: Message) -> str:
    return _both(message.id)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_the_strings_of_the_source(language: str) -> None:
    in_source = {_key(message) for message in refresh.extracted() if message.id}
    assert in_source, "nothing was extracted"
    assert {_key(message) for message in _messages(language)} == in_source


def test_every_string_is_translated_into_french() -> None:
    untranslated = [
        each.id for each in _messages("fr") if each.fuzzy or not all(_both(each.string))
    ]
    assert untranslated == []


def test_every_placeholder_of_the_source_is_in_the_translation() -> None:
    for message in _messages("fr"):
        wanted = set(PLACEHOLDER.findall(_both(message.id)[-1])) - SAME_INSTANT
        for translation in _both(message.string):
            assert set(PLACEHOLDER.findall(translation)) - SAME_INSTANT == wanted, message.id


def test_french_has_a_no_break_space_before_its_high_punctuation() -> None:
    for message in _messages("fr"):
        for translation in _both(message.string):
            assert not re.search(r"[ \w][;?!»](?!\w)|\w:(?=\s)| :|« ", translation), translation


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, refresh.read(language))
    assert (
        LOCALE_FOLDER / language / "LC_MESSAGES" / "energy.mo"
    ).read_bytes() == compiled.getvalue()


def test_the_components_get_their_words_in_the_chosen_language() -> None:
    with speaking("en"):
        english = texts()
    with speaking("fr"):
        french = texts()
        assert _("Meters") == "Compteurs"
    assert english.keys() == french.keys()
    assert english["home"] == "Home"
    assert french["home"] == "Maison"


def test_each_word_that_the_scripts_ask_for_is_sent() -> None:
    folder = Path(LOCALE_FOLDER.parent / "ui" / "live")
    asked = {
        key
        for script in folder.glob("*.js")
        for key in re.findall(r'format\.text\(\s*"(\w+)"', script.read_text(encoding="utf-8"))
    }
    assert asked, "no script asks for a word"
    with speaking("en"):
        assert asked - texts().keys() == set()


def test_no_word_hides_in_an_f_string_where_it_cannot_be_extracted() -> None:
    hidden = [
        f"{path.name}: {line.strip()}"
        for folder in refresh.SOURCES
        for path in folder.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"""\bf["'].*\{_\(""", line)
    ]
    assert hidden == []
