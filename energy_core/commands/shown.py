"""Files as lines for a terminal: their facts, what is wrong with them, why they cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from energy_core.formats.facts import Facts

HEADS = ("series", "kind", "direction", "unit", "step", "readings", "from", "to", "sum", "kWh")
LEFT = 4  # columns of words; the others are numbers


def lines(found: Facts) -> Iterator[str]:
    yield f"{found['file']}: {found['format'] or 'not read'}"
    if found["timezone"]:
        yield f"  times of {found['timezone']}"
    rows = [HEADS, *(_row(series) for series in found["series"])]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADS))]
    for row in rows if found["series"] else ():
        cells = [
            cell.ljust(width) if n < LEFT else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  " + "  ".join(cells).rstrip()
    yield from (f"  {_count(series)}" for series in found["series"] if _count(series))
    yield from (f"  {issue_line(issue)}" for issue in found["issues"])


def _row(series: Facts) -> tuple[str, ...]:
    return (
        series["name"],
        series["kind"],
        series["direction"] or "",
        series["unit"],
        _step(series["step_s"]),
        str(series["readings"]),
        (series["first_utc"] or "")[:16],
        (series["last_utc"] or "")[:16],
        "" if series["sum"] is None else f"{series['sum']:.3f}",
        "" if series["energy_kwh"] is None else f"{series['energy_kwh']:.3f}",
    )


def _step(seconds: float | None) -> str:
    if seconds is None:
        return "irregular"
    return f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"


def _count(series: Facts) -> str:
    told = [
        f"{series[name]} {name}" for name in ("missing", "repeated", "estimated") if series[name]
    ]
    told += [f"{len(series['gaps'])} gaps"] if series["gaps"] else []
    return f"{series['name']}: {', '.join(told)}" if told else ""


def issue_line(issue: dict[str, Any]) -> str:
    """What is wrong with a file, where that begins, and of how many rows it is so."""
    place = f" (line {issue['line']})" if issue["line"] else ""
    many = f", {issue['rows']} rows" if issue["rows"] > 1 else ""
    return f"{issue['severity']}: {issue['message']}{place}{many}"


def error_line(file: object, message: str, line: int | None) -> str:
    """Why a file could not be taken."""
    return f"{file}: {f'line {line}: ' if line else ''}{message}"


def text(told: Iterable[str]) -> str:
    """Lines for a terminal; whoever wrote what stands in them, it cannot steer that."""
    return "\n".join(plain(line) for line in told)


def plain(text: str) -> str:
    """A line without control characters, marks of direction and letters that are none."""
    return "".join(c if c.isprintable() else " " for c in text)
