"""What the rooms below say, in the page's language: they speak English and know no catalogue."""

from __future__ import annotations

import re
from functools import cache

from energy_core.ui.data.sentences import all_sentences
from energy_core.ui.words import language, speaking


@cache
def _ways(code: str) -> list[tuple[re.Pattern[str], str]]:
    """Each English sentence as a pattern, and its translation; the more definite ones first."""
    with speaking("en"):
        english = all_sentences()
    with speaking(code):
        spoken = all_sentences()
    pairs = sorted(zip(english, spoken, strict=True), key=lambda pair: _vagueness(pair[0]))
    return [(_pattern(one), other) for one, other in pairs]


def _vagueness(sentence: str) -> tuple[int, int]:
    """What varies in it, then how little of it does not."""
    said = re.sub(r"\{\w+\}", "", sentence)
    return sentence.count("{"), -len(said)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)
    written = [f"(?P<{part}>.+)" if n % 2 else re.escape(part) for n, part in enumerate(parts)]
    return re.compile("".join(written), re.DOTALL)


def translated(message: str) -> str:
    """The message in the language of the session; as it is where it is not known here."""
    for pattern, spoken in _ways(language()):
        if found := pattern.fullmatch(message):
            return spoken.format(**{k: _within(k, v) for k, v in found.groupdict().items()})
    return message


def _within(name: str, value: str) -> str:
    """A `reason`, or several `reasons`, are messages themselves."""
    if name == "reasons":
        return " · ".join(translated(each) for each in value.split("; "))
    return translated(value) if name == "reason" else value
