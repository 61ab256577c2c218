"""The words of a chart: names of days and months, and Vega expressions that make a tooltip's words
in the browser, so that the data sent is numbers only."""

from __future__ import annotations

from collections.abc import Iterable

from energy_core.store import Resolution
from energy_core.ui.axes import HOUR_LABELS
from energy_core.ui.numbers import NOTHING, month_names
from energy_core.ui.words import _, language

NO_BREAK = "\\u00a0"
ALL_OF_IT = 0.9995  # rounds to 100.0 %


def weekday_names() -> list[str]:
    return [
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    ]  # fmt: skip


def weekday_shorts() -> list[str]:
    """In one message, since "Sun" alone is a source of energy too."""
    return _("Mon Tue Wed Thu Fri Sat Sun").split()


def month_shorts() -> list[str]:
    return _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()


def hour_name(minute_of_day: int) -> str:
    """As the axis of hours writes it: "06:00" or "6 h", "06:15" or "6 h 15"."""
    hour, minute = divmod(minute_of_day, 60)
    if minute == 0 and "':00'" not in HOUR_LABELS[language()]:
        return f"{hour}\u00a0h"
    return _("{hh}:{mm}").format(h=hour, hh=f"{hour:02d}", mm=f"{minute:02d}")


def date_words(clock: str) -> str:
    """Vega expression: "Thursday 28 May 2026", of a wall clock in milliseconds."""
    days = [*weekday_names()[6:], *weekday_names()[:6]]  # Vega's week begins on Sunday
    return (
        f"{days!r}[utcday({clock})] + ' ' + {_day_of_month(clock)} + '{NO_BREAK}'"
        f" + {month_names()!r}[utcmonth({clock})] + ' ' + utcyear({clock})"
    )


def month_words(clock: str) -> str:
    """Vega expression: "May 2026"."""
    return f"{month_names()!r}[utcmonth({clock})] + ' ' + utcyear({clock})"


def _day_of_month(clock: str) -> str:
    first = _("1")
    return f"(utcdate({clock}) == 1 ? {first!r} : utcdate({clock}))"


def time_words(clock: str) -> str:
    """Vega expression: "17:42" or "17 h 42"."""
    parts = {
        "{hh}": f"pad(utchours({clock}), 2, '0', 'left')",
        "{h}": f"utchours({clock})",
        "{mm}": f"pad(utcminutes({clock}), 2, '0', 'left')",
    }
    pieces = _("{hh}:{mm}").replace("{", "\0{").replace("}", "}\0").split("\0")
    return " + ".join(parts.get(piece, repr(piece)) for piece in pieces if piece)


def moment_words(clock: str) -> str:
    """Vega expression: "Thursday 28 May 2026, 17:42"."""
    return f"{date_words(clock)} + ', ' + {time_words(clock)}"


def span_words(step: Resolution) -> str:
    """Vega expression over `datum.clock`: a month, a day, or a date and a time."""
    words = {Resolution.MONTH: month_words, Resolution.DAY: date_words}
    return words.get(step, moment_words)("datum.clock")


def amount_words(
    field: str, unit: str, decimals: int, columns: Iterable[str] = (), size: float = 1.0
) -> str:
    """Vega expression: "12.4 kWh (99 % measured)". `columns`: those of the data; without the
    shares `covered` and `estimated` in it there is no bracket. `size`: of the unit, in the
    field's."""
    ending = f" + '{NO_BREAK}{unit}'" if unit else ""
    figure = f"format(datum.{field} / {size}, ',.{decimals}f'){ending}"
    amount = f"(isValid(datum.{field}) ? {figure} : '{NOTHING}')"
    return f"{amount} + {_bracket()}" if {"covered", "estimated"} <= set(columns) else amount


def _bracket() -> str:
    share, measured, estimated = NO_BREAK + "%", _("measured"), _("estimated")
    known = "max(datum.covered - datum.estimated, 0)"
    all_of_it = f"{known} >= {ALL_OF_IT}"
    part = f"floor(100 * {known} + 1e-9) + '{share} {measured}'"
    guessed = (
        f"(datum.estimated < 0.0005 ? '' : ', ' + max(1, round(100 * datum.estimated))"
        f" + '{share} {estimated}')"
    )
    return f"' (' + ({all_of_it} ? '{measured}' : {part} + {guessed}) + ')'"


def kind_names() -> dict[str, str]:
    return {"workday": _("Working day"), "weekend": _("Weekend")}


def season_names() -> dict[str, str]:
    return {
        "all": _("Whole year"), "winter": _("Winter"), "spring": _("Spring"),
        "summer": _("Summer"), "autumn": _("Autumn"),
    }  # fmt: skip
