"""Notes that people write on the time axis: checked here, kept by the store."""

from __future__ import annotations

from datetime import datetime, timedelta

from energy_core.errors import BadRequest
from energy_core.model import Meter, Note
from energy_core.store import Store

LONGEST_WORDS, LONGEST_AUTHOR = 500, 100
LONGEST = timedelta(days=400)


def add(
    store: Store,
    meter: Meter | None,
    start: datetime,
    end: datetime | None,
    words: str,
    author: str,
) -> Note:
    """Keep a note on [start, end), or on a moment where `end` is None; of the house where `meter`
    is. Raises BadRequest for one without words, too long, or that ends before it begins."""
    said = _plain(words)
    if not said:
        raise BadRequest("a note needs words")
    if len(said) > LONGEST_WORDS:
        raise BadRequest(f"a note has at most {LONGEST_WORDS} characters, this one {len(said)}")
    end = start if end is None else end
    if not timedelta(0) <= end - start <= LONGEST:
        raise BadRequest("a note must end after it starts, and within 400 days")
    return store.notes.add(meter, start, end, said, _plain(author)[:LONGEST_AUTHOR])


def _plain(text: str) -> str:
    """On one line, without what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
