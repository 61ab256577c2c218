"""Nested JSON → one level: {"a": {"b": [1]}} is {"a.b.0": "1"}. Numbers come as text already."""

from __future__ import annotations

from typing import Any

from energy_core.formats.grids.blocks import MOST_COLUMNS, check_width
from energy_core.formats.table.cells import Cell, kind


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
    return kind(cell) in (Cell.STAMP, Cell.CLOCK)


def looks_like_number(cell: str) -> bool:
    return kind(cell) is Cell.NUMBER


def _gather(value: dict[str, Any] | list[Any], prefix: str, cells: dict[str, str]) -> None:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        if len(cells) > MOST_COLUMNS:
            check_width(len(cells) + len(value))
        if is_scalar(item):
            cells[f"{prefix}{key}"] = text(item)
        else:
            _gather(item, f"{prefix}{key}.", cells)
