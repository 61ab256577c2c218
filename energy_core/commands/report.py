"""`report`: a month as one HTML file, made by the running app, else from the file."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from energy_core.commands import app
from energy_core.errors import EnergyError
from energy_core.settings import CHOICES, Settings
from energy_core.store import Store


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("report", help="write a month's report, to print or to keep")
    parser.add_argument("--month", help="such as 2026-10; the last whole month is usual")
    parser.add_argument("--out", help="the file to write; - for the terminal")
    parser.add_argument("--language", choices=CHOICES["language"], help="ENERGY_LANGUAGE is usual")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the file and say its name. Raises EnergyError."""
    language = arguments.language or settings.language
    name, page = _made(arguments.month, language, settings)
    if arguments.out == "-":
        sys.stdout.write(page)
        return 0
    path = Path(arguments.out or name)
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise EnergyError(f"{path} cannot be written: {error.strerror}") from None
    print(path)
    return 0


def _made(month: str | None, language: str, settings: Settings) -> tuple[str, str]:
    from energy_core.ui.report.month import month_of, report  # slow to load: asked for only here

    now = datetime.now(UTC)
    if url := app.address(settings):
        asked = month_of(month, now.astimezone(ZoneInfo(settings.timezone)).date())
        params = [("month", f"{asked.first:%Y-%m}"), ("language", language)]
        return f"energy-{asked.first:%Y-%m}.html", app.page(
            settings, f"{url}/api/v1/report", params
        )
    with Store(settings) as store:
        asked = month_of(month, now.astimezone(ZoneInfo(store.site().timezone)).date())
        made = report(store, asked, language, now)
    return made.file_name, made.page
