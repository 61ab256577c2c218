"""What the readers say of a file, in the page's language.

The rooms below speak English and know no catalogue; here each of their sentences stands once more,
with names in place of what varies, and so finds its translation.
"""

from __future__ import annotations

import re
from functools import cache

from energy_core.ui.words import _, language, speaking


def sentences() -> tuple[str, ...]:
    return (
        _("a row without a date, taken for a total and left out"),
        _("no date or time: the line was left out"),
        _("another table begins here; it was left out"),
    )


@cache
def _ways(code: str) -> list[tuple[re.Pattern[str], str]]:
    """Each English sentence as a pattern, and its translation."""
    with speaking("en"):
        english = sentences()
    with speaking(code):
        spoken = sentences()
    return [(_pattern(one), other) for one, other in zip(english, spoken, strict=True)]


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)
    written = [f"(?P<{part}>.+)" if n % 2 else re.escape(part) for n, part in enumerate(parts)]
    return re.compile("".join(written), re.DOTALL)


def translated(message: str) -> str:
    """The message in the language of the session; as it is where it is not known here."""
    for pattern, spoken in _ways(language()):
        if found := pattern.fullmatch(message):
            return spoken.format(**found.groupdict())
    return message
