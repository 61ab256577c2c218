"""What is wrong with a file, the most serious first."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from energy_core.formats.document import Issue, Severity
from energy_core.ui.data.components import and_more
from energy_core.ui.data.messages import translated
from energy_core.ui.data.wording import plural, sentence_case
from energy_core.ui.layout import plain
from energy_core.ui.numbers import number
from energy_core.ui.words import _

MOST_SHOWN = 12
MARKS = {
    Severity.ERROR: ":red[:material/error:]",
    Severity.WARNING: ":orange[:material/warning:]",
    Severity.INFO: ":gray[:material/info:]",
}


def headings() -> dict[Severity, str]:
    return {
        Severity.ERROR: _("Cannot be taken"),
        Severity.WARNING: _("Left out or assumed"),
        Severity.INFO: _("Good to know"),
    }


def draw_issues(issues: Sequence[Issue]) -> None:
    for severity, heading in headings().items():
        group = [each for each in issues if each.severity is severity]
        if group:
            st.markdown("  \n".join([f"**{heading}**", *_lines(severity, group)]))


def _lines(severity: Severity, group: list[Issue]) -> list[str]:
    lines = [f"{MARKS[severity]} {_line(each)}" for each in group[:MOST_SHOWN]]
    if len(group) > MOST_SHOWN:
        lines.append(f":gray[{and_more(len(group) - MOST_SHOWN)}]")
    return lines


def _line(issue: Issue) -> str:
    where = place(issue.line, issue.column)
    rows = plural("{count} row", "{count} rows", issue.rows) if issue.rows > 1 else ""
    tail = " · ".join(filter(None, (where, rows)))
    said = plain(sentence_case(translated(issue.message)))
    return f"{said} :gray[:small[{tail}]]" if tail else said


def place(line: int | None, column: str | None) -> str:
    """As markdown: where in the file."""
    told = [_("line {line}").format(line=number(line))] if line else []
    if column:
        told.append(_("column “{name}”").format(name=plain(column)))
    return ", ".join(told)
