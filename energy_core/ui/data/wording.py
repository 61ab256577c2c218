"""What registers, stamps, steps and the writing of a file are called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from energy_core import units
from energy_core.formats.document import Dialect
from energy_core.metering.periods import instant
from energy_core.model import Kind, Role
from energy_core.ui.live.words import roles
from energy_core.ui.numbers import NO_BREAK, clock, day, number, with_unit
from energy_core.ui.words import _, ngettext

ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
MINUTE, HOUR, DAY, MONTH, YEAR = 60, 3600, 86400, 28 * 86400, 365 * 86400


def kind_names() -> dict[Kind, str]:
    return {
        Kind.POWER: _("power"),
        Kind.INTERVAL: _("energy per interval"),
        Kind.COUNTER: _("meter reading"),
        Kind.LEVEL: _("level"),
    }


def kind_name(kind: Kind, unit: str) -> str:
    """An interval's amount is an energy only where it is counted in one."""
    found = units.find(unit)
    if kind is Kind.INTERVAL and (found is None or found.stored != units.ENERGY):
        return _("amount per interval")
    return kind_names()[kind]


def role_name(role: Role) -> str:
    return roles()[f"role_{role.value}"]


def measured_thing(role: Role, kind: Kind, unit: str) -> str:
    """ "Bought from the grid, energy per interval"; a level is a level only once."""
    told = [role_name(role), "" if kind is Kind.LEVEL else kind_name(kind, unit)]
    return sentence_case(", ".join(filter(None, told)))


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def step(seconds: float | None) -> str:
    """ "15 min", "1 h", "1 d"; "irregular" where there is none."""
    if not seconds:
        return _("irregular")
    if seconds >= YEAR:
        return _("1 year")
    if seconds >= MONTH:
        return _("1 month")
    names = ((DAY, _("d")), (HOUR, "h"), (MINUTE, "min"), (1, "s"))
    size, name = next((s, n) for s, n in names if seconds >= s or s == 1)
    value = seconds / size
    return with_unit(number(value, 0 if float(value).is_integer() else 1), name)


def date(moment: datetime, timezone: str) -> str:
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{day(local.date())}{NO_BREAK}{local.year}"


def when(moment: datetime, timezone: str) -> str:
    """ "28 May 2023, 17:42" on the clock of `timezone`."""
    return f"{date(moment, timezone)}, {clock(moment, timezone)}"


def when_us(us: int, timezone: str) -> str:
    return when(instant(us), timezone)


def figure(value: float | None, unit: str) -> str:
    """A sum or a reading: no more digits than one reads."""
    if value is None:
        return number(None)
    size = abs(value)
    decimals = 0 if size >= 100_000 or size == int(size) else 1 if size >= 1_000 else 2
    return with_unit(number(value, decimals), unit)


def plural(one: str, many: str, value: int) -> str:
    """ngettext with the figure as the page writes it; the texts hold {count}."""
    return ngettext(one, many, value).format(count=number(value))


def size(size_bytes: int) -> str:
    if size_bytes < 1_000_000:
        return with_unit(number(max(1, size_bytes / 1000)), _("kB"))
    return with_unit(number(size_bytes / 1e6, 1), _("MB"))


def dialect(written: Dialect) -> str:
    """How a text is written, in one line; empty for what is no text."""
    return " · ".join(part for part in _dialect_parts(written) if part)


def _dialect_parts(written: Dialect) -> Iterator[str]:
    delimiters = {
        ",": _("separated by commas"), ";": _("separated by semicolons"),
        "\t": _("separated by tabs"), "|": _("separated by bars"), " ": _("separated by spaces"),
    }  # fmt: skip
    yield ENCODINGS.get(written.encoding.lower(), written.encoding.upper())
    yield delimiters.get(written.delimiter, written.delimiter)
    if written.delimiter:
        yield _("decimal comma") if written.decimal == "," else _("decimal point")
    yield from _line_parts(written)


def _line_parts(written: Dialect) -> Iterator[str]:
    if written.preamble_lines:
        yield plural("{count} line before the header", "{count} lines before the header",
                    written.preamble_lines)  # fmt: skip
    if written.header_line:
        yield _("header in line {line}").format(line=number(written.header_line))
    if written.total_rows:
        yield plural("{count} total left out", "{count} totals left out", written.total_rows)
    if written.footer_lines:
        yield plural("{count} footer line left out", "{count} footer lines left out",
                    written.footer_lines)  # fmt: skip
    if written.other_tables:
        yield plural("{count} other table left out", "{count} other tables left out",
                    written.other_tables)  # fmt: skip
