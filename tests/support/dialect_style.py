"""How text, numbers and rows are written: one dialect of the many that utilities and their
customers' spreadsheets use."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tests.support.dialect_words import LANGUAGES

DELIMITERS, ENCODINGS = (",", ";", "\t", "|"), ("utf-8", "utf-8-sig", "cp1252", "utf-16")


@dataclass(frozen=True)
class Dialect:
    """preamble, footer: lines above and below the table; second_table: which one follows it, 0 for
    none; guarded: stamps and meter numbers stand as ="…", so that a spreadsheet leaves them alone."""

    language: str
    delimiter: str
    decimal: str
    thousands: str
    encoding: str
    newline: str
    quote_all: bool
    trimmed: bool
    preamble: int
    blank_line: bool
    descending: bool
    total: bool
    footer: int
    second_table: int
    guarded: bool

    def number(self, text: str) -> str:
        """`text` as Python writes it, with this dialect's marks."""
        if not text:
            return ""
        whole, _, part = text.partition(".")
        part = part.rstrip("0") if self.trimmed else part
        sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        grouped = f"{int(digits):,}".replace(",", self.thousands)
        return sign + grouped + (self.decimal + part if part else "")

    def encoded(self, rows: Sequence[Sequence[str]]) -> bytes:
        lines = [self.delimiter.join(self._quoted(cell) for cell in row) for row in rows]
        return (self.newline.join(lines) + self.newline).encode(self.encoding)

    def _quoted(self, cell: str) -> str:
        guard = cell.startswith('="') and not self.quote_all
        needed = any(mark in cell for mark in (self.delimiter, '"', "\n"))
        if guard or not (needed or self.quote_all):
            return cell
        return '"' + cell.replace('"', '""') + '"'


def any_dialect(rng: random.Random) -> Dialect:
    delimiter, quote_all = rng.choice(DELIMITERS), rng.random() < 0.3
    split = delimiter == "," and not quote_all
    decimal = "." if split else rng.choice(",.")
    marks = ["", "", "", " ", "'", *([] if split else ["." if decimal == "," else ","])]
    return Dialect(
        language=rng.choice(tuple(LANGUAGES)),
        delimiter=delimiter,
        decimal=decimal,
        thousands=rng.choice(marks),
        encoding=rng.choice(ENCODINGS),
        newline=rng.choice(("\n", "\r\n")),
        quote_all=quote_all,
        trimmed=rng.random() < 0.5,
        preamble=rng.choice((0, 0, 0, 1, 2, 4, 6)),
        blank_line=rng.random() < 0.5,
        descending=rng.random() < 0.4,
        total=rng.random() < 0.3,
        footer=rng.choice((0, 0, 1, 2)),
        second_table=rng.choice((0, 0, 1, 2)),
        guarded=rng.random() < 0.2,
    )
