"""`inspect FILE`: what a meter file says, without storing anything. It needs no store and no app."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from energy_core.commands.files import check_is_file
from energy_core.commands.shown import error_line, lines, text
from energy_core.errors import UnreadableFile
from energy_core.formats import facts
from energy_core.formats.document import Answers
from energy_core.services import reading_apart


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("inspect", help="say what a meter file holds; stores nothing")
    parser.add_argument("file", type=Path)
    parser.add_argument("--timezone", help="of stamps that name none, such as Europe/Paris")
    parser.add_argument(
        "--no-vendors", action="store_true", help="read tables as if no vendor were known"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=lambda arguments, _: run(arguments))


def run(arguments: argparse.Namespace) -> int:
    """Print the facts; 0, or 1 where the file cannot be read."""
    answers = Answers(timezone=arguments.timezone, vendors=not arguments.no_vendors)
    try:
        check_is_file(arguments.file)
        documents = reading_apart.read(arguments.file, arguments.file.name, answers)
    except UnreadableFile as error:
        _say_error(error, arguments)
        return 1
    except OSError as error:
        _say_error(UnreadableFile(f"the file cannot be opened: {error.strerror}"), arguments)
        return 1
    found = facts.of_file(arguments.file.name, documents)
    shown = (line for one in found.get("files", [found]) for line in lines(one))
    print(json.dumps(found, allow_nan=False) if arguments.json else text(shown))
    return 0


def _say_error(error: UnreadableFile, arguments: argparse.Namespace) -> None:
    if arguments.json:
        said = {"message": str(error), "line": error.line, "column": error.column}
        print(json.dumps({"error": said}))
        return
    print(text([error_line(arguments.file, str(error), error.line)]), file=sys.stderr)
