"""Numbers as files write them → floats; and which cells are empty, which are no numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from energy_core.formats.document import Flags, Floats

MISSING = (
    "", "-", "--", "---", "?", ".", "na", "n/a", "n.a.", "n.a", "n.d.", "nd", "n/d", "nan", "null",
    "none", "nil", "unavailable", "unknown", "#n/a", "#na", "#value!", "invalid", "missing",
    "no data", "nodata", "inf", "-inf", "k.a.", "s/d", "-nan", "(null)", "undefined", "\u2014", "\u2013",
)  # fmt: skip
"""Cells that say there is no value, lower case."""

_PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
NUMBER = re.compile(
    r"^[+\-\u2212]?\s*(\d[\d .,'\u2019\u00a0\u202f]*|[.,]\d+)([eE][+-]?\d+)?\s*"
    r"(?P<unit>%|°\s?[CF]|[kMG]?[Ww]h?|KWH|m3|m³|€|EUR)?$"
)
_FORM = str.maketrans("23456789", "11111111")
_SPACES = "[ '\u2019\u00a0\u202f]"


@dataclass(frozen=True, slots=True)
class Numbers:
    """value: NaN where there is none; missing: cells that are empty or marked so; bad: cells
    that hold something else."""

    value: Floats
    missing: Flags
    bad: Flags


def is_number(cell: str) -> bool:
    """Whether a cell is a number in any writing (1234.5 · 1.234,5 · 1 234,5 · 1e3 · 2,5 kWh)."""
    return bool(NUMBER.match(cell.strip()))


def decimal_mark(cells: Iterable[str], delimiter: str) -> str:
    """ "." or ",": the mark before the last digits of numbers, told by their shape."""
    votes: Counter[str] = Counter()
    for cell in cells:
        text = cell.strip()
        if NUMBER.match(text):
            votes[_vote(text.translate(_FORM))] += 1
    if votes["sure,"] or votes["sure."]:
        return "," if votes["sure,"] > votes["sure."] else "."
    if votes["maybe,"] and not votes["maybe."]:
        return "," if delimiter != "," else "."
    if votes["maybe."] and delimiter == ";" and votes["whole"] > votes["maybe."]:
        return ","  # 1.234 beside small whole numbers: thousands
    return "."


@lru_cache(maxsize=4096)
def _vote(text: str) -> str:
    """How one number speaks for a mark, by its shape: zeros stay, other digits are ones."""
    digits = re.sub(r"[^\d.,]", "", text)
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        return "sure," if digits.rfind(",") > digits.rfind(".") else "sure."
    if not dots and not commas:
        return "whole"
    mark = "," if commas else "."
    if max(dots, commas) > 1:
        return "sure." if mark == "," else "sure,"
    before, _, after = digits.partition(mark)
    thousands = len(after) == 3 and 1 <= len(before) <= 3 and before.lstrip("0") == before != ""
    return f"{'maybe' if thousands else 'sure'}{mark}"


def floats(cells: pa.StringArray, decimal: str) -> Numbers:
    """Every cell of a column; what is written plainly is read at the speed of the machine."""
    text = pc.utf8_trim_whitespace(cells)
    if decimal != ".":
        return _mixed(text, decimal)
    try:
        return _all(pc.cast(text, pa.float64()))
    except pa.ArrowInvalid:
        return _mixed(text, decimal)


def _all(value: pa.DoubleArray) -> Numbers:
    number = value.to_numpy(zero_copy_only=False)
    gone = ~np.isfinite(number)
    return Numbers(np.where(gone, np.nan, number), gone, np.zeros(len(number), bool))


def _mixed(text: pa.StringArray, decimal: str) -> Numbers:
    missing = pc.fill_null(pc.is_in(pc.utf8_lower(text), pa.array(MISSING)), True)
    cleaned = _cleaned(text, decimal)
    good = pc.fill_null(pc.match_substring_regex(cleaned, _PLAIN), False)
    value = pc.cast(pc.if_else(good, cleaned, None), pa.float64())
    number = value.to_numpy(zero_copy_only=False).astype(float)
    gone = missing.to_numpy(zero_copy_only=False) | np.isinf(number)
    number = np.where(gone, np.nan, number)
    return Numbers(number, gone, np.isnan(number) & ~gone)


def _cleaned(text: pa.StringArray, decimal: str) -> pa.StringArray:
    """The cells as Python would write the number: no thousands, a point, no unit."""
    grouped = pc.replace_substring_regex(text, rf"(\d){_SPACES}(\d)", r"\1\2")
    grouped = pc.replace_substring_regex(grouped, rf"(\d){_SPACES}(\d)", r"\1\2")
    signed = pc.replace_substring(grouped, "\u2212", "-")
    bare = pc.replace_substring_regex(signed, r"\s*(%|°\s?[CF]|[kMG]?[Ww]h?|KWH|m3|m³|€|EUR)$", "")
    if decimal == ",":
        return pc.replace_substring(pc.replace_substring(bare, ".", ""), ",", ".")
    once = pc.replace_substring_regex(bare, r"(\d),(\d{3})", r"\1\2")
    return pc.replace_substring_regex(once, r"(\d),(\d{3})", r"\1\2")  # 1,234,567: each other one
