"""The files of this visit: sent, read, understood. They stay while one looks at other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import streamlit as st

from energy_core.formats.document import Answers, Document
from energy_core.formats.facts import SeriesFacts, series_facts
from energy_core.services import running
from energy_core.services.uploads import Upload
from energy_core.store.imports import Policy
from energy_core.ui.data.jobs import Job

KEY, FILES, RECEIVED = "upload_key", "dropped_files", "received_files"
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Read:
    """What one file says, and what each of its series comes to: made once, where it is read."""

    document: Document
    facts: tuple[SeriesFacts, ...]


@dataclass(slots=True, eq=False)
class Dropped:
    """`key`: of its widgets, never given again. `storing`, `undoing`: what a button began."""

    upload: Upload
    reading: Job[list[Read]]
    answers: Answers = field(default_factory=Answers)
    policy: Policy = Policy.KEEP
    compared: tuple[Any, Job] | None = None  # what was compared with the store, and the outcome
    storing: Job | None = None
    undoing: Job | None = None
    twin: str = ""  # the name under which the same bytes were dropped before, in this visit
    key: str = field(default_factory=lambda: f"file{next(_numbers)}")

    def answer(self, **answers: object) -> None:
        """Read it again, with what a person knows better."""
        self.answers = replace(self.answers, **answers)  # type: ignore[arg-type]
        self.reading = _begin(self.upload, self.answers)


def upload_key() -> str:
    """The key under which this page sends files; a new one where the old was forgotten."""
    key = st.session_state.get(KEY)
    if key is None or not running().uploads.keep(key):
        key = st.session_state[KEY] = running().uploads.new_key()
        st.session_state[FILES] = []
    return key


def files() -> list[Dropped]:
    """The newest first."""
    return st.session_state.setdefault(FILES, [])


def receive(ids: Iterable[str]) -> None:
    """Begin to read what has arrived and is not known yet."""
    key, here, known = upload_key(), files(), st.session_state.setdefault(RECEIVED, set())
    for id in ids:  # nothing of Streamlit in here: it may end the script's run in between
        if id not in known and (upload := running().uploads.find(key, id)):
            twin = next((f for f in here if f.upload.digest == upload.digest), None)
            name = twin.upload.name if twin else ""
            here.insert(0, Dropped(upload, _begin(upload, Answers()), twin=name))
            known.add(id)


def put_away(dropped: Dropped) -> None:
    running().uploads.remove(upload_key(), dropped.upload.id)
    files().remove(dropped)


def _begin(upload: Upload, answers: Answers) -> Job[list[Read]]:
    def work(tell: Callable[[float], None]) -> list[Read]:
        def told(done: int, whole: int) -> None:
            tell(done / max(whole, 1))

        found = running().imports.read(upload.path, upload.name, answers, told)
        return [Read(each, tuple(map(series_facts, each.series))) for each in found]

    return Job(work)
