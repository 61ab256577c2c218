"""A dropped file → what it says, by the first format that recognises each of its parts."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from zoneinfo import ZoneInfo

from energy_core.errors import UnreadableFile
from energy_core.formats import files
from energy_core.formats.document import Answers, Document, Issue, Severity
from energy_core.formats.unpack import Part, unpack


class Format(Protocol):
    """A module of `files/`; see its `_blueprint.py`."""

    __name__: str
    PRIORITY: int

    def claims(self, part: Part) -> bool: ...

    def read(self, part: Part, answers: Answers) -> Document: ...


@cache
def formats() -> tuple[Format, ...]:
    """Every module of `files/` in the order in which they are asked; those of one priority by
    name."""
    names = [m.name for m in pkgutil.iter_modules(files.__path__) if not m.name.startswith("_")]
    modules = [importlib.import_module(f"{files.__name__}.{name}") for name in sorted(names)]
    return tuple(sorted(modules, key=lambda module: -module.PRIORITY))


def read(path: Path, name: str, answers: Answers | None = None) -> list[Document]:
    """One document for the file, or one for each file that an archive holds; `name` is what the
    person sees. Of an archive, a member that cannot be read is a document without series.

    Raises UnreadableFile where nothing can be read.
    """
    answers = answers or Answers()
    _check(answers)
    with TemporaryDirectory(prefix="energy-") as folder:
        parts = unpack(path, name, Path(folder))
        if not parts:
            raise UnreadableFile("the archive holds no file")
        outcomes = [_read(part, answers) for part in parts]
    errors = [outcome for outcome in outcomes if isinstance(outcome, UnreadableFile)]
    if len(errors) == len(parts):
        raise errors[0]
    return [
        _unread(part, outcome) if isinstance(outcome, UnreadableFile) else outcome
        for part, outcome in zip(parts, outcomes, strict=True)
    ]


def _check(answers: Answers) -> None:
    try:
        ZoneInfo(answers.timezone or "UTC")
    except (LookupError, OSError, ValueError):
        raise UnreadableFile(
            f"{answers.timezone!r} is no time zone; expected one like Europe/Paris"
        ) from None


def _read(part: Part, answers: Answers) -> Document | UnreadableFile:
    try:
        found = next((f for f in formats() if f.claims(part)), None)
        if found is None:
            raise UnreadableFile("the file is of no kind that is known")
        return found.read(part, answers).named(part.name)
    except UnreadableFile as error:
        return error


def _unread(part: Part, error: UnreadableFile) -> Document:
    issue = Issue(Severity.ERROR, str(error), error.line, error.column)
    return Document("", (), issues=(issue,), file=part.name)
