"""InfluxDB line protocol as a file: what `influx_inspect export`, Telegraf's file output and
`influx query --raw` tools write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from energy_core.errors import Contradiction, UnreadableFile
from energy_core.formats.document import Answers, Dialect, Document, Floats, Series, Stamps
from energy_core.formats.findings import Findings
from energy_core.formats.incoming import Incoming, Sender
from energy_core.formats.line_protocol import parse
from energy_core.formats.registers import EARLIEST, LARGEST, LATEST, ordered, usual_step
from energy_core.formats.unpack import Part
from energy_core.formats.words import spec
from energy_core.metering.readings import FAR

PRIORITY = 70
BLOCK = 16 << 20  # bytes that are parsed at once
LONGEST_LINE = 1 << 20
LOOK_LINES = 20
NO_STAMP = FAR
_PREAMBLE = (b"#", b"CREATE DATABASE", b"\n", b"\r\n")
_STAMP = re.compile(rb" (-?\d+)\s*$", re.MULTILINE)
_PRECISIONS = ((11, "s"), (14, "ms"), (17, "us"))
"""Fewer digits of a stamp than this: its precision; nanoseconds otherwise. Holds from 1973 on."""


@dataclass(slots=True)
class Column:
    ts: list[Stamps] = field(default_factory=list)
    value: list[Floats] = field(default_factory=list)


def claims(part: Part) -> bool:
    """The first lines all have a measurement, fields and a stamp."""
    head, _ = _without_preamble(part.head)
    lines = head.splitlines()[: LOOK_LINES + 1]
    whole = lines[:-1] if len(lines) > 1 else lines
    if not whole or b"\x00" in head or any(b"=" not in line for line in whole):
        return False
    first = parse(b"\n".join(whole), now=NO_STAMP)
    return bool(len(first.ts)) and not first.problems and bool((first.ts != NO_STAMP).all())


def read(part: Part, answers: Answers) -> Document:
    precision = _precision(part.head)
    columns: dict[Sender, Column] = {}
    findings = Findings()
    for first_line, block in _blocks(part.path):
        _add(parse(block, precision, now=NO_STAMP), first_line, columns, findings)
    series = [
        made for sender, column in columns.items() if (made := _series(sender, column, findings))
    ]
    if not series:
        raise UnreadableFile(
            "no line of this file has a measurement, a number and a stamp",
            next((issue.line for issue in findings.issues()), None),
        )
    return Document(
        "InfluxDB line protocol",
        tuple(series),
        Dialect(encoding="utf-8"),
        issues=findings.issues(),
    )


def _precision(head: bytes) -> str:
    digits = sorted(len(stamp.lstrip(b"-")) for stamp in _STAMP.findall(head))
    usual = digits[len(digits) // 2] if digits else 19
    return next((name for below, name in _PRECISIONS if usual < below), "ns")


def _without_preamble(body: bytes) -> tuple[bytes, int]:
    """The body without the comments at its head, and how many lines those are."""
    start = lines = 0
    body = body.removeprefix(b"\xef\xbb\xbf")
    while body.startswith(_PREAMBLE, start):
        end = body.find(b"\n", start)
        if end < 0:
            return b"", lines
        start, lines = end + 1, lines + 1
    return body[start:], lines


def _blocks(path: Path) -> Iterator[tuple[int, bytes]]:
    """(number of the first line, whole lines) of about BLOCK bytes each."""
    line = 1
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            block += (rest := file.readline(LONGEST_LINE))
            if len(rest) == LONGEST_LINE:
                raise UnreadableFile(f"a line is longer than {LONGEST_LINE} bytes", line)
            body, skipped = _without_preamble(block) if line == 1 else (block, 0)
            yield line + skipped, body.removesuffix(b"\n")
            line += block.count(b"\n")


def _add(
    block: Incoming, first_line: int, columns: dict[Sender, Column], findings: Findings
) -> None:
    for problem in block.problems:
        findings.add(f"a line cannot be read: {problem.reason}", first_line + problem.row)
    unstamped = block.ts == NO_STAMP
    if unstamped.any():
        row = int(block.row[unstamped][0])
        findings.add("a line has no stamp", first_line + row, int(unstamped.sum()))
    outside = ~unstamped & ((block.ts < EARLIEST) | (block.ts >= LATEST))
    if outside.any():
        row = int(block.row[outside][0])
        findings.add("a stamp is of no time of ours", first_line + row, int(outside.sum()))
    good = ~unstamped & ~outside & (np.abs(block.value) <= LARGEST)
    order = np.argsort(block.which[good], kind="stable")
    ts, value = block.ts[good][order], block.value[good][order]
    bounds = np.searchsorted(block.which[good][order], np.arange(len(block.series) + 1))
    for sender, a, b in zip(block.series, bounds[:-1], bounds[1:], strict=True):
        column = columns.setdefault(sender, Column())
        column.ts.append(ts[a:b])
        column.value.append(value[a:b])


def _series(sender: Sender, column: Column, findings: Findings) -> Series | None:
    ts, value = np.concatenate(column.ts), np.concatenate(column.value)
    if len(ts) == 0:
        return None
    try:
        meant = spec(sender)
    except Contradiction as reason:
        findings.add(f"{sender.meter[:80]} is left out: {reason}", rows=len(ts))
        return None
    rows = ordered(ts, value, np.zeros(len(ts), bool))
    told = {"kind": sender.kind, "role": sender.role, "unit": sender.unit}
    return Series(
        sender.meter, meant.kind, meant.role, meant.commodity, meant.sent_unit,
        rows.ts, rows.value, rows.estimated,
        meter=sender.meter, step_s=sender.step_s or usual_step(rows.ts), repeated=rows.repeated,
        guessed=frozenset(word for word, said in told.items() if said is None),
    )  # fmt: skip
