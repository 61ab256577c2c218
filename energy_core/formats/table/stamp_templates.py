"""A shape → its template: which bytes are which field, and what its words fix."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from energy_core.formats.table import stamp_words as words
from energy_core.formats.table.stamp_grammar import BARE, CHAINS, DASHED, SECOND, Cell, Span, parses

_FIRST_WORD = re.compile("[a-z]+")
UNKNOWN_ZONE = 10_000
"""In place of minutes: a clock is named, but the name means several."""


class Order(StrEnum):
    """How a date of three numbers is written where the year is not in front with four digits."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the shapes of one column leave open. `bare`: plain numbers are stamps; `dashed`: a dash
    after a time begins the end of a range, not an offset."""

    order: Order = Order.DMY
    bare: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """`digits`: field → (byte, width); `fixed`: field → its value in every cell. Fields of a second
    moment end in "2"; `open` where the order of the date's numbers is not in the shape."""

    kind: Cell
    digits: dict[str, Span]
    fixed: dict[str, int]
    open: bool = False


@lru_cache(maxsize=8192)
def template(text: str, reading: Reading) -> Template | None:
    """The template of a shape; None where it is no stamp, number or duration."""
    plain = words.plain(text)
    start, stop = len(plain) - len(plain.lstrip()), len(plain.rstrip())
    first = _FIRST_WORD.match(plain, start)
    if first and first[0] not in words.FIRST_WORDS:
        return None
    chains = [*(DASHED if reading.dashed else ()), *(BARE if reading.bare else ()), *CHAINS]
    for kind, spans in parses(chains, plain[start:stop]):
        made = _made(kind, spans, plain[start:stop], reading.order)
        if made is not None:
            return _in_bytes(made, text, start)
    return None


def _made(kind: Cell, spans: dict[str, Span], text: str, order: Order) -> Template | None:
    digits = {name: span for name, span in spans.items() if text[slice(*span)].strip("0") == ""}
    said = {name: text[slice(*span)] for name, span in spans.items() if name not in digits}
    fixed: dict[str, int] = {}
    for name, word in said.items():
        field = name.removesuffix(SECOND)
        value = _WORDS[field](word)
        if value is None:
            return None
        fixed[_FIXED.get(field, field) + name[len(field) :]] = value
    is_open = any(name in digits for name in ("a", "a" + SECOND))
    for ending in ("", SECOND):
        if "a" + ending in digits and not _ordered(digits, ending, order):
            return None
    return Template(kind, digits, fixed, is_open)


def _ordered(digits: dict[str, Span], ending: str, order: Order) -> bool:
    """Gives the three numbers of a date their names; False where they cannot be in this order."""
    spans = [digits.pop(name + ending) for name in "abc"]
    widths = [stop - start for start, stop in spans]
    names = {Order.DMY: "d mo y", Order.MDY: "mo d y", Order.YMD: "y mo d"}[order].split()
    if widths[names.index("y")] not in (2, 4):
        return False
    if order is Order.YMD and widths[2] == 4:
        return False
    digits.update({name + ending: span for name, span in zip(names, spans, strict=True)})
    return True


def _in_bytes(made: Template, text: str, start: int) -> Template:
    """Spans in letters, counted from `start` → (byte, width)."""
    digits = {n: (len(text[: start + a].encode()), b - a) for n, (a, b) in made.digits.items()}
    return Template(made.kind, digits, made.fixed, made.open)


def _sep(_: str) -> int | None:
    return 0


def _weekday(word: str) -> int | None:
    return 0 if word in words.WEEKDAY_WORDS else None


def _zone(word: str) -> int | None:
    return UNKNOWN_ZONE if word in words.OPEN_ZONES else words.ZONES.get(word)


def _half(word: str) -> int | None:
    return int(word.startswith("p"))


def _sign(word: str) -> int | None:
    return -1 if word == "-" else 1


_WORDS: dict[str, Callable[[str], int | None]] = {
    "sep": _sep, "wd": _weekday, "M": words.MONTH_OF.get, "z": _zone, "ap": _half,
    "sign": _sign, "minus": _sign,
}  # fmt: skip
_FIXED = {"M": "mo"}
