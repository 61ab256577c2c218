"""What a status beside a value says of it, in the words of utilities."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from energy_core.formats.vocabulary.text import plain


class Status(IntEnum):
    MEASURED = 0
    ESTIMATED = 1
    INVALID = 2


_WORDS: tuple[tuple[str, Status], ...] = (
    (r"\b(invalid\w*|ungultig\w*|ongeldig\w*|non valid\w*|not valid|missing|manquant\w*|fehlt|fehlend\w*|"
     r"ontbrekend\w*|mancante|no value|bad|error|null|unavailable|fault|rejected|nicht plausibel)\b",
     Status.INVALID),
    (r"\b(estim\w*|geschat\w*|geschatzt\w*|schatz\w*|ersatzwert\w*|ersatz|stimat\w*|substitut\w*|ocenjen\w*|"
     r"interpol\w*|prognos\w*|provisional|voorlopig|vorlaufig|provisoire|calculated|berechnet|berekend|"
     r"corrig\w*|corrected|modelled|beregnet|anslatt|e|es|est)\b",
     Status.ESTIMATED),
)  # fmt: skip


@lru_cache(maxsize=4096)
def status(text: str) -> Status:
    """What a status cell says; measured where its words say nothing else."""
    name = plain(text)
    return next((s for p, s in _WORDS if re.search(p, name)), Status.MEASURED)
