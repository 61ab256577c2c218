"""The report of one month: read, put into words and pictures, and written as one HTML file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from energy_core import __version__
from energy_core.analysis.figures import Figure
from energy_core.analysis.period import Compare, Period, Span, parsed
from energy_core.errors import BadRequest
from energy_core.services.history import Selection, twelve_months, view
from energy_core.store import Store
from energy_core.ui.data.wording import when
from energy_core.ui.history import figures as kpis
from energy_core.ui.history.sentence import coverage, least, sentence
from energy_core.ui.history.sentence import days as told_days
from energy_core.ui.history.titles import named, title
from energy_core.ui.report.drawing import drawn
from energy_core.ui.report.sections import sections
from energy_core.ui.report.sheet import Head, sheet
from energy_core.ui.words import LANGUAGES, _, speaking


def month_of(text: str | None, today: date) -> Period:
    """ "2026-10" as a month; the last whole one where nothing is named. Raises BadRequest."""
    if not text:
        return Period.of(Span.MONTH, today).stepped(-1)
    asked = parsed(text)
    if asked is None or asked.span is not Span.MONTH:
        raise BadRequest(f"{text[:20]!r} is not a month (e.g. 2026-10)")
    return asked


def language_of(text: str | None, usual: str) -> str:
    """A language that is spoken here; raises BadRequest."""
    code = text or usual
    if code not in LANGUAGES:
        raise BadRequest(f"{code[:20]!r} is not spoken here; choose {' or '.join(LANGUAGES)}")
    return code


@dataclass(frozen=True, slots=True)
class Report:
    """`page`: the whole file, which needs no network and no script, and prints on A4; `summary`:
    plain text."""

    title: str
    summary: str
    page: str
    file_name: str


def report(store: Store, month: Period, language: str, now: datetime) -> Report:
    """Raises EnergyError where its pictures cannot be drawn."""
    with speaking(language):
        return _written(store, month, language, now)


def _written(store: Store, month: Period, language: str, now: datetime) -> Report:
    site = store.site()
    seen = view(store, month, Compare.PREVIOUS, Selection(), site.timezone, now)
    known = kpis.of_view(seen)
    days = twelve_months(store, seen.looked, month, site.timezone, now)
    parts = sections(seen, days, known)
    pictures = iter(drawn([picture for part in parts for picture in part.pictures]))
    head = Head(
        language=language,
        site=site.name,
        title=title(month),
        sentence=sentence(seen, known),
        trust=" · ".join(filter(None, [told_days(seen), least(known)])),
        large=[
            (kpis.names()[figure.name], kpis.value(figure), _beside(figure, seen.other))
            for figure in kpis.large(known)
        ],
        made=_("Made on {when} by Energy {version}.").format(
            when=when(now, site.timezone), version=__version__
        ),
    )
    page = sheet(head, [(part, [next(pictures) for _one in part.pictures]) for part in parts])
    summary = "\n\n".join(
        [head.sentence.replace("**", ""), head.trust, _("The whole report is attached."), head.made]
    )
    return Report(f"{site.name} · {head.title}", summary, page, f"energy-{month.first:%Y-%m}.html")


def _beside(figure: Figure, other: Period | None) -> str:
    """The change and against what; else how far the figure can be trusted."""
    change = kpis.change_words(figure)
    if change and other is not None:
        return _("{change} against {period}").format(change=change, period=named(other))
    return coverage(figure.trust)
