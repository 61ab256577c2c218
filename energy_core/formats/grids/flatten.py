"""Nested JSON → one level: {"a": {"b": [1]}} is {"a.b.0": "1"}. Numbers come as text already."""

from __future__ import annotations

import re
from typing import Any

from energy_core.formats.grids.blocks import MOST_COLUMNS, check_width

_STAMP = re.compile(
    r"\d{4}-\d\d?(-\d\d?)?([T ].*)?"  # 2023-01, 2023-01-31T00:15Z
    r"|\d{1,4}[./]\d\d?[./]\d{1,4}.*"  # 31.01.2023 00:15
    r"|\d\d?:\d\d(:\d\d)?"  # 00:15
    r"|20\d{6}T?(\d{4,6}Z?)?"  # 20230131T001500Z
    r"|1\d{9}(\d{3}){0,3}(\.\d+)?"  # s, ms, µs or ns since 1970
)
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


def is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def text(scalar: Any) -> str:
    if scalar is None:
        return ""
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    return str(scalar).strip()


def flat(value: Any) -> dict[str, str]:
    """Every scalar within an object or list, by its dotted name.

    Raises UnreadableFile where they are more than a table's columns."""
    cells: dict[str, str] = {}
    _gather(value, "", cells)
    return cells


def looks_like_stamp(cell: str) -> bool:
    return _STAMP.fullmatch(cell) is not None


def looks_like_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _gather(value: dict[str, Any] | list[Any], prefix: str, cells: dict[str, str]) -> None:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        if len(cells) > MOST_COLUMNS:
            check_width(len(cells) + len(value))
        if is_scalar(item):
            cells[f"{prefix}{key}"] = text(item)
        else:
            _gather(item, f"{prefix}{key}.", cells)
