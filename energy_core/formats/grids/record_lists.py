"""Lists of records at any depth of parsed JSON.

A record is an object; a row of values; an entry of an object whose keys are stamps; or what
stands at one place of several parallel arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from energy_core.formats.grids.blocks import check_width
from energy_core.formats.grids.flatten import (
    flat,
    is_scalar,
    looks_like_number,
    looks_like_stamp,
    text,
)

STAMP_COLUMN, VALUE_COLUMN = "time", "value"
_LOOKED_AT = 20
_MOST_KEYS = 50

Step = str | int
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: its steps from the top, and the objects above it by dotted name."""

    steps: tuple[Step, ...] = ()
    name: str = ""
    above: tuple[tuple[str, dict[str, Any]], ...] = ()

    def of(self, key: str, owner: dict[str, Any]) -> Place:
        name = f"{self.name}.{key}" if self.name else key
        return Place((*self.steps, key), name, self.within(owner).above)

    def at(self, index: int) -> Place:
        return Place((*self.steps, index), self.name, self.above)

    def within(self, owner: dict[str, Any]) -> Place:
        return Place(self.steps, self.name, (*self.above, (self.name, owner)))

    def beside(self) -> Cells:
        """The scalars of the objects above, and of small objects within those."""
        cells: Cells = {}
        for name, owner in self.above:
            for key, value in owner.items():
                if is_scalar(value):
                    cells[f"{name}.{key}" if name else key] = text(value)
                elif _is_small(value):
                    cells |= {f"{name}.{key}.{k}".lstrip("."): text(v) for k, v in value.items()}
        return cells


@dataclass(frozen=True, slots=True)
class RecordList:
    """Records that stand together. Lists of one `shape` say the same of several things.
    `records` gives them once."""

    place: Place
    shape: Hashable
    size: int
    timed: bool
    records: Callable[[], Iterator[Cells]]


def record_lists(value: Any, place: Place = Place()) -> Iterator[RecordList]:
    """All of them. Raises RecursionError where `value` is nested too deeply."""
    if isinstance(value, dict):
        yield from _in_object(value, place)
    elif isinstance(value, list) and value:
        yield from _in_list(value, place)


def _in_object(value: dict[str, Any], place: Place) -> Iterator[RecordList]:
    if _is_keyed(value):
        yield _keyed(value, place)
        return
    arrays = _parallel_arrays(value)
    if arrays:
        yield _parallel(arrays, place.within(value))
    for key, item in value.items():
        if not is_scalar(item) and key not in arrays:
            yield from record_lists(item, place.of(key, value))


def _in_list(value: list[Any], place: Place) -> Iterator[RecordList]:
    if any(value) and all(isinstance(item, dict) or item is None for item in value):
        yield _objects(value, place)
        if not any(_holds_list(item) for item in value[:_LOOKED_AT]):
            return
    elif all(isinstance(item, list) and all(map(is_scalar, item)) for item in value):
        yield _rows(value, place)
        return
    for index, item in enumerate(value):
        yield from record_lists(item, place.at(index))


def _objects(value: list[dict[str, Any]], place: Place) -> RecordList:
    first = [item for item in value[:_LOOKED_AT] if item] or [{}]
    check_width(max(map(len, first)))
    cells = [cell for item in first[:3] for cell in flat(_without_lists(item)).values()]

    def records() -> Iterator[Cells]:
        return (flat(item) for item in _taken_out(value) if item)

    return RecordList(
        place, ("objects", frozenset(first[0])), len(value), _any_stamp(cells), records
    )


def _rows(value: list[list[Any]], place: Place) -> RecordList:
    check_width(max(map(len, value)))
    first = [text(cell) for cell in value[0]]
    named = all(first) and not any(map(_is_value, first))
    names = first if named else _names_beside(place, len(first)) or _names_by_content(first)
    timed = _any_stamp([text(cell) for row in value[1:3] or value for cell in row])

    def records() -> Iterator[Cells]:
        return (_under(names, row) for row in islice(_taken_out(value), int(named), None))

    return RecordList(place, ("rows", tuple(names)), len(value) - named, timed, records)


def _taken_out(items: list[Any]) -> Iterator[Any]:
    """Each item in order, let go of as it is read: the list may be most of what memory holds."""
    items.reverse()
    while items:
        yield items.pop()


def _keyed(value: dict[str, Any], place: Place) -> RecordList:
    def records() -> Iterator[Cells]:
        for key, item in value.items():
            cells = {VALUE_COLUMN: text(item)} if is_scalar(item) else flat(item)
            yield {STAMP_COLUMN: key, **cells}

    return RecordList(place, "keyed", len(value), True, records)


def _parallel(arrays: dict[str, list[Any]], place: Place) -> RecordList:
    names = list(arrays)

    def records() -> Iterator[Cells]:
        return (_under(names, row) for row in zip(*arrays.values(), strict=True))

    size = len(next(iter(arrays.values())))
    return RecordList(place, ("parallel", frozenset(names)), size, True, records)


def _under(names: list[str], row: list[Any] | tuple[Any, ...]) -> Cells:
    """A row under its names; what is longer than these, under its number."""
    names = names + [str(n) for n in range(len(names) + 1, len(row) + 1)]
    return {name: text(cell) for name, cell in zip(names, row, strict=False)}


def _names_beside(place: Place, width: int) -> list[str]:
    """A list of as many texts beside the rows: {"columns": ["time", "kWh"], "values": [[…]]}."""
    owner = place.above[-1][1] if place.above else {}
    for value in owner.values():
        if isinstance(value, list) and len(value) == width:
            names = [text(cell) for cell in value if isinstance(cell, str)]
            if len(names) == width and not any(map(_is_value, names)):
                return names
    return []


def _names_by_content(first: list[str]) -> list[str]:
    names = [STAMP_COLUMN if looks_like_stamp(cell) else VALUE_COLUMN for cell in first]
    return [f"{name} {n}" if name in names[:n] else name for n, name in enumerate(names)]


def _is_keyed(value: dict[str, Any]) -> bool:
    return len(value) > 1 and all(map(looks_like_stamp, value))


def _parallel_arrays(value: dict[str, Any]) -> dict[str, list[Any]]:
    """The arrays of scalars that are as long as one of stamps."""
    arrays = {k: v for k, v in value.items() if isinstance(v, list) and v and is_scalar(v[0])}
    lengths = [len(v) for v in arrays.values() if all(looks_like_stamp(text(c)) for c in v[:3])]
    found = {k: v for k, v in arrays.items() if lengths and len(v) == lengths[0]}
    flat_only = {k: v for k, v in found.items() if all(map(is_scalar, v))}
    return flat_only if len(flat_only) > 1 else {}


def _without_lists(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if not isinstance(value, list)}


def _holds_list(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_list(item) for item in value.values())
    return isinstance(value, list) and not all(map(is_scalar, value[:_LOOKED_AT]))


def _is_small(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) > _MOST_KEYS or _is_keyed(value):
        return False
    return all(map(is_scalar, value.values()))


def _any_stamp(cells: list[str]) -> bool:
    return any(map(looks_like_stamp, cells))


def _is_value(cell: str) -> bool:
    return looks_like_stamp(cell) or looks_like_number(cell)
