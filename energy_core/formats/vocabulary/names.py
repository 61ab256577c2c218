"""What a meter's name tells of where it is and what it serves, in many languages."""

from __future__ import annotations

import re

from energy_core.formats.vocabulary.text import plain

_PUMP = re.compile(
    r"\b(heat ?pumps?|heating|pac|pompes? a chaleur|chauffage|warmepumpe|heizung|warmtepomp|"
    r"verwarming|pompa di calore|riscaldamento|bomba de calor|calefaccion)\b"
)
_OTHER_HEAT = re.compile(r"\b(water heating|water ?heater|chauffage (de l )?eau)\b")
_OUTSIDE = re.compile(
    r"\b(out|outside|outdoors?|outer|ext|external|exterior|exterieure?|dehors|jardin|meteo|weather|"
    r"garden|aussen\w*|buiten\w*|esterna|esterno|wetter|weer)\b"
)


def heats(name: str) -> bool:
    """Whether it is a heat pump's, or another heating's of the rooms."""
    words = plain(name)
    return bool(_PUMP.search(words)) and not _OTHER_HEAT.search(words)


def is_outside(name: str) -> bool:
    """Of a thermometer: whether it hangs outside the house."""
    return bool(_OUTSIDE.search(plain(name)))
