"""A detector is a module of this folder with these two names; copy this file to add one."""

from __future__ import annotations

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.event import Mark
from energy_core.analysis.detectors.slots import Day

LAYER = 2
"""1: a data fault, never a consumption alarm. 2: within a day. 3: days and weeks."""


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    """Marks of one day, or of what there is of it so far, judged against the days before it.

    Causal: a mark may rest on nothing that came after its `detected`, which is the end of a
    reading (`day.end`), of a slot (`day.done`) or of the day (`day.closed`, FAR while it runs).
    A running day is judged again with every reading, from the same `past` and `memory`; what is
    written into `memory`, or noted in `past`, lasts only once the day is over. Scores are value
    over threshold at the normal sensitivity; marks from 0.7 up are wanted.
    """
    raise NotImplementedError
