"""What each column of a table is for: a value, a key that tells series apart, a status, or nothing
of ours. Told by what it holds first, by its heading second."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from energy_core.formats.table.cells import Cell, kind
from energy_core.formats.table.layout import Layout
from energy_core.formats.vocabulary import units
from energy_core.formats.vocabulary.headers import Holds, holds, is_identity
from energy_core.formats.vocabulary.measures import is_band, measure, state_unit

_MOST_KEYS = 0.5  # share of distinct cells above which a column of words tells no series apart
_ID_DIGITS = 7
_LONGEST_CODE = 2  # letters: W and E beside a value are no units, but real and estimated
_FLAGS = {"true", "false", "yes", "no", "normal", "ok"}
_NAMES = (Holds.METER, Holds.REGISTER, Holds.TARIFF, Holds.COMMENT)


@dataclass(frozen=True, slots=True)
class Columns:
    """Indices of columns: values; keys (with what they hold) that may tell series apart; status:
    value column → the column that judges it; money: left out, said to the person."""

    values: tuple[int, ...]
    keys: tuple[tuple[int, Holds], ...]
    status: dict[int, int]
    money: tuple[int, ...]


def find(layout: Layout, sample: Sequence[Sequence[str]], stamps: Collection[int]) -> Columns:
    """`sample`: cells by column; `stamps`: columns that the stamps are read from."""
    values, keys, statuses, money = [], [], [], []
    for index, name in enumerate(layout.names):
        if index in stamps:
            continue
        what = _role(name, layout.units[index], [c.strip() for c in sample[index]])
        if what is Holds.VALUE:
            values.append(index)
        elif what is Holds.MONEY:
            money.append(index)
        elif what is Holds.STATUS:
            statuses.append(index)
        elif what is not None and what not in (Holds.COMMENT, Holds.STEP):
            keys.append((index, what))
    return Columns(tuple(values), tuple(keys), _judges(values, statuses), tuple(money))


def _role(name: str, unit: str | None, cells: list[str]) -> Holds | None:
    filled = [c for c in cells if kind(c) is not Cell.EMPTY]
    heading = holds(name)
    if not filled:
        return None if heading in (None, Holds.COMMENT) else _empty(heading, name, unit)
    flow = unit is not None or units.within(name) is not None or measure(name) is not None
    numeric = sum(kind(c) is Cell.NUMBER or (flow and c.isdecimal()) for c in filled)
    if numeric * 10 >= len(filled) * 6 or (numeric and heading is Holds.VALUE):
        told = [c for c in filled if kind(c) is Cell.NUMBER or c.isdecimal()]
        return _numeric_role(name, unit, heading, told or filled)
    if sum(kind(c) in (Cell.STAMP, Cell.CLOCK) for c in filled) * 2 > len(filled):
        return None
    if heading in (Holds.VALUE, Holds.MONEY, Holds.STEP):
        heading = None
    letters = max(len(c) for c in filled) <= _LONGEST_CODE
    if heading is Holds.STATUS and letters:
        return heading
    if all(units.unit(c) for c in set(filled)):
        return Holds.UNIT
    if heading is Holds.STATUS and _tells_registers(filled):
        return Holds.REGISTER
    if heading is Holds.STATUS:
        return heading
    if {c.lower() for c in filled} <= _FLAGS:
        return Holds.TARIFF
    few = len(set(filled)) <= max(_MOST_KEYS * len(filled), 1)
    if heading is Holds.COMMENT:  # a name tells series apart where nothing else does
        return Holds.TARIFF if few else heading
    if heading is Holds.METER:
        return heading  # of many meters each may stand there once
    return heading or Holds.TARIFF if few else Holds.COMMENT


def _empty(heading: Holds, name: str, unit: str | None) -> Holds | None:
    """A column that holds nothing in the sample is a value only where its name has a unit."""
    told = unit is not None or units.within(name) is not None
    return Holds.VALUE if heading is Holds.VALUE and told else None


def _numeric_role(
    name: str, unit: str | None, heading: Holds | None, filled: list[str]
) -> Holds | None:
    if heading is Holds.MONEY:
        return Holds.MONEY
    if unit is not None or units.within(name) is not None:
        return Holds.VALUE
    if heading in _NAMES and is_identity(name) and _is_id(filled):
        return heading
    named = measure(name) or state_unit(name) is not None or is_band(name)
    if heading in (None, Holds.VALUE) or named:
        counting = _is_counting(filled) and heading is not Holds.VALUE
        return Holds.COMMENT if counting or _is_constant(filled) else Holds.VALUE
    return heading if _is_id(filled) else (None if heading is Holds.COMMENT else Holds.VALUE)


def _is_id(filled: list[str]) -> bool:
    """Whole numbers that stay the same, come back, or are too long for an amount."""
    whole = all(c.lstrip("+-").isdigit() for c in filled)
    few = len(set(filled)) <= max(3, len(filled) // 20)
    return whole and (few or min(len(c) for c in filled) >= _ID_DIGITS)


def _tells_registers(filled: list[str]) -> bool:
    """Whether the words of a column name units or opposite directions ("Active Export (kW)")."""
    distinct = list(dict.fromkeys(filled))[:20]
    roles = {m.role for c in distinct if (m := measure(c))}
    return any(units.within(c) for c in distinct) or len(roles) > 1


def _is_constant(filled: list[str]) -> bool:
    """One whole number, other than zero, in every row: the number of something."""
    return len(filled) > 2 and len(set(filled)) == 1 and filled[0].isdigit() and int(filled[0]) > 0


def _is_counting(filled: list[str]) -> bool:
    """A column that numbers the rows: 0, 1, 2, …"""
    if not all(c.isdigit() for c in filled) or len(filled) < 3:
        return False
    numbers = [int(c) for c in filled[:50]]
    return numbers[0] in (0, 1) and all(b - a == 1 for a, b in pairwise(numbers))


def _judges(values: list[int], statuses: list[int]) -> dict[int, int]:
    """The status column of each value: the next to its right before another value, else the only
    one there is."""
    found = {}
    for value in values:
        right = [s for s in statuses if s > value and not any(value < v < s for v in values)]
        if right:
            found[value] = right[0]
        elif len(statuses) == 1:
            found[value] = statuses[0]
    return found
