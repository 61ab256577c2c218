"""Numbers, dates and times as the page's language writes them.

Figures carry U+202F between thousands in French, a no-break space before the unit, U+2212 as
minus, "—" where nothing was measured. The component does the same in `live/format.js`.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from zoneinfo import ZoneInfo

from energy_core.ui.words import _, language

NOTHING = "—"
NO_BREAK = "\u00a0"
MINUS = "\u2212"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
SEPARATORS = {"en": (",", "."), "fr": ("\u202f", ",")}
"""Language → (between thousands, before decimals)."""


def number(value: float | None, decimals: int = 0) -> str:
    """`value` with a fixed number of decimals; "—" for None and NaN; zero has no sign."""
    if value is None or math.isnan(value):
        return NOTHING
    thousands, point = SEPARATORS[language()]
    digits = f"{abs(value):,.{decimals}f}"
    written = digits.replace(",", "\0").replace(".", point).replace("\0", thousands)
    is_zero = not digits.strip("0.,")
    return MINUS + written if value < 0 and not is_zero else written


def with_unit(figure: str, unit: str) -> str:
    return figure if figure == NOTHING or not unit else f"{figure}{NO_BREAK}{unit}"


def difference(value: float | None, decimals: int, unit: str = "") -> str:
    """A change, always with its sign; zero is "0"."""
    if value is not None and round(value, decimals) == 0:
        return with_unit("0", unit)
    figure = number(value, decimals)
    signed = f"+{figure}" if value is not None and value > 0 else figure
    return with_unit(signed, unit)


def decimals_of(value: float) -> int:
    """Three significant digits: 2 decimals under 10, 1 under 100, then none."""
    return 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0


def decimals_needed(value: float, fewest: int = 0, most: int = 6) -> int:
    """So many that none of its digits is lost: a price of 0.2516 has four."""
    digits = f"{abs(value):.{most}f}".rstrip("0").partition(".")[2]
    return max(fewest, len(digits))


def power(watts: float | None) -> str:
    """[W] → "3,75 kW"; from 1,000 kW in MW; zero is "0 kW"."""
    if watts is None or math.isnan(watts):
        return NOTHING
    unit, value = ("MW", watts / 1e6) if abs(watts) >= 999_500 else ("kW", watts / 1e3)
    figure = "0" if abs(value) < 0.005 else number(value, decimals_of(value))
    return with_unit(figure, unit)


def energy(watt_hours: float | None, decimals: int = 1) -> str:
    """[Wh] → kWh: 1 decimal in a day, 0 in a month."""
    kilo = None if watt_hours is None else watt_hours / 1000
    return with_unit(number(kilo, decimals), "kWh")


def amount(value: float | None, unit: str) -> str:
    """What flowed in a day: [Wh] → kWh with 1 decimal, [m³] with 2, other units as they are."""
    if unit in {"W", "Wh"}:
        return energy(value)
    return with_unit(number(value, 2), unit.removesuffix("/h"))


def money(value: float | None, currency: str) -> str:
    """ "12,40 €", "€12.40"; whole from 1000 on."""
    return priced(number(value, money_decimals(value or 0.0)), currency)


def money_decimals(value: float) -> int:
    return 2 if abs(value) < 999.995 else 0


def priced(figure: str, currency: str) -> str:
    """A written number as a sum of money. `currency`: ISO 4217; those without a sign in SYMBOLS
    keep their letters. English writes the sign first, behind a plus or minus."""
    symbol = SYMBOLS.get(currency)
    if symbol is None or language() != "en" or figure == NOTHING:
        return with_unit(figure, symbol or currency)
    sign = figure[:1] if figure[:1] in ("+", MINUS) else ""
    return sign + symbol + figure[len(sign) :]


def carbon(grams: float | None) -> str:
    """ "620 g CO₂", "3.2 kg CO₂"."""
    size, decimals, unit = carbon_scale(grams or 0.0)
    return with_unit(number(None if grams is None else grams / size, decimals), unit)


def carbon_scale(grams: float) -> tuple[float, int, str]:
    """In how many grams, with how many decimals, and in what unit a mass of CO₂ is written."""
    if abs(grams) < 999.5:
        return 1.0, 0, f"g{NO_BREAK}CO₂"
    return 1000.0, 1 if abs(grams) < 99_950 else 0, f"kg{NO_BREAK}CO₂"


def share(value: float | None) -> str:
    """0…1 → "52 %"."""
    return with_unit(number(None if value is None else value * 100), "%")


def age(seconds: float) -> str:
    """1 s, 45 s, 4 min, 4 h 12, 3 d."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return with_unit(str(max(0, int(seconds))), "s")
    if minutes < 60:
        return with_unit(str(minutes), "min")
    if minutes < 60 * 24:
        return f"{minutes // 60}{NO_BREAK}h{NO_BREAK}{minutes % 60:02d}"
    return with_unit(str(minutes // (60 * 24)), _("d"))


def clock(moment: datetime, timezone: str) -> str:
    """ "17:42" or "17 h 42", on the site's clock."""
    local = moment.astimezone(ZoneInfo(timezone))
    return _("{hh}:{mm}").format(h=local.hour, hh=f"{local.hour:02d}", mm=f"{local.minute:02d}")


def month_names() -> list[str]:
    return [
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
        _("August"), _("September"), _("October"), _("November"), _("December"),
    ]  # fmt: skip


def day(local: date) -> str:
    """ "28 May", "28 mai", "1er mai"."""
    number_of_day = _("1") if local.day == 1 else str(local.day)
    return f"{number_of_day}{NO_BREAK}{month_names()[local.month - 1]}"
