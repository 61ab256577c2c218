"""The documents of several tables of one file → one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from energy_core.formats.document import Document, Series
from energy_core.formats.table.relations import without_repeats
from energy_core.formats.vocabulary import measures


def joined(titled: Sequence[tuple[Document, Sequence[str]]]) -> Document:
    """All series, those of one name told apart by the titles of their tables (the first kind that
    tells all apart); each question once; the dialect of the first."""
    tables = len(titled)
    titled = [titled[0], *(t for t in titled[1:] if not _sums_up(t[0], titled[0][0]))]
    parts = [part for part, _ in titled]
    first = next((part for part in parts if part.series), parts[0])
    zone = next((part.timezone for part in parts if part.timezone), None)
    questions = {question.name: question for part in parts for question in part.questions}
    return replace(
        first,
        series=without_repeats(_distinct(parts, _titles([titles for _, titles in titled]))),
        dialect=replace(first.dialect, other_tables=tables - 1),
        timezone=zone,
        questions=tuple(questions.values()),
        issues=tuple(issue for part in parts for issue in part.issues),
    )


def _sums_up(part: Document, first: Document) -> bool:
    """Whether a table below the first says the same by the day or month: coarser in every series,
    of the commodities that are there, or called totals."""
    finest = min((s.step_s for s in first.series if s.step_s), default=0.0)
    there = {s.commodity for s in first.series}
    return bool(part.series) and all(
        (s.step_s is None or s.step_s > finest)
        and (s.commodity in there or measures.says_total(s.name))
        for s in part.series
    )


def _titles(offered: Sequence[Sequence[str]]) -> list[str]:
    for chosen in zip_longest(*offered, fillvalue=""):
        if len(set(chosen)) == len(chosen):
            return list(chosen)
    return [titles[-1] for titles in offered]


def _distinct(parts: Sequence[Document], titles: Sequence[str]) -> list[Series]:
    """The series, a name of several tables with its table's title in front, else with a number."""
    names = Counter(s.name for part in parts for s in part.series)
    seen: Counter[str] = Counter()
    out = []
    for title, part in zip(titles, parts, strict=True):
        for series in part.series:
            name = f"{title} {series.name}".strip() if names[series.name] > 1 else series.name
            seen[name] += 1
            out.append(replace(series, name=f"{name} {seen[name]}" if seen[name] > 1 else name))
    return out
