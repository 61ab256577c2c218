"""A sample of lines → how they are delimited.

The one delimiter that parts most lines into the same number of cells is taken; between several,
the one whose cells can be read, and clevercsv where that tells nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from energy_core.formats.grids.lines import Form, split
from energy_core.formats.table.cells import Cell, kind

LONE = "\x1f"
"""Parts the cells of a text without delimiters: a sign that no text holds."""
SPACES = " "
_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE_LINES, _SAMPLE_LETTERS = 80, 16_000
_CONSISTENT = 0.5  # share of lines that a delimiter parts
_CLEARLY = 0.1  # share of cells that one delimiter makes readable and no other
_SPACED = 0.8  # the same where spaces part them
_TOLD = re.compile(r'"?sep=([!#-&(-/:-@\[-`{-~\t ])\1*"?', re.I)
_NUMBER = re.compile(r"[-+]?[\d.,:/-]*\d[\d.,:/-]*")
_STRAY = 0.3  # share of lines with quotes that do not close


def told(first_line: str) -> str | None:
    """The delimiter that a first line `sep=;` names."""
    found = _TOLD.fullmatch(first_line)
    return found[1] if found else None


def form_of(lines: Sequence[str]) -> Form:
    """How `lines`, blank ones included, are parted into cells; SPACES for runs of white space."""
    sample = _sample(lines)
    quote = _quote(sample)
    delimiter = (
        _delimiter(sample, quote, _regular)
        or (SPACES if _spaced(sample) else "")
        or _delimiter(sample, quote, _parted)
        or LONE
    )
    return Form(delimiter, _closing(sample, Form(delimiter.replace(SPACES, LONE), quote)))


def _delimiter(sample: list[str], quote: str, lines: Callable[[Counter[int]], int]) -> str:
    """The one that parts enough of the sample's `lines`, "" for none."""
    widths = {
        d: Counter(len(split(each, Form(d, quote))[0]) for each in sample) for d in _DELIMITERS
    }
    found = [d for d in _DELIMITERS if lines(widths[d]) >= _CONSISTENT * len(sample) > 0]
    return found[0] if len(found) == 1 else _judged(sample, found, quote) if found else ""


def _regular(widths: Counter[int]) -> int:
    """How many lines have the usual number of cells, if that is two or more."""
    return max((count for width, count in widths.items() if width > 1), default=0)


def _parted(widths: Counter[int]) -> int:
    """How many lines have two cells or more."""
    return sum(count for width, count in widths.items() if width > 1)


def _sample(lines: Sequence[str]) -> list[str]:
    """Lines of the table's body rather than of what stands above it."""
    sample: list[str] = []
    letters = 0
    for line in reversed([line for line in lines if line.strip()][-_SAMPLE_LINES:]):
        letters += len(line)
        if sample and letters > _SAMPLE_LETTERS:
            break
        sample.append(line)
    return sample[::-1]


def _quote(sample: Iterable[str]) -> str:
    """Single quotes where lines begin with them and no double ones are there."""
    lines = list(sample)
    single = sum(line.lstrip().startswith("'") for line in lines)
    return "'" if single > len(lines) / 2 and not any('"' in line for line in lines) else '"'


def _judged(sample: list[str], delimiters: list[str], quote: str) -> str:
    """The one whose cells are clearly more often stamps and numbers; clevercsv between equals."""
    told = {d: _told_cells(sample, Form(d, quote)) for d in delimiters}
    best, second = sorted(delimiters, key=told.__getitem__, reverse=True)[:2]
    if told[best] >= told[second] + _CLEARLY:
        return best
    import clevercsv  # takes a while to load, and most files need no judge

    judged = clevercsv.Detector().detect("\n".join(sample), delimiters=delimiters)
    if judged is not None and judged.delimiter in delimiters:
        return str(judged.delimiter)
    return best


def _told_cells(sample: list[str], form: Form) -> float:
    """Share of the filled cells that are stamps or numbers."""
    shapes = Counter(kind(cell) for line in sample for cell in split(line, form)[0])
    filled = shapes.total() - shapes[Cell.EMPTY]
    return (filled - shapes[Cell.TEXT]) / max(filled, 1)


def _closing(sample: list[str], form: Form) -> str:
    """The quote sign, unless it is a letter like any other in these lines."""
    quoting = [line for line in sample if form.quote in line]
    open_ended = sum(not split(line, form)[1] for line in quoting)
    return "" if open_ended > max(_STRAY * len(quoting), 2) else form.quote


def _spaced(sample: list[str]) -> bool:
    rows = [line.split() for line in sample]
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    cells = [cell for row in rows for cell in row]
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
    return width > 1 and count >= _SPACED * len(rows) and numbers > len(cells) / 2
