"""The file itself: HTML with print rules, everything inside it. Words are escaped here, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from energy_core.ui.numbers import SYMBOLS
from energy_core.ui.report.sections import Section, Table

STYLE = (Path(__file__).parent / "sheet.css").read_text()
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What the file may load: nothing."""
FIGURES = (*"0123456789+\u2212\u2014", *SYMBOLS.values())
_STRONG = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Head:
    """`sentence`: with **strong** words; `large`: label, figure and what stands under it."""

    language: str
    site: str
    title: str
    sentence: str
    trust: str
    large: Sequence[tuple[str, str, str]]
    made: str


def sheet(head: Head, sections: Iterable[tuple[Section, list[str]]]) -> str:
    """`sections`: each with its pictures as SVG."""
    body = "\n".join(_section(section, pictures) for section, pictures in sections)
    return f"""<!doctype html>
<html lang="{head.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{escape(f"{head.title} · {head.site}")}</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<p class="note">{escape(head.site)}</p>
<h1>{escape(head.title)}</h1>
<p>{_strong(head.sentence)}</p>
<p class="note">{escape(head.trust)}</p>
</header>
<main>
{_large(head.large)}
{body}
</main>
<footer class="note">{escape(head.made)}</footer>
</body>
</html>
"""


def _strong(words: str) -> str:
    return _STRONG.sub(r"<strong>\1</strong>", escape(words))


def _large(figures: Sequence[tuple[str, str, str]]) -> str:
    cells = "\n".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd>"
        f'<dd class="note">{escape(beside)}</dd></div>'
        for label, value, beside in figures
    )
    return f'<dl class="large">\n{cells}\n</dl>' if figures else ""


def _section(section: Section, pictures: list[str]) -> str:
    said = section.said
    note = f'<p class="note">{escape(said.measures)}</p>' if said.measures else ""
    label = escape(f"{said.title}: {said.measures}")
    drawn = "\n".join(
        f'<figure role="img" aria-label="{label}">{picture}</figure>' for picture in pictures
    )
    row = f'<div class="pictures">\n{drawn}\n</div>' if pictures else ""
    kind = "long" if section.table and not pictures else "whole"
    return f'<section class="{kind}">\n<h2>{escape(said.title)}</h2>\n{note}\n{row}\n' + (
        f"{_table(section.table)}\n</section>" if section.table else "</section>"
    )


def _table(table: Table) -> str:
    heads, rows = table
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(map(_cell, row[1:])) + "</tr>"
        for row in rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _cell(words: str) -> str:
    """Figures stand under each other; words begin at the left."""
    kind = ' class="figure"' if words[:1] in FIGURES else ""
    return f"<td{kind}>{escape(words)}</td>"
