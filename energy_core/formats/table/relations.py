"""Series of one table that tell one flow twice: a register beside its differences, a power beside
the energy that it made, a total beside its parts. What repeats gets role OTHER, so that storing
all of a table counts nothing twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import combinations

import numpy as np

from energy_core import units
from energy_core.formats.document import Floats, Series, Stamps
from energy_core.model import Kind, Role

_NO_FLOW = {Role.OTHER, Role.LEVEL, Role.TEMPERATURE}
_MOST = 60  # flows of a table that are compared
_POINTS = 200  # at which curves are compared
_NEAR = 0.05  # of the whole, by which two tellings of one flow may differ
_EXACT = 1e-6
_FEWEST = 3


class Way(IntEnum):
    """How a flow is told, the best first."""

    REGISTER = 0
    INTERVAL = 1
    FROM_ZERO = 2  # a register that begins again, or began with the file
    POWER = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """curve: what has flowed since the series began, in the stored unit, at each of `ts`."""

    index: int
    series: Series
    way: Way
    ts: Stamps
    curve: Floats


def without_repeats(made: Sequence[Series]) -> tuple[Series, ...]:
    """The same series, those that repeat others as OTHER."""
    flows = [n for n, s in enumerate(made) if s.role not in _NO_FLOW and len(s) >= _FEWEST]
    if not 1 < len(flows) <= _MOST:
        return tuple(made)
    told = [t for n in flows if (t := _told(n, made[n])) is not None]
    with_units, known = _in_kw(made, told)
    again = {t.index for t in _repeats(known)}
    return tuple(_again(s) if n in again else s for n, s in enumerate(with_units))


def _again(series: Series) -> Series:
    return replace(series, role=Role.OTHER, repeats=series.role)


def _in_kw(
    made: Sequence[Series], told: Sequence[_Told]
) -> tuple[Sequence[Series], Sequence[_Told]]:
    """Powers whose unit no file tells are kW where energy beside them is a thousand times more."""
    out, seen = list(made), []
    for one in told:
        energy = [t for t in told if t.way is not Way.POWER and t.series.role is one.series.role]
        thousand = replace(one, curve=one.curve * 1000)
        if "unit" in one.series.guessed and one.way is Way.POWER and _any_alike(thousand, energy):
            out[one.index] = replace(one.series, unit="kW")
            one = replace(thousand, series=out[one.index])
        seen.append(one)
    return out, seen


def _any_alike(one: _Told, others: Sequence[_Told]) -> bool:
    return any(_alike([one], [other], _NEAR) for other in others)


def _repeats(told: Sequence[_Told]) -> Iterator[_Told]:
    groups: dict[tuple[str, Role], list[_Told]] = defaultdict(list)
    for one in told:
        groups[one.series.meter, one.series.role].append(one)
    for (_, role), those in groups.items():
        if role is Role.SUBMETER:
            yield from _in_pairs(those)
            continue
        ways: dict[Way, list[_Told]] = defaultdict(list)
        for one in those:
            ways[one.way].append(one)
        for alike in ways.values():
            yield from _total(alike)
        yield from _other_ways(ways)


def _in_pairs(parts: Sequence[_Told]) -> Iterator[_Told]:
    """Of the parts of a house, each may be told in two ways."""
    for a, b in combinations(parts, 2):
        if a.way is not b.way and _alike([a], [b], _NEAR):
            yield max(a, b, key=lambda t: t.way)


def _other_ways(ways: dict[Way, list[_Told]]) -> Iterator[_Told]:
    """All that are told in one way, where together they are what is told in a better one."""
    for better, worse in combinations(sorted(ways), 2):
        if _alike(ways[better], ways[worse], _NEAR):
            yield from ways[worse]


def _total(alike: Sequence[_Told]) -> Iterator[_Told]:
    """A series that is exactly another, or exactly the sum of all others."""
    rest = list(alike)
    for a, b in combinations(alike, 2):
        if b in rest and _alike([a], [b], _EXACT):
            rest.remove(b)
            yield b
    if len(rest) >= _FEWEST:
        for one in rest:
            if _alike([one], [other for other in rest if other is not one], _EXACT):
                yield one
                return


def _alike(some: Sequence[_Told], others: Sequence[_Told], share: float) -> bool:
    """Whether two sums of curves are one within `share` of what flowed."""
    first = max(t.ts[0] for t in (*some, *others))
    last = min(t.ts[-1] for t in (*some, *others))
    if last <= first:
        return False
    at = np.linspace(first, last, _POINTS)
    a, b = _sum(some, at), _sum(others, at)
    whole = max(a[-1], b[-1])
    return whole > 0 and bool(np.max(np.abs(a - b)) <= share * whole)


def _sum(told: Sequence[_Told], at: Floats) -> Floats:
    curves = [np.interp(at, t.ts, t.curve) for t in told]
    return np.sum([curve - curve[0] for curve in curves], axis=0)


def _told(index: int, series: Series) -> _Told | None:
    """None where nothing flowed, or what did is neither energy nor volume."""
    unit = units.find(series.unit)
    if unit is None or unit.stored not in (units.POWER, units.ENERGY, units.VOLUME):
        return None
    value = units.to_stored(series.value, unit) * series.sign
    way, ts, curve = _curve(series, value)
    return _Told(index, series, way, ts, curve) if curve[-1] > 0 else None


def _curve(series: Series, value: Floats) -> tuple[Way, Stamps, Floats]:
    if series.kind is Kind.COUNTER:
        steps = np.diff(value)
        begins = bool(np.any(steps < 0)) or value[0] <= np.max(steps, initial=0.0)
        grown = np.where(steps < 0, value[1:], steps)
        way = Way.FROM_ZERO if begins else Way.REGISTER
        return way, series.ts, np.concatenate([[0.0], np.cumsum(grown)])
    step_us = int((series.step_s or 0) * 1e6)
    ends = np.append(series.ts, series.ts[-1] + step_us)
    if series.kind is Kind.INTERVAL:
        return Way.INTERVAL, ends, np.concatenate([[0.0], np.cumsum(value)])
    hours = np.diff(ends) / 3.6e9
    return Way.POWER, ends, np.concatenate([[0.0], np.cumsum(value * hours)])
