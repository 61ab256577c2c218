"""P1 telegrams as text: what DSMR, Fluvius, Luxembourg, Swedish and other meters say every second
or ten, logged by a reader of the customer port."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Dialect, Document, Series
from energy_core.formats.obis.clock import Clock
from energy_core.formats.obis.telegrams import Column, Telegrams
from energy_core.formats.registers import ordered, usual_step
from energy_core.formats.unpack import Part
from energy_core.model import Kind, Role

PRIORITY = 80
ZONE = "Europe/Amsterdam"  # that of every country with P1 but Finland
LONGEST_LINE = 1 << 16
LOOK = 8192  # bytes of the head
FEWEST = 3  # OBIS lines of a telegram
_OBIS = re.compile(rb"^[ \t]*\d-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}[*.\d]*\(", re.MULTILINE)
_ANY = re.compile(rb"^[ \t]*\S", re.MULTILINE)


def claims(part: Part) -> bool:
    head = part.head[:LOOK].replace(b"\r", b"\n")
    found = len(_OBIS.findall(head))
    return found >= FEWEST and 2 * found >= len(_ANY.findall(head))


def read(part: Part, answers: Answers) -> Document:
    zone = answers.timezone or ZONE
    telegrams = Telegrams(Clock(zone))
    number = 0
    for number, line in _lines(part.path):
        telegrams.take(line, number)
    telegrams.end(number)
    said = [column for column in telegrams.columns.values() if len(column.ts)]
    if not said:
        raise UnreadableFile(
            "no telegram of this file has both a time (0-0:1.0.0) and a reading",
            next((issue.line for issue in telegrams.findings.issues()), None),
        )
    return Document(
        "P1 telegrams (DSMR)",
        tuple(_once_a_flow([_series(column, telegrams.meters) for column in said])),
        Dialect(encoding="ascii"),
        timezone=zone,
        issues=telegrams.findings.issues(),
    )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise UnreadableFile(f"a line is longer than {LONGEST_LINE} bytes", number)
            yield number, line.strip()


def _series(column: Column, meters: dict[str, str]) -> Series:
    register = column.register
    ts, value = np.array(column.ts, np.int64), np.array(column.value, np.float64)
    there = ~np.isnan(value)
    rows = ordered(ts[there], value[there], np.zeros(int(there.sum()), bool))
    return Series(
        register.name, register.kind, register.role, register.commodity,
        column.unit or register.unit, rows.ts, rows.value, rows.estimated,
        meter=meters.get(column.channel, ""), step_s=usual_step(rows.ts),
        missing=int((~there).sum()), repeated=rows.repeated,
    )  # fmt: skip


def _once_a_flow(series: list[Series]) -> Iterator[Series]:
    """A flow that several registers count is in the balance once: by its total, else by its
    tariffs, else by its power."""
    for one in series:
        same = [s for s in series if s.role is one.role and s is not one]
        totals = [s for s in same if s.kind is Kind.COUNTER and "," not in s.name]
        second = (one.kind is Kind.POWER and any(s.kind is Kind.COUNTER for s in same)) or (
            one.kind is Kind.COUNTER and "," in one.name and totals
        )
        flow = one.role in (Role.GRID_IMPORT, Role.GRID_EXPORT)
        yield replace(one, role=Role.OTHER) if flow and second else one
