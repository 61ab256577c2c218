"""The column that tells how long the interval of each row is, beside its stamp."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from energy_core.formats.table import stamp_words as words
from energy_core.formats.table.stamp_columns import Look
from energy_core.formats.table.stamp_grammar import Cell
from energy_core.formats.table.stamp_plan import Part, Source, StampPlan
from energy_core.formats.vocabulary import measures, units

_LENGTH_WORDS: list[tuple[set[str], int]] = [
    ({"s", "sec", "secs", "second", "seconds", "sekunden", "secondes"}, 1_000_000),
    ({"min", "mins", "minute", "minutes", "minuten", "minuti", "minutos"}, 60_000_000),
    ({"h", "hr", "hours", "heures", "stunden", "ore", "horas", "uren"}, 3_600_000_000),
    ({"ms", "milliseconds"}, 1_000),
]
_LENGTH_UNITS = {None, "h", "min", "s"}
_LENGTHS = ((1, 1, 3_600_000_000), (5, 60, 60_000_000), (300, 86_400, 1_000_000))


def with_length(plan: StampPlan, looks: list[Look]) -> StampPlan:
    """The column of durations beside the stamps, where there is one."""
    for seen in looks:
        if seen.index in plan.columns or plan.is_paired or not _says_length(seen.name):
            continue
        if seen.kind in (Cell.LENGTH, Cell.TIME) and len(seen.known) and seen.known.min() > 0:
            return replace(plan, length=Source(Part.STAMP, seen.index, seen.kind, seen.reading))
        unit = _length_unit(seen)
        if unit:
            return replace(plan, length=Source(Part.PERIOD, seen.index, unit_us=unit))
    return plan


def _says_length(name: str) -> bool:
    """Whether a name is that of a duration, and not of what flows in one ("Wh per interval")."""
    flows = measures.says_energy(name) or measures.says_power(name)
    return words.named(name, "duration") and not flows and units.within(name) in _LENGTH_UNITS


def _length_unit(seen: Look) -> int | None:
    """µs of one unit of a column of numbers that is named a duration: the name's, else that under
    which the usual number is a step that meters have."""
    if seen.numbers is None or not seen.numbers.are_whole or not seen.numbers.known.any():
        return None
    usual = Counter(seen.numbers.whole[seen.numbers.known].tolist()).most_common(1)[0][0]
    said = set(words.words(seen.name))
    for named, unit in _LENGTH_WORDS:
        if named & said and usual > 0:
            return unit
    return next((unit for low, high, unit in _LENGTHS if low <= usual <= high), None)
