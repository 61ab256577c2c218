"""Bring the translations up to date with the source: `python energy_core/locale/refresh.py`.

Extracts every `_()`, `ngettext()` and `plural()` of the pages and of `energy_core/ui`, adds what is
new to each `energy.po` (to translate by hand), drops what is gone, and compiles the `.mo`. Needs
Babel, a development requirement; the app itself only reads the `.mo`.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).parent
ROOT = LOCALE.parent.parent
SOURCES = (ROOT / "pages", ROOT / "energy_core" / "ui")
KEYWORDS = {"_": None, "ngettext": (1, 2), "plural": (1, 2)}


def extracted() -> Catalog:
    """Every message of the source, without a translation."""
    template = Catalog(project="energy", charset="utf-8")
    for source in SOURCES:
        for _file, _line, message, _comments, context in extract_from_dir(
            source, keywords=KEYWORDS, comment_tags=()
        ):
            template.add(message, context=context)
    return template


def languages() -> list[str]:
    return sorted(path.name for path in LOCALE.iterdir() if (path / "LC_MESSAGES").is_dir())


def read(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "energy.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalog: Catalog) -> None:
    folder = LOCALE / language / "LC_MESSAGES"
    with (folder / "energy.po").open("wb") as file:
        write_po(file, catalog, width=100, ignore_obsolete=True, omit_header=False)
    with (folder / "energy.mo").open("wb") as file:
        write_mo(file, catalog)


def refresh(language: str) -> None:
    catalog = read(language)
    template = extracted()
    template.creation_date = catalog.creation_date  # a run without news changes nothing
    catalog.update(template, no_fuzzy_matching=True)
    write(language, catalog)


if __name__ == "__main__":
    for each in languages():
        refresh(each)
