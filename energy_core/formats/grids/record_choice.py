"""Of the lists of records in a JSON file, the one to read; lists of one shape are read as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from energy_core.formats.grids.record_lists import Cells, RecordList, Step, record_lists

KEY_COLUMN = "series"
_MOST_CONTEXT = 200


@dataclass
class Chosen:
    """`context`: what stands beside all `lists` alike; `differing`: names of what does not."""

    lists: list[RecordList]
    context: Cells = field(default_factory=dict)
    differing: set[str] = field(default_factory=set)

    def records(self) -> Iterator[Cells]:
        """Every record, with what tells its list from the others."""
        keys = _keys([each.place.steps for each in self.lists], not self.differing)
        for each, key in zip(self.lists, keys, strict=True):
            own = {KEY_COLUMN: key} if key else {}
            own |= {n: cell for n, cell in each.place.beside().items() if n in self.differing}
            for record in each.records():
                yield own | record


def chosen(value: Any) -> Chosen | None:
    """Those with stamps come first, then those with most records; None where there are none.

    Raises RecursionError where `value` is nested too deeply."""
    groups: dict[Hashable, list[RecordList]] = defaultdict(list)
    for each in record_lists(value):
        groups[each.shape, len(each.place.steps)].append(each)
    if not groups:
        return None
    best = max(groups.values(), key=_rank)
    found = _compared(best)
    if others := _left_out(best, [each for group in groups.values() for each in group]):
        found.context["other lists"] = others
    return found


def _rank(group: list[RecordList]) -> tuple[bool, int]:
    return group[0].timed, sum(each.size for each in group)


def _compared(lists: list[RecordList]) -> Chosen:
    common, differing = lists[0].place.beside(), set[str]()
    for each in lists[1:]:
        cells = each.place.beside()
        names = cells.keys() | common.keys()
        differing |= {name for name in names if cells.get(name) != common.get(name)}
        common = {name: cell for name, cell in common.items() if name not in differing}
    return Chosen(lists, dict(islice(common.items(), _MOST_CONTEXT)), differing)


def _left_out(best: list[RecordList], lists: list[RecordList]) -> str:
    """The names of lists with stamps that are neither read nor hold those that are."""
    taken = {each.place.name for each in best}
    names = {each.place.name for each in lists if each.timed} - taken
    return ", ".join(sorted(n for n in names if not any(t.startswith(f"{n}.") for t in taken)))


def _keys(places: list[tuple[Step, ...]], numbered: bool) -> list[str]:
    """What the places differ in: names of objects; numbers only where nothing else tells."""
    steps = [step for step in zip(*places, strict=True) if len(set(step)) > 1]
    named = [step for step in steps if any(isinstance(each, str) for each in step)]
    kept = named or (steps if numbered else [])
    return [".".join(map(str, each)) for each in zip(*kept, strict=True)] or [""] * len(places)
