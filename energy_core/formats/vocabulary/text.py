"""A name as a file writes it → plain words, so that one table serves every spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ł": "l", "œ": "oe"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_PREFIXED = re.compile(r"\b([kmg]) (wh|w|va|var|varh|vah)\b")
_WORD = re.compile(r"[^\W_]+[³²]?|[%€$£]|°\s?[cf]?", re.UNICODE)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case without accents, words parted by one space: "ElectricityUsageKwh" →
    "electricity usage kwh", "Énergie (m³)" → "energie m3"."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    ).translate(_LETTERS)
    spaced = _CAMEL.sub(" ", bare)
    found = " ".join(_WORD.findall(spaced.lower())).replace("° ", "°")
    return _PREFIXED.sub(r"\1\2", found)


def words(text: str) -> list[str]:
    return plain(text).split()
