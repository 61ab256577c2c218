"""Units as files spell them → as the product writes them. What is no energy has a unit too: it
must be known to be left alone."""

from __future__ import annotations

import re
from functools import lru_cache

from energy_core.formats.vocabulary.text import plain

SPELLINGS: dict[str, tuple[str, ...]] = {
    "Wh": ("wh", "whs", "watt hour", "watt hours", "watthour", "watthours", "wattuur", "wattstunden"),
    "kWh": ("kwh", "kwhs", "kw h", "kilowatt hour", "kilowatt hours", "kilowatthour", "kilowatthours",
            "kilowattheure", "kilowattheures", "kilowattuur", "kilowattstunden"),
    "MWh": ("mwh", "megawatt hour", "megawatt hours", "megawattheures"),
    "GWh": ("gwh",),
    "W": ("w", "watt", "watts", "wattage"),
    "kW": ("kw", "kilowatt", "kilowatts"),
    "MW": ("mw", "megawatt", "megawatts"),
    "MJ": ("mj", "megajoule", "megajoules"),
    "GJ": ("gj", "gigajoule", "gigajoules"),
    "therm": ("therm", "therms"),
    "m³": ("m3", "m³", "cubic meter", "cubic meters", "cubic metre", "cubic metres", "nm3", "sm3"),
    "l": ("l", "liter", "liters", "litre", "litres", "litri", "litros"),
    "dm3": ("dm3",),
    "ft³": ("ft3", "ft³", "cf", "cubic feet", "cubic foot"),
    "ccf": ("ccf", "hcf"),
    "gal": ("gal", "gallon", "gallons"),
    "°C": ("°c", "c", "degc", "celsius", "grad c", "deg c"),
    "°F": ("°f", "f", "degf", "fahrenheit", "deg f"),
    "%": ("%", "percent", "pct", "procent", "prozent"),
    "kvarh": ("kvarh", "kvar h"), "varh": ("varh",), "kVAh": ("kvah",), "VAh": ("vah",),
    "kvar": ("kvar",), "var": ("var",), "kVA": ("kva",), "VA": ("va",),
    "V": ("v", "volt", "volts"), "A": ("a", "amp", "amps", "ampere", "amperes"),
    "Hz": ("hz", "hertz"),
    "hPa": ("hpa", "mbar"), "m/s": ("m/s",), "W/m²": ("w/m2", "w/m²"), "mm": ("mm",),
    "h": ("h", "hours"), "s": ("s", "sec", "seconds"), "min": ("min", "minutes"),
    "kg": ("kg",), "dBm": ("dbm",), "°": ("°",),
}  # fmt: skip
"""Unit as the product writes it → its spellings as `plain` words."""

MONEY = {"eur", "€", "usd", "$", "gbp", "£", "chf", "ct", "cent", "cents", "pence", "sek", "nok",
         "dkk", "pln", "aud", "cad", "kr", "euro", "euros", "dollar", "dollars"}  # fmt: skip
ENERGY = {"Wh", "kWh", "MWh", "GWh", "MJ", "GJ", "therm"}
POWER = {"W", "kW", "MW"}
VOLUME = {"m³", "l", "dm3", "ft³", "ccf", "gal"}
FLOW = ENERGY | POWER | VOLUME
_UNSURE = {"l", "c", "f", "v", "a", "h", "s", "min", "°", "cf", "mm"}
"""Words that are a unit only where brackets or a column of units say so."""

_BY_WORD = {spelling: unit for unit, found in SPELLINGS.items() for spelling in found}
_BRACKETED = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_CASED = {"mW": "mW", "mWh": "mWh"}


_FACTOR = re.compile(
    r"(?P<before>10 ?\^ ?-?\d+|\d+(?:[.,]\d+)?(?:e-?\d+)?) ?[x×*·]? ?(?P<unit>[^\W\d]+[³3]?)"
    r"|(?P<named>[^\W\d]+[³3]?) ?[x×*·] ?(?P<after>10 ?\^ ?-?\d+|\d+(?:[.,]\d+)?(?:e-?\d+)?)",
    re.IGNORECASE,
)


def parted(text: str) -> tuple[float, str]:
    """("0.1 kWh", "Wh x 10", "10^-10 kWh") → the factor and the plain unit; 1 where there is none."""
    found = _FACTOR.fullmatch(text)
    if found is None:
        return 1.0, text
    base, _, power = (found["before"] or found["after"]).replace(" ", "").partition("^")
    factor = float(base.replace(",", "."))
    return (factor ** int(power) if power else factor), found["unit"] or found["named"]


def unit(text: str) -> str | None:
    """The unit that a cell names and nothing else ("kWh", "[Wh]", "KWH/hh (per half hour)"); with
    its factor where it has one ("0.1 kWh")."""
    bare = text.strip(" []()\t")
    factor, rest = parted(bare)
    if factor != 1.0:
        known = unit(rest)
        return f"{factor:g} {known}" if known in FLOW else None
    if bare in _CASED:
        return _CASED[bare]
    for candidate in (bare, bare.split("/")[0], bare.split("(")[0], bare.split(" ")[0]):
        known = _BY_WORD.get(plain(candidate)) or _BY_WORD.get(candidate.strip().lower())
        if known:
            return known
    return None


@lru_cache(maxsize=4096)
def within(name: str) -> str | None:
    """The unit that a column's name tells: in brackets, else its last word that is one.

    A lone letter in brackets gives way to a unit in the words: "Energy Wh (A)" names a phase.
    """
    inside = next((u for text in reversed(_BRACKETED.findall(name)) if (u := unit(text))), None)
    spoken = _spoken(_BRACKETED.sub(" ", name))
    if inside is not None and len(inside) == 1 and spoken is not None:
        return spoken
    return inside or spoken


def _spoken(name: str) -> str | None:
    raw = next((w for w in reversed(re.split(r"[\s_,;:]+", name)) if w in _CASED), None)
    if raw:
        return raw
    found = plain(name).split()
    for size in (2, 1):
        for end in range(len(found), size - 1, -1):
            word = " ".join(found[end - size : end])
            if word in _BY_WORD and word not in _UNSURE and not _is_letter(word, found, end):
                return _BY_WORD[word]
    return None


def is_money(name: str) -> bool:
    """Whether a name speaks of a currency ("Cost (EUR)", "€/kWh")."""
    return bool(MONEY & set(plain(name).split()))


def _is_letter(word: str, found: list[str], end: int) -> bool:
    """A lone "w" is a unit as the last word only: "w 1" is a name."""
    return len(word) == 1 and end != len(found)
