"""How a written stamp is built up: kinds of cells as chains of pieces, over a cell's shape.

A piece is a list of alternatives. The groups' names are the fields: y mo d (a b c where their
order is open), M a month's name, h mi s f, ap the half of the day, z sign oh om the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

Span = tuple[int, int]
Piece = list[re.Pattern[str]]


class Cell(StrEnum):
    """What one cell holds."""

    MOMENT = "moment"  # date and time
    DATE = "date"
    TIME = "time"
    MONTH = "month"
    RANGE = "range"  # two moments, or a moment and a time
    DATES = "dates"  # two dates
    TIMES = "times"  # two times
    NUMBER = "number"
    LENGTH = "length"  # a duration that names its units
    NAME = "name"  # a month's name alone


def _piece(*alternatives: str) -> Piece:
    return [re.compile(alternative) for alternative in alternatives]


_WEEKDAY = r"(?:(?P<wd>[a-z]{2,13})\.?,? )?"
_NAME = r"(?P<M>[a-z]{3,12})\.?"
_DAY = r"(?P<d>00?)(?:st|nd|rd|th|er|[.ºª°])?"
_OF = r"(?:[ \-/.]+(?:of |de |di |d')?)?"
_HALF = r"(?P<ap>[ap]\.? ?m\.?)"
_H = r"(?: ?(?:hrs|h|uhr|uur|u)\b)?"

_DATE = _piece(
    r"(?P<y>0000)(?P<sep>[-/.]|\. | )(?P<mo>00?)(?P=sep)(?P<d>00?)\.?(?!0)",
    rf"{_WEEKDAY}(?P<a>00?)(?P<sep>[./] ?|[- ])(?P<b>00?)(?P=sep)(?P<c>0000|00)\.?(?!0)",
    rf"{_WEEKDAY}{_DAY}{_OF}{_NAME}(?:[ \-/.,']+(?:de )?)?(?P<y>0000|00)(?!0)",
    rf"{_WEEKDAY}{_NAME}[ \-]+{_DAY},?[ \-]+(?P<y>0000)(?!0)",
    rf"(?P<y>0000)[ \-/]{_NAME}[ \-/](?P<d>00?)(?!0)",
)
_BARE_DATE = _piece(r"(?P<y>0000)(?P<mo>00)(?P<d>00)")
_MONTH = _piece(
    r"(?P<y>0000)[-/](?P<mo>00?)",
    r"(?P<mo>00?)[-/](?P<y>0000)",
    rf"{_NAME}[ \-/.']*(?P<y>0000|00)",
    rf"(?P<y>0000)[ \-/]*{_NAME}",
)
_BARE_MONTH = _piece(r"(?P<y>0000)\.?(?P<mo>00)", r"(?P<mo>00?)\.(?P<y>0000)")
_CLOCK = (
    r"(?P<h>00?) ?[:h] ?(?P<mi>00)(?:[:.m'](?P<s>00)(?:[.,](?P<f>0{1,9}))?s?)?"
    rf"{_H}(?: ?{_HALF})?"
)
_TIME = _piece(_CLOCK, rf"(?P<h>00?) ?{_HALF}", r"(?P<h>00?) ?(?:hrs|h|uhr|uur|u)\b")
_DOTTED = _piece(rf"(?P<h>00?)\.(?P<mi>00)(?:\.(?P<s>00))?{_H}(?: ?{_HALF})?")
_PACKED = _piece(r"(?P<h>00)(?P<mi>00)(?:(?P<s>00)(?:\.(?P<f>0{1,9}))?)?")
_FULL_HOUR = _piece(r"(?P<h>00)")
_ZONE = _piece(
    r" ?\(?(?P<z>[a-z]{1,5})?\)?"
    r"(?: ?(?P<sign>[+-])(?P<oh>00?)(?::?(?P<om>00))?(?: ?\(?[a-z]{2,5}\)?)?)?"
    r"(?:\[[a-z_/]+\])?"
)
_NO_ZONE = _piece(r"")
_JOIN = _piece(
    r"t| ?[,;_] ?| +(?:- )?(?:(?:at|um|om|kl\.?|alle|ob|as|a) )?|:(?=00:00)",
)
_JOIN_PACKED = _piece(r"[ t:_-]")
_T = _piece(r"t")
_BLANK = _piece(r",? +")
_TO = _piece(r" ?(?:->|\.\.|[-–—/→]) ?| (?:to|bis|au|a|tot|until|al|do) ")
_WEEKDAY_MONTH_DAY = _piece(rf"{_WEEKDAY}{_NAME} +{_DAY} ")
_YEAR_LAST = _piece(r"(?: [a-z]{3,4})? (?P<y>0000)")
_LENGTH = _piece(
    r"p(?:(?P<days>0{1,6})d)?(?:t(?:(?P<hours>0{1,6})h)?(?:(?P<minutes>0{1,6})m)?(?:(?P<seconds>0{1,6})s)?)?",
    r"(?P<minutes>0{1,6}) ?(?:minutes|minuten|minutos|minute|minuti|mins|min)\.?",
    r"(?P<hours>0{1,6}) ?(?:hours|hour|heures|heure|stunden|stunde|uur|ore|horas|hora|h)",
    r"(?P<seconds>0{1,6}) ?(?:seconds|second|secs|sec|sekunden|s)\.?",
    r"(?P<days>0{1,6}) ?(?:days|day|tage|tag|jours|jour|d)",
)
_NUMBER = _piece(r"(?P<minus>[+-])?(?P<n>0{1,18}|0{19})(?:[.,](?P<f>0{1,18}))?")
_NAMED = _piece(_NAME)

_MOMENT = [
    [_DATE, _JOIN, _TIME],
    [_DATE, _JOIN, _DOTTED],
    [_DATE, _T, _PACKED],
    [_DATE, _T, _FULL_HOUR],
    [_DATE, _JOIN_PACKED, _PACKED],
    [_BARE_DATE, _JOIN, _TIME],
    [_BARE_DATE, _JOIN_PACKED, _PACKED],
    [_BARE_DATE, _T, _FULL_HOUR],
]

SECOND = "2"
"""Ends the name of a field of the cell's second moment."""

Chain = tuple[Cell, list[Piece], int]
"""Kind, pieces, and how many of them make the first moment."""

CHAINS: list[Chain] = [
    *((Cell.MOMENT, [*moment, _ZONE], 9) for moment in _MOMENT),
    (Cell.MOMENT, [_TIME, _BLANK, _DATE], 9),
    (Cell.MOMENT, [_WEEKDAY_MONTH_DAY, _TIME, _YEAR_LAST], 9),
    *((Cell.RANGE, [*moment, _ZONE, _TO, *moment, _ZONE], len(moment) + 2) for moment in _MOMENT),
    *(
        (Cell.RANGE, [*moment, _NO_ZONE, _TO, *moment, _ZONE], len(moment) + 2)
        for moment in _MOMENT
    ),
    (Cell.RANGE, [_DATE, _JOIN, _TIME, _TO, _TIME, _ZONE], 4),
    (Cell.DATE, [_DATE], 9),
    (Cell.DATES, [_DATE, _TO, _DATE], 2),
    (Cell.MONTH, [_MONTH], 9),
    (Cell.TIMES, [_TIME, _TO, _TIME], 2),
    (Cell.TIME, [_TIME, _ZONE], 9),
    (Cell.NUMBER, [_NUMBER], 9),
    (Cell.LENGTH, [_LENGTH], 9),
    (Cell.NAME, [_NAMED], 9),
]
DASHED: list[Chain] = [
    (Cell.RANGE, [_DATE, _JOIN, _TIME, _TO, _TIME], 4),
    *((Cell.RANGE, [*moment, _NO_ZONE, _TO, *moment], len(moment) + 2) for moment in _MOMENT),
]
"""Tried first where a dash after a time does not begin an offset."""
BARE: list[Chain] = [
    (Cell.MOMENT, [_BARE_DATE, _PACKED], 9),
    (Cell.DATE, [_BARE_DATE], 9),
    (Cell.MONTH, [_BARE_MONTH], 9),
    (Cell.TIME, [_DOTTED], 9),
    (Cell.TIME, [_PACKED], 9),
    (Cell.TIMES, [_DOTTED, _TO, _DOTTED], 2),
]
"""Tried first where a column of plain numbers is one of stamps."""


def parses(chains: list[Chain], text: str) -> Iterator[tuple[Cell, dict[str, Span]]]:
    """Every way in which the whole text is made of a chain's pieces, the first chains first: its
    kind, and field → span."""
    begun: dict[int, bool] = {}  # most text is no stamp, and chains have few beginnings
    for kind, pieces, first in chains:
        begin = id(pieces[0])
        if begin not in begun:
            begun[begin] = any(pattern.match(text) for pattern in pieces[0])
        if begun[begin]:
            for spans in _walk(pieces, first, text, 0):
                yield kind, spans


def _walk(pieces: list[Piece], first: int, text: str, at: int) -> Iterator[dict[str, Span]]:
    if not pieces:
        if at == len(text):
            yield {}
        return
    for pattern in pieces[0]:
        match = pattern.match(text, at)
        if match is None:
            continue
        ending = "" if first > 0 else SECOND
        spans = {name + ending: match.span(name) for name in match.groupdict() if match[name]}
        for rest in _walk(pieces[1:], first - 1, text, match.end()):
            yield spans | rest
