"""A long table → its series: which rows belong together, by the columns that name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Stamps
from energy_core.formats.vocabulary import units
from energy_core.formats.vocabulary.headers import Holds, tells_series
from energy_core.formats.vocabulary.measures import measure
from energy_core.model import Role

Codes = npt.NDArray[np.int32]
_CLASHES = 0.02  # share of rows that may share a stamp with another of their series
_MOST_SERIES = 2000
_LOOKED_AT = 50  # texts of a key


@dataclass(frozen=True, slots=True)
class Key:
    """One column that may tell series apart: a code a row, and the text behind each code."""

    name: str
    holds: Holds
    codes: Codes
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """name: what tells it from the others ("" where there is one); unit, meter: as its rows say;
    words: everything its key columns say."""

    name: str
    unit: str | None
    meter: str
    words: tuple[str, ...]


def groups(keys: Sequence[Key], stamps: Stamps) -> tuple[Codes, list[Group]]:
    """The group of every row, and what is known of each. `stamps`: as written, any sentinel."""
    several = [k for k in keys if len(np.unique(k.codes)) > 1]
    chosen = [k for k in several if _parts(k)]
    code = _combined(chosen, len(stamps))
    for key in [k for k in several if k not in chosen]:
        if _clashes(code, stamps) > _CLASHES:
            finer = _combined([*chosen, key], len(stamps))
            if _clashes(finer, stamps) < _clashes(code, stamps) / 2:
                chosen, code = [*chosen, key], finer
    _, first, code = np.unique(code, return_index=True, return_inverse=True)
    named = _distinguishing(chosen, first)
    if len(first) > _MOST_SERIES:
        told = " and ".join(key.name for key in named)
        raise UnreadableFile(
            f"the column {told} tells {len(first):,} series apart; at most {_MOST_SERIES:,} are read"
        )
    found = [_group(keys, named, int(row)) for row in first]
    return code.astype(np.int32), found


def _parts(key: Key) -> bool:
    """Whether rows that differ in it are never of one series; else it takes stamps that clash."""
    if key.holds is not Holds.REGISTER or tells_series(key.name):
        return key.holds in (Holds.UNIT, Holds.METER, Holds.REGISTER)
    found = [measure(text) for text in key.texts[:_LOOKED_AT]]
    said = {m.role for m in found if m and m.role not in (None, Role.OTHER)}
    return len(said) > 1 or len({units.within(text) for text in key.texts[:_LOOKED_AT]}) > 1


def _combined(keys: Sequence[Key], rows: int) -> npt.NDArray[np.int64]:
    code = np.zeros(rows, np.int64)
    for key in keys:
        code = code * (int(key.codes.max()) + 1) + key.codes
    return code


def _clashes(code: npt.NDArray[np.int64], stamps: Stamps) -> float:
    """Share of rows whose stamp another row of their group has."""
    if not len(stamps):
        return 0.0
    order = np.lexsort((stamps, code))
    c, s = code[order], stamps[order]
    return float(np.mean((c[1:] == c[:-1]) & (s[1:] == s[:-1]))) if len(s) > 1 else 0.0


def _distinguishing(chosen: Sequence[Key], first: npt.NDArray[np.intp]) -> list[Key]:
    """The fewest keys whose texts tell the groups apart; registers speak better than numbers."""
    order = {Holds.REGISTER: 0, Holds.TARIFF: 1, Holds.METER: 2, Holds.UNIT: 3}
    named: list[Key] = []
    apart = 1
    for key in sorted(chosen, key=lambda k: order[k.holds]):
        rows = list(zip(*([k.codes[first].tolist() for k in [*named, key]]), strict=True))
        if len(set(rows)) > apart:
            named, apart = [*named, key], len(set(rows))
    return named


def _group(keys: Sequence[Key], named: Sequence[Key], row: int) -> Group:
    def said(key: Key) -> str:
        return key.texts[key.codes[row]].strip()

    unit = next((units.unit(said(k)) for k in keys if k.holds is Holds.UNIT), None)
    meter = next((said(k) for k in keys if k.holds is Holds.METER and said(k)), "")
    words = tuple(said(k) for k in keys if k.holds in (Holds.REGISTER, Holds.TARIFF))
    return Group(" ".join(said(k) for k in named), unit, meter, words)
