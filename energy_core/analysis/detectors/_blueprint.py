"""A detector is a module of this folder with a LAYER and a `judge`; copy this file to add one, and
leave out of it what is as it stands here."""

from __future__ import annotations

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.event import Mark
from energy_core.analysis.detectors.slots import Day

LAYER = 2
"""1: a data fault, never a consumption alarm. 2: within a day. 3: days and weeks."""

NATURES: tuple[Nature, ...] = tuple(Nature)
"""Of the meters that it can judge."""
HABIT: bool | None = None
"""Whether their days must be alike (True), must not (False) or may be either."""

SEARCHED = False
"""With hindsight it is not asked: what adds up over days is searched for by `changes`."""
FROM_BEFORE = False
"""With hindsight too it gets the days before the day alone: it compares it with the last ones."""
LASTS: tuple[str, ...] = ()
"""Keys of its memory that are true of the meter at any time: with hindsight they hold from the
first day on, and all else in it begins empty again."""


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """Marks of one day, or of what there is of it so far, judged against the days before it.

    Causal: a mark may rest on nothing that came after its `detected`, which is the end of a
    reading (`day.end`), of a slot (`day.done`) or of the day (`day.closed`, FAR while it runs).
    A running day is judged again with every reading, from the same `past` and `memory`; what is
    written into `memory`, or noted in `past`, lasts only once the day is over. Scores are value
    over threshold at the normal sensitivity; marks from 0.7 up are wanted.
    """
    raise NotImplementedError
